"""What is no list of parts becomes the first of one, when something is attached to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mimekit
from mimekit import ComposeError, Limits, Message, parse
from tests.message.editing import shape

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*/*.eml"))
ROOMY = Limits(max_parts=1 << 20, max_depth=5000, max_encoded_depth=1000)
PARTS = b"pre\n--b\n\none\n--b\nContent-Type: text/html\n\n<p>two\n--b--\nend\n"
SIGNED = (
    b"Subject: s\r\nX-A: 1\r\nContent-Type: multipart/signed; micalg=pgp-sha256;\r\n"
    b'\tprotocol="application/pgp-signature"; boundary=s\r\nX-B: 2\r\n\r\n'
    b"--s\r\nContent-Type: text/plain;  charset=utf-8 \r\nX-In: it\r\n\r\nSigned. \r\n\r\n"
    b"--s\r\nContent-Type: application/pgp-signature\r\n\r\nsignature\r\n--s--\r\n"
)


def expected_after_wrap(data: bytes, message: Message) -> bytes:
    """A message of one line end, wrapped: computed from its octets and the new parts."""
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    head, _, body = data.partition(newline * 2)
    fields = [field.raw for field in parse(head + newline).headers.fields]
    moved = [raw for raw in fields if raw[:8].lower() == b"content-"]
    kept = [raw for raw in fields if raw not in moved]
    new = [field.raw for field in message.headers.fields if field.span is None]
    delimiter = b"--" + message.content_type.parameters["boundary"].encode()
    first = b"".join(moved or [b"Content-Type: text/plain" + newline]) + newline + body
    lines = [*kept, *new, newline, delimiter, newline, first]
    for part in message.parts[1:]:
        lines += [newline, delimiter, newline, bytes(part)]
    return b"".join([*lines, newline, delimiter, b"--", newline])


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    "type_",
    [
        b"text/plain",
        b"image/png",
        b"message/rfc822",
        b"multipart/mixed",  # without a boundary
        b"multipart/mixed; boundary=none",
        b"multipart/alternative; boundary=b",
        b"multipart/related; boundary=b",
        b"multipart/signed; boundary=b",
        b"multipart/encrypted; boundary=b",
        b"multipart/report; boundary=b",
        b"multipart/digest; boundary=b",
        b"multipart/parallel; boundary=b",
        b"Multipart/X-Unknown; boundary=b",
    ],
    ids=bytes.decode,
)
def test_what_is_no_list_becomes_the_first_part(type_: bytes, newline: bytes) -> None:
    data = b"Subject: s\nCONTENT-type:  %b\nX-A: 1\nContent-Description: it\n\n" % type_ + PARTS
    data = data.replace(b"\n", newline)
    message = parse(data)
    before = shape(message)
    part = message.attach(b"\0\1", filename="a.bin")
    assert bytes(message) == expected_after_wrap(data, message)
    again = parse(bytes(message))
    assert (again.subject, again.headers["X-A"], again.headers["MIME-Version"]) == (
        "s",
        "1",
        "1.0",
    )
    assert again.content_type.media_type == message.content_type.media_type == "multipart/mixed"
    wrapped = [(f"1.{path}".rstrip("."), type_, content) for path, type_, content in before]
    assert shape(message) == shape(again) == [*wrapped, ("2", "application/octet-stream", b"\0\1")]
    assert (part.path, part.filename, part.is_attachment) == ("2", "a.bin", True)
    assert message.part("1").span is None
    assert message.part("1").headers["Content-Description"] == "it"
    assert "Content-Description" not in message.headers
    # What comes next is put behind, into the same list.
    message.attach("text", filename="b.txt")
    assert bytes(message) == expected_after_wrap(data, message)
    assert [part.path for part in message.parts] == ["1", "2", "3"]
    assert shape(parse(bytes(message))) == shape(message)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_any_message_of_the_corpus(path: Path) -> None:
    data = path.read_bytes()
    message = parse(data, limits=ROOMY)
    body, before = bytes(message.raw), shape(message)
    was_list = message.content_type.media_type == "multipart/mixed" and bool(message.parts)
    try:
        message.attach(b"\0", filename="new.bin")
    except ComposeError:
        assert bytes(message) == data
        return
    written = bytes(message)
    again = parse(written, limits=ROOMY)
    assert shape(again) == shape(message)
    assert again.parts[-1].filename == "new.bin"
    if len(again.parts) == 2 and not was_list:
        assert body in written
        prefixed = [("1" if not old else f"1.{old}", *rest) for old, *rest in before]
        assert shape(message)[:-1] == prefixed


def test_signed_part_stays_what_was_signed() -> None:
    """RFC 1847 section 2.1: its header and its body, up to the delimiter's line end."""
    message = parse(SIGNED)
    signed, signature = (bytes(part) for part in message.parts)
    message.attach(b"%PDF-", filename="plan.pdf")
    written = bytes(message)
    again = parse(written)
    assert again.part("1").content_type.media_type == "multipart/signed"
    assert again.part("1").content_type.parameters == parse(SIGNED).content_type.parameters
    assert [bytes(part) for part in again.part("1").parts] == [signed, signature]
    assert SIGNED[SIGNED.index(b"--s\r\n") :] in written
    assert [part.filename for part in again.attachments][-1] == "plan.pdf"


