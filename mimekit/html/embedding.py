"""The content of an HTML page, to stand inside another one: what a reply quotes.

It is written anew from its tokens, in one pass. What is done:

1. Elements, attributes and declarations of ``style`` stay if they are `harmless`. The tags of
   other elements are dropped and their text stays, but for scripts, style sheets, titles,
   templates and frames, which go with all that is in them; so do comments.
2. A link stays if its scheme is one of `LINK_SCHEMES`; an image if it is ``http``, ``https``, an
   inline ``data:`` image of a common type, or a ``cid:`` that is given a new name.
3. End tags that match nothing are dropped, and what is open at the end is closed, so that
   nothing ends the element that it is put into.

What is not done: style sheets are not applied, so that mail that needs them looks plain;
images on servers are not removed, so that they tell the sender who looks at them, as they did
in the original; text that is hidden by its style stays, hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import TypeAlias
from urllib.parse import unquote

from mimekit.html.elements import DROPPED
from mimekit.html.harmless import ATTRIBUTES, ELEMENTS, harmless_style, is_data_image
from mimekit.html.html_writer import HtmlWriter
from mimekit.html.tokens import END, TEXT, iter_tokens, parse_attributes
from mimekit.html.urls import LINK_SCHEMES, clean_url, scheme_of

_NewName: TypeAlias = Callable[[str], str | None]


def embedded(html: str, new_name: _NewName = lambda _: None) -> str:
    """The content of ``html`` that another page may hold.

    ``new_name`` gives each Content-ID that an image refers to another one, or None to drop the
    reference.

    >>> embedded("<body onload=x()><p>Hi <a href='javascript:y()'>there</a></div><script>z()")
    '<p>Hi <a>there</a>'
    >>> embedded('<img src="cid:logo" alt="Loom">', lambda cid: f"1.{cid}@example.org")
    '<img src="cid:1.logo@example.org" alt="Loom">'
    """
    writer = HtmlWriter()
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
            kept = harmless_style(value) or None
        if kept is not None:
            yield f' {name}="{escape(kept)}"'


def _link(url: str) -> str | None:
    url = clean_url(url)
    return url if scheme_of(url) in LINK_SCHEMES else None


def _image(url: str, new_name: _NewName) -> str | None:
    url = clean_url(url)
    scheme = scheme_of(url)
    if scheme == "cid":
        name = new_name(unquote(url[4:]))
        return None if name is None else f"cid:{name}"
    return url if scheme in {"http", "https"} or is_data_image(url) else None
