"""Editing of header fields: what is edited reads as it was set, and all else stays."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mimekit
from mimekit import ComposeError, HeaderInjectionError, Mailbox, parse
from tests.message.editing import check_set_subject, shape

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*/*.eml"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_field_of_any_message_of_the_corpus_is_set(path: Path) -> None:
    check_set_subject(path.read_bytes())


TOKENS = [
    *(b"--a", b"--b\n", b"--a--", b"x", b" ", b"\n", b"\n\n", b"\r\n", b"\r", b"junk\n", b"-"),
    *(b"A: 1\n", b"Subject: 1\r\n 2\r\n", b"subject : x\n", b"From x\n", b"\xef\xbb\xbf"),
    b"Content-Type: multipart/mixed; boundary=a\n\n--a\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKeQo=\n",
]


@settings(max_examples=600)
@given(st.lists(st.sampled_from(TOKENS), max_size=14).map(b"".join), st.sampled_from(["x", "ü"]))
def test_a_field_of_any_message_is_set(data: bytes, text: str) -> None:
    check_set_subject(data, text)


MESSAGE = b"A: 1\nTo: a@x.test\nB: 2\nTO: b@x.test\nC: 3\n\nbody\n"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(
            lambda h: h.set("To", "c@x.test"), b"A: 1\nTo: c@x.test\nB: 2\nC: 3\n", id="set"
        ),
        pytest.param(
            lambda h: h.set("D", "4"), MESSAGE[:-6].rstrip(b"\n") + b"\nD: 4\n", id="set-a-new-one"
        ),
        pytest.param(
            lambda h: h.add("To", "c@x.test"),
            b"A: 1\nTo: a@x.test\nB: 2\nTO: b@x.test\nC: 3\nTo: c@x.test\n",
            id="add",
        ),
        pytest.param(
            lambda h: h.insert(0, "Z", "0"),
            b"Z: 0\nA: 1\nTo: a@x.test\nB: 2\nTO: b@x.test\nC: 3\n",
            id="insert-first",
        ),
        pytest.param(
            lambda h: h.insert(2, "Z", "0"),
            b"A: 1\nTo: a@x.test\nZ: 0\nB: 2\nTO: b@x.test\nC: 3\n",
            id="insert",
        ),
        pytest.param(lambda h: h.remove("to"), b"A: 1\nB: 2\nC: 3\n", id="remove"),
        pytest.param(
            lambda h: h.set("To", [Mailbox("Jörg", "j", "x.test")]),
            b"A: 1\nTo: =?utf-8?q?J=C3=B6rg?= <j@x.test>\nB: 2\nC: 3\n",
            id="mailboxes",
        ),
        pytest.param(
            lambda h: h.insert(0, "Date", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
            b"Date: Fri, 02 Jan 2026 03:04:05 +0000\nA: 1\nTo: a@x.test\nB: 2\nTO: b@x.test\n"
            b"C: 3\n",
            id="date",
        ),
    ],
)
def test_only_the_edited_field_changes(edit: object, expected: bytes) -> None:
    message = parse(MESSAGE)
    edit(message.headers)  # type: ignore[operator]
    assert bytes(message) == expected + b"\nbody\n"
    assert [*parse(bytes(message)).headers.items()] == message.headers.items()


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
def test_line_ends_are_those_of_the_message(newline: bytes) -> None:
    message = parse(MESSAGE.replace(b"\n", newline))
    message.headers.set("Subject", "word " * 30)
    raw = message.headers.get_fields("Subject")[0].raw
    assert raw.count(newline) == len(raw.split(newline)) - 1 > 1
    assert bytes(message) == MESSAGE.replace(b"\n", newline).replace(
        b"C: 3" + newline, b"C: 3" + newline + raw
    )


def test_what_is_new_has_no_span_and_the_rest_keeps_its_own() -> None:
    message = parse(MESSAGE)
    spans = {field.raw: field.span for field in message.headers.fields}
    message.headers.set("B", "9")
    message.headers.insert(0, "Z", "0")
    for field in message.headers.fields:
        assert field.span == spans.get(field.raw)
    assert message.headers.get_fields("Z")[0] != message.headers.get_fields("B")[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("A", "x\r\nBcc: y@z.test"),
        ("A", "x\ny"),
        ("A", "x\0"),
        ("A\r\nB", "x"),
        ("A:B", "x"),
        ("A B", "x"),
        ("", "x"),
        ("Ä", "x"),
    ],
)
def test_controls_and_bad_names_are_refused_and_change_nothing(name: str, value: str) -> None:
    message = parse(MESSAGE)
    for edit in (message.headers.set, message.headers.add):
        with pytest.raises(ComposeError):
            edit(name, value)
    with pytest.raises(ComposeError):
        message.headers.insert(0, name, value)
    assert bytes(message) == MESSAGE


def test_a_value_that_was_read_and_holds_a_line_end_is_refused() -> None:
    message = parse(b"Subject: =?utf-8?q?a=0ABcc:_x=40y.test?=\n\n")
    with pytest.raises(HeaderInjectionError):
        message.headers.set("Subject", message.subject or "")


MULTIPART = (
    b"Content-Type: multipart/mixed; boundary=b\n\npre\n--b\n\none\n--b\nContent-Type: text/html\n"
    b"\n<p>two\n--b--\nend\n"
)


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        pytest.param("", "Content-Transfer-Encoding", "base64", id="encoding"),
        pytest.param("", "Content-Type", "text/plain", id="no-multipart-any-more"),
        pytest.param("", "Content-Type", "multipart/mixed; boundary=c", id="another-boundary"),
        pytest.param("", "content-type", "multipart/related; boundary=b", id="another-type"),
        pytest.param("1", "Content-Type", "multipart/mixed; boundary=c", id="a-multipart-now"),
        pytest.param("2", "Content-Type", "message/rfc822", id="a-message-now"),
        pytest.param("2", "Content-Type", "text", id="no-type"),
    ],
)
def test_no_field_frames_a_body_anew(path: str, name: str, value: str) -> None:
    message = parse(MULTIPART)
    with pytest.raises(ComposeError):
        message.part(path).headers.set(name, value)
    assert bytes(message) == MULTIPART


def test_a_leaf_may_get_another_type() -> None:
    message = parse(MULTIPART)
    message.part("2").headers.set("Content-Type", "text/plain; charset=utf-8")
    assert bytes(message) == MULTIPART.replace(b"text/html", b"text/plain; charset=utf-8")
    assert message.text == "one\n<p>two"


def test_the_last_field_of_a_message_stays() -> None:
    message = parse(b"A: 1\n\nB: 2\n\n")
    with pytest.raises(ComposeError, match="one header field"):
        message.headers.remove("A")
    with pytest.raises(KeyError):
        message.headers.remove("B")


def test_an_edit_inside_an_encoded_message_encodes_it_again() -> None:
    inner = b"Subject: in\r\n\r\nbody " + b"x" * 60 + b"\r\n"
    head = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: "
    for name, body in (
        ("base64", mimekit.codecs.base64.encode(inner, newline=b"\n")),
        ("quoted-printable", mimekit.codecs.quoted_printable.encode(inner, binary=True)),
    ):
        data = MULTIPART.replace(
            b"Content-Type: text/html\n\n<p>two", head + name.encode() + b"\n\n" + body
        )
        message = parse(data)
        enclosed = message.part("2").message
        assert enclosed is not None
        enclosed.headers.set("Subject", "out")
        again = parse(bytes(message))
        read = again.part("2").message
        assert read is not None
        assert bytes(read) == bytes(enclosed) == inner.replace(b"in", b"out", 1)
        assert bytes(message).startswith(data[: data.find(head)])
        assert bytes(message).endswith(b"--b--\nend\n")


def test_handles_findings_and_pickles_follow() -> None:
    message = parse(MULTIPART)
    part = message.part("2")
    message.headers.set("Subject", "s")
    part.headers.set("Content-ID", "<a@x.test>")
    assert (message.subject, part.content_id) == ("s", "a@x.test")
    assert pickle.loads(pickle.dumps(part)).content_id == "a@x.test"  # noqa: S301 - our own
    assert message.by_content_id("a@x.test") == part
    assert [*message.check()] == [*parse(bytes(message)).check()]
    assert shape(parse(bytes(message))) == shape(message)
