r"""HTML and text that Outlook put into RTF ([MS-OXRTFEX]).

Such RTF has the original octets of HTML in groups ``{\*\htmltag ...}`` and between them; what
only readers of RTF are to see stands between ``\htmlrtf`` and ``\htmlrtf0``.
"""

from __future__ import annotations

import re
from typing import Final

from .rtf_reader import EventKind, iter_events, whole_text

# [MS-OXRTFEX] section 2.2.1.1: among the first ten tokens, before the fonts.
_HEAD_OCTETS: Final = 256
_ORIGIN: Final = re.compile(rb"\\from(html1?|text)(?![A-Za-z0-9])")
_LINE_END_WORDS: Final = frozenset({"par", "line", "page", "sect", "row"})


def encapsulated_type(octets: bytes) -> str | None:
    r"""The media type of what the RTF was made of; None if it is RTF by itself.

    >>> encapsulated_type(rb"{\rtf1\ansi\fromhtml1 \deff0{\fonttbl}}")
    'text/html'
    """
    origin = _ORIGIN.search(octets[:_HEAD_OCTETS].partition(b"{\\fonttbl")[0])
    if origin is None:
        return None
    return "text/plain" if origin[1] == b"text" else "text/html"


def read_encapsulated_html(octets: bytes) -> str:
    r"""The HTML, with CRLF line ends as it has them.

    >>> read_encapsulated_html(
    ...     rb"{\rtf1\fromhtml1{\*\htmltag64 <b>}\htmlrtf{\b\htmlrtf0 Hi\htmlrtf}\htmlrtf0"
    ...     rb"{\*\htmltag72 </b>}}")
    '<b>Hi</b>'
    """
    pieces: list[str] = []
    is_for_rtf = False
    outer: list[bool] = []
    for kind, value, number in iter_events(octets, set(), known=("htmltag",)):
        if kind is EventKind.OPEN:
            outer.append(is_for_rtf)
        elif kind is EventKind.CLOSE:
            is_for_rtf = outer.pop() if outer else False
        elif kind is EventKind.WORD and value == "htmlrtf":
            is_for_rtf = number != 0
        elif is_for_rtf:
            continue
        elif kind is EventKind.TEXT:
            pieces.append(value)
        elif value in _LINE_END_WORDS:
            pieces.append("\r\n")
    return whole_text("".join(pieces))


def read_encapsulated_text(octets: bytes) -> str:
    """The text, with LF line ends."""
    pieces: list[str] = []
    for kind, value, _ in iter_events(octets, set()):
        if kind is EventKind.TEXT:
            pieces.append(value)
        elif kind is EventKind.WORD and value in _LINE_END_WORDS:
            pieces.append("\n")
    return whole_text("".join(pieces))
