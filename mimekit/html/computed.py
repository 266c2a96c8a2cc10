"""Specified values, as they are once custom properties and keywords are resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mimekit.html.declarations import INHERITED, PENDING, expand, is_valid

MAX_STEPS: Final = 16
"""References in one value that are replaced. CSS Custom Properties section 3.3 tells of values
that double with each reference."""

_LONGEST: Final = 500
"""Characters of a value whose references are replaced."""

MAX_REFERENCES: Final = 20_000
"""References of one document that are replaced; newsletters that have any have some hundreds.
One rule with a reference in each property costs that much again for each element."""

MAX_VARIABLES: Final = 64
"""Custom properties that hold in one place. Each element that adds one has a copy of all."""

# CSS Custom Properties for Cascading Variables Level 1 section 3:
#   var() = var( <custom-property-name> , <declaration-value>? )
# The innermost reference, in the fallback of another perhaps.
_REFERENCE = re.compile(
    r"var\(\s*+(--[^\s,(){}]++)\s*+(?:,((?>(?:(?!var\()[^()]|\((?>(?:(?!var\()[^()])*)\))*)))?\)"
)


def inherit_variables(parent: Mapping[str, str], values: Mapping[str, str]) -> Mapping[str, str]:
    """The custom properties that hold in an element: its own, and its parent's."""
    own = {name: value for name, value in values.items() if name.startswith("--")}
    if not own:
        return parent
    merged = {**parent, **own}
    while len(merged) > MAX_VARIABLES:
        del merged[next(iter(merged))]
    return merged


class Computer:
    """What resolves the values of one document, within its budget of references.

    >>> Computer().compute({"display": "var(--x, none)", "color": "unset"}, {})
    {'display': 'none', 'color': 'inherit'}
    """

    def __init__(self) -> None:
        self._budget = MAX_REFERENCES

    def compute(self, values: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
        """The values without references, and without keywords that stand for another value.

        "inherit" and "initial" are left to properties that are inherited; others have their
        value left out instead, but for "display".
        """
        computed: dict[str, str] = {}
        for name, specified in values.items():
            value = specified
            if name.startswith("--"):
                continue
            if value.startswith(PENDING) or "var(" in value:
                value = self._resolve(name, value, variables)
            if value == "unset":
                value = "inherit" if name in INHERITED else "initial"
            if value in {"inherit", "initial"}:
                if name in INHERITED or name == "display":
                    computed[name] = value
            elif not value.startswith("revert"):
                computed[name] = value
        return computed

    def _resolve(self, name: str, value: str, variables: Mapping[str, str]) -> str:
        """A value without references; "unset" if one leads nowhere (section 3.1)."""
        shorthand = ""
        if value.startswith(PENDING):
            shorthand, _, value = value.removeprefix(PENDING).partition(":")
        for _ in range(MAX_STEPS):
            if len(value) > _LONGEST or self._budget <= 0:
                return "unset"
            match = _REFERENCE.search(value)
            if match is None:
                break
            self._budget -= 1
            found = variables.get(match[1], match[2])
            if found in {None, "initial"}:
                return "unset"
            value = f"{value[: match.start()]}{found.strip()}{value[match.end() :]}"
        if "var(" in value:
            return "unset"
        value = value.strip()
        if shorthand:
            return expand(shorthand, value).get(name, "unset")
        return value if value and is_valid(name, value) else "unset"
