"""What kinds of elements there are (HTML Standard sections 13.1.2, 13.2.4.2 and 15.3)."""

from __future__ import annotations

from typing import Final

VOID: Final = frozenset(
    [
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img"),
        *("input", "keygen", "link", "meta", "param", "source", "track", "wbr"),
    ]
)
"""Elements without content and end tag."""

DROPPED: Final = frozenset(
    [
        *("datalist", "iframe", "noembed", "noframes", "rp", "script", "style", "template"),
        "title",
    ]
)
"""Elements whose content is not text of the page. ``noscript`` is: mail runs no scripts."""

FOREIGN_HIDDEN: Final = frozenset(
    [
        *("annotation", "annotation-xml", "clippath", "defs", "desc", "mask", "metadata"),
        *("pattern", "symbol"),
    ]
)
"""Elements of SVG and MathML whose content is not shown where it stands (SVG 2 section 5)."""

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

LISTS: Final = frozenset(("dir", "dl", "menu", "ol", "ul"))

SPACED: Final = HEADINGS | LISTS | {"blockquote", "figure", "listing", "p", "pre", "xmp"}
"""Blocks with an empty line before and behind them."""

BLOCKS: Final = SPACED | frozenset(
    [
        *(
            "address",
            "article",
            "aside",
            "center",
            "dd",
            "details",
            "dialog",
            "div",
            "dt",
            "fieldset",
        ),
        *("figcaption", "footer", "form", "header", "hgroup", "legend", "li", "main", "nav"),
        *("optgroup", "option", "plaintext", "search", "section", "summary", "caption"),
    ]
)
"""Elements that stand on lines of their own."""

P_ENDING: Final = (BLOCKS - {"caption", "legend", "optgroup", "option"}) | {"hr", "table"}
"""Elements whose start tag ends a paragraph."""

FORMATTING: Final = frozenset(
    [
        *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong"),
        *("tt", "u"),
    ]
)
"""Elements that go on behind the end of a block that they were opened in."""

BARRIERS: Final = frozenset(
    ("applet", "caption", "marquee", "object", "table", "td", "template", "th")
)
"""Elements that an end tag inside of them does not reach through."""

ROW_GROUPS: Final = frozenset(("tbody", "tfoot", "thead"))
CELLS: Final = frozenset(("td", "th"))
TABLE_PARTS: Final = ROW_GROUPS | CELLS | {"caption", "col", "colgroup", "table", "tr"}
