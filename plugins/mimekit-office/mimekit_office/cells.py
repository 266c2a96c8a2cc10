"""Values of cells as text."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from mimekit_office.date_formats import format_date
from mimekit_office.number_formats import format_number

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-][\d\s().,/-]*")


def cell_text(value: object) -> str:
    """A value as a reader of the sheet would write it; empty for none.

    >>> cell_text(3.0), cell_text(0.1), cell_text(True), cell_text(datetime(2026, 5, 1))
    ('3', '0.1', 'TRUE', '2026-05-01')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        is_day = value.time() == time.min
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def shown_text(value: object, number_format: str) -> str:
    """A value as Excel shows it, if its format is simple; else as `cell_text` writes it.

    >>> shown_text(0.034, "0.0%"), shown_text("a", "0.0%"), shown_text(0.5, "General")
    ('3.4%', 'a', '0.5')
    """
    shown = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = format_number(value, number_format)
    elif isinstance(value, date | time):
        shown = format_date(value, number_format)
    return cell_text(value) if shown is None else shown


def csv_text(value: object) -> str:
    """The same for CSV: text that a spreadsheet would run as a formula has ``'`` before it.

    A sign before nothing but digits is that of a number.

    >>> csv_text("=1+1"), csv_text("+49 (30) 1234"), csv_text("-x"), csv_text(-1.5)
    ("'=1+1", '+49 (30) 1234', "'-x", '-1.5')
    """
    text = cell_text(value)
    if not isinstance(value, str) or not text.startswith(_FORMULA_STARTS):
        return text
    return text if _NUMBER.fullmatch(text) else f"'{text}"
