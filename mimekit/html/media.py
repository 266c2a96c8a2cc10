"""Media queries and other conditions, answered for a light desktop's screen.

Deviations from Media Queries Level 5:

1. The viewport is `SCREEN_WIDTH` wide. Its height and resolution are not known, nor is anything
   else that differs between desktops; a condition on them is neither true nor false.
2. A condition with another one in parentheses is not looked into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from operator import eq, ge, gt, le, lt
from typing import Final

from mimekit.html.lengths import SCREEN_WIDTH, length_px

_LONGEST: Final = 500
"""Characters of a query that is looked into."""

_FEATURES: Final = {
    "prefers-color-scheme": "light",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "orientation": "landscape",
    "grid": "0",
    "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference",
    "forced-colors": "none",
    "inverted-colors": "none",
    "monochrome": "0",
    "scripting": "none",
    "update": "fast",
    "display-mode": "browser",
}

# Section 3:
#   <media-query> = <media-condition> | [ not | only ]? <media-type> [ and <media-condition> ]?
_WORD = re.compile(r"\s*+(\((?>(?:[^()]|\((?>(?:[^()]|\([^()]*+\))*)\))*)\)|[a-z][\w-]*+)")
# <mf-plain> = <mf-name> : <mf-value>
_PLAIN = re.compile(r"\(\s*+([a-z-]++)\s*+(?::\s*+([^()]++|[a-z]++\([^()]*+\)))?\)")
# <mf-range> = <mf-value> <mf-comparison> width [ <mf-comparison> <mf-value> ]?, or the reverse
_RANGE = re.compile(
    r"\(\s*+(?:([^<>=()\s]++)\s*+([<>]=?|=)\s*+)?(?:device-)?width\s*+"
    r"(?:([<>]=?|=)\s*+([^<>=()\s]++)\s*+)?\)"
)
_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "=": eq,
}
_WIDTH = re.compile(r"(?:(min|max)-)?(?:device-)?width")
# CSS Conditional Rules Module Level 3 section 6: what every program with a screen supports.
_SUPPORTED = re.compile(
    r"\(\s*+(?:display|color|background-color|width|height|margin|padding|position|opacity)\s*+:"
    r"\s*+(?!-)[\w#%. -]++\)"
)


def holds_on_screen(query: str) -> bool | None:
    """Whether a list of media queries, in lower case, holds; None if that cannot be told.

    >>> holds_on_screen("print"), holds_on_screen("only screen and (min-width: 40em)")
    (False, True)
    >>> holds_on_screen("(min-resolution: 2dppx)") is None
    True
    """
    return _any(map(_query_holds, query.split(","))) if len(query) <= _LONGEST else None


def is_supported(condition: str) -> bool | None:
    """Whether the condition of ``@supports`` holds; None if that cannot be told.

    >>> is_supported("(display: grid)"), is_supported("not (display: flex)")
    (True, False)
    """
    words = _words(condition)
    if not words or (words[0][0] != "(" and words[0] != "not"):
        return None  # font-tech(), selector() and others
    return _condition(words, _feature_supported)


def _query_holds(query: str) -> bool | None:
    words = _words(query)
    if words is None:
        return False  # a query that is none is "not all" (section 3.2)
    negated = False
    if words[:1] in (["only"], ["not"]) and len(words) > 1 and words[1][0] != "(":
        negated = words.pop(0) == "not"
    holds: bool | None = True
    if words and words[0][0] != "(" and words[0] != "not":
        holds = words.pop(0) in {"screen", "all"}
        if words and (words.pop(0) != "and" or not words):
            return False
    if words:
        holds = _all((holds, _condition(words, _feature_holds)))
    return holds if not negated or holds is None else not holds


def _words(text: str) -> list[str] | None:
    """Words and what is in parentheses; None if there is something else."""
    words: list[str] = []
    position = 0
    text = text.strip()
    if len(text) > _LONGEST:
        return ["(unknown)"]
    while position < len(text):
        match = _WORD.match(text, position)
        if match is None:
            return None
        words.append(match[1])
        position = match.end()
    return words


def _condition(words: list[str], feature: Callable[[str], bool | None]) -> bool | None:
    """Features with "not" before, or "and" or "or" between them."""
    if words[0] == "not":
        holds = feature(words[1]) if len(words) == 2 else None
        return None if holds is None else not holds
    answers = [feature(word) for word in words[::2]]
    between = set(words[1::2])
    if between == {"or"}:
        return _any(answers)
    return _all(answers) if between <= {"and"} else False


def _feature_holds(text: str) -> bool | None:
    """Whether a media feature, in its parentheses, holds."""
    if match := _PLAIN.fullmatch(text):
        name, value = match[1], (match[2] or "").strip()
        if width := _WIDTH.fullmatch(name):
            return _width_holds(width[1], value)
        if name not in _FEATURES:
            return None
        return _FEATURES[name] == value if value else _FEATURES[name] not in {"none", "0"}
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    low, before, after, high = match.groups()
    sides = [(before, low, True)] if before else []
    sides += [(after, high, False)] if after else []
    return _all(_compares(*side) for side in sides)


def _width_holds(bound: str | None, value: str) -> bool | None:
    px = length_px(value)
    if not value or px is None:
        return None if value else True
    if bound is None:
        return px == SCREEN_WIDTH
    return px <= SCREEN_WIDTH if bound == "min" else px >= SCREEN_WIDTH


def _compares(comparison: str, value: str, first: bool) -> bool | None:  # noqa: FBT001
    """Whether the width stands so to a value, which comes before or behind it."""
    px = length_px(value)
    if px is None:
        return None
    compare = _COMPARISONS[comparison]
    return compare(px, SCREEN_WIDTH) if first else compare(SCREEN_WIDTH, px)


def _feature_supported(text: str) -> bool | None:
    return True if _SUPPORTED.fullmatch(text) else None


def _all(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    return False if False in found else None if None in found else True


def _any(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    return True if True in found else None if None in found else False
