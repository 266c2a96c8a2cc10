"""Phrases: the words that display names, group names and keywords are made of.

RFC 5322 section 3.2.5, with obs-phrase of section 4.1, and encoded words of RFC 2047
section 5 rule 3. The octets are cut into pieces first and decoded afterwards, each on
its own, so that what an encoded word holds is never structure.

Deviations:

1. Whatever a grammar does not take as structure is text, needed quotes or not.
2. Encoded words inside quoted strings are decoded (RFC 2047 section 5 forbids them there).
3. An encoded word is one piece though it holds commas, colons, quotes or parentheses,
   which RFC 2047 section 5 does not let it; only ``<`` and ``>`` keep their meaning in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from mimekit.codecs import charset, encoded_word
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.injection import refuse_controls
from mimekit.fields.lexical import Cursor

TEXT: Final = 0
QUOTED: Final = 1
COMMENT: Final = 2
LITERAL: Final = 3


class Piece(NamedTuple):
    """A run of text, a quoted string, a comment or a domain literal.

    ``content`` is its value in octets: for text, what stands there without the blanks
    around it; for a quoted string or comment, its unquoted inside.
    """

    kind: int
    start: int
    end: int
    content: bytes


# RFC 2047 section 2:
#   encoded-word := "=?" charset "?" encoding "?" encoded-text "?="
_ENCODED_WORD = re.compile(rb"=\?[^? \t\r\n<>]+\?[BbQq]\?[^? \t\r\n<>]*\?=")

# RFC 5322 section 3.4.1:
#   domain-literal := [CFWS] "[" *([FWS] dtext) [FWS] "]" [CFWS]
#   dtext := %d33-90 / %d94-126 / obs-dtext
# Deviation: none of the characters that would end an address can stand in it.
_DOMAIN_LITERAL = re.compile(rb'\[[^\[\]\\<>"(),;]*\]')
_BRACKETS = re.compile(rb"\[+")

# Words and comments of one item that are told apart. Runs of nothing else would cost a
# hundred octets for each of their own.
MAX_PIECES: Final = 10_000
MAX_COMMENTS: Final = 1_000

_BLANK = b" \t\r\n"
_TO_BLANKS = bytes.maketrans(b"\t\r\n", b"   ")


def collapse_blanks(octets: bytes) -> bytes:
    r"""The octets with one blank for each run of blanks and folds.

    >>> collapse_blanks(b"Mary\r\n \tSmith")
    b'Mary Smith'
    """
    octets = octets.translate(_TO_BLANKS)
    while b"  " in octets:  # a run is halved each time
        octets = octets.replace(b"  ", b" ")
    return octets


def read_pieces(
    cursor: Cursor, text: re.Pattern[bytes], pieces: list[Piece], until: bytes = b"<"
) -> None:
    """Add the pieces that come next to ``pieces``, up to an octet that is structure.

    ``text`` matches a run of octets that are none. A quoted string without its end
    stops before ``until``. Stops early at `MAX_PIECES`, and passes over the comments
    beyond `MAX_COMMENTS`.
    """
    body = cursor.body
    comments = 0
    while (start := cursor.offset) < cursor.end and len(pieces) < MAX_PIECES:
        match = text.match(body, start)
        if match is not None:
            _read_text(cursor, match.end(), pieces)
            continue
        octet = body[start : start + 1]
        if octet == b'"':
            content = cursor.quoted_string(until)
            pieces.append(Piece(QUOTED, start, cursor.offset, content))
        elif octet == b"(":
            content = cursor.comment()
            comments += 1
            if comments <= MAX_COMMENTS:
                pieces.append(Piece(COMMENT, start, cursor.offset, content))
        elif octet == b"[":
            _read_bracket(cursor, pieces)
        else:
            return


def _read_text(cursor: Cursor, end: int, pieces: list[Piece]) -> None:
    """Add the text up to ``end``, or up to the end of an encoded word that lies across it."""
    body, start = cursor.body, cursor.offset
    cursor.offset = end
    mark = body.rfind(b"=?", start, end)
    if mark == start or (mark > start and body[mark - 1] in _BLANK):
        match = _ENCODED_WORD.match(body, mark)
        if match is not None and match.end() > end:
            cursor.offset = match.end()
            cursor.note(DefectCode.ENCODED_WORD_PLACE, mark)
    content = body[start : cursor.offset].rstrip(_BLANK)
    end = start + len(content)
    content = content.lstrip(_BLANK)
    if content:
        pieces.append(Piece(TEXT, end - len(content), end, content))


def _read_bracket(cursor: Cursor, pieces: list[Piece]) -> None:
    """Add the domain literal that begins here, if an ``@`` stands before it; else text."""
    start = cursor.offset
    last = next((piece for piece in reversed(pieces) if piece.kind != COMMENT), None)
    after_at = last is not None and last.kind == TEXT and last.content.endswith(b"@")
    content = cursor.consume(_DOMAIN_LITERAL) if after_at else b""
    kind = LITERAL if content else TEXT
    content = content or cursor.consume(_BRACKETS)
    pieces.append(Piece(kind, start, cursor.offset, content))


def phrase_text(cursor: Cursor, pieces: Sequence[Piece]) -> str:
    """The decoded text of a phrase: one blank wherever blanks or comments part its words."""
    if len(pieces) == 1 and pieces[0].kind == TEXT:
        return decode_text(cursor, collapse_blanks(pieces[0].content), pieces[0].start)
    decoded: list[str] = []
    run: list[bytes] = []
    stop = start = -1
    for piece in pieces:
        gap = "" if stop in (-1, piece.start) else " "
        stop = piece.end
        if piece.kind == QUOTED:
            if run:
                decoded.append(decode_text(cursor, b"".join(run), start))
                run = []
            decoded += gap, _decode_quoted(cursor, piece)
        elif run:
            run += gap.encode(), collapse_blanks(piece.content)
        else:
            decoded.append(gap)
            run, start = [collapse_blanks(piece.content)], piece.start
    if run:
        decoded.append(decode_text(cursor, b"".join(run), start))
    return "".join(decoded)


def _decode_quoted(cursor: Cursor, piece: Piece) -> str:
    """The text of a quoted string; encoded words do not belong there, and are decoded."""
    if b"=?" not in piece.content:
        return decode_raw(cursor, piece.content, piece.start)
    text = decode_text(cursor, piece.content, piece.start)
    if text.encode() != piece.content:
        cursor.note(DefectCode.ENCODED_WORD_PLACE, piece.start, piece.end)
    return text


def decode_text(cursor: Cursor, octets: bytes, start: int) -> str:
    """Text whose octets stand at ``start``, its encoded words decoded."""
    if b"=?" not in octets:
        return decode_raw(cursor, octets, start)
    found: list[Defect] = []
    text = encoded_word.decode(octets, found)
    _note_all(cursor, found, start, len(octets))
    return text


def decode_raw(cursor: Cursor, octets: bytes, start: int) -> str:
    """Text whose octets stand at ``start``, as it stands: UTF-8 if it is, else guessed."""
    if octets.isascii():
        return octets.decode("ascii")
    found: list[Defect] = []
    text = charset.decode_header(octets, defects=found)
    _note_all(cursor, found, start, len(octets))
    return text


def _note_all(cursor: Cursor, found: Iterable[Defect], start: int, length: int) -> None:
    """Note what a codec found; its octets are not those of the body, so only the place is."""
    for defect in found:
        cursor.note(defect.code, start, start + length, defect.detail)


# -- writing

# RFC 5322 section 3.2.3: atom := [CFWS] 1*atext [CFWS]; several, with a blank between.
# The set is of what no atext is: one that names all others takes milliseconds to compile.
_ATEXT = r'[^\x00- "(),.:;<>@\[\\\]\x7f-\x9f]'
_ATOMS = re.compile(rf"{_ATEXT}+(?: {_ATEXT}+)*")
_QUOTED_SPECIAL = re.compile(r'(["\\])')
_MAX_WORD_BYTES: Final = 900  # what is longer is encoded: no line could hold it
_ENCODED_WORD_LENGTH: Final = 74  # with a blank before and a comma or colon behind it, 76


def format_phrase(text: str, *, utf8: bool = False) -> str:
    """``text`` as a phrase: atoms, quoted strings where needed, encoded words beyond ASCII.

    With ``utf8`` the text stays as it is beyond ASCII (RFC 6532 section 3.2). Raises
    `HeaderInjectionError` for a control, `ComposeError` for a tab among encoded words.

    >>> format_phrase("Mary Smith"), format_phrase("Smith, Mary")
    ('Mary Smith', '"Smith, Mary"')
    >>> format_phrase("Smith, J\u00f6rg")
    '"Smith," =?utf-8?q?J=C3=B6rg?='
    """
    refuse_controls(text)
    words = text.split(" ")
    encode = [_needs_encoding(word, utf8=utf8) for word in words]
    for index, word in enumerate(words):  # blanks beside an encoded word are part of it
        if not word:
            encode[index] = any(encode[max(index - 1, 0) : index + 2])
    if any(encode) and "\t" in text:
        raise ComposeError(f"a tab in {text!r}, which needs encoded words")
    formatted: list[str] = []
    for encoded, run in groupby(zip(encode, words, strict=True), itemgetter(0)):
        part = " ".join(word for _, word in run)
        formatted.append(
            encoded_word.encode(part, line_length=_ENCODED_WORD_LENGTH)
            if encoded
            else _quote(part)
        )
    return " ".join(formatted)


def _needs_encoding(word: str, *, utf8: bool) -> bool:
    """Whether a word cannot stand in a field as it is, not even in quotes."""
    return not (utf8 or word.isascii()) or "=?" in word or len(word.encode()) > _MAX_WORD_BYTES


def _quote(text: str) -> str:
    """Words as they are if they are atoms, else as a quoted string."""
    if _ATOMS.fullmatch(text):
        return text
    return '"' + _QUOTED_SPECIAL.sub(r"\\\1", text) + '"'
