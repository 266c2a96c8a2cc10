"""A message of Outlook as one of the internet: fields, bodies, parts; and nothing injected."""

from __future__ import annotations

from datetime import UTC, datetime

import outlook_msg_writer as msg
import outlook_properties as prop
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mimekit_outlook import read_msg
from mimekit_outlook.composition import to_message

import mimekit

WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
HEADER = (
    "Microsoft Mail Internet Headers Version 2.0\r\n"
    "Received: from a by b; Mon, 6 May 2024 07:08:10 +0000\r\n"
    "From: =?utf-8?q?Ann_=C3=84?= <ann@example.com>\r\n"
    "To: Bob <bob@example.com>, group: carl@example.com;\r\n"
    "Cc: dora@example.com\r\n"
    "Subject: carried\r\n"
    "Date: Mon, 6 May 2024 09:08:09 +0200\r\n"
    "Message-ID: <carried@example.com>\r\n"
    "References: <0@example.com>\r\n"
    "List-Id: <list.example.com>\r\n"
    "DKIM-Signature: v=1; b=xxxx\r\n"
    "Content-Type: multipart/mixed; boundary=x\r\n"
    "X-Long: one\r\n two\r\n"
)


def composed(*properties: prop.Property, **more: object) -> mimekit.Message:
    message, warnings = composed_with_warnings(*properties, **more)
    assert warnings == []
    return message


def composed_with_warnings(
    *properties: prop.Property, **more: object
) -> tuple[mimekit.Message, list[str]]:
    warnings: list[str] = []
    read = read_msg(msg.msg(*properties, **more))  # type: ignore[arg-type] # what msg takes
    return to_message(read, warnings), [*read.warnings, *warnings]


def fields(message: mimekit.Message) -> dict[str, str]:
    return {
        name: text
        for name, text in message.headers.items()
        if not name.startswith("Content-") and name != "MIME-Version"
    }


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        pytest.param([], {"From": "Unknown sender:;"}, id="nothing"),
        pytest.param(
            [
                prop.text(0x0C1A, "Ann"),
                prop.text(0x0C1F, "/o=x/cn=ann"),
                prop.text(0x5D01, "ann@example.com"),
                prop.text(0x0E04, "Bob; 'carl@example.com'"),
                prop.text(0x0037, "Über"),
                prop.time(0x0039, WHEN),
                prop.text(0x1035, "<1@example.com>"),
                prop.text(0x1042, "<0@example.com>"),
                prop.text(0x1039, "<a@example.com>\r\n <0@example.com>"),
                prop.number(0x0017, 2),
            ],
            {
                "From": "Ann <ann@example.com>",
                "To": "Bob:;, carl@example.com",
                "Subject": "Über",
                "Date": "Mon, 06 May 2024 07:08:09 +0000",
                "Message-ID": "<1@example.com>",
                "In-Reply-To": "<0@example.com>",
                "References": "<a@example.com> <0@example.com>",
                "Importance": "high",
            },
            id="properties",
        ),
        pytest.param(
            [prop.text(0x007D, HEADER), prop.text(0x0037, "mine"), prop.text(0x0C1A, "other")],
            {
                "Received": "from a by b; Mon, 6 May 2024 07:08:10 +0000",
                "From": "Ann Ä <ann@example.com>",
                "To": "Bob <bob@example.com>, group: carl@example.com;",
                "Cc": "dora@example.com",
                "Subject": "mine",
                "Date": "Mon, 06 May 2024 09:08:09 +0200",
                "Message-ID": "<carried@example.com>",
                "References": "<0@example.com>",
                "List-Id": "<list.example.com>",
                "X-Long": "one two",
            },
            id="carried-header",
        ),
        pytest.param(
            [prop.text(0x007D, "From: ann@example.com, bob@example.com\r\n")],
            {"From": "ann@example.com"},
            id="carried-authors",
        ),
        pytest.param(
            [prop.text(0x007D, "no header at all"), prop.text(0x0C1A, "Ann")],
            {"From": "Ann:;"},
            id="carried-nonsense",
        ),
        pytest.param(
            [
                prop.text(0x0042, "Boss"),
                prop.text(0x5D02, "boss@example.com"),
                prop.text(0x0C1A, "Ann"),
            ],
            {"From": "Boss <boss@example.com>"},
            id="on-behalf-of",
        ),
        pytest.param(
            [prop.text(0x0037, "\x01$Re: mine"), prop.number(0x0017, 0)],
            {"From": "Unknown sender:;", "Subject": "Re: mine", "Importance": "low"},
            id="length-of-the-subject's-prefix",
        ),
        pytest.param(
            [prop.text(0x1035, "no id"), prop.text(0x1042, "<x>")],
            {"From": "Unknown sender:;"},
            id="no-message-ids",
        ),
    ],
)
def test_header_fields(properties: list[prop.Property], expected: dict[str, str]) -> None:
    assert fields(composed(*properties)) == expected


