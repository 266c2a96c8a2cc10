"""Delivery reports: the fields of RFC 3464, to whom they go, and that they are read as they were."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import (
    ComposeError,
    DeliveryStatus,
    Message,
    Recipient,
    TypedText,
    delivery_report,
    lint,
    parse,
)
from mimekit.severity import Severity
from tests.composition.reporting import (
    ADDRESSES,
    DATES,
    FIXED,
    JOE,
    NOW,
    ORIGINAL,
    PLAIN,
    TEXTS,
    by_email,
    dsn,
    fields_of,
    made_of,
    mdn,
    original,
)

T = TypedText


def read(message: Message) -> DeliveryStatus:
    report = parse(bytes(message)).report
    assert isinstance(report, DeliveryStatus)
    return report


# -- the whole


def test_every_octet() -> None:
    message = dsn(
        ORIGINAL,
        Recipient(
            T("j.doe@example.com", "rfc822"),
            T("joe@example.com", "rfc822"),
            "failed",
            "5.1.1",
            T("mail.example.com", "dns"),
            T("550 5.1.1 <joe@example.com>: no such person", "smtp"),
            NOW,
            "77",
        ),
        Recipient(
            final_recipient=T("ann@example.com"),
            action="delayed",
            status="4.4.1",
            will_retry_until=NOW + timedelta(days=3),
            fields=(("X-Tries", "4"),),
        ),
        original_envelope_id="QQ+314",
        dsn_gateway=T("gw.example.net"),
        received_from_mta=T("a.example.org (192.0.2.7)"),
        arrival_date=datetime(2026, 11, 28, 10, 0, 1, tzinfo=timezone(timedelta(hours=1))),
        fields=(("X-Queue-ID", "4F2A"),),
    )
    boundary = message.content_type.parameters["boundary"]
    assert bytes(message).decode("ascii").replace("\r\n", "\n").replace(boundary, "BOUNDARY") == (
        """\
Date: Sat, 28 Nov 2026 10:00:00 +0000
From: postmaster@mx.example.net
To: ann@example.org
Subject: Delivery status: The oars
Message-ID: <e8a208efa0e5a8be30de3477fc275962@mx.example.net>
Auto-Submitted: auto-replied
In-Reply-To: <oars.1@example.org>
References: <oars.1@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="BOUNDARY"

--BOUNDARY
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

This is the mail system at mx.example.net.

Your message "The oars" of Sat, 28 Nov 2026 09:00:00 +0000:

It could not be delivered to joe@example.com.
    Status: 5.1.1
    Server: mail.example.com
    Answer: 550 5.1.1 <joe@example.com>: no such person

It has not been delivered yet to ann@example.com. It is still being tried.
    Status: 4.4.1
    Tried until: Tue, 01 Dec 2026 10:00:00 +0000

--BOUNDARY
Content-Type: message/delivery-status
Content-Transfer-Encoding: 7bit

Original-Envelope-Id: QQ+314
Reporting-MTA: dns; mx.example.net
DSN-Gateway: dns; gw.example.net
Received-From-MTA: dns; a.example.org (192.0.2.7)
Arrival-Date: Sat, 28 Nov 2026 10:00:01 +0100
X-Queue-ID: 4F2A

Original-Recipient: rfc822; j.doe@example.com
Final-Recipient: rfc822; joe@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 5.1.1 <joe@example.com>: no such person
Last-Attempt-Date: Sat, 28 Nov 2026 10:00:00 +0000
Final-Log-ID: 77

Final-Recipient: rfc822; ann@example.com
Action: delayed
Status: 4.4.1
Will-Retry-Until: Tue, 01 Dec 2026 10:00:00 +0000
X-Tries: 4

--BOUNDARY
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 7bit

