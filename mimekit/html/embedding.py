"""The content of an HTML page, to stand inside another one: what a reply quotes.

It is written anew from its tokens, in one pass. What is done:

1. Of the elements those of `ELEMENTS` stay. The tags of others are dropped and their text
   stays, but for scripts, style sheets, titles, templates and frames, which go with all that
   is in them; so do comments.
2. Of the attributes those of `ATTRIBUTES` stay: no event handlers, classes, ids or names.
3. A link stays if its scheme is one of `SCHEMES`; an image if it is ``http``, ``https``, an
   inline ``data:`` image of a common type, or a ``cid:`` that is given a new name.
4. Of ``style`` those declarations stay whose property is in `PROPERTIES`, and whose value has
   no ``url()``, no other function but those of colours, no escape and no negative number: none
   may load anything or leave its place.
5. End tags that match nothing are dropped, and what is open at the end is closed, so that
   nothing ends the element that it is put into.

What is not done: style sheets are not applied, so that mail that needs them looks plain;
images on servers are not removed, so that they tell the sender who looks at them, as they did
in the original; text that is hidden by its style stays, hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Final, TypeAlias
from urllib.parse import unquote

from mimekit.html.elements import BARRIERS, DROPPED, HEADINGS, LISTS, TABLE_PARTS, VOID
from mimekit.html.tokens import END, TEXT, iter_tokens, parse_attributes

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

SCHEMES: Final = frozenset(("ftp", "http", "https", "mailto", "tel"))

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

_NewName: TypeAlias = Callable[[str], str | None]

# URL Standard section 4.4: controls and blanks around a URL go, and line ends within it.
_LEFT_OUT_OF_URL = re.compile(r"^[\x00- ]+|[\x00- ]+$|[\t\n\r]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*+):")
_DATA_IMAGE = re.compile(r"data:image/(?:gif|jpeg|png|webp);base64,", re.IGNORECASE)
_COLOR_FUNCTION = re.compile(r"(?:rgb|hsl)a?\([0-9a-z.,%/ ]*\)", re.IGNORECASE)
# Functions, escapes, comments, at-rules, and negative numbers.
_NOT_PLAIN = re.compile(r"[\\@<>{}():]|/\*|(?<![a-z_-])-[\d.]", re.IGNORECASE)

_TABLE_OR_CELL: Final = frozenset(("caption", "table", "td", "th"))
# HTML closes these by itself; to close them once more may open an empty one.
_CLOSED_BY_OTHERS: Final = TABLE_PARTS - {"table"} | {"dd", "dt", "li", "p"}


def embedded(html: str, new_name: _NewName = lambda _: None) -> str:
    """The content of ``html`` that another page may hold.

    ``new_name`` gives each Content-ID that an image refers to another one, or None to drop the
    reference.

    >>> embedded("<body onload=x()><p>Hi <a href='javascript:y()'>there</a></div><script>z()")
    '<p>Hi <a>there</a>'
    >>> embedded('<img src="cid:logo" alt="Loom">', lambda cid: f"1.{cid}@example.org")
    '<img src="cid:1.logo@example.org" alt="Loom">'
    """
    writer = _Writer()
    dropped = ""  # the element whose content is passed over
    for kind, text, written in iter_tokens(html):
        if dropped:
            dropped = "" if kind == END and text == dropped else dropped
        elif kind == TEXT:
            writer.out.append(escape(text, quote=False))
        elif kind == END:
            writer.end(text)
        elif text in DROPPED:
            dropped = text
        elif text in ELEMENTS:
            writer.start(text, "".join(_iter_attributes(written, new_name)))
    writer.end_all()
    return "".join(writer.out)


class _Writer:
    """What is written, and which elements are open."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._stack: list[str] = []
        self._open: dict[str, int] = {}  # how many of each name
        self._scopes: list[dict[str, int]] = [{}]  # the same, by barrier
        self._tables: list[str] = []  # tables, and the cells and captions in them

    def start(self, name: str, attributes: str) -> None:
        """A start tag."""
        if name == "table" and self._tables[-1:] == ["table"]:
            # HTML Standard section 13.2.6.4.9: in no cell it ends the table that is open.
            self.end("table")
        self.out.append(f"<{name}{attributes}>")
        if name in VOID:
            return
        self._stack.append(name)
        if name in _TABLE_OR_CELL:
            self._tables.append(name)
        for count in (self._open, self._scopes[-1]):
            count[name] = count.get(name, 0) + 1
        if name in BARRIERS:
            self._scopes.append({})

    def end(self, name: str) -> None:
        """An end tag: it closes what is open inside of its element, but for tables."""
        in_reach = self._open if name in TABLE_PARTS else self._scopes[-1]
        if not in_reach.get(name):
            return
        while self._stack[-1] != name:
            self._close()
        self._close(is_told=True)

    def end_all(self) -> None:
        """The end of the text."""
        while self._stack:
            self._close()

    def _close(self, *, is_told: bool = False) -> None:
        name = self._stack.pop()
        if name in _TABLE_OR_CELL:
            self._tables.pop()
        if name in BARRIERS:
            self._scopes.pop()
        for count in (self._open, self._scopes[-1]):
            count[name] -= 1
        if is_told or name not in _CLOSED_BY_OTHERS:
            self.out.append(f"</{name}>")


def _iter_attributes(written: str, new_name: _NewName) -> Iterator[str]:
    if not written:
        return
    for name, value in parse_attributes(written).items():
        if name not in ATTRIBUTES:
            continue
        kept: str | None = value
        if name == "href":
            kept = _link(value)
        elif name == "src":
            kept = _image(value, new_name)
        elif name == "style":
            kept = _style(value)
        if kept is not None:
            yield f' {name}="{escape(kept)}"'


def _link(url: str) -> str | None:
    url = _LEFT_OUT_OF_URL.sub("", url)
    match = _SCHEME.match(url)
    return url if match and match[1].lower() in SCHEMES else None


def _image(url: str, new_name: _NewName) -> str | None:
    url = _LEFT_OUT_OF_URL.sub("", url)
    match = _SCHEME.match(url)
    scheme = match[1].lower() if match else ""
    if scheme == "cid":
        name = new_name(unquote(url[4:]))
        return None if name is None else f"cid:{name}"
    return url if scheme in {"http", "https"} or _DATA_IMAGE.match(url) else None


def _style(style: str) -> str | None:
    """The declarations that may stay; None if there is none."""
    kept = []
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name in PROPERTIES and value and not _NOT_PLAIN.search(_COLOR_FUNCTION.sub(" ", value)):
            kept.append(f"{name}: {value}")
    return "; ".join(kept) or None
