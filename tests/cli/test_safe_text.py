from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.cli.safe_text import block, one_line

EVERY_CHARACTER = [chr(number) for number in range(0x110000)]
# Unicode TR 9: embeddings and overrides, isolates.
ORDERING = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


def is_harmful(character: str) -> bool:
    """By the properties of the character, not by the list in the code."""
    return (
        unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"}
        or unicodedata.bidirectional(character) in ORDERING
    )


def test_exactly_the_harmful_characters_are_escaped() -> None:
    escaped = [c for c in EVERY_CHARACTER if one_line(c) != c]
    assert escaped == [c for c in EVERY_CHARACTER if is_harmful(c)]


def test_a_block_keeps_line_ends_and_tabs_too() -> None:
    differ = [c for c in EVERY_CHARACTER if one_line(c) != block(c)]
    assert differ == ["\t", "\n"]
    assert block("\t\n") == "\t\n"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("\x1b[2J", r"\x1b[2J", id="escape-sequence"),
        pytest.param("\x9b2J", r"\x9b2J", id="one-octet-control-sequence-introducer"),
        pytest.param("a\r\nSubject: b", r"a\x0d\x0aSubject: b", id="line-end"),
        pytest.param("a\tb", "a b", id="tab-is-a-blank"),
        pytest.param("ann\u202egpj.exe", r"ann\u202egpj.exe", id="right-to-left-override"),
        pytest.param("a\udcff", r"a\udcff", id="lone-surrogate"),
        pytest.param("\x7f", r"\x7f", id="delete"),
        pytest.param("Zoë 岡田 שלום \u200f🏴", "Zoë 岡田 שלום \u200f🏴", id="other-text-stays"),
    ],
)
def test_one_line(text: str, safe: str) -> None:
    assert one_line(text) == safe


@given(st.text(st.characters(exclude_categories=())))
@settings(deadline=None, max_examples=100)
def test_nothing_harmful_is_left(text: str) -> None:
    assert not any(map(is_harmful, one_line(text)))
    assert not any(is_harmful(c) for c in block(text) if c not in "\t\n")
