"""Declaration blocks: the values of the properties that decide whether text is seen.

Deviations from CSS:

1. Everything is compared in lower case, names of custom properties too.
2. Shorthands give those of their longhands that matter. Properties of one writing direction
   (``inset-inline-start``) are those of a page from left to right.
3. Of most values it is not checked whether they are valid. A declaration is dropped if that
   can be told, so that the one before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from mimekit.html.color import FUNCTION, parse_color
from mimekit.html.lengths import LENGTH_UNITS, parse_number
from mimekit.html.selectors import ESCAPED

_COLORS = ("color", "background-color", "text-fill-color")
_WIDTHS = ("width", "max-width", "min-width", "height", "max-height", "min-height")
_OFFSETS = ("left", "top", "right", "bottom", "margin-left", "margin-top", "text-indent")
_PADDINGS = ("padding-left", "padding-top", "padding-right", "padding-bottom")
_OVERFLOWS = ("overflow-x", "overflow-y")

PROPERTIES: Final = frozenset(
    (
        *(*_COLORS, *_WIDTHS, *_OFFSETS, *_PADDINGS, *_OVERFLOWS),
        *("display", "visibility", "content-visibility", "opacity", "filter", "mso-hide"),
        *("font-size", "line-height", "letter-spacing", "white-space", "text-security"),
        *("text-shadow", "text-stroke", "background-image", "background-clip"),
        *("position", "transform", "translate", "rotate", "scale", "zoom"),
        *("clip", "clip-path", "mask", "flex", "animation", "direction", "unicode-bidi"),
        *("backface-visibility", "contain", "font-size-adjust"),
    )
)
"""What is kept of a declaration block, besides custom properties."""

INHERITED: Final = frozenset(
    (
        *(
            "color",
            "text-fill-color",
            "text-shadow",
            "text-stroke",
            "text-indent",
            "text-security",
        ),
        *("visibility", "font-size", "line-height", "letter-spacing", "white-space"),
    )
)

PENDING: Final = "\0"
"""Begins the value of a longhand whose shorthand has a ``var()``; its name, ":", its value."""

MAX_CUSTOM: Final = 64
"""Custom properties of one block; newsletters that have any have under 30."""

_LONGEST_CUSTOM: Final = 500
"""Characters of the value of a custom property."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})[ \t\n\r\f]?|([^\n\r\f]))", re.IGNORECASE)

# CSS Syntax Level 3 section 5.4.6, in lower case:
#   declaration := ident ":" value [ "!" "important" ]
_DECLARATION = re.compile(
    r"\s*+(--[^\s:;{}]++|[a-z-]++)\s*+:\s*+"
    r"""((?>(?:[^;"'()]++|"[^"]*+"|'[^']*+'|\((?>(?:[^()"']++|"[^"]*+"|'[^']*+')*)\)|["'()])*));?+"""
    r"|[^;]++;?+|;"
)
_IMPORTANT = re.compile(r"(?<!\s)\s*+!\s*+important\s*+\Z")


class Declarations(NamedTuple):
    """A declaration block: values by property, both in lower case, important ones apart."""

    normal: dict[str, str]
    important: dict[str, str]


def parse_declarations(text: str) -> Declarations:
    """The `PROPERTIES` and custom properties of a style attribute or of the inside of a rule.

    >>> parse_declarations("Display:none !important; color: /* a;b */ RED; x: url(a;b)")
    Declarations(normal={'color': 'red'}, important={'display': 'none'})
    >>> parse_declarations("margin: 0 0 0 -9px; color: white; color: witch").normal
    {'margin-left': '-9px', 'margin-top': '0', 'color': 'white'}
    """
    declarations = Declarations({}, {})
    for match in _DECLARATION.finditer(plain(text)):
        name = match[1]
        if name is None:
            continue
        name = _ALIASES.get(name, name)
        if name in PROPERTIES or name in _SHORTHANDS or name.startswith("--"):
            value, important = _IMPORTANT.subn("", match[2])
            block = declarations.important if important else declarations.normal
            _declare(block, name, value.strip())
    return declarations


def _declare(block: dict[str, str], name: str, value: str) -> None:
    """Add one declaration, if it is valid."""
    if name.startswith("--"):
        if name in block or sum(key.startswith("--") for key in block) < MAX_CUSTOM:
            block[name] = value[: _LONGEST_CUSTOM + 1]
    elif name not in _SHORTHANDS:
        if is_valid(name, value):
            block[name] = value
    elif "var(" in value:
        pending = f"{PENDING}{name}:{value}"
        block.update(dict.fromkeys(_longhands(name), pending))
    else:
        block.update(expand(name, value))


