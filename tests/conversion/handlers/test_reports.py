"""The machine-parsable parts of reports, for people."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import parse
from mimekit.conversion.content import Content
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handlers.reports import HANDLERS, MAX_RECIPIENTS
from tests.conversion.handlers.calling import Called, call
from tests.growth import assert_linear

CORPUS = Path(__file__).parents[3] / "corpus" / "reports"
DSN, MDN, ARF = (
    "message/delivery-status",
    "message/disposition-notification",
    "message/feedback-report",
)


def convert(text: str, media_type: str, to: str = "text/plain") -> Called:
    return call(HANDLERS, Content(media_type=media_type, octets=text.encode()), to)


@pytest.mark.parametrize(
    ("text", "media_type", "expected"),
    [
        pytest.param(
            "Reporting-MTA: dns; mx.example\nArrival-Date: Sat, 28 Nov 2026 10:00:00 +0100\n\n"
            "Final-Recipient: rfc822; joe@example.org\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 No such *user*\nRemote-MTA: dns; in.example\n",
            DSN,
            "Not delivered to joe@example.org\n\n"
            "Status: 5.1.1 (permanent failure: there is no such mailbox)\n"
            "Answer of the server: 550 No such *user*\nServer: in.example\n\n"
            "Delivery report\n\nReported by: mx.example\nArrived: 2026-11-28 10:00:00+01:00\n",
            id="failed",
        ),
        pytest.param(
            "Original-Recipient: rfc822; a@x\nFinal-Recipient: rfc822; b@x\nAction: delayed\nStatus: odd\n",
            DSN,
            "Not yet delivered to b@x\n\nWritten to: a@x\nStatus: odd\n\nDelivery report\n",
            id="delayed",
        ),
        pytest.param(
            "Final-Recipient: rfc822; b@x\nAction: eaten\n",
            DSN,
            "eaten happened for b@x\n\nDelivery report\n",
            id="unknown-action",
        ),
        pytest.param("", DSN, "Delivery report\n", id="empty"),
        pytest.param(
            "Reporting-UA: mail.example; Program 1\nFinal-Recipient: rfc822; joe@x\n"
            "Original-Message-ID: <1@x>\nDisposition: manual-action/MDN-sent-manually; displayed\n",
            MDN,
            "Displayed by the program of joe@x\n\nSent: by the recipient\nMessage: 1@x\n"
            "Program: mail.example; Program 1\n",
            id="displayed",
        ),
        pytest.param(
            "Disposition: automatic-action/MDN-sent-automatically; deleted/error\nError: disk full\n",
            MDN,
            "Deleted, perhaps without having been seen, by an unknown recipient\n\n"
            "Sent: by a program\nModifiers: error\nError: disk full\n",
            id="deleted",
        ),
        pytest.param("", MDN, "Receipt of an unknown recipient\n", id="no-disposition"),
        pytest.param(
            "Feedback-Type: abuse\nUser-Agent: P/1\nVersion: 1\nSource-IP: 192.0.2.1\n"
            "Original-Mail-From: <a@x>\nOriginal-Rcpt-To: <b@x>\nIncidents: 3\n",
            ARF,
            "Reported as unwanted mail\n\nSender: a@x\nRecipients: b@x\nFrom server: 192.0.2.1\n"
            "Times: 3\nReported by: P/1\n",
            id="abuse",
        ),
        pytest.param("Feedback-Type: odd\n", ARF, "Reported as odd\n", id="unknown-feedback"),
        pytest.param(
            "Subject: =?utf-8?Q?gr=C3=BC=C3=9Fe?=\nTo: a@x,\n b@x\n",
            "text/rfc822-headers",
            "Header of the message\n\nSubject: grüße\nTo: a@x, b@x\n",
            id="header",
        ),
    ],
)
def test_says(text: str, media_type: str, expected: str) -> None:
    assert convert(text, media_type) == Called((Content.from_text(expected),), ())


@pytest.mark.parametrize("to", ["text/markdown", "text/html"])
def test_remote_text_is_no_markup(to: str) -> None:
    made = convert(
        "Final-Recipient: rfc822; a@x\nDiagnostic-Code: smtp; <b>*x*</b> [y](z)\n", DSN, to
    )
    escaped = {
        "text/markdown": r"\<b>\*x\*\</b> \[y\](z)",
        "text/html": "&lt;b&gt;*x*&lt;/b&gt; [y](z)",
    }
    assert escaped[to] in made.text


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.eml")), ids=lambda path: path.stem)
def test_corpus(path: Path) -> None:
    """Each recipient of a report of the corpus is named."""
    message = parse(path.read_bytes())
    report = message.report
    for part in message.walk():
        content = Content.from_body(part)
        if content.media_type not in HANDLERS[0].accepts:
            continue
        made = call(HANDLERS, content, "text/plain").text
        assert made.strip()
        for recipient in getattr(report, "recipients", ()) if content.media_type == DSN else ():
            assert str(recipient.final_recipient) in made


def test_recipients_are_cut() -> None:
    made = convert("\n\n".join(f"Final-Recipient: rfc822; {n}@x" for n in range(2000)), DSN)
    assert made.text.count("@x") == MAX_RECIPIENTS + 1
    assert made.codes == [WarningCode.LIMIT]


def test_hidden_characters_are_told() -> None:
    made = convert("Final-Recipient: rfc822; a\u200b@x\nDiagnostic-Code: smtp; \u202eabc\n", DSN)
    assert "a@x" in made.text
    assert "cba" in made.text
    assert made.codes == [WarningCode.HIDDEN_TEXT]


@given(st.binary(max_size=200), st.sampled_from(HANDLERS[0].accepts))
def test_any_octets_convert(octets: bytes, media_type: str) -> None:
    content = Content(media_type=media_type, octets=octets)
    assert len(call(HANDLERS, content, "text/markdown").contents) == 1


@pytest.mark.parametrize("media_type", [DSN, MDN, ARF, "text/rfc822-headers"])
@pytest.mark.parametrize("unit", ["Final-Recipient: a\n\n", "a: b\n", "a", "a: b\n c\n", "\n"])
def test_time_is_linear(unit: str, media_type: str) -> None:
    assert_linear(lambda text: convert(text, media_type), lambda size: unit * size)
