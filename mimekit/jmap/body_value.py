"""The text of a part as an EmailBodyValue object (RFC 8621 section 4.1.4)."""

from __future__ import annotations

import re
from typing import TypedDict

from mimekit.codecs import charset
from mimekit.defects import Defect
from mimekit.message.part import Part
from mimekit.message.text import text_of
from mimekit.structure.rows import ENCODINGS


class EmailBodyValue(TypedDict):
    """The text of a part."""

    value: str
    isEncodingProblem: bool
    isTruncated: bool


# The tags of HTML as a tokenizer sees them (HTML section 13.2.5.6), and comments. A quote
# has a meaning only behind "=". What is not ended matches nothing.
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_TAG = re.compile(
    r"""<!--.*?-->
    | <(?!!--) (?>(?: [^>=]++ | =\s*+ (?: "[^"]*+" | '[^']*+' | (?!["']) ) )*) >""",
    re.VERBOSE | re.DOTALL,
)


def read_value(part: Part, max_bytes: int = 0) -> EmailBodyValue:
    """The text of a text/* part, line ends LF, in at most ``max_bytes`` octets of UTF-8.

    0 is no limit. HTML is not cut inside a tag. An encoding problem is a charset that is
    not known, is wrong, or is not declared for text beyond ASCII, and a transfer encoding
    that is not known.
    """
    type_ = part.content_type
    found: list[Defect] = []
    text = text_of(part.content, type_, found)
    value = _cut(text, max_bytes, is_html=type_.subtype == "html") if max_bytes else text
    label = type_.parameters.get("charset")
    is_unknown = charset.lookup(label) is None if label else False
    is_problem = bool(found) or is_unknown or part.transfer_encoding not in ENCODINGS
    return {
        "value": value,
        "isEncodingProblem": is_problem,
        "isTruncated": len(value) < len(text),
    }


def _cut(text: str, max_bytes: int, *, is_html: bool) -> str:
    """The longest beginning of whole characters, and of whole tags."""
    head = text[:max_bytes].encode()[:max_bytes].decode(errors="ignore")
    if not is_html or len(head) == len(text):
        return head
    start = _TAG_START.search(head)
    while start:
        tag = _TAG.match(head, start.start())
        if tag is None:
            return head[: start.start()]
        start = _TAG_START.search(head, tag.end())
    return head.removesuffix("<")
