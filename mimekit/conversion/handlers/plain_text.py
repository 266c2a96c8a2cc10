"""text/plain: flowed lines joined, quotes and signature marked, what is not seen left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimekit.codecs import flowed
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.handler import Handler
from mimekit.conversion.hidden_text import seen_text
from mimekit.conversion.plain.blocks import Block, read_blocks
from mimekit.conversion.plain.html import plain_html
from mimekit.conversion.plain.markdown import plain_markdown


def convert_plain(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The text in UTF-8, as it reads; as Markdown or HTML that shows it."""
    text, is_flowed = seen_text(content, context), _is_yes(content, "format", "flowed")
    if is_flowed:
        text = flowed.decode(text, delsp=_is_yes(content, "delsp", "yes"))
    if to != "text/plain":
        blocks = _in_time(read_blocks(text, is_flowed=is_flowed), context)
        text = plain_markdown(blocks) if to == "text/markdown" else plain_html(blocks)
    yield Content.from_text(text, to)


def _is_yes(content: Content, parameter: str, value: str) -> bool:
    """RFC 3676 section 4: names and values of these parameters are blind to case."""
    return content.parameters.get(parameter, "").lower() == value


def _in_time(blocks: Iterable[Block], context: Context) -> Iterator[Block]:
    for block in blocks:
        context.check()
        yield block


HANDLERS = (
    Handler(
        name="plain",
        accepts=("text/plain",),
        produces=("text/plain", "text/markdown", "text/html"),
        convert=convert_plain,
        priority=-10,
    ),
)
