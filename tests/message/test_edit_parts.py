"""Editing of parts: what is replaced, attached and removed reads so, and all else stays."""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mimekit
from mimekit import ComposeError, ContentType, HeaderInjectionError, parse
from tests.message.editing import shape

HEAD = b"Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n"
MESSAGE = (
    HEAD + b"pre\n--b\n\none\n--b \nContent-Type: text/html\n\n<p>two\n--b\n\n3\n--b--\nend\n"
)


def contents(message: mimekit.Message) -> list[bytes]:
    return [content for _, _, content in shape(message)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "1",
            HEAD + b"pre\n--b \nContent-Type: text/html\n\n<p>two\n--b\n\n3\n--b--\nend\n",
            id="first",
        ),
        pytest.param("2", HEAD + b"pre\n--b\n\none\n--b\n\n3\n--b--\nend\n", id="middle"),
        pytest.param(
            "3",
            HEAD + b"pre\n--b\n\none\n--b \nContent-Type: text/html\n\n<p>two\n--b--\nend\n",
            id="last",
        ),
    ],
)
def test_remove(path: str, expected: bytes) -> None:
    message = parse(MESSAGE)
    message.part(path).remove()
    assert bytes(message) == expected
    assert contents(parse(expected)) == contents(message)
    assert [part.path for part in message.parts] == ["1", "2"]


def test_one_part_stays() -> None:
    message = parse(MESSAGE)
    first, second, third = message.parts
    first.remove()
    third.remove()
    with pytest.raises(ComposeError, match="one part at the least"):
        second.remove()
    with pytest.raises(ComposeError, match="already"):
        first.remove()
    with pytest.raises(ComposeError, match="part of a multipart"):
        message.remove()
    assert contents(parse(bytes(message))) == [b"<p>two"]


def test_attach_to_a_multipart() -> None:
    message = parse(MESSAGE)
    part = message.attach(b"\0\1", filename="a.bin")
    new = (
        b"\n--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n"
        b"Content-Disposition: attachment; filename=a.bin\n\nAAE=\n"
    )
    assert bytes(message) == MESSAGE.replace(b"\n--b--", new + b"\n--b--")
    assert (part.path, part.span, part.filename, part.content) == ("4", None, "a.bin", b"\0\1")
    assert part.is_attachment
    assert part in message.attachments
    again = parse(bytes(message))
    assert shape(again) == shape(message)
    assert again.part("4").filename == "a.bin"


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_attach_to_a_leaf_makes_it_a_multipart(newline: bytes) -> None:
    data = "Subject: s\nContent-Type: text/plain; charset=utf-8\nX: 1\n\nnaïve: text\n".encode()
    message = parse(data.replace(b"\n", newline))
    message.attach("more ü\n", filename="ü.txt")
    message.attach(parse(b"Subject: in\n\nbody\n"))
    again = parse(bytes(message))
    assert again.content_type.media_type == message.content_type.media_type == "multipart/mixed"
    assert [part.content_type.media_type for part in again.parts] == [
        "text/plain",
        "text/plain",
        "message/rfc822",
    ]
    assert again.part("1").content == data.replace(b"\n", newline).split(newline * 2)[1]
    assert again.part("2").text == "more ü\n"
    assert again.part("2").filename == "ü.txt"
    inner = again.part("3").message
    assert inner is not None
    assert bytes(inner) == b"Subject: in\n\nbody\n".replace(b"\n", newline)
    assert (again.subject, again.headers["X"], again.headers["MIME-Version"]) == ("s", "1", "1.0")


