"""Content-ID: what a ``cid:`` URL refers to (RFC 2045 section 7, RFC 2392).

    id := "Content-ID" ":" msg-id
    msg-id := [CFWS] "<" id-left "@" id-right ">" [CFWS]

The id is kept as it is written, so that it can be compared with a URL once that is
unescaped. Deviations, all of them seen in mail:

1. The brackets, or the closing one, may be missing.
2. The id needs no ``@``, and may hold any octet but ``<`` and ``>``; folds, and blanks at
   its ends, are left out.
3. What follows the id is passed over.
"""

from __future__ import annotations

import re

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.injection import refuse_controls
from mimekit.fields.lexical import Cursor
from mimekit.fields.parsed import Parsed
from mimekit.fields.phrase import decode_raw
from mimekit.span import Span

_PLAIN = re.compile(rb"[ \t\r\n]*+<([!-;=?A-~]++@[!-;=?A-~]++)>[ \t\r\n]*+\Z")
_INSIDE = re.compile(rb"[^<>]*+")
_BARE = re.compile(rb"[^<>(]++")
_FOLD = re.compile(rb"[\r\n]++[ \t]*+")
_ID_TEXT = re.compile(r"[^ \t<>]++")


def parse_content_id(value: bytes) -> Parsed[str | None]:
    """The id without its brackets; None if there is none.

    >>> parse_content_id(b" <logo%201@example.org> (a logo)").value
    'logo%201@example.org'
    """
    match = _PLAIN.match(value)
    if match is not None:
        return Parsed(match[1].decode("ascii"), (), (Span(match.start(1) - 1, len(match[1]) + 2),))
    cursor = Cursor(value)
    cursor.skip_cfws()
    start = cursor.offset
    bracket = cursor.accept(b"<")
    text = cursor.consume(_INSIDE if bracket else _BARE)
    valid = bracket and cursor.accept(b">")
    span = Span(start, cursor.offset - start)
    cursor.skip_cfws()
    text = _FOLD.sub(b"", text.strip(b" \t\r\n"))
    if not (valid and cursor.at_end() and b"@" in text) or b" " in text:
        cursor.note(DefectCode.MESSAGE_ID_INVALID, start, len(value))
    content_id = decode_raw(cursor, text, start) or None
    return Parsed(content_id, tuple(cursor.defects), (span,))


def format_content_id(content_id: str, *, utf8: bool = False) -> str:
    """``<id>``.

    `HeaderInjectionError` for a control character, `ComposeError` for an id that is empty,
    holds a blank or a bracket, or is not ASCII without ``utf8``.

    >>> format_content_id("logo@example.org")
    '<logo@example.org>'
    """
    refuse_controls(content_id)
    if not _ID_TEXT.fullmatch(content_id) or not (utf8 or content_id.isascii()):
        raise ComposeError(f"{content_id!r} cannot be a Content-ID")
    return f"<{content_id}>"
