"""Phrases: the pieces that a body is cut into, their text, and the way back."""

from __future__ import annotations

import itertools
import re
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.lexical import Cursor
from mimekit.fields.phrase import (
    COMMENT,
    LITERAL,
    MAX_COMMENTS,
    MAX_PIECES,
    QUOTED,
    TEXT,
    Piece,
    collapse_blanks,
    format_phrase,
    phrase_text,
    read_pieces,
)
from mimekit.fields.phrase_list import parse_phrase_list

STRUCTURE: Final = re.compile(rb'[^"(<>,:;\[]+')


def pieces(body: bytes) -> list[Piece]:
    read: list[Piece] = []
    read_pieces(Cursor(body), STRUCTURE, read)
    return read


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"  ,a", [], id="structure-first"),
        pytest.param(b" a b <", [(TEXT, b"a b", b"a b")], id="text-up-to-structure"),
        pytest.param(
            b'a "b c"(d)e',
            [(TEXT, b"a", b"a"), (QUOTED, b'"b c"', b"b c"), (COMMENT, b"(d)", b"d"),
             (TEXT, b"e", b"e")],
            id="kinds",
        ),
        pytest.param(
            b"a@[x:y]", [(TEXT, b"a@", b"a@"), (LITERAL, b"[x:y]", b"[x:y]")], id="literal"
        ),
        pytest.param(
            b"a@ (c) [x]",
            [(TEXT, b"a@", b"a@"), (COMMENT, b"(c)", b"c"), (LITERAL, b"[x]", b"[x]")],
            id="literal-behind-a-comment",
        ),
        pytest.param(
            b"[[x]", [(TEXT, b"[[", b"[["), (TEXT, b"x]", b"x]")], id="brackets-are-text"
        ),
        pytest.param(
            b"a@[x,y]", [(TEXT, b"a@", b"a@"), (TEXT, b"[", b"["), (TEXT, b"x", b"x")],
            id="no-literal-over-structure",
        ),
        pytest.param(
            b"=?x?q?a,b?= c",
            [(TEXT, b"=?x?q?a,b?=", b"=?x?q?a,b?="), (TEXT, b"c", b"c")],
            id="encoded-word-over-structure",
        ),
        pytest.param(b"=?x?q?a<b?=", [(TEXT, b"=?x?q?a", b"=?x?q?a")], id="brackets-cut-words"),
        pytest.param(b"a=?x?q?b,c?=", [(TEXT, b"a=?x?q?b", b"a=?x?q?b")], id="words-begin-words"),
        pytest.param(b'"a <b', [(QUOTED, b'"a', b"a")], id="quote-open"),
    ],
)  # fmt: skip
def test_cuts(body: bytes, expected: list[tuple[int, bytes, bytes]]) -> None:
    read = pieces(body)
    assert [(kind, body[start:end], content) for kind, start, end, content in read] == expected


def test_floods_are_bounded() -> None:
    assert len(pieces(b'""' * (MAX_PIECES + 1))) == MAX_PIECES
    assert len(pieces(b"()" * (MAX_COMMENTS + 1))) == MAX_COMMENTS
    assert pieces(b"()" * (MAX_COMMENTS + 1) + b"a")[-1].content == b"a"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(b"Ann  Lee", "Ann Lee", id="blanks"),
        pytest.param(b"Ann\r\n\tLee", "Ann Lee", id="fold"),
        pytest.param(b'Ann"Bee"Lee', "AnnBeeLee", id="nothing-between"),
        pytest.param(b'Ann "Bee" Lee', "Ann Bee Lee", id="blanks-at-quotes"),
        pytest.param(b"Ann (c) Lee", "Ann Lee", id="comment"),
        pytest.param(b'" Ann "', " Ann ", id="blanks-in-quotes"),
        pytest.param(b"=?utf-8?q?A?= (c) =?utf-8?q?B?=", "AB", id="encoded-words-and-comment"),
        pytest.param(b'=?utf-8?q?A?= "B" =?utf-8?q?C?=', "A B C", id="encoded-and-quoted"),
        pytest.param(b'"=?utf-8?q?A?= =?utf-8?q?B?="', "AB", id="encoded-in-quotes"),
        pytest.param(b"\xc3\xa9 \xc3\xa8", "é è", id="utf-8"),
    ],
)
def test_text(body: bytes, text: str) -> None:
    cursor = Cursor(body)
    words = [piece for piece in pieces(body) if piece.kind != COMMENT]
    assert phrase_text(cursor, words) == text


