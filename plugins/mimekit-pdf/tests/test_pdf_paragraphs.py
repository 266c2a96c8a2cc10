"""Lines and paragraphs by themselves: their places, and that their cost grows with the size."""

from __future__ import annotations

import pytest
from mimekit_pdf.lines import Line, _split
from mimekit_pdf.markdown import markdown_paragraph
from mimekit_pdf.paragraphs import paragraphs_of

from tests.growth import assert_linear


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(Line("word", 72, 300, 700, 12), id="all-at-one-place"),
        pytest.param(Line("word", 0, 0, 0, 0), id="no-places"),
        pytest.param(Line("cell", 72, 72, 700, 12), id="one-row"),
        pytest.param(Line("a\tb", 72, 300, 700, 12), id="cells"),
        pytest.param(Line("-\titem", 72, 300, 700, 12), id="items"),
    ],
)
def test_joining_is_linear(line: Line) -> None:
    assert_linear(paragraphs_of, lambda count: [line] * count)


@pytest.mark.parametrize("text", ["_", "&", "1", "\\", " ", "a_", "\x07", "&a"])
def test_escaping_is_linear(text: str) -> None:
    assert_linear(markdown_paragraph, lambda count: text * count)


def test_places_are_those_of_the_bare_text() -> None:
    text = "  one \r\n \r\nhy\ufffephen"
    places = list(_split(text))
    assert places == [(2, 5, "one"), (11, 13, "hy-"), (14, 18, "phen")]
    assert [text[start:end] for start, end, _ in places] == ["one", "hy", "phen"]


def test_a_long_word_leaves_the_line_before_it_short() -> None:
    lines = [
        Line("one two", 72, 200, 700, 12),
        Line("incomprehensibilities follow, and more", 72, 300, 686, 12),
        Line("it is so", 72, 200, 672, 12),
    ]
    assert paragraphs_of(lines) == [
        "one two incomprehensibilities follow, and more it is so",
    ]
