"""Colours, and whether they can be told apart."""

from __future__ import annotations

import pytest

from mimekit.html.color import BLACK, WHITE, Color, parse_color


@pytest.mark.parametrize(
    ("text", "color"),
    [
        pytest.param("#fff", WHITE, id="three-digits"),
        pytest.param("#102030", Color(16, 32, 48), id="six-digits"),
        pytest.param("#0000", Color(0, 0, 0, 0), id="four-digits"),
        pytest.param("#102030ff", Color(16, 32, 48), id="eight-digits"),
        pytest.param("102030", Color(16, 32, 48), id="no-number-sign"),
        pytest.param(" white ", WHITE, id="name"),
        pytest.param("rebeccapurple", Color(102, 51, 153), id="long-name"),
        pytest.param("transparent", Color(0, 0, 0, 0), id="transparent"),
        pytest.param("rgb(1, 2, 3)", Color(1, 2, 3), id="rgb"),
        pytest.param("rgba(1,2,3,.5)", Color(1, 2, 3, 0.5), id="rgba"),
        pytest.param("rgb(100% 0% 0% / 25%)", Color(255, 0, 0, 0.25), id="rgb-percent"),
        pytest.param("rgb(300,-5,0)", Color(255, 0, 0), id="rgb-out-of-range"),
        pytest.param("hsl(120deg, 100%, 50%)", Color(0, 255, 0), id="hsl"),
        pytest.param("hsl(0 0% 100%)", WHITE, id="hsl-white"),
        pytest.param("inherit", None, id="inherit"),
        pytest.param("#12345", None, id="five-digits"),
        pytest.param("rgb(1,2)", None, id="two-numbers"),
        pytest.param("rgb(1,2,3", None, id="open"),
        pytest.param("9" * 100_000, None, id="endless"),
        pytest.param("", None, id="empty"),
    ],
)
def test_parse(text: str, color: Color | None) -> None:
    assert parse_color(text) == color


@pytest.mark.parametrize(
    ("color", "background", "lost"),
    [
        pytest.param(WHITE, WHITE, True, id="same"),
        pytest.param(BLACK, WHITE, False, id="black-on-white"),
        pytest.param(Color(250, 250, 250), WHITE, True, id="nearly-the-same"),
        pytest.param(Color(255, 255, 235), WHITE, False, id="one-channel"),
        pytest.param(Color(0, 0, 0, 0), WHITE, True, id="transparent"),
        pytest.param(Color(0, 0, 0, 0.5), WHITE, False, id="half"),
    ],
)
def test_is_lost(color: Color, background: Color, *, lost: bool) -> None:
    assert color.is_lost_on(background) is lost