def test_handles_stay_good() -> None:
    message = parse(b"Content-Type: multipart/alternative; boundary=b\n\n" + PARTS)
    first, second = message.parts
    first.headers.set("X-Before", "1")
    message.attach(b"x", filename="x.bin")
    assert (first.path, second.path) == ("1.1", "1.2")
    assert first.parent == message.part("1")
    assert message.part("1").parent == message
    second.replace_content("<p>new\n")
    first.headers.set("X-After", "2")
    again = parse(bytes(message))
    assert again.part("1.2").text == "<p>new\n"
    assert again.part("1.1").headers.items() == [("X-Before", "1"), ("X-After", "2")]
    first.remove()
    assert parse(bytes(message)).part("1.1").text == second.text == "<p>new\n"
    assert second.path == "1.1"


def test_body_that_was_edited_goes_along() -> None:
    message = parse(b"Subject: s\n\nold\n")
    message.replace_content("new\n")
    message.attach(b"x", filename="x")
    message.part("1").attach(b"y", filename="y")
    again = parse(bytes(message))
    assert again.part("1.1").text == message.part("1.1").text == "new\n"
    assert [part.filename for part in again.attachments] == ["y", "x"]


@pytest.mark.parametrize("encoding", [b"7bit", b"base64"])
def test_message_that_is_enclosed(encoding: bytes) -> None:
    head = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: %b\n\n" % encoding
    inner = b"Subject: in\n\nbody\n" if encoding == b"7bit" else b"U3ViamVjdDogaW4KCmJvZHkK\n"
    message = parse(head + inner)
    enclosed = message.message
    message.attach(b"x", filename="x")
    assert enclosed is not None
    assert enclosed == message.part("1").message
    enclosed.headers.set("Subject", "edited")
    again = parse(bytes(message)).part("1").message
    assert again is not None
    assert again.headers.items() == [("Subject", "edited")]
    assert (enclosed.path, again.text) == ("1.1", "body\n")


BASE64 = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
SUBJECT_X = b"U3ViamVjdDogeAoKeQo=\n"  # "Subject: x\n\ny\n"


def test_message_that_was_not_opened_yet() -> None:
    """The first one was, so that the others wait in their order."""
    parts = b"".join(b"--b\n%b%b" % (BASE64, SUBJECT_X) for _ in range(3))
    message = parse(b"Content-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b--\n")
    assert message.part("1").message is not None
    message.part("2").attach(b"x", filename="x")
    assert [node.path for node in message.walk()] == [
        *("", "1", "1.1", "2", "2.1", "2.1.1", "2.2", "3", "3.1"),
    ]
    assert shape(parse(bytes(message))) == shape(message)


def test_limit_on_encoded_messages_counts_these_only() -> None:
    limits = Limits(max_encoded_depth=1)
    message = parse(b"Subject: s\n\nx\n", limits=limits)
    message.attach(parse(BASE64 + SUBJECT_X), filename="a.eml")
    assert shape(message) == shape(parse(bytes(message), limits=limits))
    assert message.part("2.1.1").headers["Subject"] == "x"


def test_digest_part_that_has_no_type_of_its_own() -> None:
    data = (
        b"Content-Type: multipart/digest; boundary=b\n\n"
        b"--b\nContent-Description: it\n\nSubject: 1\n\none\n--b--\n"
    )
    message = parse(data)
    message.part("1").attach(b"x", filename="x")
    again = parse(bytes(message))
    assert again.part("1.1").content_type.media_type == "message/rfc822"
    assert again.part("1.1").headers["Content-Description"] == "it"
    assert shape(again) == shape(message)


def test_empty_message_of_a_digest() -> None:
    """Its part has no header, and no empty line: what is put in it must not become one."""
    message = parse(b"Content-Type: multipart/digest; boundary=b\n\n--b\n")
    message.part("1.1").attach(b"x", filename="x")
    again = parse(bytes(message))
    assert shape(again) == shape(message)
    assert again.part("1.1.2").content == b"x"


def test_line_that_is_no_field_stays_on_top() -> None:
    message = parse(b"Subject: s\nContent-junk\nContent-Description: it\nX-A: 1\n\nbody\n")
    message.attach(b"x", filename="x")
    written = bytes(message)
    assert written.startswith(b"Subject: s\nContent-junk\nX-A: 1\nMIME-Version: 1.0\n")
    assert shape(parse(written)) == shape(message)
    assert parse(written).part("1").headers.items() == [("Content-Description", "it")]


