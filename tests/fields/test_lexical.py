"""The cursor: what each token is, where it ends, and what is noted on the way."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.fields.lexical import (
    ATOM,
    MAX_DEFECTS_PER_CODE,
    TOKEN,
    Cursor,
    is_dot_atom,
    unquote,
)
from mimekit.span import Span

COMMENT_OPEN = DefectCode.COMMENT_UNTERMINATED
QUOTE_OPEN = DefectCode.QUOTED_STRING_UNTERMINATED


@pytest.mark.parametrize(
    ("body", "value", "rest"),
    [
        pytest.param(b"() x", b"", b" x", id="empty"),
        pytest.param(b"(a b)c", b"a b", b"c", id="blanks-kept"),
        pytest.param(b"(a (b (c)) d) e", b"a (b (c)) d", b" e", id="nested"),
        pytest.param(rb"(a \) b) c", b"a ) b", b" c", id="quoted-pair"),
        pytest.param(rb"(a \(b) c)", b"a (b", b" c)", id="quoted-parenthesis-opens-nothing"),
        pytest.param(rb"(a \\) b)", b"a \\", b" b)", id="quoted-backslash-closes"),
        pytest.param(b"(a\r\n b)", b"a b", b"", id="fold"),
        pytest.param(b"((()))x", b"(())", b"x", id="run"),
        pytest.param(b'(a "b) c")', b'a "b', b' c")', id="quotes-mean-nothing"),
    ],
)
def test_comment(body: bytes, value: bytes, rest: bytes) -> None:
    cursor = Cursor(body)
    assert cursor.comment() == value
    assert body[cursor.offset :] == rest
    assert cursor.defects == []


@pytest.mark.parametrize(
    ("body", "value", "rest"),
    [
        pytest.param(b"(a", b"a", b"", id="plain"),
        pytest.param(b"(a (b) ", b"a (b)", b" ", id="outer-of-two"),
        pytest.param(b"(a \\", b"a ", b"", id="backslash-at-the-end"),
        pytest.param(b"(", b"", b"", id="alone"),
        pytest.param(b"(a\r\n", b"a", b"\r\n", id="line-end-is-not-in-it"),
    ],
)
def test_comment_without_end(body: bytes, value: bytes, rest: bytes) -> None:
    cursor = Cursor(body)
    assert cursor.comment() == value
    assert body[cursor.offset :] == rest
    assert cursor.defects == [Defect(COMMENT_OPEN, Span(0, cursor.offset))]


@pytest.mark.parametrize(
    ("body", "value", "rest"),
    [
        pytest.param(b'""x', b"", b"x", id="empty"),
        pytest.param(b'"a b" c', b"a b", b" c", id="plain"),
        pytest.param(rb'"a \"b\" c" d', b'a "b" c', b" d", id="quoted-quotes"),
        pytest.param(rb'"a\\" b"', b"a\\", b' b"', id="quoted-backslash"),
        pytest.param(rb'"\\\"" b', b'\\"', b" b", id="three-backslashes"),
        pytest.param(rb'"a\b\c"', b"abc", b"", id="needless-pairs"),
        pytest.param(b'"a\r\n b"', b"a b", b"", id="fold"),
        pytest.param(b'"a\nb\rc"', b"abc", b"", id="lone-line-ends"),
        pytest.param(b'"a" "b"', b"a", b' "b"', id="the-first-of-two"),
        pytest.param(b'"\x00\xe9"', b"\x00\xe9", b"", id="controls-and-8bit"),
    ],
)
def test_quoted_string(body: bytes, value: bytes, rest: bytes) -> None:
    cursor = Cursor(body)
    assert cursor.quoted_string() == value
    assert body[cursor.offset :] == rest
    assert cursor.defects == []


@pytest.mark.parametrize(
    ("body", "until", "value", "rest"),
    [
        pytest.param(b'"a b ', b"", b"a b ", b"", id="to-the-end"),
        pytest.param(b'"a <b', b"", b"a <b", b"", id="to-the-end-whatever-comes"),
        pytest.param(b'"a <b', b"<", b"a", b" <b", id="before-the-mark"),
        pytest.param(b'"a b\r\n', b"<", b"a b", b"\r\n", id="no-mark"),
        pytest.param(rb'"a\" <b', b"<", b'a"', b" <b", id="the-only-quote-is-quoted"),
        pytest.param(b'"<b', b"<", b"", b"<b", id="nothing-before-the-mark"),
    ],
)
def test_quoted_string_without_end(body: bytes, until: bytes, value: bytes, rest: bytes) -> None:
    cursor = Cursor(body)
    assert cursor.quoted_string(until) == value
    assert body[cursor.offset :] == rest
    assert cursor.defects == [Defect(QUOTE_OPEN, Span(0, cursor.offset))]


def test_no_quoted_string_ends_behind_one_that_does_not() -> None:
    cursor = Cursor(rb'"a <\"b <\"c')
    read = []
    for start in (0, 5, 10):
        cursor.offset = start
        read.append(cursor.quoted_string(b"<"))
    assert read == [b"a", b"b", b"c"]


@pytest.mark.parametrize(
    ("body", "comments", "rest"),
    [
        pytest.param(b"a", [], b"a", id="nothing"),
        pytest.param(b" \t\r\n a", [], b"a", id="blanks"),
        pytest.param(b"(x)a", [b"x"], b"a", id="comment"),
        pytest.param(b" (x)\r\n\t(y (z)) a", [b"x", b"y (z)"], b"a", id="comments-and-folds"),
        pytest.param(b"\x0b(x)", [], b"\x0b(x)", id="other-controls-are-no-blanks"),
    ],
)
def test_cfws(body: bytes, comments: list[bytes], rest: bytes) -> None:
    cursor = Cursor(body)
    assert cursor.skip_cfws() == comments
    assert body[cursor.offset :] == rest


def test_steps() -> None:
    cursor = Cursor(b"text/plain; x")
    assert cursor.consume(TOKEN) == b"text"
    assert cursor.peek() == b"/"
    assert not cursor.check(b"x")
    assert cursor.check(b"/plain")
    assert not cursor.accept(b";")
    assert cursor.accept(b"/")
    assert cursor.consume(TOKEN) == b"plain"
    assert cursor.consume(TOKEN) == b""
    assert cursor.expect(b";", DefectCode.PARAMETER_INVALID)
    assert not cursor.expect(b"x", DefectCode.PARAMETER_INVALID)
    cursor.skip_blanks()
    assert not cursor.at_end()
    assert cursor.consume(ATOM) == b"x"
    assert cursor.at_end()
    assert cursor.peek() == b""
    assert cursor.defects == [Defect(DefectCode.PARAMETER_INVALID, Span(11, 0))]


def test_defects_of_one_code_are_bounded_and_others_are_kept() -> None:
    cursor = Cursor(b"x" * 10)
    for _ in range(MAX_DEFECTS_PER_CODE + 5):
        cursor.note(COMMENT_OPEN, 0, 3)
    cursor.note(QUOTE_OPEN, 2, 7, "detail")
    assert len(cursor.defects) == MAX_DEFECTS_PER_CODE + 1
    assert cursor.defects[-1] == Defect(QUOTE_OPEN, Span(2, 5), "", "detail")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(b"a", True, id="atom"),
        pytest.param(b"a.b.c", True, id="atoms"),
        pytest.param(b".a", False, id="dot-first"),
        pytest.param(b"a.", False, id="dot-last"),
        pytest.param(b"a..b", False, id="dots"),
    ],
)
def test_dot_atom(text: bytes, expected: bool) -> None:  # noqa: FBT001
    assert is_dot_atom(text) is expected


def plain_unquote(content: bytes) -> bytes:
    """The rule, an octet at a time."""
    octets = iter(content.replace(b"\r", b"").replace(b"\n", b""))
    return bytes(next(octets, 0x5C) if octet == 0x5C else octet for octet in octets)


@pytest.mark.parametrize("length", range(7))
def test_unquote_resolves_every_short_content(length: int) -> None:
    for letters in itertools.product(b"a\\\r", repeat=length):
        content = bytes(letters)
        pairs = content.replace(b"\r", b"")
        if len(pairs) - len(pairs.rstrip(b"\\")) & 1:
            content += b"a"  # a pair is whole in what has an end
        assert unquote(content) == plain_unquote(content)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=40))
def test_what_is_quoted_reads_back(value: bytes) -> None:
    content = value.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    cursor = Cursor(b'"' + content + b'"')
    assert cursor.quoted_string() == value.replace(b"\r", b"").replace(b"\n", b"")
    assert cursor.at_end()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from([b"(", b")", b"\\", b'"', b"a", b" ", b"\r\n "]), max_size=20))
def test_any_body_is_read_forward(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    for opening, read in ((b"(", Cursor.comment), (b'"', Cursor.quoted_string)):
        cursor = Cursor(opening + body)
        read(cursor)
        assert 1 <= cursor.offset <= len(body) + 1
        for defect in cursor.defects:
            assert 0 <= defect.span.offset <= defect.span.end <= len(body) + 1
