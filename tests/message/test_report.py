"""Reports: the type of each value, and what the wild makes of the format."""

from __future__ import annotations

import base64
import pickle
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mimekit
from mimekit.defect_codes import DefectCode
from mimekit.message.delivery_status import DeliveryStatus, Recipient
from mimekit.message.disposition_notification import Disposition, DispositionNotification
from mimekit.message.feedback_report import FeedbackReport
from mimekit.message.report import Report, ReportCheck
from mimekit.message.report_fields import TypedText, read_groups
from mimekit.span import Span
from tests.growth import assert_linear

DSN = b"""\
Reporting-MTA: dns; mx1.example.net
Received-From-MTA: dns; out.example.org (192.0.2.7)
Original-Envelope-Id: QQ+3142
DSN-Gateway: dns; gateway.example.net
Arrival-Date: Tue, 3 Mar 2026 10:00:00 +0100
X-Queue-Id: 4F2A

Original-Recipient: rfc822;joe@example.com
Final-Recipient: RFC822; j.doe@example.net
Action: Failed (no mailbox)
Status: 5.1.1 (bad mailbox)
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; 550 5.1.1 <j.doe@example.net>: no
 such mailbox
Last-Attempt-Date: Tue, 3 Mar 2026 09:00:01 +0000
Final-Log-ID: 77

Final-Recipient: rfc822; ann@example.net
Action: delayed
Status: 4.2.2
Will-Retry-Until: Thu, 5 Mar 2026 10:00:00 +0000
"""

MDN = b"""\
Reporting-UA: desk.example.com; Postkutsche 4.1
MDN-Gateway: dns; gw.example.com
Original-Recipient: rfc822;joe@example.com
Final-Recipient: rfc822;j.doe@example.com
Original-Message-ID: <199509192301.23456@example.org>
Disposition: manual-action/MDN-sent-manually; displayed
"""

ARF = b"""\
Feedback-Type: abuse
User-Agent: Klagemauer/0.9
Version: 1
Original-Mail-From: <news@example.org>
Original-Rcpt-To: <joe@example.com>
Original-Rcpt-To: ann@example.com
Arrival-Date: Thu, 8 Mar 2026 14:00:00 -0400
Source-IP: 192.0.2.1
Source-Port: 2525
Reporting-MTA: dns; mail.example.com
Authentication-Results: mail.example.com; spf=fail smtp.mail=news@example.org
Reported-Domain: example.org
Reported-Domain: cheap.example
Reported-Uri: http://cheap.example/buy
Incidents: 12
"""

AUTH_FAILURE = b"""\
Feedback-Type: auth-failure
User-Agent: Klagemauer/0.9
Version: 1
Identity-Alignment: dkim, SPF
Auth-Failure: DMARC
Delivery-Result: Reject
DKIM-Domain: example.org
DKIM-Identity: @example.org
DKIM-Selector: s1
SPF-DNS: txt : example.org : "v=spf1 -all"
"""

TYPES = {
    "delivery-status": "message/delivery-status",
    "disposition-notification": "message/disposition-notification",
    "feedback-report": "message/feedback-report",
}
RETURNED = b"Content-Type: message/rfc822\n\nSubject: Offer\nFrom: a@example.org\n\nBuy\n"
RETURNED_HEADER = b"Content-Type: text/rfc822-headers\n\nSubject: Offer\nFrom: a@example.org\n"


def multipart(*parts: bytes, type_: str = "report; report-type=delivery-status") -> bytes:
    head = f"Content-Type: multipart/{type_}; boundary=b\n".encode()
    return head + b"".join(b"\n--b\n" + part for part in parts) + b"\n--b--\n"


def machine(fields: bytes, type_: str = "message/delivery-status") -> bytes:
    return f"Content-Type: {type_}\n\n".encode() + fields


def report(octets: bytes) -> Report:
    found = mimekit.parse(octets).report
    assert found is not None
    return found


def dsn(fields: bytes) -> DeliveryStatus:
    found = report(multipart(b"\nIt failed.\n", machine(fields)))
    assert isinstance(found, DeliveryStatus)
    return found


