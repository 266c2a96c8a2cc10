"""Content-Type: the media type of a body (RFC 2045 section 5.1).

    content := "Content-Type" ":" type "/" subtype *(";" parameter)

Deviations, all of them seen in mail:

1. Blanks and comments may stand round the type, the ``/`` and the subtype.
2. Type and subtype may hold any octet that ends neither them nor the media type.
3. What follows the subtype without a ``;`` is passed over, up to the next parameter.
4. A field without a type or without a subtype is ``text/plain`` (RFC 2045 section 5.2);
   its parameters count.
5. A comment without its end runs to the next ``;``.
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

# RFC 2045 section 5.1: type "/" subtype, both tokens
_PLAIN = re.compile(
    rb"[ \t\r\n]*+(%b)/(%b)[ \t\r\n]*+(?=[;(]|\Z)" % (TOKEN.pattern, TOKEN.pattern)
)
# Deviation 2.
_WORD = re.compile(rb'[^ \t\r\n;,/=("]++')

# RFC 2046 section 5.1.1:
#   boundary := 0*69<bchars> bcharsnospace
#   bchars := bcharsnospace / " "
#   bcharsnospace := DIGIT / ALPHA / "'" / "(" / ")" / "+" / "_" / "," / "-" / "." / "/" /
#                    ":" / "=" / "?"
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")

# What stands before the parameters, between slashes.
_STATED = re.compile(rb"[^ \t\r\n;/(]++")

_new = tuple.__new__


class ContentType(NamedTuple):
    """Type, subtype and parameter names in lower case, parameter values decoded.

    >>> content_type = parse_content_type(b'Text/HTML; charset="utf-8"').value
    >>> content_type.media_type, content_type.parameters
    ('text/html', {'charset': 'utf-8'})
    """

    type: str
    subtype: str
    parameters: Mapping[str, str]

    @property
    def media_type(self) -> str:
        """``type/subtype``."""
        return f"{self.type}/{self.subtype}"


def parse_content_type(value: bytes) -> Parsed[ContentType]:
    """The media type; ``text/plain`` if none is stated (RFC 2045 section 5.2).

    >>> parse_content_type(b"text; charset=utf-8").value
    ContentType(type='text', subtype='plain', parameters={'charset': 'utf-8'})
    """
    match = _PLAIN.match(value)
    if match is None:
        return _parse(value)
    parameters: Mapping[str, str] | None = plain_parameters(value, match.end())
    defects: tuple[Defect, ...] = ()
    if parameters is None:
        parameters, defects, _ = full_parameters(value, match.end())
    # Hot: as `ContentType(...)`, `Span(...)` and `Parsed(...)`, in half the time.
    type_, subtype = match[1].decode("ascii").lower(), match[2].decode("ascii").lower()
    content_type = _new(ContentType, (type_, subtype, parameters))
    start = match.start(1)
    span = _new(Span, (start, len(value.rstrip()) - start))
    return _new(Parsed, (content_type, defects, (span,)))


def _parse(value: bytes) -> Parsed[ContentType]:
    cursor = Cursor(value, comment_until=b";")
    cursor.skip_cfws()
    start = cursor.offset
    type_, subtype = cursor.consume(_WORD), b""
    cursor.skip_cfws()
    if type_ and cursor.accept(b"/"):
        cursor.skip_cfws()
        subtype = cursor.consume(_WORD)
    if not (TOKEN.fullmatch(type_) and TOKEN.fullmatch(subtype)):
        cursor.note(DefectCode.MEDIA_TYPE_INVALID, start)
    if not subtype:
        if cursor.check(b"="):  # parameters alone
            cursor.offset = start
        type_, subtype = b"text", b"plain"
    parameters = full_parameters(value, cursor.offset)
    content_type = ContentType(_text(type_), _text(subtype), parameters.value)
    span = Span(start, max(len(value.rstrip()) - start, 0))
    return Parsed(content_type, (*cursor.defects, *parameters.defects), (span,))


def stated_type(value: bytes) -> str:
    """The type as the field states it, also one that is none; empty if nothing is there.

    In lower case, without comments, blanks round a ``/``, and parameters: ``type`` of RFC
    8621 section 4.1.4.

    >>> stated_type(b"Text / HTML; charset=utf-8"), stated_type(b"text"), stated_type(b"/html")
    ('text/html', 'text', '')
    """
    plain = _PLAIN.match(value)
    if plain is not None:  # nearly always
        return f"{plain[1].decode('ascii')}/{plain[2].decode('ascii')}".lower()
    cursor = Cursor(value, comment_until=b";")
    words: list[bytes] = []
    more = True
    while more:
        cursor.skip_cfws()
        word = cursor.consume(_STATED)
        more = False
        if word:
            words.append(word)
            cursor.skip_cfws()
            more = cursor.accept(b"/")
    return _text(b"/".join(words))


def _text(word: bytes) -> str:
    return charset.decode_header(word.lower())


def format_content_type(
    content_type: ContentType,
    *,
    rfc2047: bool = False,
    utf8: bool = False,
    max_length: int = 996,
    segment_length: int | None = None,
) -> str:
    """The field body; `mimekit.fields.parameters.format_parameters` has the options.

    `ComposeError` if type or subtype is no token, or the boundary not one by RFC 2046
    section 5.1.1.

    >>> format_content_type(ContentType("text", "plain", {"charset": "utf-8"}))
    'text/plain; charset=utf-8'
    """
    for word in (content_type.type, content_type.subtype):
        refuse_controls(word)
        if not is_token(word):
            raise ComposeError(f"{word!r} cannot stand in a media type")
    boundary = content_type.parameters.get("boundary")
    if boundary is not None:
        refuse_controls(boundary)
        if not _BOUNDARY.fullmatch(boundary):
            raise ComposeError(f"{boundary!r} cannot be a boundary")
    return content_type.media_type + format_parameters(
        content_type.parameters,
        rfc2047=rfc2047,
        utf8=utf8,
        max_length=max_length,
        segment_length=segment_length,
    )
