"""Markdown as a program of others reads it (CommonMark, and tables and strikethrough)."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_COMMONMARK = MarkdownIt("commonmark")
_WITH_TABLES = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(markdown: str, *, with_tables: bool = True) -> Iterator[Token]:
    """All tokens, those inside of lines too.

    With tables, this reader takes a fence with bars behind it for the head of one; cmark-gfm
    does not.
    """
    for token in (_WITH_TABLES if with_tables else _COMMONMARK).parse(markdown):
        yield token
        yield from token.children or ()


def kinds(markdown: str) -> set[str]:
    """What is in a document, but for text and its lines: headings, links, code ..."""
    plain = {"inline", "text", "softbreak", "hardbreak"}
    found = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens(markdown)}
    return found - plain


def shown_text(markdown: str) -> str:
    """The text that a reader sees, its blanks as one blank."""
    spaced = {"softbreak": " ", "hardbreak": " ", "paragraph_close": " ", "th_close": " "}
    pieces = [
        token.content if token.type in {"text", "fence", "code_block"} else spaced.get(token.type)
        for token in tokens(markdown)
    ]
    return " ".join("".join(piece or "" for piece in pieces).split())
