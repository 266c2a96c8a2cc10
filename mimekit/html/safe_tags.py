"""What may stay of a start tag in a page that loads nothing, and what was taken away."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final, NamedTuple

from mimekit.html.characters import split_hidden
from mimekit.html.declarations import plain
from mimekit.html.harmless import ATTRIBUTES, ELEMENTS, harmless_style, is_data_image
from mimekit.html.tokens import parse_attributes
from mimekit.html.urls import Target, clean_url, is_remote, scheme_of

LINK_SCHEMES: Final = frozenset(("cid", "http", "https", "mailto", "tel"))

MAX_ATTRIBUTE_LENGTH: Final = 16_384
"""Characters of an attribute that is kept, but for an image in it: nh3 takes the square of the
number of references in one."""

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


class SafeTag(NamedTuple):
    """The attributes of a tag that may stay, as they are written, and what went."""

    attributes: str
    remote: int
    active: int
    missing: int


class SafeTags:
    """The start tags of a document. Each is read once: newsletters repeat the same few hundred.

    >>> tags = SafeTags(lambda url: None)
    >>> tags.read("p", " onclick='x()' title=Hi style='top:0;color:red'")
    SafeTag(attributes=' title="Hi" style="color: red"', remote=0, active=1, missing=0)
    """

    def __init__(self, image: Target) -> None:
        self._image = image
        self._known: dict[tuple[str, str, bool], SafeTag] = {}
        self._remote = self._active = self._missing = 0  # of the tag that is being read
        self._checks: dict[str, Callable[[str], str | None]] = {
            "alt": _shown,
            "href": self._link,
            "src": self._source,
            "style": self._style,
            "title": _shown,
        }

    def read(self, element: str, written: str, *, is_seen: bool = True) -> SafeTag:
        """The tag of an element whose attributes are ``written``; of one unseen none stays."""
        key = element, written, is_seen
        tag = self._known.get(key)
        if tag is None:
            self._remote = self._missing = 0
            self._active = element in _ACTIVE
            kept = self._attributes(element, written, is_kept=is_seen and element in ELEMENTS)
            tag = SafeTag(kept, self._remote, self._active, self._missing)
            self._known[key] = tag
        return tag

    def _attributes(self, element: str, written: str, *, is_kept: bool) -> str:
        kept = []
        for name, value in parse_attributes(written).items() if written else ():
            if name not in ATTRIBUTES or not is_kept:
                self._count(element, name, value)
                continue
            check = self._checks.get(name)
            text = value if check is None else check(value)
            if text is not None and (name == "src" or len(text) <= MAX_ATTRIBUTE_LENGTH):
                kept.append(f' {name}="{escape(text)}"')
        return "".join(kept)

    def _count(self, element: str, name: str, value: str) -> None:
        """An attribute that is left out."""
        if name.startswith("on"):
            self._active += 1
        elif name in _LOADING or (name == "href" and element in {"link", "image", "use"}):
            self._remote += is_remote(clean_url(value))
        elif name == "style":
            self._style(value)

    def _link(self, url: str) -> str | None:
        url = clean_url(url)
        scheme = scheme_of(url)
        self._active += scheme in {"data", "javascript", "vbscript"}
        return url if scheme in LINK_SCHEMES else None

    def _source(self, url: str) -> str | None:
        url = clean_url(url)
        if is_remote(url):
            self._remote += 1
            return None
        is_part = scheme_of(url) == "cid"
        found = self._image(url) if is_part else url
        if found is not None and is_data_image(found):
            return found
        self._missing += is_part
        return None

    def _style(self, style: str) -> str | None:
        if "(" in style or "\\" in style or "@" in style:
            self._remote += count_remote(style)
        return harmless_style(style) or None


def count_remote(style: str) -> int:
    """How many references to servers there are in CSS.

    >>> count_remote("a{b:url(http://a.example);c:url(x)}")
    1
    """
    return len(_REMOTE_IN_STYLE.findall(plain(style)))


def _shown(text: str) -> str:
    """A text in an attribute, without characters that nobody sees."""
    return split_hidden(text)[0]
