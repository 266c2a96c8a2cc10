"""Formats of dates and times of Excel (ECMA-376 part 1 section 18.8.31), as far as simple."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final

from mimekit_office.number_formats import MAX_FORMAT_CHARACTERS

_LOCAL: Final = "mm-dd-yy"
"""Format 14: the short date of the reader's country, which no file knows."""

_PIECE = re.compile(
    r"(?P<field>y{1,4}|m{1,4}|d{1,4}|h{1,2}|s{1,2}|AM/PM)"
    r'|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$-[^\]]*\]'
    r"|(?P<shown>[^\[\]A-Za-z@\"\\#0?*_])",
    re.DOTALL | re.IGNORECASE,
)

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_FIELDS: Final[dict[str, Callable[[datetime], str]]] = {
    "yyyy": lambda when: f"{when.year:04}",
    "yy": lambda when: f"{when.year % 100:02}",
    "mmmm": lambda when: _MONTHS[when.month - 1],
    "mmm": lambda when: _MONTHS[when.month - 1][:3],
    "mm": lambda when: f"{when.month:02}",
    "m": lambda when: f"{when.month}",
    "dddd": lambda when: _DAYS[when.weekday()],
    "ddd": lambda when: _DAYS[when.weekday()][:3],
    "dd": lambda when: f"{when.day:02}",
    "d": lambda when: f"{when.day}",
    "hh": lambda when: f"{when.hour:02}",
    "h": lambda when: f"{when.hour}",
    "minutes": lambda when: f"{when.minute:02}",
    "ss": lambda when: f"{when.second:02}",
    "s": lambda when: f"{when.second}",
    "am/pm": lambda when: "AM" if when.hour < 12 else "PM",
    "hh of 12": lambda when: f"{when.hour % 12 or 12:02}",
    "h of 12": lambda when: f"{when.hour % 12 or 12}",
}


def format_date(value: date | time, number_format: str) -> str | None:
    """The moment as Excel shows it; None for a format that is not simple, or of the country.

    >>> format_date(datetime(2026, 5, 1, 8, 5), "d mmm yyyy h:mm AM/PM")
    '1 May 2026 8:05 AM'
    """
    if len(number_format) > MAX_FORMAT_CHARACTERS:
        return None
    pieces = _pieces(number_format.partition(";")[0])
    if number_format == _LOCAL or pieces is None:
        return None
    moment = _moment(value)
    return "".join(_FIELDS[text](moment) if is_field else text for text, is_field in pieces)


def _moment(value: date | time) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, time):
        return datetime.combine(date(1900, 1, 1), value)
    return datetime.combine(value, time.min)


def _pieces(number_format: str) -> list[tuple[str, bool]] | None:
    """Texts, and whether each is the name of a field; None if some are unknown, or none is one."""
    pieces: list[tuple[str, bool]] = []
    place = 0
    while place < len(number_format):
        match = _PIECE.match(number_format, place)
        if match is None:
            return None
        place = match.end()
        if match["field"] is None:
            pieces.append(("".join(found or "" for found in match.groups()), False))
        else:
            pieces.append((match["field"].lower(), True))
    fields = [place for place, (_, is_field) in enumerate(pieces) if is_field]
    _name_fields(pieces, fields)
    return pieces if fields and all(pieces[place][0] in _FIELDS for place in fields) else None


def _name_fields(pieces: list[tuple[str, bool]], fields: list[int]) -> None:
    """Tell minutes from months, which are next to no hours or seconds; and hours of 12 of 24."""
    names = [pieces[place][0] for place in fields]
    is_half = "am/pm" in names
    for number, (place, name) in enumerate(zip(fields, names, strict=True)):
        before = names[number - 1] if number else ""
        behind = names[number + 1] if number + 1 < len(names) else ""
        if name in ("m", "mm") and (before in ("h", "hh") or behind in ("s", "ss")):
            pieces[place] = "minutes", True
        elif name in ("h", "hh") and is_half:
            pieces[place] = f"{name} of 12", True
