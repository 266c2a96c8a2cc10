"""What may stay of a page that is shown inside of another one: no part of it acts or loads.

1. Elements that have content to read, none that run, embed or send anything.
2. Attributes without event handlers, classes, ids and names.
3. Of ``style`` those declarations whose property is in `PROPERTIES`, and whose value has no
   ``url()``, no other function but those of colours, no escape and no negative number: none may
   load anything or leave its place.
4. Images in ``data:`` URLs if their type is one of pixels.
"""

from __future__ import annotations

import re
from typing import Final

from mimekit.html.elements import HEADINGS, LISTS, TABLE_PARTS

ELEMENTS: Final = (HEADINGS | LISTS | TABLE_PARTS) | frozenset(
    (
        *("a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote"),
        *("br", "center", "cite", "code", "dd", "del", "dfn", "div", "dt", "em", "figcaption"),
        *("figure", "font", "footer", "header", "hr", "i", "img", "ins", "kbd", "li", "main"),
        *("mark", "nobr", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike"),
        *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)

ATTRIBUTES: Final = frozenset(
    (
        *("align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan"),
        *("dir", "face", "height", "href", "hspace", "lang", "nowrap", "rowspan", "size", "span"),
        *("src", "start", "style", "title", "type", "valign", "vspace", "width"),
    )
)

PROPERTIES: Final = frozenset(
    (
        *("background-color", "border-collapse", "border-radius", "border-spacing", "color"),
        *("direction", "display", "font", "height", "letter-spacing", "line-height"),
        *("list-style-type", "max-height", "max-width", "min-height", "min-width", "opacity"),
        *("overflow", "table-layout", "vertical-align", "visibility", "white-space", "width"),
        *("word-break", "word-spacing", "word-wrap"),
        *(f"font-{name}" for name in ("family", "size", "style", "variant", "weight")),
        *(f"text-{name}" for name in ("align", "decoration", "indent", "transform")),
        *(
            f"{name}{side}"
            for name in ("border", "margin", "padding")
            for side in ("", "-top", "-right", "-bottom", "-left")
        ),
        *(f"border-{name}" for name in ("color", "style", "width")),
    )
)

_DATA_IMAGE = re.compile(
    r"data:image/(?:avif|bmp|gif|jpeg|png|webp);base64,[a-z0-9+/=%_ -]*+", re.IGNORECASE
)
_COLOR_FUNCTION = re.compile(r"(?:rgb|hsl)a?\([0-9a-z.,%/ ]*\)", re.IGNORECASE)
# Functions, escapes, comments, at-rules, and negative numbers.
_NOT_PLAIN = re.compile(r"[\\@<>{}():]|/\*|(?<![a-z_-])-[\d.]", re.IGNORECASE)


def is_data_image(url: str) -> bool:
    """Whether a clean URL is an image of pixels itself.

    >>> is_data_image("data:image/png;base64,AA=="), is_data_image("data:image/svg+xml;base64,AA")
    (True, False)
    """
    return bool(_DATA_IMAGE.fullmatch(url))


def harmless_style(style: str) -> str:
    """The declarations that may stay; "" if there is none.

    >>> harmless_style("color: RED; position: fixed; background-color: url(x); margin: -9px")
    'color: RED'
    """
    kept = []
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name in PROPERTIES and value and not _NOT_PLAIN.search(_COLOR_FUNCTION.sub(" ", value)):
            kept.append(f"{name}: {value}")
    return "; ".join(kept)
