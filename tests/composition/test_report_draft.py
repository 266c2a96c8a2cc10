"""The text for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.composition.report_draft import text_of_lines

WORDS = "one two three "  # 14 characters


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("", "\n", id="empty"),
        pytest.param("a  b ", "a  b \n", id="short"),
        pytest.param(WORDS * 5 + "123456", WORDS * 5 + "123456\n", id="76"),
        pytest.param(WORDS * 5 + "1234567", (WORDS * 5).strip() + "\n1234567\n", id="77"),
        pytest.param(
            WORDS * 5 + "12345 7", WORDS * 5 + "12345\n7\n", id="the-last-word-is-too-much"
        ),
        pytest.param("    " + WORDS * 6, f"    {WORDS * 5}\n    {WORDS}\n".replace(" \n", "\n"), id="margin"),
        pytest.param("  " + "a" * 80, "  " + "a" * 80 + "\n", id="one-word"),
        pytest.param("  " + "a" * 80 + " b", "  " + "a" * 80 + "\n  b\n", id="a-long-word-first"),
        pytest.param("b " + "a" * 80, "b\n" + "a" * 80 + "\n", id="a-long-word-last"),
        pytest.param(" " * 80, " " * 80 + "\n", id="blanks"),
    ],
)  # fmt: skip
def test_lines(line: str, text: str) -> None:
    assert text_of_lines([line]) == text


@given(st.lists(st.text("ab c\u00e9", max_size=300)))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = text_of_lines(lines)
    assert text.split() == " ".join(lines).split()
    assert all(len(line) <= 76 or " " not in line.strip(" ") for line in text.split("\n"))
