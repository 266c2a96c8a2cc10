"""Plain text as HTML that may stand in another page: escaped, and with links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from mimekit.conversion.plain.blocks import Block, BlockKind, Line
from mimekit.conversion.plain.links import split_urls

SIGNATURE_CLASS = "signature"


def plain_html(blocks: Iterable[Block]) -> str:
    r"""The blocks of a plain text as HTML, in lines.

    >>> from mimekit.conversion.plain.blocks import read_blocks
    >>> print(plain_html(read_blocks("1 < 2\nYes.\n\n> Is it?\n-- \nAnn")), end="")
    <p>1 &lt; 2<br>
    Yes.</p>
    <blockquote>
    <p>Is it?</p>
    </blockquote>
    <div class="signature">
    <p>Ann</p>
    </div>
    """
    pieces: list[str] = []
    depth = 0
    for is_signature, group in groupby(blocks, lambda block: block.is_signature):
        pieces += ["</blockquote>\n"] * depth
        depth = 0
        pieces += [f'<div class="{SIGNATURE_CLASS}">\n'] * is_signature
        for block in group:
            pieces += ["<blockquote>\n"] * (block.depth - depth)
            pieces += ["</blockquote>\n"] * (depth - block.depth)
            depth = block.depth
            pieces += [*_iter_html(block), "\n"]
        pieces += ["</div>\n"] * is_signature
    return "".join([*pieces, *["</blockquote>\n"] * depth])


def _iter_html(block: Block) -> Iterator[str]:
    if block.kind == BlockKind.PREFORMATTED:
        # HTML drops one line end behind <pre>.
        yield "<pre>\n" + "\n".join(_linked(line.text) for line in block.lines) + "</pre>"
        return
    yield "<ul>\n" if block.kind == BlockKind.LIST else "<p>"
    below: Iterable[Line | None] = (*block.lines[1:], None)
    for line, following in zip(block.lines, below, strict=True):
        yield "<li>" if line.is_item else ""
        yield _linked(line.text).replace("  ", "&nbsp; ")
        if following is None or following.is_item:
            yield "</li>\n" if block.kind == BlockKind.LIST else ""
        else:
            yield "<br>\n" if line.is_ended else "\n"
    yield "</ul>" if block.kind == BlockKind.LIST else "</p>"


def _linked(text: str) -> str:
    """Escaped text, its URLs as links."""
    return "".join(
        f'<a href="{escape(piece)}">{escape(piece)}</a>' if is_url else escape(piece, quote=False)
        for piece, is_url in split_urls(text)
    )