Return-Path: <ann@example.org>
Received: from a.example.org by mx.test; Sat, 28 Nov 2026 09:00:01 +0000
From: Ann <ann@example.org>
To: joe@example.com
Disposition-Notification-To: Ann <ann@EXAMPLE.org>
Subject: The oars
Date: Sat, 28 Nov 2026 09:00:00 +0000
Message-ID: <oars.1@example.org>

--BOUNDARY--
"""
    )
    assert not [defect for defect in message.check() if defect.severity > Severity.INFO]
    assert lint(message) == ()


def test_email_reads_it_too() -> None:
    message = by_email(dsn(ORIGINAL, JOE, JOE._replace(status="5.2.2")))
    people, machine, returned = message.iter_parts()
    assert message["to"].addresses[0].addr_spec == "ann@example.org"
    assert people.get_content().startswith("This is the mail system at mx.example.net.")
    groups = machine.get_payload()
    assert [group["status"] for group in groups] == [None, "5.1.1", "5.2.2"]
    assert groups[0]["reporting-mta"] == "dns; mx.example.net"
    assert "Subject: The oars" in returned.get_payload()


# -- the rules of RFC 3464


@pytest.mark.parametrize(
    ("action", "status"),
    [
        *(("failed", "5.1.1"), ("failed", "4.4.7"), ("delayed", "4.0.0"), ("delivered", "2.1.5")),
        *(("relayed", "2.0.0"), ("expanded", "2.999.999"), ("FAILED", "5.10.0")),
    ],
)
def test_action_and_status(action: str, status: str) -> None:
    [recipient] = read(dsn(ORIGINAL, JOE._replace(action=action, status=status))).recipients
    assert (recipient.action, recipient.status) == (action.lower(), status)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"final_recipient": None}, id="no-final-recipient"),
        pytest.param({"action": None}, id="no-action"),
        pytest.param({"status": None}, id="no-status"),
        pytest.param({"action": "bounced"}, id="action"),
        pytest.param({"action": ""}, id="action-empty"),
        pytest.param({"action": "failed (no mailbox)"}, id="action-comment"),
        pytest.param({"status": "5.1"}, id="status-short"),
        pytest.param({"status": "3.1.1"}, id="status-class"),
        pytest.param({"status": "5.01.1"}, id="status-zero"),
        pytest.param({"status": "5.1.1000"}, id="status-long"),
        pytest.param({"status": "5.1.1 (bad mailbox)"}, id="status-comment"),
        pytest.param({"status": "5.1.\u0661"}, id="status-digit"),
        pytest.param({"status": "2.1.5"}, id="failed-with-success"),
        pytest.param({"action": "delayed"}, id="delayed-for-ever"),
        pytest.param({"action": "delivered", "status": "4.0.0"}, id="delivered-not"),
        pytest.param({"action": "relayed"}, id="relayed-not"),
        pytest.param({"action": "expanded"}, id="expanded-not"),
        pytest.param({"will_retry_until": NOW}, id="retry-of-what-failed"),
        pytest.param({"final_recipient": T("joe")}, id="no-domain"),
        pytest.param({"final_recipient": T("")}, id="empty"),
        pytest.param({"final_recipient": T("<joe@example.com>")}, id="brackets"),
        pytest.param({"final_recipient": T("Joe <joe@example.com>")}, id="name"),
        pytest.param({"final_recipient": T("a@x.test, b@x.test")}, id="two"),
        pytest.param({"final_recipient": T("a..b@x.test")}, id="dots"),
        pytest.param({"final_recipient": T("a@x.test (b)")}, id="comment"),
        pytest.param({"final_recipient": T("j\u00f6@x.test", "rfc822")}, id="not-rfc822"),
        pytest.param({"final_recipient": T("=?utf-8?q?a?=@x.test")}, id="encoded-word"),
        pytest.param({"final_recipient": T("a@x.test", "a b")}, id="type-blank"),
        pytest.param({"final_recipient": T("a@x.test", "a;b")}, id="type-semicolon"),
        pytest.param({"final_recipient": T("a@x.test", "=?a?q?b?=")}, id="type-encoded-word"),
        pytest.param({"remote_mta": T("b\u00fccher..test")}, id="domain"),
        pytest.param({"last_attempt_date": datetime(2026, 1, 1)}, id="naive"),  # noqa: DTZ001
        pytest.param({"diagnostic_code": T("\ud800")}, id="surrogate"),
        pytest.param({"fields": (("X Y", "a"),)}, id="field-name"),
        pytest.param({"fields": (("Remote-MTA", "dns; a"),)}, id="field-with-an-attribute"),
        pytest.param({"fields": (("Reporting-MTA", "dns; a"),)}, id="field-of-the-message"),
    ],
)
def test_recipient_that_cannot_be_told_of(values: dict[str, Any]) -> None:
    with pytest.raises(ComposeError):
        dsn(ORIGINAL, JOE._replace(**values))


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"reporting_mta": None}, id="no-reporting-mta"),
        pytest.param({"recipients": ()}, id="no-recipients"),
        pytest.param({"fields": (("Final-Recipient", "rfc822; a@x.test"),)}, id="field"),
        pytest.param({"fields": (("Arrival-Date", "yesterday"),)}, id="date-of-another-kind"),
        pytest.param({"returned": "all"}, id="original"),
        pytest.param({"from_": ()}, id="no-author"),
        pytest.param({"to": ()}, id="no-recipient"),
        pytest.param({"to": "ann"}, id="to"),
        pytest.param({"headers": {"Disposition-Notification-To": "a@x.test"}}, id="receipt"),
        pytest.param({"headers": {"Subject": "a"}}, id="subject-twice"),
        pytest.param({"text": "\ud800"}, id="surrogate"),
    ],
)
def test_report_that_cannot_be_made(values: dict[str, Any]) -> None:
    with pytest.raises(ComposeError):
        dsn(**values)


STATUS = DeliveryStatus(reporting_mta=T("mx.example.net"), recipients=(JOE,))


def changed(**values: Any) -> DeliveryStatus:
    return STATUS._replace(**values)


def recipient(**values: Any) -> DeliveryStatus:
    return changed(recipients=(JOE._replace(**values),))


@pytest.mark.parametrize(
    ("message", "status"),
    [
        pytest.param(b"Subject: a\n\n", STATUS, id="octets"),
        pytest.param(ORIGINAL, {"reporting_mta": "a"}, id="no-status"),
        pytest.param(ORIGINAL, changed(recipients=("a@x.test",)), id="text"),
        pytest.param(ORIGINAL, changed(original_envelope_id=1), id="number"),
        pytest.param(ORIGINAL, changed(reporting_mta=b"a"), id="octets-of-a-name"),
        pytest.param(ORIGINAL, changed(arrival_date="now"), id="date"),
        pytest.param(ORIGINAL, changed(fields=((b"X-A", "1"),)), id="field-name"),
        pytest.param(ORIGINAL, changed(fields=(("X-A", 1),)), id="field-value"),
        pytest.param(ORIGINAL, recipient(status=5), id="status"),
        pytest.param(ORIGINAL, recipient(action=1), id="action"),
        pytest.param(ORIGINAL, recipient(final_recipient=b"a@x.test"), id="address"),
        pytest.param(ORIGINAL, recipient(diagnostic_code=550), id="code"),
    ],
)
def test_types(message: Any, status: Any) -> None:
    with pytest.raises(TypeError):
        delivery_report(message, status, from_="a@x.test", **FIXED)


def test_repeated_fields_of_a_report_that_was_read_are_written_once() -> None:
    once = dsn(arrival_date=NOW, fields=(("X-A", "1"), ("X-A", "2")))
    again = delivery_report(ORIGINAL, read(once), from_="postmaster@mx.example.net", **FIXED)
    assert fields_of(again) == fields_of(once)
    assert bytes(again) == bytes(once)


# -- addresses and names


@pytest.mark.parametrize(
    ("given_", "type_", "written"),
    [
        ("joe@example.com", "", "rfc822; joe@example.com"),
        ('"joe doe"@example.com', "", 'rfc822; "joe doe"@example.com'),
        ("joe@[192.0.2.1]", "", "rfc822; joe@[192.0.2.1]"),
        ("x" * 80 + "@example.com", "", f"rfc822; {'x' * 80}@example.com"),
        ("joe@example.com", "RFC822", "rfc822; joe@example.com"),
        ("joe@example.com", "utf-8", "utf-8; joe@example.com"),
        ("j\u00f6@example.com", "", r"utf-8; j\x{F6}@example.com"),
        ("\u0432+\U0001f600=@b\u00fc.test", "", r"utf-8; \x{432}\x{2B}\x{1F600}\x{3D}@b\x{FC}.test"),
        (r'"\x{41} \"\u00e9"@x.test', "utf-8", r'utf-8; "\x{5C}x{41}\x{20}\x{5C}"\x{5C}u00e9"@x.test'),
        ("/C=XX/A= /P=example/", "x400", "x400; /C=XX/A= /P=example/"),
        ("Straße 1", "x-post", "x-post; =?utf-8?q?Stra=C3=9Fe?= 1"),
    ],
)  # fmt: skip
def test_addresses(given_: str, type_: str, written: str) -> None:
    message = dsn(ORIGINAL, JOE._replace(final_recipient=T(given_, type_)))
    assert f"Final-Recipient: {written}" in fields_of(message)
    [recipient] = read(message).recipients
    assert recipient.final_recipient == given_
    assert recipient.final_recipient is not None
    assert recipient.final_recipient.type == written.partition(";")[0]


@pytest.mark.parametrize(
    "address", ["jörg@x.test", r'"\x{41}é"@x.test', "веслó@пример.test", "a+b=c@é.test"]
)
def test_utf8_where_the_header_is_utf8(address: str) -> None:
    recipient = JOE._replace(final_recipient=T(address), original_recipient=T(address))
    message = dsn(ORIGINAL, recipient, to="änn@example.org")
    assert message.part("2").content_type.media_type == "message/global-delivery-status"
    assert message.part("2").transfer_encoding == message.transfer_encoding == "8bit"
    assert message.content_type.parameters["report-type"] == "delivery-status"
    [told] = read(message).recipients
    assert told.final_recipient == told.original_recipient == address


def test_rfc822_is_ascii_where_the_header_is_utf8_too() -> None:
    with pytest.raises(ComposeError, match="of type utf-8"):
        dsn(ORIGINAL, JOE._replace(final_recipient=T("jö@x.test", "rfc822")), to="änn@x.test")


@pytest.mark.parametrize("name", ["X-A", "X-Rather-Long-Name-Of-A-Field-That-Nobody-Has"])
def test_lines_with_encoded_words_are_short(name: str) -> None:
    code = T("größer größer " * 30, "x-a-rather-long-type-of-diagnostic")
    message = dsn(ORIGINAL, JOE._replace(diagnostic_code=code, fields=((name, "größer" * 30),)))
    lines = message.part("2").content.split(b"\r\n")
    assert max(len(line) for line in lines if b"=?" in line) <= 76
    assert read(message).recipients[0].diagnostic_code == code


def test_ascii_stays_in_the_plain_type() -> None:
    message = dsn(to="änn@example.org")
    assert message.part("2").content_type.media_type == "message/delivery-status"


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        (T("mx.example.net"), "dns; mx.example.net"),
        (T("bücher.test"), "dns; xn--bcher-kva.test"),
        (T("lampe", "X-Local"), "x-local; lampe"),
        (T("größe", "x-local"), "x-local; =?utf-8?q?gr=C3=B6=C3=9Fe?="),
    ],
)
def test_servers(given_: TypedText, written: str) -> None:
    assert f"Reporting-MTA: {written}" in fields_of(dsn(reporting_mta=given_))


def test_plain_text_is_of_the_usual_type() -> None:
    recipient = JOE._replace(final_recipient="joe@x.test", diagnostic_code="550 no")  # type: ignore[arg-type]
    lines = fields_of(dsn(ORIGINAL, recipient, reporting_mta="mx.test"))
    assert lines[0] == "Reporting-MTA: dns; mx.test"
    assert {"Final-Recipient: rfc822; joe@x.test", "Diagnostic-Code: smtp; 550 no"} <= {*lines}


# -- to whom


@pytest.mark.parametrize(
    ("fields", "to"),
    [
        (b"Return-Path: <ann@x.test>\r\n", "ann@x.test"),
        (b"Return-Path: ann@x.test (comment)\r\nReturn-Path: <b@x.test>\r\n", "ann@x.test"),
        (b'Return-Path: <"a b"@x.test>\r\n', '"a b"@x.test'),
    ],
)
def test_reverse_path(fields: bytes, to: str) -> None:
    assert [mailbox.addr_spec for mailbox in dsn(original(fields)).to] == [to]
    assert dsn(original(fields)).to[0].display_name == ""


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(b"Subject: a\r\n", id="none"),
        pytest.param(b"Return-Path: <>\r\n", id="null"),
        pytest.param(b"Return-Path:\r\n", id="empty"),
        pytest.param(b"Return-Path: nobody\r\n", id="no-address"),
        pytest.param(b"Return-Path: a@x.test, b@x.test\r\n", id="two"),
        pytest.param(b'Return-Path: <"a\x01"@x.test>\r\n', id="control"),
        pytest.param(b"Return-Path: <>\r\nReturn-Path: <a@x.test>\r\n", id="null-first"),
    ],
)
def test_no_reverse_path(fields: bytes) -> None:
    with pytest.raises(ComposeError):
        dsn(original(fields))
    assert dsn(original(fields), to="ann@example.org").to[0].addr_spec == "ann@example.org"


def test_null_reverse_path_is_told_from_none() -> None:
    with pytest.raises(ComposeError, match="null reverse-path"):
        dsn(original(b"Return-Path: <>\r\n"))
    with pytest.raises(ComposeError, match="no Return-Path"):
        dsn(original(b"Subject: a\r\n"))


def test_no_report_about_a_report() -> None:
    with pytest.raises(ComposeError, match="not reported on"):
        dsn(dsn(), to="ann@example.org")
    assert dsn(mdn(), to="ann@example.org").report
    forwarded = original(b"Content-Type: message/rfc822\r\n", bytes(dsn()))
    assert dsn(forwarded, to="ann@example.org").report


def test_header_fields_of_the_caller_go_first() -> None:
    message = dsn(headers={"auto-submitted": "auto-generated", "X-A": "1"}, subject="Sorry")
    assert message.headers.get_all("Auto-Submitted") == ["auto-generated"]
    assert (message.headers["x-a"], message.subject) == ("1", "Sorry")


# -- for people


@pytest.mark.parametrize(
    ("recipients", "subject"),
    [
        ((JOE, JOE), "Undeliverable: The oars"),
        ((JOE._replace(action="Delayed", status="4.0.0"),), "Delayed: The oars"),
        ((JOE._replace(action="delivered", status="2.0.0"),), "Delivered: The oars"),
        ((JOE._replace(action="relayed", status="2.0.0"),), "Relayed: The oars"),
        ((JOE._replace(action="expanded", status="2.0.0"),), "Expanded: The oars"),
        ((JOE, JOE._replace(action="delayed", status="4.0.0")), "Delivery status: The oars"),
    ],
)
def test_subject(recipients: tuple[Recipient, ...], subject: str) -> None:
    message = dsn(ORIGINAL, *recipients)
    assert message.subject == subject
    assert message.text is not None
    assert message.text.count("joe@example.com") == len(recipients)


def test_text_of_the_caller() -> None:
    message = dsn(text="Niemand da: größer\n")
    assert read(message).text == "Niemand da: größer\n"
    assert bytes(message).isascii()


def test_long_answers_are_broken_at_blanks() -> None:
    message = dsn(ORIGINAL, JOE._replace(diagnostic_code=T("550 no such person " * 30)))
    assert message.text is not None
    assert max(map(len, message.text.split("\n"))) <= 76
    assert len(re.findall(r"no\s+such\s+person", message.text)) == 30
    assert message.part("1").transfer_encoding == "7bit"


def test_many_recipients() -> None:
    recipients = [JOE._replace(final_recipient=T(f"a{n}@x.test")) for n in range(5_000)]
    report = read(dsn(ORIGINAL, *recipients))
    assert [str(each.final_recipient) for each in report.recipients] == [
        str(each.final_recipient) for each in recipients
    ]


# -- what is read is what was written

TYPES = st.sampled_from(["x400", "x-a", "unknown", "smtp", "dns", "x-unix"])


RECIPIENTS = st.builds(
    made_of(Recipient),
    original_recipient=st.none() | ADDRESSES,
    final_recipient=ADDRESSES,
    action=st.just("failed"),
    status=st.sampled_from(["5.1.1", "4.0.0", "5.999.0"]),
    remote_mta=st.none() | st.builds(T, TEXTS, st.just("x-name")),
    diagnostic_code=st.none() | st.builds(T, TEXTS, TYPES),
    last_attempt_date=st.none() | DATES,
    final_log_id=st.none() | TEXTS,
    fields=st.lists(st.tuples(st.just("X-A"), TEXTS), max_size=2).map(tuple),
) | st.builds(
    made_of(Recipient),
    final_recipient=ADDRESSES,
    action=st.just("delayed"),
    status=st.just("4.4.1"),
    will_retry_until=DATES,
)
STATUSES = st.builds(
    made_of(DeliveryStatus),
    original_envelope_id=st.none() | TEXTS,
    reporting_mta=st.builds(T, TEXTS, st.just("x-name")) | st.just(T("mx.example.net", "dns")),
    dsn_gateway=st.none() | st.builds(T, TEXTS, st.just("x-name")),
    received_from_mta=st.none() | st.builds(T, TEXTS, st.just("x-name")),
    arrival_date=st.none() | DATES,
    recipients=st.lists(RECIPIENTS, min_size=1, max_size=3).map(tuple),
    fields=st.lists(st.tuples(st.just("X-B"), TEXTS), max_size=2).map(tuple),
    text=st.none() | PLAIN.filter(bool),
)


def types(status: DeliveryStatus) -> list[str | None]:
    texts = [status.reporting_mta, status.dsn_gateway, status.received_from_mta]
    for each in status.recipients:
        texts += [each.original_recipient, each.final_recipient, each.diagnostic_code]
    return [text.type if text is not None else None for text in texts]


def extensions(fields: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(field for field in fields if field[0].startswith("X-"))


@given(STATUSES, st.sampled_from(["ann@example.org", "änn@example.org"]))
def test_round_trip(status: DeliveryStatus, to: str) -> None:
    message = delivery_report(ORIGINAL, status, from_="a@x.test", to=to, **FIXED)
    report = read(message)
    assert report.original is not None
    assert report.original.headers.items() == ORIGINAL.headers.items()
    assert not report.defects
    if status.text is not None:
        assert report.text == status.text
    assert (
        report._replace(
            text=status.text,
            original=None,
            fields=extensions(report.fields),
            recipients=tuple(
                each._replace(fields=extensions(each.fields)) for each in report.recipients
            ),
        )
        == status
    )
    assert types(report) == types(status)
    again = delivery_report(ORIGINAL, report, from_="a@x.test", to=to, **FIXED)
    assert fields_of(again) == fields_of(message)
