"""Lines, margins and prefixes."""

from __future__ import annotations

import pytest

from mimekit.html.page import MAX_PREFIXES, Place
from mimekit.html.text_page import TextPage


def test_blanks_between_pieces() -> None:
    page = TextPage()
    for text in (" a", "b ", " c", " ", "d", "\n", "e "):
        page.write(text)
    assert page.text() == "ab c d e"


def test_preformatted_lines() -> None:
    page = TextPage()
    page.write("a")
    page.block()
    page.write_preformatted("  b\n\n\n\tc\n")
    page.block()
    page.write("d")
    assert page.text() == "a\n  b\n\n\n\tc\nd"


def test_margins_count_once_and_lines_of_their_own_never_double() -> None:
    page = TextPage()
    page.spaced_block()
    page.write("a")
    page.block()
    page.spaced_block()
    page.spaced_block()
    page.block()
    page.write("b")
    page.block()
    page.block()
    page.write("c")
    page.spaced_block()
    assert page.text() == "a\n\nb\nc"


@pytest.mark.parametrize(
    ("breaks", "text"),
    [
        pytest.param(1, "a\nb", id="one"),
        pytest.param(2, "a\n\nb", id="two"),
        pytest.param(5, "a\n\nb", id="five"),
    ],
)
def test_line_breaks(breaks: int, text: str) -> None:
    page = TextPage()
    page.write("a")
    for _ in range(breaks):
        page.break_line()
    page.write("b")
    assert page.text() == text


def test_prefix_of_empty_lines_is_that_of_what_is_around() -> None:
    page = TextPage()
    page.write("a")
    page.spaced_block()
    page.open_block("> ", "> ")
    page.write("b")
    page.spaced_block()
    page.write("c")
    page.spaced_block()
    page.open_block("* ", "  ")
    page.write("d")
    page.break_line()
    page.write("e")
    page.close_block()
    page.close_block()
    page.spaced_block()
    page.write("f")
    assert page.text() == "a\n\n> b\n>\n> c\n>\n> * d\n>   e\n\nf"


def test_prefixes_beyond_the_limit_are_not_shown() -> None:
    page = TextPage()
    for _ in range(MAX_PREFIXES + 3):
        page.open_block("> ", "> ")
    page.write("a")
    for _ in range(MAX_PREFIXES + 3):
        page.close_block()
    page.write("b")
    assert page.text() == "> " * MAX_PREFIXES + "a\nb"


def test_a_link_knows_its_text() -> None:
    page = TextPage()
    page.open_item(1)
    page.write("a ")
    place = Place(0, 1)
    link = page.open_link("http://d.example")
    page.write("b c")
    assert page.since(place).strip() == "b c"
    page.break_line()
    page.write("d.example")
    assert page.since(place) == "d.example"
    page.close_link(link)
    page.close_link(page.open_link("http://e.example"))
    assert page.text() == "1. a b c\n   d.example"
