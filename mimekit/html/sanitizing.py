"""The body of an HTML page that is safe to show: it runs, sends and loads nothing.

What is written is made anew twice. First from the tokens of the document, with what is
`harmless`, with links that a reader may follow, and with images that are part of the result.
Then that, which is well nested and not deep, is parsed by nh3, which builds the tree that a
browser would build, takes away what is not on the same lists, and writes it out: so that no
difference between two parsers lets anything through.

What a reader does not see goes, too. Style sheets are gone, so that what they hid would be seen:
the one walk by which text and Markdown are made tells of each text and image whether it is seen.
An element that is hidden with all that is in it stays empty, and hidden.

What is not done: style sheets are not applied otherwise, so that mail that needs them looks plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, NamedTuple

from mimekit.html.color import parse_legacy_color
from mimekit.html.document import prepare
from mimekit.html.elements import DROPPED, FORMATTING
from mimekit.html.harmless import (
    ATTRIBUTES,
    ELEMENTS,
    PROPERTIES,
    harmless_style,
    is_data_image,
)
from mimekit.html.hidden import Hidden
from mimekit.html.html_writer import HtmlWriter
from mimekit.html.layout import Layout
from mimekit.html.safe_tags import LINK_SCHEMES, SafeTags, count_remote
from mimekit.html.seen_page import SeenPage
from mimekit.html.tokens import START, TEXT, Token, parse_attributes
from mimekit.html.urls import Target, Targets, clean_url, scheme_of

MAX_DEPTH: Final = 200
"""Elements that are open at a time. The tags of deeper ones are left out: to build a tree of n
nested elements takes n * n steps. Newsletters nest 60."""

MAX_FORMATTING: Final = 16
"""Formatting elements that are open at a time. HTML opens them again in each paragraph that they
are not closed before."""

# A noncharacter in place of "&amp;": for each of those nh3 copies the text before it, which
# takes the square of their number.
_STAND_IN: Final = "\ufdd0"

_WRITTEN: Final = ELEMENTS - {"bdo"}
"""Of `ELEMENTS` those that are written: text that ``bdo`` turns is written as it is seen."""

_NOT_SHOWN: Final = ' style="display:none"'


class Sanitized(NamedTuple):
    """What may be shown, and what was taken away."""

    html: str
    remote_removed: int = 0
    """References to something on a server that showing the page would have fetched."""
    active_removed: int = 0
    """Scripts, handlers of events, forms, frames, and links that are programs."""
    images_missing: int = 0
    """Images of other parts of the message in place of which there is none."""
    hidden: tuple[Hidden, ...] = ()
    """Text that no reader sees, in the order of the document; it is left out."""


def sanitize(html: str, *, image: Target | None = None) -> str:
    """The body of a page that shows ``html`` and runs, sends and loads nothing.

    See `read_sanitized`.

    >>> sanitize("<p onclick=x()>Hi <a href='https://a.example'>there</a><script>y()</script>")
    '<p>Hi <a href="https://a.example" rel="noopener noreferrer">there</a></p>'
    """
    return read_sanitized(html, image=image).html


def read_sanitized(html: str, *, image: Target | None = None) -> Sanitized:
    """The body of a page that shows ``html``, and how much was taken away.

    ``image`` gives the ``data:`` URL in place of the ``cid:`` URL of an image, or None. What
    it gives must be an image of pixels in base64; else the image is left out, with its
    alternative text in its place. Links lead to ``http``, ``https``, ``mailto``, ``tel`` and
    ``cid`` URLs, without an opener or a referrer.

    Takes time and memory in proportion to ``html``, whatever it holds.

    >>> safe = read_sanitized('<img src="https://t.example/?you" alt="Logo"><img src="cid:a">')
    >>> safe.html, safe.remote_removed, safe.images_missing
    ('<img alt="Logo"><img>', 1, 1)
    >>> sanitize('<img src="cid:a">', image={"cid:a": "data:image/png;base64,AA=="}.get)
    '<img src="data:image/png;base64,AA==">'
    """
    sanitizer = _Sanitizer(image or (lambda _: None))
    hidden = sanitizer.read(html)
    return Sanitized(
        _parsed_again("".join(sanitizer.writer.out)),
        sanitizer.remote,
        sanitizer.active,
        sanitizer.missing,
        tuple(hidden),
    )


class _Sanitizer:
    """One pass over the tokens of a document, one step behind the walk that tells what is seen."""

    def __init__(self, image: Target) -> None:
        self.writer = HtmlWriter()
        self.remote = 0
        self.active = 0
        self.missing = 0
        self._tags = SafeTags(image)
        self._page = SeenPage()
        self._is_image_seen = False

    def read(self, html: str) -> list[Hidden]:
        """Write what may stay; what is hidden is returned."""
        layout, tokens = prepare(html, self._page, Targets(_nowhere, self._see_image))
        layout.read(self._follow(layout, tokens))
        self.writer.end_all()
        return layout.hidden()

    def _see_image(self, _url: str) -> None:
        """The walk asks where an image leads only if it is seen."""
        self._is_image_seen = True

    def _follow(self, layout: Layout, tokens: Iterable[Token]) -> Iterator[Token]:
        """Hand the walk its tokens; each is written when the walk is through with it."""
        page, writer = self._page, self.writer
        in_style = False
        for token in tokens:
            page.seen = ""
            yield token
            kind, name, written = token
            if kind == TEXT:
                if page.seen:
                    writer.out.append(escape(page.seen, quote=False))
                elif in_style:
                    self.remote += count_remote(name)
            elif kind == START:
                self._start(name, written, layout)
            elif not layout.is_muted:
                writer.end(name)
            in_style = kind == START and name == "style"

    def _start(self, name: str, written: str, layout: Layout) -> None:
        """A start tag: it may stay if it is harmless, seen, and there is room."""
        is_seen = name != "img" or self._is_image_seen
        self._is_image_seen = False
        tag = self._tags.read(name, written, is_seen=is_seen)
        self.remote += tag.remote
        self.active += tag.active
        self.missing += tag.missing
        if layout.is_muted:
            return
        if name == "body" and not self.writer.depth:
            self._body(written)
        elif is_seen and name in _WRITTEN and self._has_room(name):
            is_shown = layout.style.reason is None
            self.writer.start(name, tag.attributes if is_shown else _NOT_SHOWN)

    def _body(self, written: str) -> None:
        """Put what the body looks like into an element of its own: light text needs its ground."""
        attributes = parse_attributes(written)
        styles = [
            f"{name}: #{round(red):02x}{round(green):02x}{round(blue):02x}"
            for name, attribute in (("background-color", "bgcolor"), ("color", "text"))
            if (color := parse_legacy_color(attributes.get(attribute, ""))) is not None
            for red, green, blue, _ in (color,)
        ]
        styles.append(harmless_style(attributes.get("style", "")))
        if style := "; ".join(filter(None, styles)):
            self.writer.start("div", f' style="{escape(style)}"')

    def _has_room(self, name: str) -> bool:
        """Whether one element more may be open."""
        return self.writer.depth < MAX_DEPTH and (
            name not in FORMATTING or self.writer.formatting < MAX_FORMATTING
        )


def _nowhere(_url: str) -> None:
    """No link matters to what is seen."""


def _parsed_again(html: str) -> str:
    """What nh3 leaves of HTML: all of it, unless a browser would read it otherwise."""
    import nh3  # noqa: PLC0415 - only who sanitizes needs it

    made = nh3.clean(
        html.replace(_STAND_IN, "\ufffd").replace("&amp;", _STAND_IN),
        tags=set(ELEMENTS),
        clean_content_tags=set(DROPPED),
        attributes={"*": set(ATTRIBUTES)},
        attribute_filter=_filter,
        url_schemes=set(LINK_SCHEMES) | {"data"},
        filter_style_properties=set(PROPERTIES),
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return made.replace(_STAND_IN, "&amp;")


def _filter(element: str, name: str, value: str) -> str | None:
    """An attribute as nh3 found it, checked once more."""
    value = value.replace(_STAND_IN, "&")
    if name == "src":
        return value if element == "img" and is_data_image(value) else None
    if name == "href":
        return value if element == "a" and scheme_of(clean_url(value)) in LINK_SCHEMES else None
    if name == "style":
        return harmless_style(value) or None
    return value
