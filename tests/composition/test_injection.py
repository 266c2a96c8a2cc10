"""No text of the public API that builds messages gets a line of its own into one.

Each argument of `compose`, and each field of the values that it takes, has its row in PLACES:
one that is added without a row fails `test_every_place_is_tried`.
"""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mimekit import (
    ComposeError,
    ContentDisposition,
    ContentType,
    Group,
    HeaderInjectionError,
    Mailbox,
    Message,
    WireFormat,
    compose,
    parse,
)
from mimekit.fields.folding import format_field
from mimekit.message.encode import encode_leaf

# injection.md's table: each of CR, LF, CR LF, NUL, the other C0 controls but HT, and DEL;
# and what some reader takes for a line end.
CONTROLS = ["\r\n", "\r\n\t", *map(chr, {*range(0x20), 0x7F} - {9}), "\x85", "\u2028", "\u2029"]
NARROWED = ["\u010a", "\u010d", "\u4e0a", "\u560a", "\u760a", "\u760d"]

BODIES = {"text", "html"}
NO_TEXT = {"date", "seed"}  # a seed is only ever hashed: `test_seed_is_only_hashed`


class Named(io.BytesIO):
    """An open file with a name."""

    def __init__(self, name: str) -> None:
        super().__init__(b"content")
        self.name = name


def make(**values: Any) -> Message:
    fixed = {"from_": "a@x.test", "date": datetime(2026, 1, 1, tzinfo=UTC), "seed": 1, "html": ""}
    return compose(**{**fixed, **values})


def leaf(type_: ContentType, **values: Any) -> Message:
    return parse(encode_leaf(b"", type_, **values))


PLAIN = ContentType("text", "plain", {})
PLACES: dict[str, Callable[[str], Message]] = {
    "compose.from_": lambda text: make(from_=f"{text} <a@x.test>"),
    "compose.from_ address": lambda text: make(from_=f"a{text}@x.test"),
    "compose.from_ domain": lambda text: make(from_=f"a@x{text}.test"),
    "compose.from_ literal": lambda text: make(from_=f"a@[192.0.2.1{text}]"),
    "compose.from_ quoted": lambda text: make(from_=f'"a{text}b"@x.test'),
    "compose.from_ comment": lambda text: make(from_=f"a@x.test ({text})"),
    "compose.to": lambda text: make(to=f"{text} <a@x.test>"),
    "compose.cc": lambda text: make(cc=[f"{text} <a@x.test>"]),
    "compose.bcc": lambda text: make(bcc=f"{text}: a@x.test;"),
    "compose.subject": lambda text: make(subject=text),
    "compose.inline": lambda text: make(inline={f"a{text}": b""}),
    "compose.attachments": lambda text: make(attachments=[(text, b"")]),
    "compose.attachments open": lambda text: make(attachments=[Named(text)]),
    "compose.attachments message": lambda text: make(attachments=[(text, make())]),
    "compose.calendar": lambda text: make(calendar=f"METHOD:A{text.strip(chr(10))}\r\n"),
    "compose.headers name": lambda text: make(headers={f"X-A{text}": "1"}),
    "compose.headers": lambda text: make(headers={"X-A": text}),
    "compose.headers address": lambda text: make(headers={"Reply-To": f"{text} <a@x.test>"}),
    "compose.headers ids": lambda text: make(headers={"References": [f"1{text}@x.test"]}),
    "compose.headers ids as text": lambda text: make(headers={"References": f"<1{text}@x.test>"}),
    "compose.headers urls": lambda text: make(headers={"List-Help": [f"https://x/{text}"]}),
    "compose.headers url as text": lambda text: make(headers={"List-Help": f"<https://x/{text}>"}),
    "compose.headers phrases": lambda text: make(headers={"Keywords": [text]}),
    "compose.headers list": lambda text: make(headers={"List-Id": f"{text} <a.x.test>"}),
    "compose.headers date": lambda text: make(headers={"Expires": f"1 Jan 2026 00:00 +0000{text}"}),
    "compose.headers received": lambda text: make(headers={"Received": f"by {text}"}),
    "compose.message_id": lambda text: make(message_id=f"1{text}@x.test"),
    "compose.message_id domain": lambda text: make(message_id=f"1@x{text}"),
    "Mailbox.display_name": lambda text: make(to=Mailbox(text, "a", "x.test")),
    "Mailbox.local_part": lambda text: make(to=Mailbox("", text, "x.test")),
    "Mailbox.domain": lambda text: make(to=Mailbox("", "a", f"x{text}")),
    "Mailbox.comments": lambda text: make(to=Mailbox("", "a", "x.test", (text,))),
    "Group.display_name": lambda text: make(to=Group(text, (Mailbox("", "a", "x.test"),))),
    "Group.mailboxes": lambda text: make(to=Group("g", (Mailbox(text, "a", "x.test"),))),
    "ContentType.type": lambda text: leaf(ContentType(text, "plain", {})),
    "ContentType.subtype": lambda text: leaf(ContentType("text", text, {})),
    "ContentType.parameters": lambda text: leaf(ContentType("text", "plain", {"charset": text})),
    "ContentType.parameters name": lambda text: leaf(ContentType("text", "plain", {text: "a"})),
    "ContentType.parameters boundary": lambda text: parse(
        format_field("Content-Type", ContentType("multipart", "mixed", {"boundary": text}))
    ),
    "ContentDisposition.value": lambda text: leaf(PLAIN, disposition=ContentDisposition(text, {})),
    "ContentDisposition.parameters": lambda text: leaf(
        PLAIN, disposition=ContentDisposition("inline", {"filename": text})
    ),
    "Content-ID": lambda text: leaf(PLAIN, content_id=f"a{text}@x.test"),
    "Content-Transfer-Encoding": lambda text: parse(
        format_field("Content-Transfer-Encoding", text)
    ),
}  # fmt: skip