def mdn(fields: bytes) -> DispositionNotification:
    found = report(machine(fields, TYPES["disposition-notification"]))
    assert isinstance(found, DispositionNotification)
    return found


def arf(fields: bytes) -> FeedbackReport:
    found = report(machine(fields, TYPES["feedback-report"]))
    assert isinstance(found, FeedbackReport)
    return found


# -- values


def test_delivery_status() -> None:
    status = report(multipart(b"\nIt failed.\n", machine(DSN), RETURNED))
    # `kind` narrows the type.
    assert status.kind == "delivery-status"
    assert status.text == "It failed.\n"
    assert status.original is not None
    assert status.original.subject == "Offer"
    assert status.original_envelope_id == "QQ+3142"
    assert (status.reporting_mta, status.dsn_gateway) == (
        "mx1.example.net",
        "gateway.example.net",
    )
    assert status.received_from_mta == "out.example.org (192.0.2.7)"
    assert status.received_from_mta.type == "dns"
    assert status.arrival_date == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert status.arrival_date.utcoffset() == timedelta(hours=1)
    assert status.fields[-1] == ("X-Queue-Id", "4F2A")
    assert not status.defects


def test_recipients() -> None:
    first, second = dsn(DSN).recipients
    assert first == Recipient(
        original_recipient=TypedText("joe@example.com"),
        final_recipient=TypedText("j.doe@example.net"),
        action="failed",
        status="5.1.1",
        remote_mta=TypedText("mail.example.net"),
        diagnostic_code=TypedText("550 5.1.1 <j.doe@example.net>: no such mailbox"),
        last_attempt_date=datetime(2026, 3, 3, 9, 0, 1, tzinfo=UTC),
        final_log_id="77",
        will_retry_until=None,
        fields=first.fields,
    )
    assert first.final_recipient is not None
    assert first.final_recipient.type == "rfc822"
    assert first.diagnostic_code is not None
    assert first.diagnostic_code.type == "smtp"
    assert first.fields[2] == ("Action", "Failed (no mailbox)")
    assert second.final_recipient == "ann@example.net"
    assert (second.action, second.status) == ("delayed", "4.2.2")
    assert second.will_retry_until == datetime(2026, 3, 5, 10, tzinfo=UTC)
    assert second.original_recipient is None


def test_disposition_notification() -> None:
    octets = multipart(
        b"\nRead.\n",
        machine(MDN, TYPES["disposition-notification"]),
        RETURNED_HEADER,
        type_="report; report-type=disposition-notification",
    )
    notification = report(octets)
    assert notification.kind == "disposition-notification"
    assert notification.text == "Read.\n"
    assert notification.original is not None
    assert notification.original.subject == "Offer"
    assert notification.original.content == b""
    assert notification.reporting_ua == "desk.example.com; Postkutsche 4.1"
    assert notification.mdn_gateway == "gw.example.com"
    assert notification.original_recipient == "joe@example.com"
    assert notification.final_recipient == "j.doe@example.com"
    assert notification.original_message_id == "199509192301.23456@example.org"
    assert notification.errors == ()
    assert len(notification.fields) == 6


@pytest.mark.parametrize(
    ("text", "disposition"),
    [
        pytest.param(
            b"manual-action/MDN-sent-manually; displayed",
            Disposition("manual-action", "mdn-sent-manually", "displayed", ()),
            id="plain",
        ),
        pytest.param(
            b"automatic-action/MDN-sent-automatically;deleted/error,mailbox-terminated",
            Disposition(
                *("automatic-action", "mdn-sent-automatically", "deleted"),
                ("error", "mailbox-terminated"),
            ),
            id="modifiers",
        ),
        pytest.param(
            b" automatic-action /\n MDN-sent-automatically (no\n one) ; processed / error ,",
            Disposition("automatic-action", "mdn-sent-automatically", "processed", ("error",)),
            id="blanks-and-comments",
        ),
        pytest.param(b"displayed", Disposition("", "", "displayed", ()), id="modes-missing"),
        pytest.param(
            b"manual-action; displayed",
            Disposition("manual-action", "", "displayed", ()),
            id="sending-mode-missing",
        ),
        pytest.param(b";/,/;", Disposition("", "", "", ("/;",)), id="nothing-but-marks"),
    ],
)
def test_disposition(text: bytes, disposition: Disposition) -> None:
    assert mdn(b"Disposition: " + text + b"\n").disposition == disposition


