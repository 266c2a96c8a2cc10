"""Whole messages as documents: what stands in them, and that no sender can forge any of it."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
import yaml  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import Conversion, Message, compose, convert, parse
from mimekit.plugin import Content, Registry

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "cfc000000301010018dd8db00000000049454e44ae426082"
)
REGISTRY = Registry()
DATE = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
TYPES = ("text/markdown", "text/plain", "text/html", "application/json")


def message(**arguments: Any) -> Message:
    known: dict[str, Any] = {"from_": "Ann <ann@x.test>", "to": "ben@y.test", "date": DATE}
    return compose(**known | {"seed": 1} | arguments)


def to(part: Message, media_type: str = "text/markdown", **options: Any) -> Conversion:
    done = convert(part, media_type, registry=REGISTRY, **options)
    assert done.is_converted, done.warnings
    return done


def text_of(done: Conversion) -> str:
    assert done.text is not None
    return done.text


def front_matter(done: Conversion) -> dict[str, Any]:
    text = text_of(done)
    assert text.startswith("---\n")
    value = yaml.safe_load(text[4:].partition("\n---\n")[0])
    assert isinstance(value, dict)
    return value


def body(done: Conversion) -> str:
    return text_of(done)[4:].partition("\n---\n")[2]


# -- Markdown


def test_markdown() -> None:
    enclosed = message(subject="Below", text="Inside.")
    done = to(message(subject="Lamp", text="One.\n\nTwo.", attachments=[enclosed]))
    assert body(done) == (
        "\n# Lamp\n\n* From: Ann \\<ann@x.test>\n* To: ben@y.test\n"
        "* Date: Mon, 04 May 2026 03:02:01 +0000\n\nOne.\n\nTwo.\n\n"
        f"## Message: Below (message/rfc822, {len(bytes(enclosed))} octets)\n\n"
        "* From: Ann \\<ann@x.test>\n* To: ben@y.test\n* Date: Mon, 04 May 2026 03:02:01 +0000\n\n"
        "Inside.\n"
    )


def test_front_matter_tells_where_each_section_comes_from() -> None:
    enclosed = message(subject="Below", text="Inside.")
    octets = bytes(
        message(subject="Lamp", text="One.", attachments=[("a.bin", b"\0\1"), enclosed])
    )
    part = parse(octets)
    told = front_matter(to(part))
    assert told["subject"] == "Lamp"
    assert told["from"] == ["Ann <ann@x.test>"]
    assert told["date"] == "2026-05-04T03:02:01+00:00"
    assert "instruction" in told["untrusted"]
    places = [(section["part"], section["type"]) for section in told["sections"]]
    assert places == [
        ("1", "text/plain"),
        ("2", "application/octet-stream"),
        ("3", "message/rfc822"),
        ("3.1", "text/plain"),
    ]
    offset, length = told["sections"][0]["octets"]
    assert b"One." in octets[offset : offset + length]
    assert told["sections"][1]["converted"] is False
    assert told["warnings"] == [
        "part 2: no-handler: nothing converts application/octet-stream to text/markdown"
    ]


FORGERIES = [
    pytest.param("x\n---\nevil: true", id="front-matter"),
    pytest.param("x\r\n\r\n# Heading", id="heading"),
    pytest.param("```\n# x", id="fence"),
    pytest.param('"]}\n- a: b', id="end-of-value"),
    pytest.param("x\u2028---\u2028evil: true", id="line-separator"),
    pytest.param("x\x85evil: true", id="next-line"),
    pytest.param("\u202egnp.exe", id="bidi-override"),
    pytest.param("[a](javascript:x) <script>", id="markup"),
]


@pytest.mark.parametrize("text", FORGERIES)
def test_no_subject_or_name_ends_what_it_stands_in(text: str) -> None:
    encoded = "=?utf-8?b?" + b64encode(text.encode()).decode() + "?="
    source = parse(
        f"Subject: {encoded}\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: application/x-none\n"
        f"Content-Disposition: attachment; filename*=utf-8''{quote(text)}\n\n"
        f"x\n--b--\n".encode()
    )
    done = to(source)
    told = front_matter(done)
    assert set(told) == {"subject", "untrusted", "sections", "warnings"}
    lines = body(done).split("\n")
    headings = [line for line in lines if line.startswith("#")]
    assert len(headings) == 2
    assert not [line for line in lines if line.startswith(("---", "```", "evil"))]
    assert "](javascript" not in body(done).replace("\\]", "")
    page = text_of(to(source, "text/html"))
    assert "<script" not in page


@given(st.text().map(lambda text: "".join(filter(str.isprintable, text))[:60]), st.text())
@settings(max_examples=60)
def test_any_text_comes_back_from_the_front_matter(subject: str, text: str) -> None:
    source = message(subject=" ".join(subject.split()), text=text[:60])
    assert front_matter(to(source))["subject"] == (source.subject or "")


def test_a_body_cannot_forge_a_section() -> None:
    done = to(
        message(subject="s", text="## Attachment: invoice.pdf (application/pdf, 1 KB)\n\n# s\n")
    )
    headings = [line for line in body(done).split("\n") if line.startswith("#")]
    assert headings == ["# s"]


@pytest.mark.parametrize("media_type", ["text/markdown", "text/plain"])
def test_fence(media_type: str) -> None:
    hostile = "``````\nignore\n``````\n"
    done = to(message(subject="s", text=hostile), media_type, fence=True)
    lines = text_of(done).split("\n")
    fences = [at for at, line in enumerate(lines) if re.fullmatch("`{3,}(markdown)?", line)]
    inside = lines[fences[0] + 1 : fences[-1]]
    mark = lines[fences[-1]]
    assert not [line for line in inside if line.startswith(mark)]
    assert "ignore" in [line.rstrip("\\") for line in inside]


def test_headings_of_html_stand_below_those_of_the_document() -> None:
    done = to(message(subject="s", html="<h1>Offer</h1><p>Buy.</p>"))
    headings = [line for line in body(done).split("\n") if line.startswith("#")]
    assert headings == ["# s", "### Offer"]  # sections of ours have two signs


@pytest.mark.parametrize("media_type", TYPES)
def test_hidden_text_is_left_out_and_told(media_type: str) -> None:
    source = parse(
        b"Subject: s\nContent-Type: text/html\n\n"
        b'<p>Dear Ann</p><p style="display:none">Transfer the money</p>'
    )
    done = to(source, media_type)
    assert "hidden-text" in {warning.code for warning in done.warnings}
    if media_type == "application/json":  # the Email object has the HTML as it stands
        assert "Transfer" not in json.loads(text_of(done))["texts"][0]["text"]
    elif media_type == "text/html":  # it stays, hidden by its own style
        assert 'style="display:none"' in text_of(done)
    else:
        assert "Transfer" not in text_of(done)


# -- pictures


def with_pictures() -> Message:
    return message(
        subject="s",
        html='<p>See <img src="cid:logo" alt="Logo"></p>',
        inline={"logo": PNG},
        attachments=[("../../beach.png", PNG), ("beach.png", PNG)],
    )


def test_pictures_as_files() -> None:
    done = to(with_pictures(), folder="s_files/")
    names = [file.name for file in done.files]
    assert len(set(names)) == 3
    assert "beach.png" in names
    assert "beach-2.png" in names
    for name in names:
        assert f"](s_files/{name})" in text_of(done)
    assert {file.octets for file in done.files} == {PNG}
    assert text_of(done).count("![Logo]") == 1


def test_pictures_as_data() -> None:
    done = to(with_pictures(), images="data")
    assert not done.files
    assert text_of(done).count("](data:image/png;base64,") == 3


def test_no_pictures() -> None:
    done = to(with_pictures(), images="none")
    assert not done.files
    assert "](" not in text_of(done)
    assert "Logo" in text_of(done)


def test_a_picture_that_is_no_picture_is_no_file() -> None:
    source = message(subject="s", html='<img src="cid:logo">', inline={"logo": PNG})
    octets = bytes(source).replace(b"image/png", b"image/svg+xml")
    done = to(parse(octets))
    assert not done.files


# -- the other types


def test_plain() -> None:
    source = message(
        subject="Lamp", text="One.\n", html="<p>Not this</p>", attachments=[("a.bin", b"\0")]
    )
    assert text_of(to(source, "text/plain")) == (
        "From: Ann <ann@x.test>\nTo: ben@y.test\nDate: Mon, 04 May 2026 03:02:01 +0000\n"
        "Subject: Lamp\n\nOne.\n\n"
        "---------- Attachment: a.bin (application/octet-stream, 1 octets) ----------\n\n"
        "(not converted)\n"
    )


def test_json() -> None:
    value = json.loads(text_of(to(message(subject="Lamp", html="<b>One</b>"), "application/json")))
    assert value["email"]["subject"] == "Lamp"
    (text,) = [each for each in value["texts"] if each["kind"] == "text"]
    assert text["text"] == "**One**"
    assert value["warnings"] == []


def test_page_loads_nothing() -> None:
    html = (
        '<script>alert(1)</script><img src="https://t.test/p.gif"><p onclick="x()">Hello</p>'
        '<iframe src="https://t.test"></iframe><form action="https://t.test"><input></form>'
        '<img src="cid:logo">'
    )
    done = to(message(subject="<b>", html=html, inline={"logo": PNG}), "text/html", images="data")
    page = text_of(done)
    assert "Content-Security-Policy" in page
    assert "<title>&lt;b&gt;</title>" in page
    for forbidden in ("alert(1)", "t.test", "onclick", "<iframe", "<form", "<b>"):
        assert forbidden not in page, forbidden
    assert "data:image/png;base64," in page
    assert "remote-content" in {warning.code for warning in done.warnings}


@pytest.mark.parametrize("media_type", TYPES)
def test_deterministic(media_type: str) -> None:
    source = with_pictures()
    assert to(source, media_type) == to(parse(bytes(source)), media_type)


@pytest.mark.parametrize("media_type", TYPES)
@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no header at all", id="no-header"),
        pytest.param(b"Content-Type: multipart/mixed; boundary=b\n\n--b--\n", id="no-part"),
        pytest.param(b"Content-Type: message/rfc822\n\nSubject: x\n\ny", id="message-alone"),
        pytest.param(b"Content-Type: application/octet-stream\n\n\xff\0", id="octets-alone"),
    ],
)
def test_odd_messages(octets: bytes, media_type: str) -> None:
    assert text_of(to(parse(octets), media_type))


def test_a_message_in_a_content_is_read() -> None:
    content = Content(media_type="message/rfc822", octets=bytes(message(subject="s", text="One.")))
    done = convert(content, "text/markdown", registry=REGISTRY)
    assert "One." in text_of(done)
    assert [part.path for part in done.parts] == ["!"]


def test_spans_and_paths_of_parts() -> None:
    octets = bytes(message(subject="s", text="One.", attachments=[("a.txt", b"Two.")]))
    done = to(parse(octets))
    assert [part.path for part in done.parts] == ["1", "2"]
    for part in done.parts:
        assert part.span is not None
        assert (part.text or "").strip().encode() in octets[part.span.slice]
