"""Lists of phrases: the Keywords field (RFC 5322 section 3.6.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mimekit.defect_codes import DefectCode
from mimekit.fields.lexical import Cursor
from mimekit.fields.parsed import Parsed
from mimekit.fields.phrase import COMMENT, Piece, format_phrase, phrase_text, read_pieces
from mimekit.span import Span

_TEXT = re.compile(rb'[^"(,]+')
_REST = re.compile(rb".+", re.DOTALL)
# Phrases of one field; past these the rest is taken for one.
MAX_PHRASES: Final = 10_000

_COMMAS = re.compile(rb",[, \t\r\n]*")


def parse_phrase_list(value: bytes) -> Parsed[tuple[str, ...]]:
    """The phrases of a list, decoded, with one span for each.

    ``keywords := phrase *("," phrase)``; obs-phrase-list, with empty elements, too.
    Comments belong to no phrase.

    >>> parse_phrase_list(b'list, "one, two" (comment), =?utf-8?q?na=C3=AFve?=').value
    ('list', 'one, two', 'naïve')
    """
    cursor = Cursor(value)
    phrases: list[str] = []
    spans: list[Span] = []
    while True:
        pieces: list[Piece] = []
        is_full = len(phrases) >= MAX_PHRASES
        if is_full and not cursor.at_end():
            cursor.note(DefectCode.LIMIT_PHRASES, cursor.offset, cursor.end)
        read_pieces(cursor, _REST if is_full else _TEXT, pieces)
        words = [piece for piece in pieces if piece.kind != COMMENT]
        if words:
            start = words[0].start
            phrases.append(phrase_text(cursor, words))
            spans.append(Span(start, words[-1].end - start))
        elif value:
            cursor.note(DefectCode.PHRASE_LIST_OBSOLETE, cursor.offset)
        if cursor.at_end():
            return Parsed(tuple(phrases), tuple(cursor.defects), tuple(spans))
        if cursor.consume(_COMMAS).count(b",") > 1:
            cursor.note(DefectCode.PHRASE_LIST_OBSOLETE, cursor.offset)


def format_phrase_list(phrases: Iterable[str], *, utf8: bool = False) -> str:
    """The phrases, parted by commas, each quoted or encoded if it needs to be.

    Raises `HeaderInjectionError` for a control, `ComposeError` for an empty phrase.

    >>> format_phrase_list(["list", "one, two"])
    'list, "one, two"'
    """
    return ", ".join(format_phrase(phrase, utf8=utf8) for phrase in phrases)
