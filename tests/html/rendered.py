"""What a renderer makes of Markdown: and all text of HTML: for tests of what is written."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def iter_rendered(markdown: str) -> Iterator[Token]:
    """All tokens, those inside of lines too."""
    for token in RENDERER.parse(markdown):
        yield token
        yield from token.children or ()


def kinds(markdown: str) -> set[str]:
    """What a reader sees besides paragraphs of text: "strong_open", "html_inline"."""
    plain = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak"}
    return {token.type for token in iter_rendered(markdown)} - plain


def text_of(markdown: str) -> str:
    """The words that are seen, with one blank between."""
    pieces = []
    for token in iter_rendered(markdown):
        if token.type in {"text", "code_inline", "fence", "code_block", "image"}:
            pieces.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or token.type.endswith("_close"):
            pieces.append(" " if token.type.removesuffix("_close") in _BLOCKS else "")
    return " ".join("".join(pieces).split())


_BLOCKS = frozenset(
    (
        *("blockquote", "hardbreak", "heading", "list_item", "paragraph", "softbreak", "td", "th"),
        *("tr", "inline", "table"),
    )
)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += (f" {value} " for name, value in attrs if name == "alt")
        self.texts += " " * (tag in {"br", "div", "li", "p", "td", "th"})

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def page_words(html: str) -> str:
    """All text of a page, however it looks, and that of its images."""
    words = _Words()
    words.feed(html)
    words.close()
    return " ".join("".join(words.texts).split())
