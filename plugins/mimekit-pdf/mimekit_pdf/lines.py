"""The lines of a page, with their places: what PDFium knows of them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

# PDFium ends a line with CRLF. A hyphen at the end of a line is U+FFFE instead, or U+0002,
# and no line end follows.
_LINE_END: Final = re.compile("\r\n|[\r\n\ufffe\x02]")
_HYPHENS: Final = "\ufffe\x02"

# A blank with a character on both sides. Several of them are as wide as they look.
_BLANK: Final = re.compile(r"(?<=\S)\s(?=\S)")

WIDE_GAP: Final = 1.0
"""Font sizes between two words from which on they are no words of one sentence. A blank has about
a quarter, in a justified line seldom more than a half; a table has paddings on both sides."""


class Line(NamedTuple):
    """One line of text, in PDF units (1/72 inch); y grows upwards."""

    text: str
    """Tabs stand for wide gaps, as those between the cells of a table; other blanks are spaces."""
    left: float
    right: float
    baseline: float
    size: float
    """The font size of its first character, as it is shown."""


def lines_of(textpage: PdfTextPage, text: str) -> list[Line]:
    """The lines that are not blank; ``text`` is what PDFium gives for its first characters.

    The places count in characters of the page. Where PDFium gives a character that it counts
    as none, those behind it are wrong: then no line has a place, and all are 0.
    """
    places = list(_split(text))
    are_right = all(_is_at(textpage, text, start) for start, _, _ in places)
    return [
        _measured(textpage, start, end, line)
        if are_right
        else Line(line.replace("\t", " "), 0, 0, 0, 0)
        for start, end, line in places
    ]


def _split(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and text of each line; blanks around it are not counted."""
    start = 0
    for end, behind, hyphen in _ends(text):
        line = text[start:end]
        bare = line.strip()
        if bare:
            first = start + len(line) - len(line.lstrip())
            yield first, first + len(bare), bare + hyphen
        start = behind


def _ends(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a line ends, where the next one begins, and the hyphen between them, if any."""
    for match in _LINE_END.finditer(text):
        yield match.start(), match.end(), "-" if match[0] in _HYPHENS else ""
    yield len(text), len(text), ""


def _is_at(textpage: PdfTextPage, text: str, index: int) -> bool:
    from pypdfium2.raw import FPDFText_GetUnicode  # noqa: PLC0415 - imported already

    return int(FPDFText_GetUnicode(textpage, index)) == ord(text[index])


def _measured(textpage: PdfTextPage, start: int, end: int, text: str) -> Line:
    from ctypes import byref, c_double  # noqa: PLC0415 - for PDFium only

    from pypdfium2.raw import FPDFText_GetCharOrigin  # noqa: PLC0415

    left, baseline = c_double(), c_double()
    FPDFText_GetCharOrigin(textpage, start, byref(left), byref(baseline))
    right = textpage.get_charbox(end - 1)[2]
    size = _font_size(textpage, start)
    text = _with_tabs(text, lambda place: _gap(textpage, start + place), size * WIDE_GAP)
    return Line(text, left.value, right, baseline.value, size)


def _font_size(textpage: PdfTextPage, index: int) -> float:
    """The size as it is shown.

    That of the font counts in units that a matrix may scale: many programs write 1, and have it
    shown 12 times as large.
    """
    from pypdfium2.raw import (  # noqa: PLC0415
        FS_MATRIX,
        FPDFText_GetFontSize,
        FPDFText_GetMatrix,
    )

    size = float(FPDFText_GetFontSize(textpage, index))
    matrix = FS_MATRIX()
    if not FPDFText_GetMatrix(textpage, index, matrix):
        return size
    return size * math.hypot(matrix.c, matrix.d)


def _with_tabs(text: str, gap_at: Callable[[int], float], wide: float) -> str:
    r"""The text with a tab for each single blank that is so wide, and a space for others.

    >>> _with_tabs("Tea, green 9.80", {4: 3.0, 10: 60.0}.__getitem__, 12.0)
    'Tea, green\t9.80'
    """
    return _BLANK.sub(lambda blank: "\t" if gap_at(blank.start()) >= wide else " ", text)


def _gap(textpage: PdfTextPage, index: int) -> float:
    """From the right of the character before a blank to the left of that behind it."""
    before, behind = textpage.get_charbox(index - 1), textpage.get_charbox(index + 1)
    return float(behind[0] - before[2])
