"""Content-Transfer-Encoding (RFC 2045 section 6.1).

    encoding := "Content-Transfer-Encoding" ":" mechanism
    mechanism := "7bit" / "8bit" / "binary" / "quoted-printable" / "base64" /
                 ietf-token / x-token

Comments may stand round the mechanism. Deviations, all of them seen in mail:

1. The mechanism may be quoted, and end with ``;`` and anything after it.
2. The five names may be written with blanks, hyphens or a plural: ``8 bit``, ``7-bits``.
3. Of several words the first counts, if all together are no such spelling.
4. A field without a mechanism says ``7bit``, as a part without the field does.
"""

from __future__ import annotations

import re
from typing import Final

from mimekit.codecs import charset
from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.injection import refuse_controls
from mimekit.fields.lexical import Cursor
from mimekit.fields.parameters import is_token
from mimekit.fields.parsed import Parsed
from mimekit.span import Span

_MECHANISMS: Final = {
    name.encode(): name
    for name in (
        *("7bit", "8bit", "binary", "quoted-printable", "base64"),
        *("uuencode", "x-uuencode", "uue", "x-uue"),  # never registered, and common once
    )
}
# Deviation 2, without blanks and hyphens.
_SPELLINGS: Final = {
    b"7bit": "7bit",
    b"7bits": "7bit",
    b"8bit": "8bit",
    b"8bits": "8bit",
    b"binary": "binary",
    b"base64": "base64",
    b"quotedprintable": "quoted-printable",
}

_WORDS = re.compile(rb'[^;("]++')
_FIRST_WORD = re.compile(rb"[^ \t\r\n,]++")


def parse_transfer_encoding(value: bytes) -> Parsed[str]:
    """The mechanism in lower case, known or not.

    >>> parse_transfer_encoding(b"Base64").value, parse_transfer_encoding(b"8 bit").value
    ('base64', '8bit')
    """
    name = _MECHANISMS.get(value.strip(b" \t\r\n").lower())
    if name is not None:
        start = len(value) - len(value.lstrip(b" \t\r\n"))
        return Parsed(name, (), (Span(start, len(name)),))
    return _parse(value)


def _parse(value: bytes) -> Parsed[str]:
    cursor = Cursor(value)
    cursor.skip_cfws()
    start, pieces = cursor.offset, []
    quoted = cursor.check(b'"')
    while not (cursor.at_end() or cursor.check(b";")):
        if cursor.check(b'"'):
            pieces.append(cursor.quoted_string())
        else:
            pieces.append(cursor.consume(_WORDS))
        cursor.skip_cfws()
    words = b" ".join(pieces).lower()
    span = Span(start, len(value[start : cursor.offset].rstrip(b" \t\r\n")))
    first = _FIRST_WORD.search(words)
    if first is None:
        cursor.note(DefectCode.FIELD_EMPTY, 0, len(value))
        return Parsed("7bit", tuple(cursor.defects), (span,))
    known = _SPELLINGS.get(words.translate(None, b" \t\r\n_-")) or _MECHANISMS.get(first[0])
    if known is None:
        cursor.note(DefectCode.ENCODING_UNKNOWN, span.offset, span.end)
    mechanism = known.encode() if known is not None else first[0]
    if quoted or words.strip(b" \t\r\n") != mechanism or not cursor.at_end():
        cursor.note(DefectCode.ENCODING_SYNTAX, start, len(value))
    return Parsed(charset.decode_header(mechanism), tuple(cursor.defects), (span,))


def format_transfer_encoding(mechanism: str) -> str:
    """The field body; `ComposeError` if the mechanism is no token.

    >>> format_transfer_encoding("base64")
    'base64'
    """
    refuse_controls(mechanism)
    if not is_token(mechanism):
        raise ComposeError(f"{mechanism!r} cannot be a transfer encoding")
    return mechanism