@pytest.mark.parametrize("length", range(7))
def test_blanks_are_collapsed(length: int) -> None:
    for letters in itertools.product(b"a \t\r", repeat=length):
        text = bytes(letters)
        assert collapse_blanks(text) == re.sub(rb"[ \t\r\n]+", b" ", text)


# -- writing


@pytest.mark.parametrize(
    ("text", "phrase", "utf8_phrase"),
    [
        pytest.param("Ann Lee", "Ann Lee", "Ann Lee", id="atoms"),
        pytest.param("", '""', '""', id="nothing"),
        pytest.param(" ", '" "', '" "', id="blank"),
        pytest.param("Lee, Ann", '"Lee, Ann"', '"Lee, Ann"', id="comma"),
        pytest.param("A. B", '"A. B"', '"A. B"', id="dot"),
        pytest.param("A  B", '"A  B"', '"A  B"', id="two-blanks"),
        pytest.param('A "B" \\', '"A \\"B\\" \\\\"', '"A \\"B\\" \\\\"', id="specials"),
        pytest.param("A\tB", '"A\tB"', '"A\tB"', id="tab"),
        pytest.param("Jörg", "=?utf-8?q?J=C3=B6rg?=", "Jörg", id="beyond-ascii"),
        pytest.param("Jörg Lee", "=?utf-8?q?J=C3=B6rg?= Lee", "Jörg Lee", id="one-of-two"),
        pytest.param("Lee, Jörg", '"Lee," =?utf-8?q?J=C3=B6rg?=', '"Lee, Jörg"', id="quoted-and-encoded"),
        pytest.param("Jörg, Lee", "=?utf-8?q?J=C3=B6rg=2C?= Lee", '"Jörg, Lee"', id="comma-encoded"),
        pytest.param(" Jörg", "=?utf-8?q?_J=C3=B6rg?=", '" Jörg"', id="blank-before"),
        pytest.param("ö  a", "=?utf-8?b?w7Yg?= a", '"ö  a"', id="blanks-behind"),
        pytest.param("a  b ö", '"a  b" =?utf-8?b?w7Y=?=', '"a  b ö"', id="blanks-elsewhere"),
        pytest.param("=?x?q?a?=", "=?utf-8?b?PT94P3E/YT89?=", "=?utf-8?b?PT94P3E/YT89?=",
                     id="like-an-encoded-word"),
    ],
)  # fmt: skip
def test_formats(text: str, phrase: str, utf8_phrase: str) -> None:
    assert format_phrase(text) == phrase
    assert format_phrase(text, utf8=True) == utf8_phrase


@pytest.mark.parametrize(
    "character", ["\r", "\n", "\x00", "\x0b", "\x1f", "\x7f", "\x85", "\u2028"]
)
def test_refuses_controls(character: str) -> None:
    for text in (character, f"a{character}b", f"ö{character}"):
        for utf8 in (False, True):
            with pytest.raises(HeaderInjectionError):
                format_phrase(text, utf8=utf8)


@pytest.mark.parametrize(
    "text", [pytest.param("a\ud800", id="lone-surrogate"), pytest.param("ö\ta", id="tab-encoded")]
)
def test_refuses_what_cannot_be_written(text: str) -> None:
    with pytest.raises(ComposeError):
        format_phrase(text)


NAMES = st.one_of(
    st.text(st.sampled_from('ab é,."\\()<>=?_ \u4e0a\u760a\u010d'), max_size=30),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30),
    st.lists(st.sampled_from(["=?utf-8?q?a?=", "=?", "?=", "a", "ö", " ", ","])).map("".join),
    st.sampled_from([901 * ",", 901 * "a", "a " * 901 + "ö", 400 * "ö", "ö" + 901 * "a"]),
)


@settings(deadline=None, max_examples=100)
@given(NAMES, st.booleans())
def test_what_is_written_reads_back(text: str, utf8: bool) -> None:  # noqa: FBT001
    phrase = format_phrase(text, utf8=utf8)
    assert utf8 or phrase.isascii()
    assert parse_phrase_list(phrase.encode()).value == (text,)


@pytest.mark.parametrize("character", ["a", ",", "ö"])
@pytest.mark.parametrize("utf8", [False, True])
def test_words_that_no_line_holds_are_encoded(character: str, utf8: bool) -> None:  # noqa: FBT001
    phrase = format_phrase(character * 901, utf8=utf8)
    assert max(map(len, phrase.split(" "))) <= 75
    assert parse_phrase_list(phrase.encode()).value == (character * 901,)
