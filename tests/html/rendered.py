"""What a renderer makes of Markdown: for tests of what is written."""

from __future__ import annotations

from collections.abc import Iterator

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