def test_disposition_missing() -> None:
    notification = mdn(b"Error: full\nFailure: fuller\nError: fullest\n")
    assert notification.disposition is None
    assert notification.original_message_id is None
    assert notification.errors == ("full", "fullest", "fuller")


def test_feedback_report() -> None:
    octets = multipart(
        b"\nComplaint.\n",
        machine(ARF, TYPES["feedback-report"]),
        RETURNED,
        type_="report; report-type=feedback-report",
    )
    feedback = report(octets)
    assert feedback.kind == "feedback-report"
    assert feedback.original is not None
    assert feedback.original.text == "Buy\n"
    assert feedback == FeedbackReport(
        feedback_type="abuse",
        user_agent="Klagemauer/0.9",
        version="1",
        original_envelope_id=None,
        original_mail_from="news@example.org",
        original_rcpt_to=("joe@example.com", "ann@example.com"),
        arrival_date=datetime(2026, 3, 8, 14, tzinfo=timezone(timedelta(hours=-4))),
        reporting_mta=TypedText("mail.example.com"),
        source_ip="192.0.2.1",
        source_port=2525,
        incidents=12,
        authentication_results=("mail.example.com; spf=fail smtp.mail=news@example.org",),
        reported_domain=("example.org", "cheap.example"),
        reported_uri=("http://cheap.example/buy",),
        auth_failure=None,
        delivery_result=None,
        identity_alignment=(),
        dkim_domain=None,
        dkim_identity=None,
        dkim_selector=None,
        spf_dns=(),
        fields=feedback.fields,
        text="Complaint.\n",
        original=feedback.original,
    )


def test_auth_failure_report() -> None:
    feedback = arf(AUTH_FAILURE)
    assert (feedback.feedback_type, feedback.auth_failure) == ("auth-failure", "dmarc")
    assert feedback.delivery_result == "reject"
    assert feedback.identity_alignment == ("dkim", "spf")
    assert (feedback.dkim_domain, feedback.dkim_identity) == ("example.org", "@example.org")
    assert feedback.dkim_selector == "s1"
    assert feedback.spf_dns == ('txt : example.org : "v=spf1 -all"',)
    assert feedback.incidents == 1


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        pytest.param(b"Original-Mail-From: <>", "original_mail_from", "", id="null-reverse-path"),
        pytest.param(b"Incidents: many", "incidents", 1, id="incidents-no-number"),
        pytest.param(b"Incidents: -3", "incidents", 1, id="incidents-negative"),
        pytest.param(b"Incidents: " + b"9" * 5000, "incidents", 1, id="incidents-huge"),
        pytest.param("Incidents: \u0663".encode(), "incidents", 1, id="incidents-not-ascii"),
        pytest.param(b"Source-Port: x", "source_port", None, id="port-no-number"),
        pytest.param(
            b"Received-Date: Thu, 8 Mar 2026 14:00:00 +0000",
            "arrival_date",
            datetime(2026, 3, 8, 14, tzinfo=UTC),
            id="received-date",
        ),
        pytest.param(b"Feedback-Type: Not-Spam ; x", "feedback_type", "not-spam", id="lower-case"),
    ],
)
def test_feedback_report_field(fields: bytes, name: str, value: object) -> None:
    assert getattr(arf(fields), name) == value


