"""What the Content-* fields of a header block say of its body.

The plain forms, nearly all of real mail, are read by the patterns here, in the
source; all others by the grammars of `mimekit.fields`, in a copy of the block.
"""

from __future__ import annotations

import re

from mimekit.fields.content_transfer_encoding import parse_transfer_encoding
from mimekit.fields.content_type import parse_content_type
from mimekit.structure.header_block import end_lines_with_lf, find_field, lower_block
from mimekit.structure.rows import (
    BASE64,
    ENCODINGS,
    IDENTITY,
    LEAF,
    MESSAGE,
    MULTIPART,
    UNKNOWN,
    Description,
    Source,
)

# RFC 2045 section 5.1: token, without the characters that RFC 2231 gives a meaning.
_TOKEN = rb"[!#$&+.^_`{|}~0-9A-Za-z-]+"
# RFC 5322 section 3.2.2: FWS, not the obsolete one.
_FWS = rb"[ \t]*(?:\r?\n[ \t]+)?"
_FIELD_END = rb"(?=\r?\n(?![ \t])|\Z)"
_MORE_OR_END = rb"(?=;|\r?\n(?![ \t])|\Z)"

_PREFIX = len("content-t")  # what the fields that are asked about begin with
_TYPE = re.compile(
    rb"ype:%b(?:multipart/(?:(?P<digest>digest)|(?P<multipart>%b))"
    rb"|(?P<message>message/(?:rfc822|global|news))|[a-z]+/%b)%b%b"
    % (_FWS, _TOKEN, _TOKEN, _FWS, _MORE_OR_END),
    re.IGNORECASE,
)
_ENCODING = re.compile(rb"ransfer-encoding:[ \t]*([a-z0-9-]+)[ \t]*%b" % _FIELD_END, re.IGNORECASE)
_PARAMETER = re.compile(
    rb';%b(%b)=(?:"([^"\\\r\n]*)"|(%b))%b%b' % (_FWS, _TOKEN, _TOKEN, _FWS, _MORE_OR_END)
)

_ENCODING_OF = {name.encode(): number for name, number in ENCODINGS.items()}
_LEAVES = {
    (kind, encoding): Description(LEAF, None, max(encoding, IDENTITY), False, kind == LEAF)
    for kind in (-1, LEAF)
    for encoding in (-1, IDENTITY, *range(BASE64, UNKNOWN + 1))
}


def describe_plain(source: Source, fields: list[int], end: int) -> Description | None:
    """Read the fields at these offsets, all that begin with "Content-T", if they are plain.

    ``end`` is the end of the header block. None: the grammars must be asked.
    """
    kind, boundary, encoding, is_digest = -1, None, -1, False
    for at in fields:
        if match := _TYPE.match(source, at + _PREFIX, end):
            if kind >= 0:
                continue
            group = match.lastgroup
            if group is None:
                kind = LEAF
            elif group == "message":
                kind = MESSAGE
            else:
                kind, is_digest = MULTIPART, group == "digest"
                boundary = _plain_boundary(source, match.end(), end)
                if boundary is None:
                    return None
        elif match := _ENCODING.match(source, at + _PREFIX, end):
            if encoding < 0:
                encoding = _ENCODING_OF.get(match[1].lower(), UNKNOWN)
        else:
            return None
    if kind <= LEAF:
        return _LEAVES[kind, encoding]
    return Description(kind, boundary, max(encoding, IDENTITY), is_digest, has_type=True)


def _plain_boundary(source: Source, at: int, end: int) -> bytes | None:
    """The boundary, if only plain parameters stand before it."""
    while match := _PARAMETER.match(source, at, end):
        if match[1].lower() == b"boundary":
            return match[2] or match[3]
        at = match.end()
    return None


def describe(block: bytes, *, any_line_end: bool) -> Description:
    """Read the first Content-Type and Content-Transfer-Encoding by their grammars."""
    lowered = lower_block(end_lines_with_lf(block) if any_line_end else block)
    encoding = IDENTITY
    if place := find_field(lowered, b"content-transfer-encoding"):
        token = parse_transfer_encoding(block[place[1] : place[2]]).value
        encoding = ENCODINGS.get(token, UNKNOWN)
    place = find_field(lowered, b"content-type")
    if place is None:
        return Description(LEAF, None, encoding, is_digest=False, has_type=False)
    content_type = parse_content_type(block[place[1] : place[2]]).value
    kind, boundary = LEAF, None
    if content_type.type == "multipart":
        kind = MULTIPART
        boundary = content_type.parameters.get("boundary", "").encode("utf-8", "replace")
    elif content_type.media_type in {"message/rfc822", "message/global", "message/news"}:
        kind = MESSAGE
    is_digest = content_type.media_type == "multipart/digest"
    return Description(kind, boundary, encoding, is_digest, has_type=True)
