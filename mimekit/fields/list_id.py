"""List-Id: the name of a mailing list (RFC 2919 section 3).

    list-id-header = "List-ID:" [phrase] "<" list-id ">" CRLF

Deviations:

1. The brackets may be missing: a lone word is the identifier, other text the phrase.
2. Blanks inside the brackets are left out; what follows the brackets is passed over.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.injection import refuse_controls
from mimekit.fields.lexical import Cursor
from mimekit.fields.parsed import Parsed
from mimekit.fields.phrase import (
    COMMENT,
    TEXT,
    Piece,
    decode_raw,
    format_phrase,
    phrase_text,
    read_pieces,
)
from mimekit.span import Span

_TEXT = re.compile(rb'[^"(<\[]+')
_INSIDE = re.compile(rb"[^<>]*+")
_ID_TEXT = re.compile(r"[^ \t<>]++")


class ListId(NamedTuple):
    r"""A list: what readers call it (may be empty), and what identifies it in any case.

    >>> parse_list_id(b'"The Writers\' Club" <writers.example.org>').value
    ListId(phrase="The Writers' Club", id='writers.example.org')
    """

    phrase: str
    id: str


def parse_list_id(value: bytes) -> Parsed[ListId]:
    """Phrase and identifier; the latter is empty if there is none, and has the span."""
    cursor = Cursor(value)
    pieces: list[Piece] = []
    read_pieces(cursor, _TEXT, pieces)
    words = [piece for piece in pieces if piece.kind != COMMENT]
    phrase, list_id, valid = phrase_text(cursor, words), "", False
    start = cursor.offset
    if cursor.accept(b"<"):
        inside = cursor.consume(_INSIDE)
        valid = cursor.accept(b">")
        list_id = decode_raw(cursor, inside.translate(None, b" \t\r\n"), start)
    span = Span(start, cursor.offset - start)
    if not span.length and [word.kind for word in words] == [TEXT] and " " not in phrase:
        phrase, list_id, span = "", phrase, Span(words[0].start, words[0].end - words[0].start)
    if not (valid and list_id):
        cursor.note(DefectCode.LIST_ID_INVALID, span.offset, span.end)
    return Parsed(ListId(phrase, list_id), tuple(cursor.defects), (span,))


def format_list_id(list_id: ListId, *, utf8: bool = False) -> str:
    """``phrase <list-id>``, the phrase quoted or encoded if it needs to be.

    `HeaderInjectionError` for a control character, `ComposeError` for an identifier that is
    empty, holds a blank or a bracket, or is not ASCII without ``utf8``.

    >>> format_list_id(ListId("", "writers.example.org"))
    '<writers.example.org>'
    """
    refuse_controls(list_id.id)
    if not _ID_TEXT.fullmatch(list_id.id) or not (utf8 or list_id.id.isascii()):
        raise ComposeError(f"{list_id.id!r} cannot be the identifier of a list")
    phrase = format_phrase(list_id.phrase, utf8=utf8) + " " if list_id.phrase else ""
    return f"{phrase}<{list_id.id}>"
