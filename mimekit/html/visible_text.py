"""The text that a reader sees of HTML, and the text that is hidden from the reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mimekit.html.hidden import Hidden
from mimekit.html.layout import Layout
from mimekit.html.style_sheet import StyleSheet
from mimekit.html.tokens import START, TEXT, Token, iter_tokens, parse_attributes


class VisibleText(NamedTuple):
    """What is seen, and what is not."""

    text: str
    hidden: tuple[Hidden, ...] = ()
    """In the order of the document; what stands together, in one piece."""


def visible_text(html: str) -> str:
    """The text that a reader sees of ``html``, with LF line ends.

    Blocks stand on lines of their own, paragraphs, lists and tables between empty lines.
    Quotes have ``> ``, list items ``* `` or their number, cells stand between `` | ``, links
    are followed by their URL in angle brackets if the text is another, images are their
    alternative text. Text that is hidden is left out; see `read_visible`.

    >>> print(visible_text("<p>Dear <b>you</b>,<ul><li>one<li><a href='http://x.org'>two</a></ul>"))
    Dear you,
    <BLANKLINE>
    * one
    * two <http://x.org>
    >>> visible_text('Pay <span style="display:none">no </span>attention')
    'Pay attention'
    """
    return read_visible(html).text


def read_visible(html: str) -> VisibleText:
    """The text that a reader sees of ``html``, and each hidden text with its reason.

    Takes time and memory in proportion to ``html``, whatever it holds.

    >>> read_visible('Hi<p style="font-size:0">spam words').hidden
    (Hidden(text='spam words', reason=<Reason.FONT_SIZE: 'font-size'>),)
    """
    if not isinstance(html, str):
        raise TypeError(f"html must be str, not {type(html).__name__}")
    tokens: Iterable[Token] = iter_tokens(_clean(html))
    sheet = StyleSheet()
    if "<style" in html.lower():
        tokens = list(tokens)
        _read_sheets(sheet, tokens)
    layout = Layout(sheet)
    layout.read(tokens)
    return VisibleText(layout.text(), tuple(layout.hidden()))


def _clean(html: str) -> str:
    """Line ends as LF (HTML Standard section 13.2.3.5), and no lone surrogates."""
    if "\r" in html:
        html = html.replace("\r\n", "\n").replace("\r", "\n")
    try:
        html.encode()
    except UnicodeEncodeError:
        html = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return html


def _read_sheets(sheet: StyleSheet, tokens: Iterable[Token]) -> None:
    """Add the content of all style elements."""
    media = None
    for kind, text, written in tokens:
        if kind == TEXT and media is not None:
            sheet.add(text, media)
        media = None
        if kind == START and text == "style":
            attributes = parse_attributes(written)
            if attributes.get("type", "").strip().lower() in {"", "text/css"}:
                media = attributes.get("media", "")
