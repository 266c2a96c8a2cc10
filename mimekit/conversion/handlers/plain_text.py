"""text/plain: flowed lines joined."""

from __future__ import annotations

from collections.abc import Iterator

from mimekit.codecs import flowed
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.handler import Handler


def convert_plain(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """The text in UTF-8, its flowed lines joined (RFC 3676)."""
    text = content.text
    if content.parameters.get("format", "").lower() == "flowed":
        text = flowed.decode(text, delsp=content.parameters.get("delsp", "").lower() == "yes")
    yield Content.from_text(text, to)


HANDLERS = (
    Handler(
        name="plain",
        accepts=("text/plain",),
        produces=("text/plain", "text/markdown"),
        convert=convert_plain,
        priority=-10,
    ),
)