def test_every_place_is_tried() -> None:
    arguments = {*inspect.signature(compose).parameters} - BODIES - NO_TEXT
    owed = {f"compose.{name}" for name in arguments}
    for value in (Mailbox, Group, ContentType, ContentDisposition):
        owed |= {f"{value.__name__}.{name}" for name in value._fields}
    assert owed <= PLACES.keys()


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize("place", PLACES)
def test_controls_are_refused(place: str, control: str) -> None:
    if place == "compose.calendar" and "\n" in control:
        control = control.replace("\n", "\r")  # a line end there ends the METHOD, as it should
    if place == "compose.calendar" and control.strip("\r\t") == "":
        control = "\rBcc: x@y.test"
    with pytest.raises((HeaderInjectionError, ComposeError)) as raised:
        PLACES[place](f"a{control}Bcc: x@y.zz")
    assert isinstance(raised.value, HeaderInjectionError)


@pytest.mark.parametrize("character", NARROWED, ids=ascii)
@pytest.mark.parametrize("place", PLACES)
def test_no_character_is_cut(place: str, character: str) -> None:
    try:
        message = PLACES[place](f"a{character}Bcc")
    except ComposeError:
        return  # only ASCII can stand there
    plain = PLACES[place]("a")
    octets = bytes(message)
    assert re.search(rb"\r(?!\n)|(?<!\r)\n", octets) is None
    assert message.headers.keys() == plain.headers.keys()
    assert [part.headers.keys() for part in message.walk()] == [
        part.headers.keys() for part in plain.walk()
    ]


def test_encoded_characters_are_read_back() -> None:
    text = "".join(NARROWED)
    message = make(
        to=Mailbox(text, "a", "x.test"), subject=text, text=text, attachments=[(text, b"")]
    )
    assert message.to[0].display_name == message.subject == message.text == text
    assert message.attachments[0].filename == text


@pytest.mark.parametrize("seed", ["a\r\nBcc: x@y.zz", "\ud800", b"\r\n", -1], ids=repr)
def test_seed_is_only_hashed(seed: Any) -> None:
    octets = bytes(make(seed=seed))
    assert len(octets) == len(bytes(make()))
    assert b"Bcc" not in octets


@pytest.mark.parametrize(
    "subject", [b"=?utf-8?q?a=0ABcc:_x=40y.zz?=", b"=?utf-8?B?YQo=?="], ids=["CVE-2024-6923", "lf"]
)
def test_value_that_was_read_and_decoded(subject: bytes) -> None:
    decoded = parse(b"Subject: " + subject + b"\r\n\r\n").subject
    assert decoded is not None
    assert "\n" in decoded
    with pytest.raises(HeaderInjectionError):
        make(subject=decoded)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("a@x.test", {"X A": "1"}, id="blank"),
        pytest.param("a@x.test", {"X:A": "1"}, id="colon"),
        pytest.param("a@x.test", {"X\u00e9": "1"}, id="not-ascii"),
        pytest.param("a@x.test", {"": "1"}, id="empty"),
    ],
)
def test_name_that_is_no_ftext(name: str, value: dict[str, Any]) -> None:
    with pytest.raises(ComposeError):
        make(from_=name, headers=value)


def test_newline_of_a_wire_format() -> None:
    with pytest.raises(ValueError, match="CRLF"):
        WireFormat(newline=b"\r\nBcc: x@y.zz\r\n")


def test_file_name_with_a_quote_stays_one_parameter() -> None:
    message = make(attachments=[('a"; x="y', b"")])
    [part] = message.attachments
    assert part.disposition == ContentDisposition("attachment", {"filename": 'a"; x="y'})
