r"""Plain text as Markdown.

Its lines stay lines, its quotes quotes; no character of it is markup. A line that its author
ended ends with a backslash. A rule of asterisks stands above the signature: one of hyphens
could be the beginning of front matter, or make a heading of what stands above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mimekit.conversion.plain.blocks import Block, BlockKind, Line
from mimekit.conversion.plain.links import split_urls
from mimekit.html.markdown_escapes import escape_markdown, escape_text, fence

RULE: Final = "***"


def plain_markdown(blocks: Iterable[Block]) -> str:
    r"""The blocks of a plain text as Markdown, with the line end of the last line.

    >>> from mimekit.conversion.plain.blocks import read_blocks
    >>> print(plain_markdown(read_blocks("Yes.\n# It is.\n\n> Is it?\n-- \nAnn")), end="")
    Yes.\
    \# It is.
    <BLANKLINE>
    > Is it?
    <BLANKLINE>
    ***
    <BLANKLINE>
    Ann
    """
    lines: list[str] = []
    before = None
    for block in blocks:
        if before is not None:
            # An empty line of both quotes: without it the text would go on in the inner one.
            lines.append(("> " * min(before.depth, block.depth)).rstrip())
        if block.is_signature and not (before and before.is_signature):
            lines += [RULE, ""]
        prefix = "> " * block.depth
        lines += [(prefix + line).rstrip() for line in _iter_lines(block)]
        before = block
    return "".join(line + "\n" for line in lines)


def _iter_lines(block: Block) -> Iterator[str]:
    if block.kind == BlockKind.PREFORMATTED:
        yield from fence("\n".join(line.text for line in block.lines)).splitlines()
        return
    below: Iterable[Line | None] = (*block.lines[1:], None)
    for line, following in zip(block.lines, below, strict=True):
        indentation = "- " if line.is_item else "  " * (block.kind == BlockKind.LIST)
        is_broken = line.is_ended and following is not None and not following.is_item
        yield indentation + _escaped(line.text) + "\\" * is_broken


def _escaped(text: str) -> str:
    """One line, its URLs in angle brackets, once."""
    pieces = list(split_urls(text.strip()))
    written: list[str] = []
    for at, (piece, is_url) in enumerate(pieces):
        if is_url:
            written.append(f"<{piece}>")
            continue
        start, end = _is_bracketed(pieces, at - 1), len(piece) - _is_bracketed(pieces, at + 1)
        escape = escape_text if at else escape_markdown
        written.append(escape(piece[start:end]))
    return "".join(written)


def _is_bracketed(pieces: Sequence[tuple[str, bool]], at: int) -> bool:
    """Whether a piece is a URL with angle brackets around it."""
    if not 0 < at < len(pieces) - 1 or not pieces[at][1]:
        return False
    return pieces[at - 1][0].endswith("<") and pieces[at + 1][0].startswith(">")
