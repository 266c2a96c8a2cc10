"""Lines, margins and prefixes."""

from __future__ import annotations

import pytest

from mimekit.html.page import MAX_PREFIXES, Page


def test_blanks_between_pieces() -> None:
    page = Page()
    for text in (" a", "b ", " c", " ", "d", "\n", "e "):
        page.write(text)
    assert page.text() == "ab c d e"


def test_preformatted_lines() -> None:
    page = Page()
    page.write("a")
    page.block()
    page.write_preformatted("  b\n\n\n\tc\n")
    page.block()
    page.write("d")
    assert page.text() == "a\n  b\n\n\n\tc\nd"


def test_margins_count_once_and_lines_of_their_own_never_double() -> None:
    page = Page()
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
    page = Page()
    page.write("a")
    for _ in range(breaks):
        page.break_line()
    page.write("b")
    assert page.text() == text


def test_prefix_of_empty_lines_is_that_of_what_is_around() -> None:
    page = Page()
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
    page = Page()
    for _ in range(MAX_PREFIXES + 3):
        page.open_block("> ", "> ")
    page.write("a")
    for _ in range(MAX_PREFIXES + 3):
        page.close_block()
    page.write("b")
    assert page.text() == "> " * MAX_PREFIXES + "a\nb"


def test_mark_and_since() -> None:
    page = Page()
    page.write("a ")
    mark = page.mark()
    page.write("b c")
    assert page.since(mark).strip() == "b c"
    page.break_line()
    page.write("d")
    assert page.since(mark) == "d"
    page.write_behind("e")
    assert page.text() == "a b c\nd e"