@pytest.mark.parametrize(
    ("body", "text", "type_"),
    [
        pytest.param(b"rfc822; joe@example.org", "joe@example.org", "rfc822", id="plain"),
        pytest.param(b" RFC822 ;joe@example.org ", "joe@example.org", "rfc822", id="blanks"),
        pytest.param(b"rfc822;<joe@example.org>", "joe@example.org", "rfc822", id="brackets"),
        pytest.param(b"rfc822; joe>", "joe>", "rfc822", id="one-bracket"),
        pytest.param(b"joe@example.org", "joe@example.org", "", id="type-missing"),
        pytest.param(b'"a;b"@example.org', '"a;b"@example.org', "", id="semicolon-in-quotes"),
        pytest.param(b"x400; /C=DE/S=Roe/", "/C=DE/S=Roe/", "x400", id="another-type"),
        pytest.param(b"rfc822;", "", "rfc822", id="empty"),
        pytest.param(b"", "", "", id="nothing"),
        pytest.param(b"utf-8; j\\x{F6}rg@example.org", "jörg@example.org", "utf-8", id="embedded"),
        pytest.param("utf-8; jörg@x.test".encode(), "jörg@x.test", "utf-8", id="utf-8"),
        pytest.param(b"utf-8; \\x{1F4E7}@x.test", "\U0001f4e7@x.test", "utf-8", id="beyond-bmp"),
        pytest.param(b"utf-8; a\\x{D800}b", "a\\x{D800}b", "utf-8", id="embedded-surrogate"),
        pytest.param(b"utf-8; a\\x{0A}b", "a\\x{0A}b", "utf-8", id="embedded-line-end"),
        pytest.param(b"utf-8; a\\x{FFFFFF}b", "a\\x{FFFFFF}b", "utf-8", id="embedded-too-large"),
        pytest.param(b"rfc822; \\x{F6}", "\\x{F6}", "rfc822", id="embedded-in-another-type"),
    ],
)
def test_address(body: bytes, text: str, type_: str) -> None:
    address = dsn(b"A: b\n\nFinal-Recipient: " + body + b"\n").recipients[0].final_recipient
    assert address is not None
    assert (str(address), address.type) == (text, type_)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"5.1.1", "5.1.1", id="plain"),
        pytest.param(b"4.22.333(x)", "4.22.333", id="comment-touches"),
        pytest.param(b"550", "550", id="not-enhanced"),
        pytest.param(b"5.1.1234", "5.1.1234", id="detail-too-long"),
        pytest.param(b"3.1.1", "3.1.1", id="no-such-class"),
        pytest.param(b"", "", id="empty"),
        pytest.param(b"5.1.1\nStatus: 4.2.2", "5.1.1", id="twice-in-a-group"),
    ],
)
def test_status(body: bytes, status: str) -> None:
    assert dsn(b"A: b\n\nStatus: " + body + b"\n").recipients[0].status == status


