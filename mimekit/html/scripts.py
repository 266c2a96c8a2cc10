"""Superscript and subscript, in text that has but one line for all: 10⁶ is not 106."""

from __future__ import annotations

from typing import Final

_SUPERSCRIPT: Final = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))  # noqa: RUF001 - the minus sign has one
_SUBSCRIPT: Final = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))  # noqa: RUF001 - the minus sign has one
_ORDINALS: Final = frozenset(("st", "nd", "rd", "th"))


def raised(text: str) -> str:
    """Superscript. Marks of footnotes that are signs or in brackets, and ordinals, stay.

    >>> [raised(text) for text in ("6", " -1 ", "x+1", "th", "[2]", "*")]
    ['⁶', ' ⁻¹ ', '^(x+1)', 'th', '[2]', '*']
    """
    core = text.strip()
    if core.lower() in _ORDINALS or (core.startswith("[") and core.endswith("]")):
        return text
    return _written(text, core, _SUPERSCRIPT, "^")


def lowered(text: str) -> str:
    """Subscript.

    >>> lowered("2"), lowered("max")
    ('₂', '_(max)')
    """
    return _written(text, text.strip(), _SUBSCRIPT, "_")


def _written(text: str, core: str, characters: dict[str, str], sign: str) -> str:
    """A text in these characters if each of its own has one; else behind a sign."""
    if not any(map(str.isalnum, core)):
        return text
    if all(character in characters for character in core):
        new = "".join(characters[character] for character in core)
    else:
        new = f"{sign}({core})"
    return text.replace(core, new, 1)