@pytest.mark.parametrize(
    ("properties", "plain", "html"),
    [
        pytest.param([prop.text(0x1000, "a\r\nb")], "a\nb", None, id="plain"),
        pytest.param(
            [
                prop.text(0x1000, "a"),
                prop.octets(0x1013, b"<p>\xe4</p>"),
                prop.number(0x3FDE, 1252),
            ],
            "a",
            "<p>ä</p>",
            id="both",
        ),
        pytest.param([prop.octets(0x1013, "<p>ä</p>".encode())], "ä", "<p>ä</p>", id="html-alone"),
        pytest.param([prop.text(0x1013, "<p>ä</p>")], "ä", "<p>ä</p>", id="html-as-text"),
        pytest.param(
            [prop.octets(0x1009, prop.compress_rtf(rb"{\rtf1\fromhtml1{\*\htmltag <i>}a}"))],
            "a",
            "<i>a",
            id="html-in-rtf",
        ),
        pytest.param(
            [prop.octets(0x1009, prop.compress_rtf(rb"{\rtf1\fromtext a\par b}"))],
            "a\nb",
            None,
            id="text-in-rtf",
        ),
        pytest.param(
            [prop.text(0x1000, "a"), prop.octets(0x1009, prop.compress_rtf(rb"{\rtf1 {\b a}}"))],
            "a",
            "<p><b>a</b></p>\n",
            id="rtf",
        ),
        pytest.param(
            [
                prop.octets(0x1013, b"<p>a</p>"),
                prop.octets(0x1009, prop.compress_rtf(rb"{\rtf1 {\b a}}")),
            ],
            "a",
            "<p>a</p>",
            id="html-counts-more-than-rtf",
        ),
    ],
)
def test_bodies(properties: list[prop.Property], plain: str, html: str | None) -> None:
    message = composed(*properties)
    assert ((message.text or "").strip(), message.html) == (plain, html)


def attached(name: str, octets: bytes, *more: prop.Property) -> msg.Tree:
    return msg.attachment(
        prop.text(0x3707, name), prop.number(0x3705, 1), prop.octets(0x3701, octets), *more
    )


def test_attachments() -> None:
    message = composed(
        prop.octets(0x1013, b'<img src="cid:a@b"> <img src=CID:"no id"> <img src=cid:gone@b>'),
        attachments=[
            attached("plan.pdf", b"%PDF-1.4"),
            attached("pic.png", b"\x89PNG\r\n\x1a\n", prop.text(0x3712, "a@b")),
            attached("", b"text", prop.text(0x3712, "not-shown@b")),
        ],
    )
    assert [(part.filename, part.content) for part in message.attachments] == [
        (None, b"\x89PNG\r\n\x1a\n"),
        ("plan.pdf", b"%PDF-1.4"),
        ("attachment 3", b"text"),
    ]
    inline = message.by_content_id("a@b")
    assert inline is not None
    assert inline.content_type.media_type == "image/png"
    assert inline.disposition is not None
    assert inline.disposition.value == "inline"