@pytest.mark.parametrize(
    ("body", "action"),
    [
        pytest.param(b"failed", "failed", id="plain"),
        pytest.param(b" Failed(full)", "failed", id="comment-touches"),
        pytest.param(b"delivered to a file", "delivered", id="more-words"),
        pytest.param(b"(failed)", None, id="only-a-comment"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_action(body: bytes, action: str | None) -> None:
    assert dsn(b"A: b\n\nAction: " + body + b"\n").recipients[0].action == action


def test_typed_text_pickles() -> None:
    code = TypedText("550 No", "smtp")
    copy = pickle.loads(pickle.dumps(code))  # noqa: S301 - our own
    assert (copy, copy.type, type(copy)) == ("550 No", "smtp", TypedText)


# -- groups of a delivery status


@pytest.mark.parametrize(
    ("fields", "mta", "recipients"),
    [
        pytest.param(
            b"Reporting-MTA: dns; m\n\n\n \n\nFinal-Recipient: a\nStatus: 5.0.0\n\n\t\n"
            b"Final-Recipient: b\nStatus: 4.0.0\n\n\n",
            "m",
            [("a", "5.0.0"), ("b", "4.0.0")],
            id="extra-blank-lines",
        ),
        pytest.param(
            b"\n\nReporting-MTA: m\n\nFinal-Recipient: a\nStatus: 5.0.0",
            "m",
            [("a", "5.0.0")],
            id="blank-lines-on-top-no-line-end-at-the-end",
        ),
        pytest.param(
            b"Reporting-MTA: m\r\r\n\r\nFinal-Recipient: a\r\r\nStatus: 5.0.0\r\r\n\r\n"
            b"Final-Recipient: b\r\r\nStatus: 4.0.0\r\r\n",
            "m",
            [("a", "5.0.0"), ("b", "4.0.0")],
            id="line-ends-doubled",
        ),
        pytest.param(
            b"Final-Recipient: a\nStatus: 5.0.0\n\nFinal-Recipient: b\nStatus: 4.0.0\n",
            None,
            [("a", "5.0.0"), ("b", "4.0.0")],
            id="per-message-fields-missing",
        ),
        pytest.param(
            b"Reporting-MTA: m\nFinal-Recipient: a\nStatus: 5.0.0\n",
            "m",
            [("a", "5.0.0")],
            id="one-group-for-both",
        ),
        pytest.param(
            b"Reporting-MTA: m\n\nAction: failed\nStatus: 5.0.0\n",
            "m",
            [(None, "5.0.0")],
            id="recipient-without-address",
        ),
        pytest.param(
            b"Reporting-MTA: m\n\nX-A: 1\n\nFinal-Recipient: a\nStatus: 5.0.0\n\nX-B: 2\n",
            "m",
            [("a", "5.0.0")],
            id="extensions-in-groups-of-their-own",
        ),
        pytest.param(b"Reporting-MTA: m\n", "m", [], id="no-recipient"),
        pytest.param(b"", None, [], id="empty"),
        pytest.param(
            b"Reporting-MTA : m\rX: y\r\rFinal-Recipient\t: a\r\tb\rStatus: 5.0.0\r",
            "m",
            [("a\tb", "5.0.0")],
            id="lone-cr-folds-and-blanks-before-the-colon",
        ),
    ],
)
def test_groups(fields: bytes, mta: str | None, recipients: list[tuple[str, str]]) -> None:
    status = dsn(fields)
    assert status.reporting_mta == mta
    assert [(each.final_recipient, each.status) for each in status.recipients] == recipients


@pytest.mark.parametrize(
    ("octets", "groups"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"\n \r\n", [], id="blank-lines"),
        pytest.param(b"A:1\n \t\nB:2", [[("A", b"1")], [("B", b"2")]], id="line-of-blanks"),
        pytest.param(b"A:1\n \t\r b\nB:2", [[("A", b"1")], [("B", b"2")]], id="fold-behind-it"),
        pytest.param(b"A:1\r\n 2\rB:\n", [[("A", b"1\r\n 2"), ("B", b"")]], id="line-ends"),
        pytest.param(b"A:1\nbad\nB:2", [[("A", b"1"), ("B", b"2")]], id="invalid-line"),
    ],
)
def test_read_groups(octets: bytes, groups: list[list[tuple[str, bytes]]]) -> None:
    assert read_groups(octets)[0] == groups


def test_extension_fields_belong_to_the_group_before() -> None:
    status = dsn(b"A: 1\n\nB: 2\n\nStatus: 5.0.0\n\nC: 3\n\nStatus: 4.0.0\n")
    assert status.fields == (("A", "1"), ("B", "2"))
    assert status.recipients[0].fields == (("Status", "5.0.0"), ("C", "3"))


def test_fields_of_other_reports_are_joined() -> None:
    notification = mdn(b"Final-Recipient: rfc822;a@x.test\n\n\nDisposition: ;deleted\n")
    assert notification.final_recipient == "a@x.test"
    assert notification.disposition is not None
    assert arf(b"Feedback-Type: abuse\n\nVersion: 1\n").version == "1"


# -- malformed lines


@pytest.mark.parametrize(
    ("fields", "names", "invalid"),
    [
        pytest.param(b"A: 1\nB: 2\n", ["A", "B"], None, id="none"),
        pytest.param(b"A: 1\nno colon\nB: 2\n", ["A", "B"], (5, 8), id="no-colon"),
        pytest.param(b"no\n more: 1\nB: 2", ["B"], (0, 2), id="with-a-continuation"),
        pytest.param(b" on top: 1\nB: 2", ["B"], (0, 10), id="continuation-on-top"),
        pytest.param(b"A: 1\n\n b: 2\n\nB: 2", ["A", "B"], (6, 5), id="behind-a-blank-line"),
        pytest.param(b": 1\n\xff: 2\na b: 3\nB: 4\n", ["B"], (0, 3), id="no-name"),
        pytest.param(b"A:\nB:", ["A", "B"], None, id="empty-bodies"),
        pytest.param(b"A: \0\nB: \x01", ["A", "B"], None, id="controls"),
    ],
)
def test_lines(fields: bytes, names: list[str], invalid: tuple[int, int] | None) -> None:
    groups, span = read_groups(fields)
    assert [name for group in groups for name, _ in group] == names
    assert span == (None if invalid is None else Span(*invalid))
    octets = multipart(b"\nText\n", machine(fields))
    status = report(octets)
    if invalid is None:
        assert not status.defects
        return
    (defect,) = status.defects
    assert (defect.code, defect.path) == (DefectCode.HEADER_LINE_INVALID, "2")
    line = fields[slice(invalid[0], sum(invalid))]
    assert octets[defect.span.slice] == line


def test_malformed_line_in_an_encoded_part_has_the_span_of_the_body() -> None:
    encoded = base64.b64encode(b"Status: 5.0.0\nno colon\n")
    head = b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
    octets = multipart(b"\nText\n", head + encoded)
    (defect,) = report(octets).defects
    assert octets[defect.span.slice] == encoded


# -- where it stands


@pytest.mark.parametrize(
    ("octets", "text", "subject"),
    [
        pytest.param(
            multipart(b"\nHi\n", machine(DSN), RETURNED_HEADER), "Hi\n", "Offer", id="plain"
        ),
        pytest.param(
            multipart(b"\nHi\n", machine(DSN), RETURNED, type_="mixed"),
            "Hi\n",
            "Offer",
            id="no-report-type",
        ),
        pytest.param(machine(DSN), None, None, id="whole-message"),
        pytest.param(multipart(machine(DSN)), None, None, id="alone"),
        pytest.param(multipart(RETURNED, machine(DSN)), None, "Offer", id="original-first"),
        pytest.param(
            multipart(machine(DSN), b"\nfooter\n"), None, None, id="text-behind-is-not-the-text"
        ),
        pytest.param(
            multipart(
                b"Content-Type: multipart/alternative; boundary=c\n\n--c\n"
                b"Content-Type: text/html\n\n<p>Hi\n--c\n\nHi\n--c--\n",
                machine(DSN),
            ),
            "Hi",
            None,
            id="text-in-an-alternative",
        ),
        pytest.param(
            multipart(
                b"\nheader of a list\n",
                multipart(b"\nHi\n", machine(DSN), RETURNED).replace(b"b\n", b"c\n")
                .replace(b"--b", b"--c"),
                b"\nfooter\n",
                type_="mixed",
            ),
            "Hi\n",
            "Offer",
            id="inside-another-multipart",
        ),
        pytest.param(
            multipart(
                b"\nHi\n",
                b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
                + base64.encodebytes(DSN),
                b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                + base64.encodebytes(b"Subject: Offer\n\nBuy\n"),
            ),
            "Hi\n",
            "Offer",
            id="base64",
        ),
        pytest.param(
            multipart(
                b"\nHi\n",
                machine(DSN, "message/global-delivery-status"),
                RETURNED_HEADER.replace(b"text/rfc822-headers", b"message/global-headers"),
            ),
            "Hi\n",
            "Offer",
            id="internationalized",
        ),
        pytest.param(
            multipart(b"\nHi\n", machine(DSN), RETURNED.replace(b"rfc822", b"global")),
            "Hi\n",
            "Offer",
            id="internationalized-message",
        ),
    ],
)  # fmt: skip
def test_place(octets: bytes, text: str | None, subject: str | None) -> None:
    status = report(octets)
    assert isinstance(status, DeliveryStatus)
    assert status.recipients[0].status == "5.1.1"
    assert status.text == text
    assert (status.original.subject if status.original else None) == subject
    assert not status.defects


def test_report_in_an_enclosed_message_is_its_own() -> None:
    enclosed = b"Content-Type: message/rfc822\n\n" + machine(DSN)
    message = mimekit.parse(multipart(b"\nlook\n", enclosed, type_="mixed"))
    assert message.report is None
    inner = message.part("2").message
    assert inner is not None
    assert isinstance(inner.report, DeliveryStatus)
    assert inner.report.original is None


@pytest.mark.parametrize(
    ("octets", "kind"),
    [
        pytest.param(b"Subject: Hi\n\nWell\n", None, id="plain-mail"),
        pytest.param(b"", None, id="nothing"),
        pytest.param(multipart(b"\nHi\n", type_="mixed"), None, id="mixed"),
        pytest.param(multipart(b"\nHi\n", type_="report"), None, id="no-report-type"),
        pytest.param(
            multipart(b"\nHi\n", type_="report; report-type=tlsrpt"), None, id="another-type"
        ),
        pytest.param(multipart(b"\nHi\n"), "delivery-status", id="part-missing"),
        pytest.param(
            multipart(b"\nHi\n", type_="report; report-type=Feedback-Report"),
            "feedback-report",
            id="part-missing-of-another-type",
        ),
        pytest.param(
            multipart(b"\nHi\n", type_="report; report-type=disposition-notification"),
            "disposition-notification",
            id="part-missing-of-a-receipt",
        ),
    ],
)
def test_missing(octets: bytes, kind: str | None) -> None:
    found = mimekit.parse(octets).report
    assert (found.kind if found else None) == kind
    if found:
        assert found.text == "Hi\n"
        assert [defect.code for defect in found.defects] == [DefectCode.REPORT_INVALID]
        assert found.fields == ()


def test_the_first_of_two_reports_is_read() -> None:
    declared = [
        multipart(b"\none\n"),
        multipart(b"\ntwo\n", type_="report; report-type=feedback-report"),
    ]
    inner = [b.replace(b"=b\n", b"=c\n").replace(b"--b", b"--c") for b in declared]
    assert report(multipart(*inner, type_="mixed")).text == "one\n"
    # One that says something goes before one that does not.
    said = multipart(inner[0], machine(ARF, TYPES["feedback-report"]), type_="mixed")
    assert report(said).kind == "feedback-report"


@pytest.mark.parametrize(
    ("octets", "codes"),
    [
        pytest.param(multipart(b"\nHi\n"), [("", "report-invalid")], id="part-missing"),
        pytest.param(
            multipart(b"\nHi\n", type_="report"), [("", "report-invalid")], id="nothing-declared"
        ),
        pytest.param(multipart(b"\nHi\n", type_="report; report-type=tlsrpt"), [], id="another"),
        pytest.param(
            multipart(b"\n", machine(b"bad\nworse\n")), [("2", "header-line-invalid")], id="line"
        ),
        pytest.param(multipart(b"\n", machine(DSN)), [], id="clean"),
    ],
)
def test_check(octets: bytes, codes: list[tuple[str, str]]) -> None:
    message = mimekit.parse(octets)
    reports = ReportCheck(message._tree)
    found = [d for part in message.walk() for d in reports.check(part._row, part)]
    assert [(defect.path, defect.code.value) for defect in found] == codes
    read = mimekit.parse(octets).report
    if read is not None:
        assert [*read.defects] == found


def test_check_looks_for_the_report_of_each_container_in_it_alone() -> None:
    def nested(*parts: bytes) -> bytes:
        return b"Content-Type: message/rfc822\n\n" + multipart(*parts)

    octets = multipart(
        b"Content-Type: multipart/report; boundary=x\n\n--x\n\nHi\n--x--\n",  # 1: none
        nested(b"\nHi\n"),  # 2.1: none, whatever is around it
        nested(b"\nHi\n", machine(DSN)),  # 3.1
        machine(DSN),
    )
    found = [d for d in mimekit.parse(octets).check() if d.code.value == "report-invalid"]
    assert [defect.path for defect in found] == ["1", "2.1"]


def test_check_of_reports_in_reports_costs_linear_time() -> None:
    head = b"".join(
        b"Content-Type: multipart/report; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(99)
    )
    octets = head + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 9000
    message = mimekit.parse(octets)
    reports = ReportCheck(message._tree)
    parts = [*message.walk()]
    asked = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal asked
        asked += event == "call"

    sys.setprofile(count)
    try:
        found = [d for part in parts for d in reports.check(part._row, part)]
    finally:
        sys.setprofile(None)
    assert len(found) == 99
    assert asked < 30 * len(parts)


def test_a_returned_header_is_read_under_the_limits_of_the_message() -> None:
    header = b"Content-Type: text/rfc822-headers\n\nSubject: Offer\nTo: b@x.test\nCc: c@x.test\n"
    octets = multipart(b"\nHi\n", machine(DSN), header)
    limits = mimekit.Limits(max_header_fields=2)
    status = mimekit.parse(octets, limits=limits).report
    assert status is not None
    assert status.original is not None
    assert status.original.headers.keys() == ["Subject", "To"]
    status = mimekit.parse(octets, limits=limits._replace(strict=True)).report
    assert status is not None
    assert status.original is not None
    with pytest.raises(mimekit.LimitError, match="max_header_fields"):
        _ = status.original.subject


# -- whatever comes


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(sorted(TYPES.values())),
    st.lists(
        st.sampled_from(
            [
                *(b"Final-Recipient:", b"Status: 5.1.1", b"Action:", b"Reporting-MTA: dns;"),
                *(b"Disposition:", b"Incidents: 9", b"Arrival-Date: x", b" ", b"\t", b"\r", b"\n"),
                *(b"\n\n", b":", b";", b"\xe9", b"\xff\xfe", b"\\x{D800}", b"utf-8;", b"/", b"("),
                *(b"=?utf-8?q?=C3?=", b"<", b"\0", b"-", b"a"),
            ]
        )
    ).map(b"".join),
)
def test_any_octets_are_read(type_: str, body: bytes) -> None:
    found = report(machine(body, type_))
    repr(found).encode()
    for _, text in found.fields:
        text.encode()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.sampled_from(["X-A", "X-B", "Status"]), min_size=1)))
