"""Disposition reports: who asked for them, what RFC 8098 lets them say, and that it is read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import (
    ComposeError,
    Disposition,
    DispositionNotification,
    Message,
    TypedText,
    disposition_report,
    lint,
    parse,
)
from mimekit.defect_codes import DefectCode
from mimekit.severity import Severity
from tests.composition.reporting import (
    ADDRESSES,
    DISPLAYED,
    FIXED,
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
BY_ITSELF = DISPLAYED._replace(sending_mode="mdn-sent-automatically")


def read(message: Message) -> DispositionNotification:
    report = parse(bytes(message)).report
    assert isinstance(report, DispositionNotification)
    return report


def asking(*to: str, path: str | None = "<ann@example.org>", more: str = "") -> Message:
    fields = [f"Return-Path: {path}\r\n"] if path is not None else []
    fields += [f"Disposition-Notification-To: {each}\r\n" for each in to]
    return original("".join([*fields, more]).encode())


def test_every_octet() -> None:
    message = mdn(
        original(
            b"Original-Recipient: rfc822;j.doe@example.com\r\n"
            b"Disposition-Notification-To: Ann <ann@example.org>, bob@example.org\r\n"
            b"References: <0@example.org>\r\n"
            b"Message-ID: <oars.1@example.org>\r\n"
            b"Subject: =?utf-8?q?R=C3=BCder?=\r\n"
            b"Date: Sat, 28 Nov 2026 09:00:00 +0000\r\n"
        ),
        reporting_ua="desk.example.com; Pouch 4.1",
        mdn_gateway=T("gw.example.com"),
        errors=("out of paper",),
        disposition=Disposition(
            "automatic-action", "MDN-Sent-Manually", "Dispatched", ("Error", "x-late")
        ),
        fields=(("X-Printer", "3"),),
        returned=None,
    )
    boundary = message.content_type.parameters["boundary"]
    assert bytes(message).decode("ascii").replace("\r\n", "\n").replace(boundary, "BOUNDARY") == (
        """\
Date: Sat, 28 Nov 2026 10:00:00 +0000
From: Joe <joe@example.com>
To: Ann <ann@example.org>, bob@example.org
Subject: Dispatched: =?utf-8?q?R=C3=BCder?=
Message-ID: <e8a208efa0e5a8be30de3477fc275962@example.com>
Auto-Submitted: auto-replied
In-Reply-To: <oars.1@example.org>
References: <0@example.org> <oars.1@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification;
 boundary="BOUNDARY"

--BOUNDARY
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Your message "R=C3=BCder" of Sat, 28 Nov 2026 09:00:00 +0000,
to joe@example.com, was passed on, by mail, in print or otherwise, and was
not displayed.
Error: out of paper

--BOUNDARY
Content-Type: message/disposition-notification
Content-Transfer-Encoding: 7bit

Reporting-UA: desk.example.com; Pouch 4.1
MDN-Gateway: dns; gw.example.com
Original-Recipient: rfc822; j.doe@example.com
Final-Recipient: rfc822; joe@example.com
Original-Message-ID: <oars.1@example.org>
Disposition: automatic-action/MDN-sent-manually; dispatched/error,x-late
Error: out of paper
X-Printer: 3