@pytest.mark.parametrize(
    ("give", "filename", "media_type", "content"),
    [
        pytest.param(lambda f: f / "a.pdf", "a.pdf", "application/pdf", b"%PDF-", id="path"),
        pytest.param(lambda f: f / "t.txt", "t.txt", "text/plain", b"a\r\n", id="path-of-a-text"),
        pytest.param(lambda f: f / "m.eml", "m.eml", "message/rfc822", b"A: 1\n\nx\n", id="eml"),
        pytest.param(lambda _: ("b.png", b"x"), "b.png", "image/png", b"x", id="pair"),
        pytest.param(lambda _: ("m.eml", b"x"), "m.eml", "application/octet-stream", b"x", id="no-message"),
        pytest.param(
            lambda _: ("c.eml", parse(b"A: 1\r\n\r\nx")), "c.eml", "message/rfc822", b"A: 1\n\nx", id="message"
        ),
        pytest.param(lambda _: io.BytesIO(b"GIF89a"), None, "image/gif", b"GIF89a", id="open-file"),
        pytest.param(lambda f: (f / "a.pdf").open("rb"), "a.pdf", "application/pdf", b"%PDF-", id="named-file"),
        pytest.param(lambda _: bytearray(b"%PDF-"), None, "application/pdf", b"%PDF-", id="octets"),
        pytest.param(lambda _: parse(b"\xc3: 1\nA: \xc3\xbc\n\nx"), None, "message/global", b"\xc3: 1\nA: \xc3\xbc\n\nx", id="global"),
    ],
)  # fmt: skip
def test_what_is_attached(
    give: Any, filename: str | None, media_type: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    (tmp_path / "t.txt").write_bytes(b"a\r\n")
    (tmp_path / "m.eml").write_bytes(b"A: 1\n\nx\n")
    message = parse(MESSAGE)
    item = give(tmp_path)
    part = message.attach(item)
    if hasattr(item, "close"):
        item.close()
    again = parse(bytes(message)).parts[-1]
    for each in (part, again):
        assert (each.filename, each.content_type.media_type) == (filename, media_type)
        assert each.content == content


def test_what_is_said_counts_more(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"a;b\n")
    part = parse(MESSAGE).attach(
        tmp_path / "a.pdf",
        filename="b.txt",
        media_type="text/csv; header=present",
        disposition="inline",
        content_id="1@x.test",
    )
    assert part.content_type == ContentType(
        "text", "csv", {"header": "present", "charset": "us-ascii"}
    )
    assert (part.filename, part.content_id) == ("b.txt", "1@x.test")
    assert part.disposition is not None
    assert part.disposition.value == "inline"
    given = parse(MESSAGE).attach(b"a", media_type="text/plain; charset=latin1")
    assert given.charset == "latin1"
    latin = parse(MESSAGE).attach("\xe9", filename="l", media_type="text/plain; charset=latin1")
    assert (latin.content, latin.text) == (b"\xe9", "\xe9")


@pytest.mark.parametrize(
    ("content", "more", "error", "words"),
    [
        pytest.param("report.pdf", {}, TypeError, "filename", id="text-without-name"),
        pytest.param(Path("none"), {}, FileNotFoundError, "none", id="no-file"),
        pytest.param(1, {}, TypeError, "an attachment is", id="number"),
        pytest.param(("a", "b"), {}, TypeError, "octets", id="pair-of-texts"),
        pytest.param(io.StringIO("x"), {}, TypeError, "an attachment is", id="text-file"),
        pytest.param(b"", {"media_type": "x"}, ComposeError, "media type", id="type"),
        pytest.param(b"", {"media_type": "multipart/mixed"}, ComposeError, "media type", id="multipart"),
        pytest.param(b"", {"media_type": "text/plain\n"}, HeaderInjectionError, "control" , id="control"),
    ],
)  # fmt: skip
def test_what_cannot_be_attached(content: Any, more: Any, error: Any, words: str) -> None:
    for data in (MESSAGE, b"Subject: s\n\nx\n"):
        message = parse(data)
        with pytest.raises(error) as raised:
            message.attach(content, **more)
        assert words in str(raised.value) or error is HeaderInjectionError
        assert bytes(message) == data


def test_line_ends_of_a_message_that_holds_binary_stay() -> None:
    octets = b"Content-Transfer-Encoding: binary\n\n\0\n"
    message = parse(MESSAGE.replace(b"\n", b"\r\n"))
    part = message.attach(parse(octets))
    assert part.content == parse(bytes(message)).parts[-1].content == octets
    assert part.content_type.media_type == "message/global"  # which may be encoded
    assert (part.transfer_encoding, message.transfer_encoding) == ("base64", "7bit")


def test_what_an_edited_part_holds_is_read_as_written() -> None:
    data = b"Content-Type: message/rfc822\n\nSubject: one\n\nx\n"
    message = parse(data)
    assert message.message is not None
    message.message.headers.set("Subject", "two")
    assert message.content == bytes(message.raw) == b"Subject: two\n\nx\n"


def test_a_leaf_without_a_type_that_looks_like_fields() -> None:
    message = parse(b"Subject: s\n\nFoo: bar\n\nbaz\n")
    message.attach("x", filename="x.txt")
    assert parse(bytes(message)).part("1").content == b"Foo: bar\n\nbaz\n"


def test_what_holds_a_delimiter_is_encoded_or_refused() -> None:
    message = parse(MESSAGE)
    message.part("1").replace_content("a\n--b\nc\n")
    assert message.part("1").transfer_encoding == "base64"
    assert parse(bytes(message)).part("1").text == "a\n--b\nc\n"
    before = bytes(message)
    with pytest.raises(ComposeError, match="delimiter"):
        message.attach(parse(b"Subject: in\n\n--b\n"))
    assert bytes(message) == before


@pytest.mark.parametrize(
    ("content", "encoding"),
    [("plain\n", "7bit"), ("naïve\n", "quoted-printable"), ("日本語\n" * 9, "base64")],
)
def test_replace_text(content: str, encoding: str) -> None:
    message = parse(MESSAGE)
    part = message.part("2")
    part.replace_content(content)
    assert (part.text, part.transfer_encoding) == (content, encoding)
    written = bytes(message)
    again = parse(written)
    assert again.part("2").text == content
    start, end = MESSAGE.index(b"Content-Type: text/html"), MESSAGE.index(b"\n--b\n\n3")
    assert written.startswith(MESSAGE[:start])
    assert written.endswith(MESSAGE[end:])


def test_replace_octets() -> None:
    message = parse(MESSAGE)
    message.part("2").replace_content(b"\x89PNG\r\n")
    assert parse(bytes(message)).part("2").content == message.part("2").content == b"\x89PNG\r\n"
    part = message.attach(b"x", media_type="image/png")
    with pytest.raises(ComposeError, match="give octets"):
        part.replace_content("text")


def test_rename() -> None:
    data = MESSAGE.replace(b"text/html", b"text/html; name=a.html")
    message = parse(data)
    message.part("2").rename("Übersicht.html")
    again = parse(bytes(message)).part("2")
    assert again.filename == "Übersicht.html"
    assert again.content_type.parameters["name"] == "Übersicht.html"
    with pytest.raises(mimekit.HeaderInjectionError):
        message.part("2").rename("a\r\nBcc: x@y.test")


def test_edits_of_edits_and_pickles() -> None:
    message = parse(MESSAGE)
    part = message.attach("x", filename="x.txt")
    part.headers.set("Content-ID", "<x@y.test>")
    part.replace_content("y\n")
    message.part("1").remove()
    assert (part.path, message.by_content_id("x@y.test")) == ("3", part)
    again = parse(bytes(message))
    assert shape(again) == shape(message)
    assert pickle.loads(pickle.dumps(message)).part("3").text == "y\n"  # noqa: S301 - our own
    assert [*message.check()] == [*again.check()]


TOKENS = [
    *(
        b"--b\n",
        b"--b--\n",
        b"--b\r\n",
        b"x",
        b"\n",
        b"\n\n",
        b"\r\n",
        b"A: 1\n",
        b"--b x\n",
        b"-",
    ),
    *(b"Content-Type: text/html\n\n", b"--c\n", b"--c--\n"),
    b"Content-Type: multipart/mixed; boundary=c\n\n--c\n",
    b"Content-Type: message/rfc822\n\n",
]


@settings(max_examples=600)
@given(st.lists(st.sampled_from(TOKENS), max_size=16).map(b"".join), st.data())
def test_any_edit_of_any_message_reads_back(body: bytes, data: st.DataObject) -> None:
    message = parse(HEAD + b"--b\n\n" + body)
    for _ in range(3):
        part = data.draw(st.sampled_from([*message.walk()]))
        edit = data.draw(st.sampled_from(["attach", "remove", "replace", "rename", "set"]))
        before = bytes(message)
        try:
            if edit == "attach":
                content: bytes | str = data.draw(
                    st.sampled_from([b"\0", b"t\n"]) | st.sampled_from(["--b\n"])
                )
                part.attach(content, filename="f.txt")
            elif edit == "remove":
                part.remove()
            elif edit == "replace":
                part.replace_content(data.draw(st.sampled_from([b"new", b"--b\nnew"])))
            elif edit == "rename":
                part.rename("g.txt")
            else:
                part.headers.set("X-Note", "note")
        except ComposeError:
            assert bytes(message) == before
        assert shape(parse(bytes(message))) == shape(message)


def test_text_that_replaces_a_flowed_one_is_not_flowed() -> None:
    message = parse(b"Content-Type: text/plain; format=flowed; delsp=yes; x=1\n\none \ntwo\n")
    message.replace_content("new \n  text\n> quote\n")
    for read in (message, parse(bytes(message))):
        assert read.text == "new \n  text\n> quote\n"
        assert read.content_type.parameters == {"x": "1", "charset": "us-ascii"}


def test_a_part_behind_a_delimiter_that_ends_the_message() -> None:
    data = b"Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b"
    for name, header in (
        (None, b"X-A: b\n"),
        ("n", b"Content-Disposition: attachment; filename=n\n"),
    ):
        message = parse(data)
        if name is None:
            message.part("2").headers.add("X-A", "b")
        else:
            message.part("2").rename(name)
        assert bytes(message) == data + b"\n" + header
        assert [part.headers.keys() for part in parse(bytes(message)).parts] == [
            [],
            [header.partition(b":")[0].decode()],
        ]


def test_what_a_multipart_cannot_hold_is_refused() -> None:
    data = b"Subject: s\nContent-Type: multipart/mixed\n\nold\n"
    message = parse(data)
    with pytest.raises(ComposeError, match="may not be encoded"):
        message.replace_content(b"x\n--b\0")
    assert bytes(message) == data
    message.replace_content(b"new\n")
    assert parse(bytes(message)).content == b"new\n"


@pytest.mark.parametrize("value", [b"", b"\xc3\xa9"])
def test_a_name_beside_a_disposition_that_is_none(value: bytes) -> None:
    data = b"Content-Type: image/png; name=old\nContent-Disposition: %b; filename=x\n\nx"
    message = parse(data % value)
    message.rename("new")
    for read in (message, parse(bytes(message))):
        assert (read.filename, read.content_type.parameters["name"]) == ("new", "new")
        assert read.disposition is not None
        assert read.disposition.value == "attachment"
