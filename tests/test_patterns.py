"""Python 3.11.0 to 3.11.4 read a possessive quantifier of a group wrongly (gh-106052)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).resolve().parents[1] / "mimekit").rglob("*.py"))
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{\{?[\d,]*\}?\})\+")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_group_is_possessive(path: Path) -> None:
    """``(?>(?:...)*)`` says the same, and is read rightly by all."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if POSSESSIVE_GROUP.search(line)]


def test_the_pattern_finds_them() -> None:
    assert all(map(POSSESSIVE_GROUP.search, ["(?:a)*+", "(a)++", "(a)?+", "(a){1,3}+"]))
