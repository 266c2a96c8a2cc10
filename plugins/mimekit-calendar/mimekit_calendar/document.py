"""A short document, and how it is written as text, Markdown and HTML.

Everything in it comes from a sender: nothing of it becomes markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Final, NamedTuple

from mimekit.plugin import Context, escape_line, seen_texts

# A link that shows where it leads, and can hold nothing but that (RFC 3986 section 2).
_URL = re.compile(r"(?:https?://|mailto:|tel:)[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]{1,2000}")

_PAGE: Final = (
    '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{}\n</body></html>\n'
)


class Heading(NamedTuple):
    """A heading; level 1 is that of the document."""

    level: int
    text: str


class Row(NamedTuple):
    """Something with its name: ``Where: the lighthouse``; and what belongs to it."""

    label: str
    value: str
    items: tuple[str, ...] = ()


class Paragraph(NamedTuple):
    """Text of several lines."""

    text: str


Block = Heading | Row | Paragraph


@dataclass
class Document:
    """Blocks one below the other."""

    blocks: list[Block] = field(default_factory=list)

    def row(self, label: str, value: str, items: tuple[str, ...] = ()) -> None:
        """Add a row, on one line, if it says something."""
        value = " ".join(value.split())
        items = tuple(" ".join(item.split()) for item in items)
        if value or items:
            self.blocks.append(Row(label, value, items))

    def drop_unseen(self, context: Context) -> None:
        """Drop the characters that nobody sees from all texts, and warn of them once."""
        given = [text for block in self.blocks for text in _iter_given(block)]
        texts = iter(seen_texts(given, context))
        self.blocks = [_with_texts(block, texts) for block in self.blocks]

    def render(self, media_type: str) -> str:
        """The document as text/html, text/markdown, or else as plain text."""
        if media_type == "text/html":
            return _PAGE.format("\n".join(_iter_html(self.blocks)))
        as_markdown = media_type == "text/markdown"
        return "".join(_iter_markdown(self.blocks) if as_markdown else _iter_text(self.blocks))


def _iter_given(block: Block) -> Iterator[str]:
    """The texts of a block that a sender wrote, or may have."""
    if isinstance(block, Row):
        yield from (block.label, block.value, *block.items)
    else:
        yield block.text


def _with_texts(block: Block, texts: Iterator[str]) -> Block:
    """The block with other texts, in the same order."""
    if isinstance(block, Row):
        return Row(next(texts), next(texts), tuple(next(texts) for _ in block.items))
    return block._replace(text=next(texts))


def _markdown_text(text: str) -> str:
    """Lines as Markdown, each on a line of its own, empty ones between paragraphs."""
    lines = [escape_line(line) for line in text.split("\n")]
    return "\n".join(
        f"{line}\\" if line and after else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    )


def _markdown_value(text: str) -> str:
    return f"<{text}>" if _URL.fullmatch(text) else escape_line(text)


def _html_value(text: str) -> str:
    safe = escape(text)
    return f'<a href="{safe}" rel="noreferrer">{safe}</a>' if _URL.fullmatch(text) else safe


def _iter_text(blocks: list[Block]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        if isinstance(block, Row):
            yield f"{block.label}: {block.value}".rstrip() + "\n"
            yield from (f"  - {item}\n" for item in block.items)
        elif isinstance(block, Heading):
            yield ("\n" if number else "") + f"{block.text}\n\n"
        else:
            yield f"\n{block.text}\n"


def _iter_markdown(blocks: list[Block]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        if isinstance(block, Row):
            yield (
                f"- **{escape_line(block.label)}:** {_markdown_value(block.value)}".rstrip() + "\n"
            )
            yield from (f"  - {_markdown_value(item)}\n" for item in block.items)
        elif isinstance(block, Heading):
            title = f"{'#' * block.level} {escape_line(block.text)}\n\n"
            yield ("\n" if number else "") + title
        else:
            yield f"\n{_markdown_text(block.text)}\n"


def _iter_html(blocks: list[Block]) -> Iterator[str]:
    in_list = False
    for block in blocks:
        if in_list != isinstance(block, Row):
            in_list = not in_list
            yield "<ul>" if in_list else "</ul>"
        if isinstance(block, Row):
            items = "".join(f"<li>{_html_value(item)}</li>" for item in block.items)
            inner = f"<ul>{items}</ul>" if items else ""
            label = f"<strong>{escape(block.label)}:</strong>"
            yield f"<li>{label} {_html_value(block.value)}{inner}</li>"
        elif isinstance(block, Heading):
            yield f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        else:
            yield "<p>" + escape(block.text).replace("\n", "<br>\n") + "</p>"
    if in_list:
        yield "</ul>"
