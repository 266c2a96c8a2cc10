"""Content-Disposition: whether a part is shown in place, and its file name (RFC 2183).

    disposition := "Content-Disposition" ":" disposition-type *(";" disposition-parm)
    disposition-type := "inline" / "attachment" / extension-token

Sizes and dates (RFC 2183 sections 2.3 to 2.7) are parameters, kept as they are written.

Deviations:

1. Comments may stand round the type, which may be quoted, or hold any octet but those
   that end it.
2. A field may have parameters alone; its type is then empty. How a part is shown whose
   type is empty or unknown is for the reader of the part (RFC 2183 section 2.8).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from mimekit.codecs import charset
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.injection import refuse_controls
from mimekit.fields.lexical import TOKEN, Cursor
from mimekit.fields.parameters import (
    format_parameters,
    full_parameters,
    is_token,
    plain_parameters,
)
from mimekit.fields.parsed import Parsed
from mimekit.span import Span

_PLAIN = re.compile(rb"[ \t\r\n]*+(%b)[ \t\r\n]*+(?=;|\Z)" % TOKEN.pattern)
_WORD = re.compile(rb'"?[^ \t\r\n;,=("]++"?')


class ContentDisposition(NamedTuple):
    """``value`` and parameter names in lower case, parameter values decoded."""

    value: str
    parameters: Mapping[str, str]

    @property
    def filename(self) -> str | None:
        """The file name as its sender states it: no safe path, nor a safe name (section 2.3)."""
        return self.parameters.get("filename")


def parse_content_disposition(value: bytes) -> Parsed[ContentDisposition]:
    """The disposition type, and its parameters.

    >>> parse_content_disposition(b'Attachment; filename="a b.txt"; size=9').value
    ContentDisposition(value='attachment', parameters={'filename': 'a b.txt', 'size': '9'})
    """
    match = _PLAIN.match(value)
    if match is None:
        return _parse(value)
    parameters: Mapping[str, str] | None = plain_parameters(value, match.end())
    defects: tuple[Defect, ...] = ()
    if parameters is None:
        parameters, defects, _ = full_parameters(value, match.end())
    disposition = ContentDisposition(match[1].decode("ascii").lower(), parameters)
    span = Span(match.start(1), len(value.rstrip()) - match.start(1))
    return Parsed(disposition, defects, (span,))


def _parse(value: bytes) -> Parsed[ContentDisposition]:
    cursor = Cursor(value, comment_until=b";")
    cursor.skip_cfws()
    start = cursor.offset
    word = cursor.consume(_WORD)
    cursor.skip_cfws()
    if cursor.check(b"="):  # parameters alone
        cursor.offset, word = start, b""
    if not TOKEN.fullmatch(word):
        cursor.note(DefectCode.DISPOSITION_INVALID, start, start + len(word))
    parameters = full_parameters(value, cursor.offset)
    disposition = charset.decode_header(word.strip(b'"').lower())
    span = Span(start, max(len(value.rstrip()) - start, 0))
    return Parsed(
        ContentDisposition(disposition, parameters.value),
        (*cursor.defects, *parameters.defects),
        (span,),
    )


def format_content_disposition(
    disposition: ContentDisposition,
    *,
    rfc2047: bool = False,
    utf8: bool = False,
    max_length: int = 996,
    segment_length: int | None = None,
) -> str:
    """The field body; `mimekit.fields.parameters.format_parameters` has the options.

    `ComposeError` if the disposition type is no token.

    >>> format_content_disposition(ContentDisposition("attachment", {"filename": "a b.txt"}))
    'attachment; filename="a b.txt"'
    """
    refuse_controls(disposition.value)
    if not is_token(disposition.value):
        raise ComposeError(f"{disposition.value!r} cannot be a disposition type")
    return disposition.value + format_parameters(
        disposition.parameters,
        rfc2047=rfc2047,
        utf8=utf8,
        max_length=max_length,
        segment_length=segment_length,
    )
