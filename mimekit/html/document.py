"""The way from the text of a document to what is laid out on a page."""

from __future__ import annotations

from collections.abc import Iterable

from mimekit.html.layout import Layout
from mimekit.html.layouts import layouts_for
from mimekit.html.page import Page
from mimekit.html.style_sheet import StyleSheet
from mimekit.html.tokens import START, TEXT, Token, iter_tokens, parse_attributes
from mimekit.html.urls import Targets


def lay_out(html: str, page: Page, targets: Targets) -> Layout:
    """Read a document and write what is seen of it on a page.

    Takes time and memory in proportion to ``html``, whatever it holds.
    """
    layout, tokens = prepare(html, page, targets)
    layout.read(tokens)
    return layout


def prepare(html: str, page: Page, targets: Targets) -> tuple[Layout, Iterable[Token]]:
    """A layout that knows the style sheets of a document, and the tokens that it is to read."""
    if not isinstance(html, str):
        raise TypeError(f"html must be str, not {type(html).__name__}")
    tokens: Iterable[Token] = iter_tokens(clean(html))
    sheet = StyleSheet()
    if "<style" in html.lower():
        tokens = list(tokens)
        _read_sheets(sheet, tokens)
    return Layout(sheet, page, targets, layouts_for(page)), tokens


def clean(html: str) -> str:
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