def cascade(blocks: Iterable[Declarations]) -> Declarations:
    """The values that win, of blocks from the weakest to the strongest (CSS Cascade section 6)."""
    normal: dict[str, str] = {}
    important: dict[str, str] = {}
    for block in blocks:
        normal |= block.normal
        important |= block.important
    return Declarations(normal, important)


def plain(text: str) -> str:
    """CSS in lower case, without comments and escapes."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")  # CSS Syntax Level 3 section 3.3
    if "/*" in text:
        text = _COMMENT.sub(" ", text)
    if "\\" in text:
        text = _ESCAPE.sub(_unescape, text)
    return text.lower()


def _unescape(match: re.Match[str]) -> str:
    if match[2]:
        number = ord(match[2])
    else:
        number = int(match[1], 16)
        if not (0 < number < 0xD800 or 0xDFFF < number <= 0x10FFFF):
            number = 0xFFFD
    is_name = number > 0x7F or chr(number).isalnum() or number in b"-_"
    return chr(number if is_name else ESCAPED + number)


# -- shorthands


def expand(shorthand: str, value: str) -> dict[str, str]:
    """The longhands that a shorthand without ``var()`` sets."""
    longhands = _longhands(shorthand)
    if value in WIDE_KEYWORDS:
        return dict.fromkeys(longhands, value)
    values = dict(zip(longhands, _SHORTHANDS[shorthand][1](value), strict=False))
    return values if all(is_valid(*item) for item in values.items()) else {}


def _longhands(shorthand: str) -> tuple[str, ...]:
    return _SHORTHANDS[shorthand][0]


WIDE_KEYWORDS: Final = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))
"""CSS Cascading and Inheritance Level 5 section 7.3: values of every property."""

_PART = re.compile(r"[^\s(),]++(?:\((?>(?:[^()]|\((?>(?:[^()]|\([^()]*+\))*)\))*)\))?")
_IMAGE = re.compile(
    r"(?:url|[a-z-]*gradient|image|image-set|-webkit-image-set|element|cross-fade)\("
)


def split_parts(value: str) -> list[str]:
    """The words and functions of a value."""
    return _PART.findall(value)


def _all(_value: str) -> tuple[str, ...]:
    """``all`` has only the keywords, which `expand` has seen to."""
    return ()


def _sides(value: str) -> list[str]:
    """One to four values: top, right, bottom, left."""
    match split_parts(value):
        case [top, right, bottom, left]:
            return [top, right, bottom, left]
        case [top, right, bottom]:
            return [top, right, bottom, right]
        case [top, right]:
            return [top, right, top, right]
        case [top]:
            return [top] * 4
    return []


def _left_and_top(value: str) -> list[str]:
    return [sides[3], sides[0]] if (sides := _sides(value)) else []


def _pair(value: str) -> list[str]:
    parts = split_parts(value)
    return [parts[0], parts[-1]] if 1 <= len(parts) <= 2 else []


def _background(value: str) -> Iterator[str]:
    """The colour, the images, and whether letters are cut out of them."""
    parts = split_parts(value)
    colors = color_parts(parts)
    yield colors[-1] if colors else "transparent"
    yield " ".join(part for part in parts if _IMAGE.match(part)) or "none"
    yield "text" if "text" in parts else "border-box"


# CSS Fonts Level 4 section 2.7:
#   [ <font-style> || ... ]? <font-size> [ / <line-height> ]? <font-family>
_SIZE = re.compile(
    r"(?:^|\s)((?:[0-9.]{1,12}(?:[a-z]{1,4}|%)|0|[a-z-]*\((?>(?:[^()]|\([^()]*+\))*)\)"
    r"|(?:xx?-|xxx-)?(?:small|large)|medium|smaller|larger))"
    r"(?:\s*+/\s*+([^\s/,]++))?\s++[^\s/,]"
)


def _font(value: str) -> list[str]:
    match = _SIZE.search(value)
    return [match[1], match[2] or "normal"] if match else []


_SHORTHANDS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[str], Iterable[str]]]]] = {
    "all": (tuple(sorted(PROPERTIES - {"direction", "unicode-bidi", "mso-hide"})), _all),
    "background": (("background-color", "background-image", "background-clip"), _background),
    "font": (("font-size", "line-height"), _font),
    "margin": (("margin-left", "margin-top"), _left_and_top),
    "padding": (("padding-top", "padding-right", "padding-bottom", "padding-left"), _sides),
    "inset": (("top", "right", "bottom", "left"), _sides),
    "inset-inline": (("left", "right"), _pair),
    "inset-block": (("top", "bottom"), _pair),
    "overflow": (_OVERFLOWS, _pair),
}

_PREFIXED = (
    *("animation", "backface-visibility", "background-clip", "clip-path", "filter", "mask"),
    *("opacity", "text-security", "text-fill-color", "text-stroke", "transform"),
)
_ALIASES: Final = {
    **{f"-{vendor}-{name}": name for vendor in ("webkit", "moz", "ms") for name in _PREFIXED},
    "-webkit-mask-image": "mask",
    "mask-image": "mask",
    "animation-name": "animation",
    "-webkit-animation-name": "animation",
    "-webkit-text-stroke-width": "text-stroke",
    "flex-grow": "flex",
    "-webkit-flex": "flex",
    "-ms-flex": "flex",
    "inset-inline-start": "left",
    "inset-inline-end": "right",
    "inset-block-start": "top",
    "inset-block-end": "bottom",
    "margin-inline-start": "margin-left",
    "margin-block-start": "margin-top",
    "inline-size": "width",
    "block-size": "height",
    "max-inline-size": "max-width",
    "max-block-size": "max-height",
    "min-inline-size": "min-width",
    "min-block-size": "min-height",
    "overflow-inline": "overflow-x",
    "overflow-block": "overflow-y",
}


# -- validity


def color_parts(parts: Iterable[str]) -> list[str]:
    """Those parts of a value that are colours. A number is none, though `parse_color` reads it."""
    return [part for part in parts if is_color(part) and not _DIGITS.fullmatch(part)]


_DIGITS = re.compile(r"[0-9a-f]++")


def is_color(value: str) -> bool:
    """Whether this is a colour, known or not."""
    return value == "currentcolor" or bool(FUNCTION.match(value)) or parse_color(value) is not None


def is_valid(name: str, value: str) -> bool:
    """Whether a property may have a value, as far as that is known here."""
    return (
        _is_valid(name, value) if len(value) > _LONGEST_CACHED else _is_cached_valid(name, value)
    )


_LONGEST_CACHED: Final = 100
"""Characters. The cache outlives the document."""


def _is_valid(name: str, value: str) -> bool:
    if "var(" in value or value in WIDE_KEYWORDS:
        return True
    if name in _KEYWORDS:
        return bool(value) and _KEYWORDS[name].issuperset(value.split())
    check = _CHECKS.get(name)
    return check is None or check(value)


_is_cached_valid = lru_cache(maxsize=1024)(_is_valid)


def _is_number(value: str) -> bool:
    return "(" in value or parse_number(value) is not None


def _is_size(value: str) -> bool:
    return _is_length(value) and not _NEGATIVE.match(value)


def _is_length(value: str) -> bool:
    if match := _LENGTH.fullmatch(value):
        return match[1] in LENGTH_UNITS
    return value in _LENGTH_KEYWORDS or bool(_LENGTH_FUNCTION.match(value))


_LENGTH = re.compile(r"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:e[+-]?[0-9]++)?([a-z%]*+)")
_NEGATIVE = re.compile(r"-[0-9.]")
_LENGTH_FUNCTION = re.compile(r"[a-z-]++\(")
_LENGTH_KEYWORDS = frozenset(
    (
        *("auto", "none", "normal", "min-content", "max-content", "fit-content", "stretch"),
        *("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"),
        *("smaller", "larger", "math", "-webkit-fill-available", "-moz-available", "contain"),
    )
)
# CSS Display Module Level 3 section 2, and older ones.
_DISPLAYS = (
    "none contents block inline run-in flow flow-root table flex grid ruby math list-item"
    " inline-block inline-table inline-flex inline-grid inline-list-item ruby-text ruby-base"
    " table-row-group table-header-group table-footer-group table-row table-cell table-caption"
    " table-column table-column-group -webkit-box -webkit-inline-box -webkit-flex -moz-box"
    " -ms-flexbox -ms-grid -webkit-inline-flex -ms-inline-flexbox -moz-inline-stack"
)
_SCROLLING = frozenset(("visible", "hidden", "clip", "scroll", "auto", "overlay"))
_KEYWORDS: Final[Mapping[str, frozenset[str]]] = {
    "display": frozenset(_DISPLAYS.split()),
    "visibility": frozenset(("visible", "hidden", "collapse")),
    "content-visibility": frozenset(("visible", "hidden", "auto")),
    "position": frozenset(
        ("static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky", "page")
    ),
    **dict.fromkeys(_OVERFLOWS, _SCROLLING),
}
_CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    **dict.fromkeys(_COLORS, is_color),
    **dict.fromkeys((*_OFFSETS, "letter-spacing"), _is_length),
    **dict.fromkeys((*_WIDTHS, *_PADDINGS, "font-size", "line-height"), _is_size),
    "opacity": _is_number,
}