def test_nested_messages() -> None:
    inmost = msg.message(prop.text(0x0037, "inmost"), prop.text(0x1000, "deep"))
    inner = msg.message(
        prop.text(0x0037, "inner"),
        attachments=[msg.attachment(prop.number(0x3705, 5), inner=inmost)],
    )
    message = composed(
        prop.text(0x0037, "outer"),
        attachments=[
            msg.attachment(prop.text(0x3001, "Inner?"), prop.number(0x3705, 5), inner=inner)
        ],
    )
    (part,) = message.attachments
    assert (part.content_type.media_type, part.filename) == ("message/rfc822", "Inner?.eml")
    assert part.message is not None
    assert part.message.subject == "inner"
    inner_part = part.message.attachments[0].message
    assert inner_part is not None
    assert (inner_part.subject, inner_part.text) == ("inmost", "deep")


def test_the_same_message_gives_the_same_octets() -> None:
    properties = [prop.text(0x1000, "a"), prop.octets(0x1013, b"<p>a</p>")]
    more = {"attachments": [attached("a.bin", b"a")]}
    assert bytes(composed(*properties, **more)) == bytes(composed(*properties, **more))


# -- hostile

INJECTED = "x\r\nBcc: eve@example.com\r\n\r\nbody\0"


@pytest.mark.parametrize(
    "id_",
    [
        *(0x0037, 0x0042, 0x0065, 0x0C1A, 0x0C1F, 0x5D01, 0x5D02, 0x0E03, 0x0E04),
        *(0x1035, 0x1039, 0x1042, 0x007D),
    ],
)
def test_nothing_is_injected(id_: int) -> None:
    message, _ = composed_with_warnings(prop.text(id_, INJECTED))
    assert "Bcc" not in message.headers
    assert not message.bcc
    assert (message.text or "").strip() == ""


def test_nothing_is_injected_by_files_and_recipients() -> None:
    message = composed(
        prop.octets(0x1013, b"<img src='cid:a@b'>"),
        recipients=[[prop.text(0x3001, INJECTED), prop.text(0x39FE, INJECTED)]],
        attachments=[
            attached(INJECTED, b"octets"),
            attached("b", b"octets", prop.text(0x3712, "a@b\r\nX: y")),
        ],
    )
    assert "Bcc" not in message.headers
    assert [part.filename for part in message.attachments] == ["x Bcc: eve@example.com body", "b"]


TEXT = st.text(st.sampled_from('aé\x07@<>,;:"\\()\r\n\t\0 \u2028\U0001f600.=?'), max_size=30)


@settings(deadline=None)  # a busy machine is slow
@given(
    st.lists(
        st.tuples(st.sampled_from([0x37, 0x42, 0xC1A, 0x5D01, 0xE04, 0x1035]), TEXT), max_size=6
    )
)
def test_any_text_is_composed(texts: list[tuple[int, str]]) -> None:
    message, warnings = composed_with_warnings(*[prop.text(*item) for item in texts])
    assert warnings == []
    assert len(message.from_) <= 1
    assert not message.headers.get_all("Bcc")
    # No Date is stated; an address with other letters is written in them (RFC 6532).
    accepted = {mimekit.DefectCode.FIELD_MISSING, mimekit.DefectCode.HEADER_8BIT}
    assert {defect.code for defect in message.check()} <= accepted


@settings(deadline=None)  # a busy machine is slow
@given(
    TEXT.map(lambda text: f"From: {text}\r\nTo: {text}\r\nX-{text}: {text}\r\nReply-To: {text}")
)
def test_any_carried_header_is_composed(header: str) -> None:
    message, _ = composed_with_warnings(prop.text(0x007D, header), prop.text(0x1000, "text"))
    assert message.text == "text"
    assert [*message.headers][:1] == ["From"]
