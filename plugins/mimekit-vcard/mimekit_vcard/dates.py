"""Dates and times (RFC 6350 section 4.3): in words, and in the form of jCard."""

from __future__ import annotations

import re
from typing import Final

# RFC 6350 section 4.3.1, in the basic and in the extended format:
#   date = year [month day] / year "-" month / "--" month [day] / "--" "-" day
_DATE = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?|--(\d\d)(?:-?(\d\d))?|---(\d\d)", re.ASCII)

# RFC 6350 section 4.3.2 and 4.3.3, seconds and zone optional.
_TIME = re.compile(
    r"(\d\d)(?::?(\d\d))?(?::?(\d\d))?(?:[.,]\d+)?(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def date_text(value: str) -> str:
    """A date in words, as much of it as is known; any other value as it stands.

    >>> [date_text(value) for value in ("19850412", "1985-04", "--0412", "1985", "spring")]
    ['12 April 1985', 'April 1985', '12 April', '1985', 'spring']
    """
    date, _, time = value.partition("T")
    year, month, day = _parts(date)
    if month is None:
        return year or value
    if not 1 <= int(month) <= len(_MONTHS):
        return value
    name = _MONTHS[int(month) - 1]
    words = [str(int(day)) if day else "", name, year or ""]
    text = " ".join(word for word in words if word)
    clock = _TIME.fullmatch(time)
    if clock is None or not clock[2] or int(clock[1] + clock[2]) == 0:
        return text  # programs write midnight for a day
    return f"{text}, {clock[1]}:{clock[2]}"


def jcard_date(value: str) -> str | None:
    """A date, time or both in the extended format (RFC 7095 section 3.5); None for no date.

    >>> [jcard_date(value) for value in ("19850412", "--0412", "---12", "19850412T102200Z", "x")]
    ['1985-04-12', '--04-12', '---12', '1985-04-12T10:22:00Z', None]
    """
    date, mark, time = value.partition("T")
    clock, parts = _TIME.fullmatch(time), _parts(date)
    if (date and not any(parts)) or (mark and clock is None) or not value:
        return None
    year, month, day = parts
    first = year or ("-" if month else "--")
    found = "-".join(each for each in (first, month, day) if each) if date else ""
    if clock is None:
        return found
    digits = ":".join(each for each in clock.groups()[:3] if each)
    zone = clock[4] or ""
    if len(zone) == 5 and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{found}T{digits}{zone}"


def _parts(date: str) -> tuple[str | None, str | None, str | None]:
    """Year, month and day, each None if it is not known, or if there is no date."""
    match = _DATE.fullmatch(date)
    if match is None:
        return None, None, None
    return match[1], match[2] or match[4], match[3] or match[5] or match[6]
