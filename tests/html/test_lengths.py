"""Lengths, numbers, angles and calculations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.html.lengths import length_px, parse_angle, parse_number


@pytest.mark.parametrize(
    ("text", "px"),
    [
        pytest.param("0", 0, id="zero"),
        pytest.param("12px", 12, id="px"),
        pytest.param("-.5em", -5, id="em"),
        pytest.param("2ex", 10, id="ex"),
        pytest.param("3pt", 4, id="pt"),
        pytest.param("1in", 96, id="in"),
        pytest.param("50%", 100, id="percent"),
        pytest.param("2rem", 32, id="rem"),
        pytest.param("100vw", 1000, id="vw"),
        pytest.param("1e3px", 1000, id="exponent"),
        pytest.param("auto", None, id="auto"),
        pytest.param("1furlong", None, id="unknown-unit"),
        pytest.param("1.px", None, id="point-without-digit"),
        pytest.param("", None, id="empty"),
        pytest.param("9" * 5000, 999999999, id="endless"),
        pytest.param("calc(1px)", 1, id="calc"),
        pytest.param("calc(1px + 2px * 3)", 7, id="product-first"),
        pytest.param("calc((1px + 2px) * 3)", 9, id="parentheses"),
        pytest.param("calc(10px - 4px - 3px)", 3, id="from-left-to-right"),
        pytest.param("calc(2 * 1em / 4)", 5, id="quotient"),
        pytest.param("calc(100% - 50px)", 150, id="percent-in-calc"),
        pytest.param("calc(-1 * 5px)", -5, id="negative"),
        pytest.param("-webkit-calc(1px)", 1, id="prefix"),
        pytest.param("min(3px, 1px, 2px)", 1, id="min"),
        pytest.param("max(3px, calc(2px * 2))", 4, id="max"),
        pytest.param("clamp(1px, 0px, 3px)", 1, id="clamp"),
        pytest.param("calc(1px", 1, id="open"),
        pytest.param("calc(1px +2px)", None, id="no-blank"),
        pytest.param("calc(1px + 2)", None, id="number-and-length"),
        pytest.param("calc(1px * 2px)", None, id="square"),
        pytest.param("calc(1px / 0)", None, id="division-by-zero"),
        pytest.param("calc(1px / 2px)", None, id="division-by-a-length"),
        pytest.param("calc(1px, 2px)", None, id="two-in-calc"),
        pytest.param("calc(1px))", None, id="closed-twice"),
        pytest.param("calc(1zz)", None, id="unknown-unit-in-calc"),
        pytest.param("calc()", None, id="nothing"),
        pytest.param("calc(1px +", None, id="operator-at-the-end"),
        pytest.param("clamp(1px, 2px)", None, id="clamp-of-two"),
        pytest.param("min(1px, 2)", None, id="min-of-two-kinds"),
        pytest.param("sin(1px)", None, id="unknown-function"),
        pytest.param("calc(" * 60 + "1px" + ")" * 60, None, id="too-long"),
        pytest.param("calc(" + "(" * 90 + "1px" + ")" * 91, 1, id="deep"),
    ],
)
def test_lengths(text: str, px: float | None) -> None:
    assert length_px(text, em=10, whole=200) == px


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("-.5", -0.5), ("50%", 0.5), ("calc(1 - .5)", 0.5), ("1px", None), ("x", None)],
)
def test_numbers(text: str, number: float | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("90deg", 90), ("90", 90), ("100grad", 90), (".5turn", 180), ("1px", None), ("x", None)],
)
def test_angles(text: str, degrees: float | None) -> None:
    assert parse_angle(text) == degrees


@given(st.text("0123456789.+-*/(), pxem%cal", max_size=40))
def test_nothing_raises(text: str) -> None:
    for whole in (text, f"calc({text})"):
        length_px(whole)
        parse_number(whole)
        parse_angle(whole)
