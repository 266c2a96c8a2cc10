"""Number formats of Excel (ECMA-376 part 1 section 18.8.31), as far as they are simple.

Digits, thousands, percent, and text around them, as currencies have it. Points and commas stand
as in English: which the reader's Excel writes is no part of the file.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

MAX_FORMAT_CHARACTERS: Final = 255
"""Characters of a format; Excel takes no more."""

_MAX_DECIMALS: Final = 30
_MAX_NUMBER: Final = 1e15
"""Numbers from here on have more digits than Excel keeps: they are shown as they are."""

# Text in quotes or behind a backslash is shown; "_" and "*" are the width of a character and a
# filling; brackets hold a currency, or a colour, a condition or a language.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?i:Black|Blue|Color ?\d+|Cyan|Green|Magenta|Red|White|Yellow)\]"
    r"|(?P<digits>[#0?,.]*[#0?][#0?,.]*)|(?P<shown>[^\[\]A-Za-z/@\"\\#0?*_,.])",
    re.DOTALL,
)
_SECTION_END = re.compile(r'("[^"]*"|\\.)|;', re.DOTALL)
# Commas behind the last digit divide by a thousand each.
_DIGITS = re.compile(r"(?P<whole>[#0?,]*?)(?:\.(?P<part>[#0?]*))?(?P<thousands>,*)")


class _Section(NamedTuple):
    """One section of a format: what stands before and behind the number, and its form."""

    before: str
    behind: str
    digits: re.Match[str] | None
    """None for a section of text alone."""


def format_number(value: float, number_format: str) -> str | None:
    """The number as Excel shows it; None for a format that is not simple.

    >>> format_number(0.034, "0.0%"), format_number(-1234.5, '#,##0.00 "€"')
    ('3.4%', '-1,234.50 €')
    """
    sections = _parse(number_format)
    if not sections or not abs(value) < _MAX_NUMBER:
        return None
    is_negative = value < 0
    section = sections[0]
    if is_negative and len(sections) > 1:
        section, is_negative = sections[1], False
    elif not value and len(sections) > 2:
        section = sections[2]
    if section is None:
        return None
    text = _number(abs(value), section)
    return f"-{text}" if is_negative and re.search("[1-9]", text) else text


@lru_cache(maxsize=256)
def _parse(number_format: str) -> list[_Section | None]:
    """The sections for positive, negative and no amounts; None for each that is not simple."""
    if len(number_format) > MAX_FORMAT_CHARACTERS or number_format in ("General", "@", ""):
        return []
    marked = _SECTION_END.sub(lambda found: found[1] or "\0", number_format)
    return [_parse_section(text) for text in marked.split("\0")]


def _parse_section(text: str) -> _Section | None:
    """A section that shows something: one that shows nothing hides what is in the cell."""
    sides, place = ["", ""], 0
    digits: re.Match[str] | None = None
    while place < len(text):
        piece = _PIECE.match(text, place)
        if piece is None:
            return None
        place = piece.end()
        if piece["digits"] is None:
            sides[digits is not None] += "".join(found or "" for found in piece.groups())
            continue
        form = _DIGITS.fullmatch(piece["digits"])
        if form is None or digits is not None or len(form["part"] or "") > _MAX_DECIMALS:
            return None
        digits = form
    before, behind = sides
    return _Section(before, behind, digits) if digits or before.strip() else None


def _number(amount: float, section: _Section) -> str:
    """A number of no sign between the texts of a section."""
    before, behind, form = section
    if form is None:
        return before + behind
    part = form["part"] or ""
    shift = 2 * (before + behind).count("%") - 3 * len(form["thousands"])
    exact = Decimal(repr(amount)).scaleb(shift)
    rounded = exact.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP)
    grouping = "," if "," in form["whole"] else ""
    whole, _, decimals = f"{rounded:{grouping}f}".partition(".")
    least = part.rfind("0") + 1
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    whole = _filled(whole, form["whole"].count("0"))
    return f"{before}{whole}{'.' if decimals else ''}{decimals}{behind}"


def _filled(whole: str, least: int) -> str:
    """With zeros before it up to so many digits; no digit of 0, if none is asked for."""
    return whole.rjust(least, "0") if whole != "0" or least else ""
