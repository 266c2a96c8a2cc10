"""Number formats: what Excel shows, and what is left to the value alone."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mimekit_office.date_formats import format_date
from mimekit_office.number_formats import format_number

ACCOUNTING = '_-* #,##0.00\\ [$€-407]_-;\\-* #,##0.00\\ [$€-407]_-;_-* "-"??\\ [$€-407]_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        pytest.param(0.034, "0.0%", "3.4%", id="percent"),
        pytest.param(0.5, "0%", "50%", id="whole-percent"),
        pytest.param(9.8, "0.00", "9.80", id="decimals"),
        pytest.param(2.675, "0.00", "2.68", id="half-up"),
        pytest.param(1234567, "#,##0", "1,234,567", id="thousands"),
        pytest.param(-1234.5, "#,##0.00", "-1,234.50", id="negative"),
        pytest.param(-0.001, "0.00", "0.00", id="no-sign-of-nothing"),
        pytest.param(-5, "0;(0)", "(5)", id="own-negative"),
        pytest.param(-5, "0.00;[Red]-0.00", "-5.00", id="colour"),
        pytest.param(1234.5, '#,##0.00 "€"', "1,234.50 €", id="quoted-euro"),
        pytest.param(1234.5, "#,##0.00\\ €", "1,234.50 €", id="bare-euro"),
        pytest.param(1234.5, "[$€-407] #,##0.00", "€ 1,234.50", id="euro-in-brackets"),
        pytest.param(1234.5, "$#,##0.00", "$1,234.50", id="dollar"),
        pytest.param(-3, ACCOUNTING, "-3.00 €", id="accounting-negative"),
        pytest.param(0, ACCOUNTING, "- €", id="accounting-nothing"),
        pytest.param(7, "0000", "0007", id="zeros-before"),
        pytest.param(1.5, "0.0##", "1.5", id="decimals-not-needed"),
        pytest.param(1_500_000, '0.0,,"M"', "1.5M", id="millions"),
        pytest.param(0, '0;-0;"none"', "none", id="text-alone"),
        pytest.param(0, '0;;"a;b"', "a;b", id="semicolon-in-quotes"),
        pytest.param(-1, "0;;0", None, id="nothing-shown"),
        pytest.param(1.5, ";;;", None, id="hidden"),
        pytest.param(1.5, "General", None, id="general"),
        pytest.param(1.5, "# ?/?", None, id="fraction"),
        pytest.param(1.5, "0.00E+00", None, id="exponent"),
        pytest.param(1.5, "[>1]0;0", None, id="condition"),
        pytest.param(float("nan"), "0", None, id="nan"),
        pytest.param(1e300, "0", None, id="large"),
        pytest.param(1.5, "0." + "0" * 300, None, id="long"),
    ],
)
def test_numbers(value: float, number_format: str, text: str | None) -> None:
    assert format_number(value, number_format) == text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        pytest.param(date(2026, 5, 1), "yyyy-mm-dd", "2026-05-01", id="iso"),
        pytest.param(date(2026, 5, 1), "dd.mm.yyyy", "01.05.2026", id="german"),
        pytest.param(date(2026, 5, 1), "d/m/yy", "1/5/26", id="short"),
        pytest.param(date(2026, 5, 1), "[$-F800]dddd\\,\\ mmmm\\ d", "Friday, May 1", id="names"),
        pytest.param(
            datetime.fromisoformat("2026-05-01 13:05:09"),
            "mm/dd/yyyy hh:mm:ss",
            "05/01/2026 13:05:09",
            id="months-and-minutes",
        ),
        pytest.param(time(13, 5), "h:mm AM/PM", "1:05 PM", id="afternoon"),
        pytest.param(time(0, 5, 9), "mm:ss", "05:09", id="minutes-before-seconds"),
        pytest.param(date(2026, 5, 1), "mm-dd-yy", None, id="of-the-country"),
        pytest.param(time(13, 5), "[h]:mm", None, id="elapsed"),
        pytest.param(date(2026, 5, 1), "General", None, id="general"),
        pytest.param(date(2026, 5, 1), "d" * 300, None, id="long"),
    ],
)
def test_dates(value: date | time, number_format: str, text: str | None) -> None:
    assert format_date(value, number_format) == text


@given(st.floats(), st.text('0#?,.%;"\\[]$€-_* AEdmyhs/', max_size=12))
def test_any_format_is_read(value: float, number_format: str) -> None:
    shown = format_number(value, number_format)
    assert shown is None or shown.strip() or abs(value) < 1
    assert isinstance(format_date(time(8, 5), number_format), str | None)
