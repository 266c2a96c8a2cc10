"""What a report takes from the message that it is about."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimekit
from mimekit import ComposeError, Defect, DefectCode, Limits, Message
from mimekit.composition.parent_ids import MAX_ID_LENGTH
from mimekit.composition.report_original import (
    MAX_SUBJECT_LENGTH,
    subject_of,
    thread_fields,
)
from mimekit.severity import Severity
from mimekit.wire import WireFormat
from tests.composition.reporting import ORIGINAL, arf, dsn, mdn, original

HEADER = bytes(ORIGINAL).partition(b"\r\n\r\n")[0] + b"\r\n"


def returned(message: Message, how: str = "headers") -> mimekit.Part:
    return dsn(message, to="ann@example.org", returned=how).part("3")


# -- how it is returned


@pytest.mark.parametrize(
    ("octets", "media_type", "encoding", "content"),
    [
        pytest.param(bytes(ORIGINAL), "text/rfc822-headers", "7bit", HEADER, id="plain"),
        pytest.param(b"A: 1\nB: 2\n 3\n\nx\n", "text/rfc822-headers", "7bit", b"A: 1\r\nB: 2\r\n 3\r\n", id="lf"),
        pytest.param(b"A: 1", "text/rfc822-headers", "7bit", b"A: 1\r\n", id="no-line-end"),
        pytest.param(b"A: 1\r\nno field\r\nB: 2\r\n\r\n", "text/rfc822-headers", "7bit", b"A: 1\r\nB: 2\r\n", id="no-field"),
        pytest.param(b"From x\r\nA: 1\r\n\r\n", "text/rfc822-headers", "7bit", b"A: 1\r\n", id="mbox"),
        pytest.param(b"A: " + b"x" * 900 + b"\r\n\r\n", "text/rfc822-headers", "7bit", b"A: " + b"x" * 900 + b"\r\n", id="long-line"),
        pytest.param(b"A: " + b"x" * 1000 + b"\r\n\r\n", "text/rfc822-headers", "quoted-printable", b"A: " + b"x" * 1000 + b"\r\n", id="too-long-line"),
        pytest.param(b"A: \xe9\r\n\r\n", "text/rfc822-headers", "quoted-printable", b"A: \xe9\r\n", id="8bit"),
        pytest.param(b"A: \0\r\n\r\n", "text/rfc822-headers", "quoted-printable", b"A: \0\r\n", id="nul"),
        pytest.param(b"A: 1\rB: 2\r\n\r\n", "text/rfc822-headers", "base64", b"A: 1\rB: 2\r\n", id="lone-cr"),
        pytest.param("A: é\r\n\r\n".encode(), "message/global-headers", "quoted-printable", "A: é\r\n".encode(), id="utf-8"),
    ],
)  # fmt: skip
def test_header(octets: bytes, media_type: str, encoding: str, content: bytes) -> None:
    part = returned(mimekit.parse(octets))
    assert part.content_type.media_type == media_type
    assert part.transfer_encoding == encoding
    assert part.content == content


def test_header_in_utf8_where_the_wire_allows_it() -> None:
    message = original("Subject: é\r\n".encode())
    part = dsn(message, to="änn@example.org").part("3")
    assert (part.content_type.media_type, part.transfer_encoding) == (
        "message/global-headers",
        "8bit",
    )
    assert part.content == "Subject: é\r\n".encode()


@pytest.mark.parametrize(
    ("octets", "media_type", "encoding"),
    [
        pytest.param(bytes(ORIGINAL), "message/rfc822", "7bit", id="plain"),
        pytest.param(b"A: 1\r\n\r\n\xe9\r\n", "message/rfc822", "8bit", id="8bit"),
        pytest.param(b"A: 1\r\n\r\n\0", "message/global", "base64", id="nul"),
        pytest.param("A: é\r\n\r\nx".encode(), "message/global", "8bit", id="utf-8"),
    ],
)
@pytest.mark.parametrize("make", [dsn, mdn, arf])
def test_message_octet_for_octet(
    make: type[Message], octets: bytes, media_type: str, encoding: str
) -> None:
    message = make(mimekit.parse(octets), to="ann@example.org", returned="message")  # type: ignore[call-arg, arg-type]
    part = message.part("3")
    assert part.content == octets
    assert part.message is not None
    assert bytes(part.message) == octets
    assert part.content_type.media_type == media_type
    assert part.transfer_encoding == encoding
    assert message.transfer_encoding == encoding.replace("base64", "7bit")


def test_enclosed_message_may_be_what_is_reported() -> None:
    inner = mimekit.compose(from_="a@x.test", attachments=[ORIGINAL]).part("1").message
    assert inner is not None
    assert dsn(inner, returned="message").part("3").content == bytes(ORIGINAL)


def test_edited_message_is_returned_as_it_is_now() -> None:
    message = mimekit.parse(bytes(ORIGINAL))
    message.headers.set("Subject", "Other oars")
    assert b"Subject: Other oars\r\n" in returned(message).content
    assert b"Subject: Other oars\r\n" in returned(message, "message").content


def test_nothing_is_returned() -> None:
    assert len(dsn(returned=None).parts) == 2


def test_boundary_that_the_message_guesses_is_another() -> None:
    first = dsn(returned="message")
    boundary = first.content_type.parameters["boundary"]
    hostile = original(b"Return-Path: <a@x.test>\r\n", f"--{boundary}--\r\n".encode())
    second = dsn(hostile, returned="message")
    assert second.content_type.parameters["boundary"] != boundary
    assert second.part("3").content == bytes(hostile)


def test_report_is_written_for_another_wire() -> None:
    file = io.BytesIO()
    dsn(to="ann@example.org").write_to(file, WireFormat(newline=b"\n"))
    report = mimekit.parse(file.getvalue()).report
    assert report is not None
    assert report.kind == "delivery-status"
    assert report.recipients[0].status == "5.1.1"


# -- its subject


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        (b"A: 1\r\n", "(no subject)"),
        (b"Subject:\r\n", "(no subject)"),
        (b"Subject: =?utf-8?q?=0A?=\r\n", "(no subject)"),
        (b"Subject: " + b"a" * MAX_SUBJECT_LENGTH + b"\r\n", "a" * MAX_SUBJECT_LENGTH),
        (b"Subject: " + b"a" * 201 + b"\r\n", "a" * 197 + "..."),
        (b"Subject: " + b"a\xcc\x81" * 600_000 + b"\r\n", ("a\u0301" * 100)[:197] + "..."),
    ],
)
def test_subject(fields: bytes, subject: str) -> None:
    message = original(fields)
    assert subject_of(message, None) == subject
    report = dsn(message, to="ann@example.org")
    assert report.subject == f"Undeliverable: {subject}"
    assert not [each for each in report.check() if each.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        (b"A: 1\r\n", '"(no subject)":'),
        (b"Subject: a\r\nDate: soon\r\n", '"a":'),
        (b"Subject: a\r\nDate: Fri, 1 Jan 1850 00:00:00 +0000\r\n", '"a":'),
        (b"Date: 1 Jan 26 00:00 -0000\r\n", '"(no subject)" of Thu, 01 Jan 2026 00:00:00 -0000:'),
    ],
)
def test_attribution(fields: bytes, about: str) -> None:
    text = dsn(original(fields), to="ann@example.org").text
    assert text is not None
    assert text.split("\n")[2] == f"Your message {about}"


# -- its ids


def ids(count: int) -> list[str]:
    return [f"{number}@x.test" for number in range(count)]


@pytest.mark.parametrize(
    ("fields", "references"),
    [
        pytest.param("", ["own@x.test"], id="first"),
        pytest.param("References: <1@x.test> <2@x.test>\r\n", ["1@x.test", "2@x.test", "own@x.test"], id="thread"),
        pytest.param("In-Reply-To: <1@x.test>\r\n", ["1@x.test", "own@x.test"], id="answer"),
        pytest.param("In-Reply-To: <1@x.test> <2@x.test>\r\n", ["own@x.test"], id="answer-to-two"),
        pytest.param("References: <own@x.test>\r\n", ["own@x.test"], id="itself"),
        pytest.param("References: <a\x01@x.test> <b c@x.test> <1@x.test>\r\n", ["bc@x.test", "1@x.test", "own@x.test"], id="control"),
        pytest.param(f"References: <{'a' * 900}@x.test> <1@x.test>\r\n", ["1@x.test", "own@x.test"], id="long"),
        pytest.param("References: <é@x.test>\r\n", ["own@x.test"], id="not-ascii"),
    ],
)  # fmt: skip
def test_references(fields: str, references: list[str]) -> None:
    message = original(f"Message-ID: <own@x.test>\r\n{fields}".encode())
    for report in (dsn(message, to="a@x.test"), mdn(message, to="a@x.test")):
        assert report.in_reply_to == ("own@x.test",)
        assert list(report.references) == references
    assert "references" not in arf(message).headers


def test_a_flood_of_references_is_trimmed() -> None:
    flood = "\r\n ".join(f"<{number}@x.test>" for number in range(100_000))
    report = mdn(
        original(f"Message-ID: <own@x.test>\r\nReferences: {flood}\r\n".encode()), to="a@x.test"
    )
    assert report.references[0] == "0@x.test"
    assert report.references[-2:] == ("99999@x.test", "own@x.test")
    assert len(report.references) < 80


@pytest.mark.parametrize(
    "field", [b"A: 1", b"Message-ID: <>", b"Message-ID: <" + b"a" * 901 + b">"]
)
def test_no_id(field: bytes) -> None:
    message = original(field + b"\r\nReferences: <1@x.test>\r\n")
    report = mdn(message, to="ann@example.org")
    assert (report.in_reply_to, report.references) == ((), ())
    assert report.report is not None
    assert report.report.kind == "disposition-notification"
    assert report.report.original_message_id is None


def test_longest_id() -> None:
    message_id = "a" * (MAX_ID_LENGTH - len("@x.test")) + "@x.test"
    message = original(f"Message-ID: <{message_id}>\r\n".encode())
    assert mdn(message, to="ann@example.org").in_reply_to == (message_id,)


def test_control_in_an_id_is_told() -> None:
    found: list[Defect] = []
    message = original(b'Message-ID: <1@x.test>\r\nReferences: <"a\x01"@x.test>\r\n')
    assert thread_fields(message, found)[1] == ("References", ("1@x.test",))
    assert [defect.code for defect in found] == [DefectCode.COPIED_MESSAGE_ID_INVALID]


def test_many_who_ask() -> None:
    addresses = ",\r\n ".join(f"a{number}@x.test" for number in range(20_000))
    message = original(f"Disposition-Notification-To: {addresses}\r\n".encode())
    assert len(mdn(message).to) == 20_000


def test_how_much_is_returned_is_one_of_three() -> None:
    with pytest.raises(ComposeError, match="original is"):
        dsn(returned="Message")


# -- any message at all

CORPUS = sorted((Path(__file__).resolve().parents[2] / "corpus").rglob("*.eml"))
MAKERS: dict[str, Callable[..., Message]] = {"dsn": dsn, "mdn": mdn, "arf": arf}
OF_ITS_KIND = {"dsn": "delivery-status", "mdn": "disposition-notification", "arf": ""}


def check_report(message: Message, kind: str, how: str) -> None:
    """A report about a message says what it should, and the message is in it."""
    if message.report is not None and message.report.kind == OF_ITS_KIND[kind]:
        return  # nothing is reported about a report
    made = MAKERS[kind](message, to="ann@example.org", returned=how)
    again = mimekit.parse(bytes(made), limits=Limits(max_parts=20_000))
    assert len(again.parts) == 3
    assert again.report is not None
    assert again.report.text == made.report.text  # type: ignore[union-attr]
    assert not again.report.defects
    header = made.part("1").headers.keys(), made.part("2").headers.keys()
    assert header == (["Content-Type", "Content-Transfer-Encoding"],) * 2
    assert not [each for each in again.defects if each.severity is Severity.ERROR]
    if how == "message":
        # As it stands: a last line end that it lacks is read into some messages.
        end = f"\r\n--{made.content_type.parameters['boundary']}--\r\n".encode()
        octets = bytes(message)
        kept = (octets, re.sub(rb"(?<!\r)\n", b"\r\n", octets))
        if again.part("3").transfer_encoding == "base64":  # no transport takes it as it is
            assert again.part("3").content in kept
        else:
            assert any(bytes(made).endswith(b"\r\n\r\n" + each + end) for each in kept)
    elif message.headers.fields:
        assert again.report.original is not None
        names = [field.name for field in message.headers.fields]
        assert [field.name for field in again.report.original.headers.fields] == names


@pytest.mark.parametrize("how", ["headers", "message"])
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_corpus(path: Path, how: str) -> None:
    for kind in MAKERS:
        check_report(mimekit.parse(path.read_bytes()), kind, how)


LINES = st.sampled_from(
    [
        *(b"Subject: =?utf-8?q?a=0D=0Ab?=", b"Subject: \xff\0", "Subject: é".encode()),
        *(b"Message-ID: <a@x.test>", b"Message-ID: <\xff@x>", b"Message-ID: <a\x01", b" folded"),
        *(b"References: <1@x> <\xc3\xa9@x> <", b"Date: never", b"Date: 1 Jan 26 10:00 +0100"),
        *(b"Original-Recipient: rfc822; a@x.test", b"Original-Recipient: =?utf-8?q?=0A?=;"),
        *(b"Content-Type: multipart/mixed; boundary=b", b"--b", b"--b--", b"", b"no field"),
        *(b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: binary", b"From x", b"\0"),
    ]
)
MESSAGES = st.builds(
    lambda newline, lines: newline.join(lines),
    st.sampled_from([b"\r\n", b"\n", b"\r"]),
    st.lists(LINES | st.binary(max_size=20), max_size=12),
)


@given(MESSAGES, st.sampled_from([*MAKERS]), st.sampled_from(["headers", "message"]))
def test_any_message(octets: bytes, kind: str, how: str) -> None:
    check_report(mimekit.parse(octets), kind, how)