--BOUNDARY--
"""
    )
    assert not [defect for defect in message.check() if defect.severity > Severity.INFO]
    assert lint(message) == ()


def test_email_reads_it_too() -> None:
    message = by_email(mdn())
    _, machine, returned = message.iter_parts()
    assert message["to"].addresses[0].addr_spec == "ann@EXAMPLE.org"
    [fields] = machine.get_payload()
    assert fields["disposition"] == "manual-action/MDN-sent-manually; displayed"
    assert fields["original-message-id"] == "<oars.1@example.org>"
    assert "Subject: The oars" in returned.get_payload()


# -- who asked


@pytest.mark.parametrize(
    ("message", "to"),
    [
        (asking("ann@example.org"), ["ann@example.org"]),
        (asking("Team: ann@x.test, b@x.test;"), ["ann@x.test", "b@x.test"]),
        (asking("ann@x.test", "b@x.test"), ["ann@x.test", "b@x.test"]),
        (asking("ann@x.test, nobody"), ["ann@x.test"]),
        (asking("=?utf-8?q?A=01Bcc=3A?= <ann@x.test>"), ["A Bcc: <ann@x.test>"]),
    ],
)
def test_who_asked(message: Message, to: list[str]) -> None:
    found: list[Any] = []
    report = mdn(message, found=found)
    addresses = [
        f"{each.display_name} <{each.addr_spec}>" if each.display_name else each.addr_spec
        for each in report.to
    ]
    assert addresses == to
    expected = [DefectCode.COPIED_CONTROL] if "Bcc" in to[0] else []
    assert [defect.code for defect in found] == expected


@pytest.mark.parametrize(
    "message", [asking(), asking(""), asking("nobody"), asking('"a\x01"@x.test')]
)
def test_nobody_asked(message: Message) -> None:
    with pytest.raises(ComposeError, match="asks for no report"):
        mdn(message)
    assert mdn(message, to="ann@x.test").to[0].addr_spec == "ann@x.test"


@pytest.mark.parametrize(
    ("message", "is_refused"),
    [
        pytest.param(asking("ann@example.org"), False, id="same"),
        pytest.param(asking("Ann <ann@EXAMPLE.org>"), False, id="domain-case"),
        pytest.param(asking("ann@example.org", "ann@example.org"), False, id="twice"),
        pytest.param(asking("Ann@example.org"), True, id="local-part-case"),
        pytest.param(asking("bob@example.org"), True, id="another"),
        pytest.param(asking("ann@example.org, bob@example.org"), True, id="two"),
        pytest.param(asking("ann@example.org, nobody"), True, id="no-address"),
        pytest.param(asking("ann@example.org", path=None), True, id="no-path"),
        pytest.param(asking("ann@example.org", path="<>"), True, id="null-path"),
        pytest.param(
            asking("ann@example.org", more="Return-Path: <ann@example.org>\r\n"),
            True,
            id="two-paths",
        ),
    ],
)
def test_consent(message: Message, *, is_refused: bool) -> None:
    assert mdn(message).report  # the recipient says so
    assert mdn(message, to="ann@example.org", disposition=BY_ITSELF).report
    if is_refused:
        with pytest.raises(ComposeError, match="agree"):
            mdn(message, disposition=BY_ITSELF)
    else:
        assert mdn(message, disposition=BY_ITSELF).to[0].local_part == "ann"


@pytest.mark.parametrize(
    ("options", "is_refused"),
    [
        ("signed-receipt=required,pkcs7-signature", True),
        ("a=optional,b; signed = Required , c", True),
        ("a=optional,required", False),
        ("required=optional,b", False),
    ],
)
def test_options(options: str, *, is_refused: bool) -> None:
    message = asking("ann@x.test", more=f"Disposition-Notification-Options: {options}\r\n")
    assert mdn(message, to="ann@x.test").report
    if is_refused:
        with pytest.raises(ComposeError, match="required"):
            mdn(message)
    else:
        assert mdn(message).report


def test_no_report_about_a_report() -> None:
    with pytest.raises(ComposeError, match="not reported on"):
        mdn(mdn(), to="ann@example.org")
    assert mdn(dsn(), to="ann@example.org").report


# -- the rules of RFC 8098


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"final_recipient": None}, id="no-final-recipient"),
        pytest.param({"disposition": None}, id="no-disposition"),
        pytest.param({"disposition": Disposition("", "", "displayed")}, id="no-modes"),
        pytest.param({"disposition": DISPLAYED._replace(action_mode="by-hand")}, id="action"),
        pytest.param({"disposition": DISPLAYED._replace(sending_mode="sent")}, id="sending"),
        pytest.param({"disposition": DISPLAYED._replace(type="denied")}, id="type-of-2298"),
        pytest.param({"disposition": DISPLAYED._replace(modifiers=("a b",))}, id="modifier"),
        pytest.param({"disposition": DISPLAYED._replace(modifiers=("a,b",))}, id="comma"),
        pytest.param({"disposition": DISPLAYED._replace(modifiers=("",))}, id="no-modifier"),
        pytest.param({"errors": ("no paper",)}, id="error-without-modifier"),
        pytest.param({"original_message_id": "a b"}, id="id"),
        pytest.param({"original_recipient": T("joe")}, id="original-recipient"),
        pytest.param({"fields": (("Error", "no paper"),)}, id="field-with-an-attribute"),
        pytest.param({"headers": {"Disposition-Notification-To": "a@x.test"}}, id="asks"),
        pytest.param({"headers": {"return-receipt-to": "a@x.test"}}, id="asks-otherwise"),
        pytest.param({"returned": "body"}, id="original"),
    ],
)
def test_report_that_cannot_be_made(values: dict[str, Any]) -> None:
    with pytest.raises(ComposeError):
        mdn(**values)


@pytest.mark.parametrize(
    ("message", "notification"),
    [
        pytest.param(b"Subject: a\n\n", DispositionNotification(disposition=DISPLAYED), id="octets"),
        pytest.param(ORIGINAL, DISPLAYED, id="no-notification"),
        pytest.param(ORIGINAL, DispositionNotification(disposition="displayed"), id="text"),  # type: ignore[arg-type]
        pytest.param(ORIGINAL, DispositionNotification(disposition=DISPLAYED, errors="a"), id="error"),  # type: ignore[arg-type]
        pytest.param(
            ORIGINAL,
            DispositionNotification(disposition=DISPLAYED._replace(modifiers="error")),  # type: ignore[arg-type]
            id="modifier",
        ),
        pytest.param(ORIGINAL, DispositionNotification(disposition=DISPLAYED, reporting_ua=1), id="ua"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_types(message: Any, notification: Any) -> None:
    with pytest.raises(TypeError):
        disposition_report(message, notification, from_="a@x.test", **FIXED)


@pytest.mark.parametrize(
    ("type_", "subject"),
    [
        *(("displayed", "Read: The oars"), ("deleted", "Deleted: The oars")),
        *(("dispatched", "Dispatched: The oars"), ("processed", "Processed: The oars")),
    ],
)
def test_subject(type_: str, subject: str) -> None:
    message = mdn(disposition=DISPLAYED._replace(type=type_))
    assert message.subject == subject
    assert message.text is not None
    assert "joe@example.com" in message.text


# -- what is taken from the message


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (b"Message-ID: <1@x.test>", ["Original-Message-ID: <1@x.test>"]),
        (b"Message-ID: 1@x.test (one)", ["Original-Message-ID: <1@x.test>"]),
        (b'Message-ID: <"a\x01"@x.test>', []),
        (b"Message-ID: <" + b"a" * 1000 + b"@x.test>", []),
        ("Message-ID: <é@x.test>".encode(), []),
        (b"Original-Recipient: RFC822; a@x.test", ["Original-Recipient: rfc822; a@x.test"]),
        (rb"Original-Recipient: utf-8; \x{E9}@x.test", [r"Original-Recipient: utf-8; \x{E9}@x.test"]),
        (b"Original-Recipient: rfc822; nobody", []),
        (b"Original-Recipient: x400; =?utf-8?q?a=0Ab?=", ["Original-Recipient: x400; a b"]),
        (b"Original-Recipient: a@x.test", ["Original-Recipient: rfc822; a@x.test"]),
    ],
)  # fmt: skip
def test_values_of_the_message(fields: bytes, lines: list[str]) -> None:
    message = mdn(original(fields + b"\r\n"), to="ann@example.org")
    assert [line for line in fields_of(message) if line.startswith("Original-")] == lines
    assert all(f"Original-Message-ID: <{each}>" in lines for each in message.in_reply_to)


def test_values_that_are_given_go_first() -> None:
    message = mdn(original_message_id="2@x.test", original_recipient=T("b@x.test"))
    assert {
        "Original-Message-ID: <2@x.test>",
        "Original-Recipient: rfc822; b@x.test",
    } <= {*fields_of(message)}
    assert message.in_reply_to == ("oars.1@example.org",)


def test_id_may_have_its_brackets() -> None:
    assert read(mdn(original_message_id="<2@x.test>")).original_message_id == "2@x.test"


def test_failure_of_rfc_2298_is_sent_on_as_error() -> None:
    octets = bytes(mdn(disposition=DISPLAYED._replace(modifiers=("error",)), errors=("jam",)))
    report = read(parse(octets.replace(b"\r\nError: ", b"\r\nFailure: ")))
    again = disposition_report(ORIGINAL, report, from_="a@x.test", **FIXED)
    assert fields_of(again)[-2:] == ["Error: jam", ""]


def test_utf8_where_the_header_is_utf8() -> None:
    message = mdn(from_="jö@example.com", final_recipient=T("jö@example.com"))
    assert message.part("2").content_type.media_type == "message/global-disposition-notification"
    assert read(message).final_recipient == "jö@example.com"
    message = mdn(final_recipient=T("jö@example.com"))
    assert message.part("2").content_type.media_type == "message/disposition-notification"
    assert read(message).final_recipient == "jö@example.com"


# -- what is read is what was written

DISPOSITIONS = st.builds(
    made_of(Disposition),
    action_mode=st.sampled_from(["manual-action", "automatic-action"]),
    sending_mode=st.sampled_from(["mdn-sent-manually", "mdn-sent-automatically"]),
    type=st.sampled_from(["displayed", "deleted", "dispatched", "processed"]),
    modifiers=st.lists(st.sampled_from(["x-a", "superseded"])).map(lambda all_: ("error", *all_)),
)
NOTIFICATIONS = st.builds(
    made_of(DispositionNotification),
    reporting_ua=st.none() | TEXTS,
    mdn_gateway=st.none() | st.builds(T, TEXTS, st.just("x-name")),
    original_recipient=st.none() | ADDRESSES,
    final_recipient=ADDRESSES,
    original_message_id=st.sampled_from(["1@x.test", "a.b@[192.0.2.1]"]),
    disposition=DISPOSITIONS,
    errors=st.lists(TEXTS, max_size=2).map(tuple),
    fields=st.lists(st.tuples(st.just("X-B"), TEXTS), max_size=2).map(tuple),
    text=st.none() | PLAIN.filter(bool),
)


@given(NOTIFICATIONS, st.sampled_from(["ann@example.org", "änn@example.org"]))
def test_round_trip(notification: DispositionNotification, to: str) -> None:
    message = disposition_report(ORIGINAL, notification, from_="a@x.test", to=to, **FIXED)
    report = read(message)
    assert report.original is not None
    assert report.original.headers.items() == ORIGINAL.headers.items()
    if notification.text is not None:
        assert report.text == notification.text
    assert (
        report._replace(
            text=notification.text,
            original=None,
            fields=tuple(field for field in report.fields if field[0] == "X-B"),
        )
        == notification
    )
    for name in ("mdn_gateway", "original_recipient", "final_recipient"):
        told, said = getattr(report, name), getattr(notification, name)
        assert said is None or told.type == said.type
    again = disposition_report(ORIGINAL, report, from_="a@x.test", to=to, **FIXED)
    assert fields_of(again) == fields_of(message)