def test_old_delimiters_are_none_behind_what_was_wrapped() -> None:
    message = parse(b"Content-Type: multipart/alternative; boundary=b\n\n" + PARTS)
    message.attach(parse(b"Subject: in\n\n--b\n"))
    assert parse(bytes(message)).part("2.1").content == b"--b\n"


def test_digest_takes_messages_only() -> None:
    data = b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: 1\n\none\n--b--\n"
    message = parse(data)
    message.attach(parse(b"Subject: 2\n\ntwo\n"))
    assert [part.content_type.media_type for part in message.parts] == ["message/rfc822"] * 2
    message.part("1").attach(b"x", filename="x")
    again = parse(bytes(message))
    assert again.part("1.1").content_type.media_type == "message/rfc822"
    assert shape(again) == shape(message)
    message.attach(b"y", filename="y")
    assert message.content_type.media_type == "multipart/mixed"
    assert shape(parse(bytes(message))) == shape(message)


@pytest.mark.parametrize("encoding", ["8bit", "binary"])
def test_transfer_encoding_is_declared_around(encoding: str) -> None:
    """RFC 2045 section 6.4."""
    head = f"Content-Transfer-Encoding: {encoding}\nContent-Type: text/plain; charset=utf-8\n\n"
    message = parse(head.encode() + {"8bit": b"\xc3\xbc\n", "binary": b"\0\n"}[encoding])
    message.attach(b"x", filename="x")
    assert (message.transfer_encoding, message.part("1").transfer_encoding) == (encoding, encoding)
    outer = parse(
        b"Content-Type: multipart/mixed; boundary=o\n\n--o\n"
        b"Content-Type: multipart/mixed; boundary=i\n\n--i\n\none\n--i--\n--o--\n"
    )
    outer.part("1").attach(("a.eml", message))
    again = parse(bytes(outer))
    inside = "base64" if encoding == "binary" else encoding  # no transport takes it as it is
    assert again.part("1.2").transfer_encoding == inside
    around = {again.transfer_encoding, again.part("1").transfer_encoding}
    assert around == {"7bit" if encoding == "binary" else encoding}


def test_multipart_that_would_swallow_the_part() -> None:
    """A multipart inside has the boundary of the one around it, and no end."""
    data = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n"
    )
    message = parse(data + b"--b\n\none\n")
    message.attach(b"x", filename="x")
    assert shape(parse(bytes(message))) == shape(message)
    assert message.parts[-1].content == b"x"
    outer = parse(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n")
    before = bytes(outer)
    with pytest.raises(ComposeError, match="no end"):
        outer.attach(parse(b"Content-Type: multipart/mixed; boundary=b\n\nno delimiter\n"))
    assert bytes(outer) == before


def test_the_same_edit_gives_the_same_octets() -> None:
    messages = [parse(SIGNED), parse(SIGNED), parse(SIGNED.replace(b"Signed", b"Others"))]
    for message in messages:
        message.attach(b"x", filename="x")
    first, second, third = (message.content_type.parameters["boundary"] for message in messages)
    assert bytes(messages[0]) == bytes(messages[1])
    assert first == second != third


def test_spans_and_findings_stay_with_what_they_are_of() -> None:
    data = b"Subject: s\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\none\n"
    message = parse(data)
    [defect] = message.defects
    message.attach(b"x", filename="x")
    assert message.defects == ()
    assert [found.code for found in message.part("1").defects] == [defect.code]
    [field] = message.part("1").headers.fields
    assert field.span == mimekit.Span(11, len(field.raw))
    assert message.part("1.1").span == parse(data).part("1").span


TOKENS = [
    *(b"--b\n", b"--b--\n", b"--b\r\n", b"x", b"\n", b"\n\n", b"\r\n", b"\r", b"A: 1\n", b"-"),
    *(b"Content-Type: text/html\n\n", b"--c\n", b"--c--\n", b"junk\n", b"content-junk\n"),
    b"Content-Type: multipart/alternative; boundary=c\n\n--c\n",
    b"Content-Type: multipart/mixed; boundary=b\n\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKeQo=\n",
    b"Content-Type: multipart/digest; boundary=c\n\n",
]


@settings(max_examples=600)
@given(st.lists(st.sampled_from(TOKENS), max_size=14).map(b"".join), st.data())
def test_attaching_to_any_part_of_any_message(data: bytes, draw: st.DataObject) -> None:
    message = parse(data)
    for _ in range(3):
        part = draw.draw(st.sampled_from([*message.walk()]))
        before, body = bytes(message), bytes(part.raw)
        contents: list[bytes | Message] = [b"\0", b"--b\n", parse(b"A: x\n\n--c\n"), parse(data)]
        content = draw.draw(st.sampled_from(contents))
        try:
            part.attach(("f.txt", content))
        except ComposeError:
            assert bytes(message) == before
            continue
        if part.content_type.media_type == "multipart/mixed" and len(part.parts) == 2:
            assert body in bytes(part) or part.parts[0].content != body
        assert shape(parse(bytes(message))) == shape(message)
