"""The body of an HTML page that is safe to show: it runs, sends and loads nothing.

What is written is made anew twice. First from the tokens of the document, with what is
`harmless`, with links that a reader may follow, and with images that are part of the result.
Then that, which is well nested and not deep, is parsed by nh3, which builds the tree that a
browser would build, takes away what is not on the same lists, and writes it out: so that no
difference between two parsers lets anything through.

What is not done: style sheets are not applied, so that mail that needs them looks plain; text
that is hidden by its own style stays, hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final, NamedTuple

from mimekit.html.color import parse_legacy_color
from mimekit.html.declarations import plain
from mimekit.html.document import clean
from mimekit.html.elements import DROPPED, FORMATTING
from mimekit.html.harmless import (
    ATTRIBUTES,
    ELEMENTS,
    PROPERTIES,
    harmless_style,
    is_data_image,
)
from mimekit.html.html_writer import HtmlWriter
from mimekit.html.tokens import START, TEXT, iter_tokens, parse_attributes
from mimekit.html.urls import Target, clean_url, is_remote, scheme_of

MAX_DEPTH: Final = 200
"""Elements that are open at a time. The tags of deeper ones are left out: to build a tree of n
nested elements takes n * n steps. Newsletters nest 60."""

MAX_FORMATTING: Final = 16
"""Formatting elements that are open at a time. HTML opens them again in each paragraph that they
are not closed before."""

LINK_SCHEMES: Final = frozenset(("cid", "http", "https", "mailto", "tel"))

_ACTIVE: Final = frozenset(
    (
        *("applet", "base", "embed", "form", "frame", "iframe", "input", "link", "meta"),
        *("object", "script"),
    )
)
"""Elements that run, send or embed something, or change what others refer to."""

_LOADING: Final = frozenset(("background", "data", "poster", "src", "srcset"))
"""Attributes whose URLs are fetched when the page is shown."""

_REMOTE_IN_STYLE = re.compile(
    r"""(?:url\(|@import|image-set\()\s*["']?\s*(?:(?:https?|ftp):|//)"""
)


class Sanitized(NamedTuple):
    """What may be shown, and what was taken away."""

    html: str
    remote_removed: int = 0
    """References to something on a server that showing the page would have fetched."""
    active_removed: int = 0
    """Scripts, handlers of events, forms, frames, and links that are programs."""
    images_missing: int = 0
    """Images of other parts of the message in place of which there is none."""


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
    if not isinstance(html, str):
        raise TypeError(f"html must be str, not {type(html).__name__}")
    sanitizer = _Sanitizer(image or (lambda _: None))
    sanitizer.read(clean(html))
    return Sanitized(
        _parsed_again("".join(sanitizer.writer.out)),
        sanitizer.remote,
        sanitizer.active,
        sanitizer.missing,
    )


class _Sanitizer:
    """One pass over the tokens of a document."""

    def __init__(self, image: Target) -> None:
        self.writer = HtmlWriter()
        self.remote = 0
        self.active = 0
        self.missing = 0
        self._image = image
        self._checks: dict[str, Callable[[str], str | None]] = {
            "href": self._link,
            "src": self._source,
            "style": self._style,
        }

    def read(self, html: str) -> None:
        """Write what may stay."""
        dropped = ""  # the element whose content is passed over
        for kind, text, written in iter_tokens(html):
            if kind == START:
                kept = self._attributes(text, written)
                if text == "body" and not (dropped or self.writer.depth):
                    self._body(written)
                elif not dropped and text in DROPPED:
                    dropped = text
                elif not dropped and text in ELEMENTS and self._has_room(text):
                    self.writer.start(text, kept)
            elif kind == TEXT and dropped:
                if dropped == "style":
                    self.remote += len(_REMOTE_IN_STYLE.findall(plain(text)))
            elif kind == TEXT:
                self.writer.out.append(escape(text, quote=False))
            elif dropped:
                dropped = "" if text == dropped else dropped
            else:
                self.writer.end(text)
        self.writer.end_all()

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

    def _attributes(self, element: str, written: str) -> str:
        """The attributes that may stay; what others would have done is counted."""
        self.active += element in _ACTIVE
        kept = []
        for name, value in parse_attributes(written).items() if written else ():
            if name not in ATTRIBUTES or element not in ELEMENTS:
                self._count(element, name, value)
                continue
            check = self._checks.get(name)
            text = value if check is None else check(value)
            if text is not None:
                kept.append(f' {name}="{escape(text)}"')
        return "".join(kept)

    def _count(self, element: str, name: str, value: str) -> None:
        """An attribute that is left out."""
        if name.startswith("on"):
            self.active += 1
        elif name in _LOADING or (name == "href" and element in {"link", "image", "use"}):
            self.remote += is_remote(clean_url(value))
        elif name == "style":
            self._style(value)

    def _link(self, url: str) -> str | None:
        url = clean_url(url)
        scheme = scheme_of(url)
        self.active += scheme in {"data", "javascript", "vbscript"}
        return url if scheme in LINK_SCHEMES else None

    def _source(self, url: str) -> str | None:
        url = clean_url(url)
        if is_remote(url):
            self.remote += 1
            return None
        is_part = scheme_of(url) == "cid"
        found = self._image(url) if is_part else url
        if found is not None and is_data_image(found):
            return found
        self.missing += is_part
        return None

    def _style(self, style: str) -> str | None:
        if "(" in style or "\\" in style or "@" in style:
            self.remote += len(_REMOTE_IN_STYLE.findall(plain(style)))
        return harmless_style(style) or None


def _parsed_again(html: str) -> str:
    """What nh3 leaves of HTML: all of it, unless a browser would read it otherwise."""
    import nh3  # noqa: PLC0415 - only who sanitizes needs it

    return nh3.clean(
        html,
        tags=set(ELEMENTS),
        clean_content_tags=set(DROPPED),
        attributes={"*": set(ATTRIBUTES)},
        attribute_filter=_filter,
        url_schemes=set(LINK_SCHEMES) | {"data"},
        filter_style_properties=set(PROPERTIES),
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


def _filter(element: str, name: str, value: str) -> str | None:
    """An attribute as nh3 found it, checked once more."""
    if name == "src":
        return value if element == "img" and is_data_image(value) else None
    if name == "href":
        return value if element == "a" and scheme_of(clean_url(value)) in LINK_SCHEMES else None
    if name == "style":
        return harmless_style(value) or None
    return value