def test_no_field_is_lost(groups: list[list[str]]) -> None:
    blocks = ["".join(f"{name}: 1\n" for name in group) for group in groups]
    status = dsn("\n".join(blocks).encode())
    kept = [*status.fields, *(field for each in status.recipients for field in each.fields)]
    assert [name for name, _ in kept] == [name for group in groups for name in group]


@pytest.mark.parametrize("kind", TYPES)
def test_a_cut_anywhere_is_read(kind: str) -> None:
    fields = {"delivery-status": DSN, "disposition-notification": MDN, "feedback-report": ARF}
    octets = multipart(b"\nHi\n", machine(fields[kind], TYPES[kind]), RETURNED)
    counts = [_count_fields(mimekit.parse(octets[:end]).report) for end in range(len(octets))]
    assert counts == sorted(counts)
    assert counts[-1] == sum(map(len, read_groups(fields[kind])[0]))


def _count_fields(found: Report | None) -> int:
    if found is None:
        return 0
    recipients = found.recipients if isinstance(found, DeliveryStatus) else ()
    return len(found.fields) + sum(len(each.fields) for each in recipients)


@pytest.mark.parametrize(
    "pattern",
    [
        *(b"\n", b"a:\n", b"a:\n\n", b"x\n", b" \n", b"a", b":", b"\r", b" ", b"(", b"\\x{"),
        *(b"Status:\n\n", b"Final-Recipient: utf-8;\\x{\n", b"Disposition: ((\n", b"=?a?q?\n "),
    ],
)
@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification"])
def test_floods_cost_linear_time(pattern: bytes, kind: str) -> None:
    def read(octets: bytes) -> None:
        assert mimekit.parse(octets).report is not None

    assert_linear(
        read, lambda size: machine(b"A: b\n" + pattern * (size // len(pattern)), TYPES[kind])
    )
