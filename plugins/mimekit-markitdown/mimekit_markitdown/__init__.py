"""A plugin of markitdown, which gives it mail; and of mimekit, which gets documents from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import Any, Final, Protocol

from mimekit.plugin import Content, Context, Handler, hookimpl

__plugin_interface_version__ = 1  # what markitdown looks for

# What markitdown reads of files alone. Not audio, which it sends to a service to be transcribed,
# and not images, for which it starts a program or asks a model.
ACCEPTS: Final = (
    "application/atom+xml",
    "application/epub+zip",
    "application/pdf",
    "application/rss+xml",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/x-ipynb+json",
)

# A conversion takes the way with the fewest handlers. This one more type on the way lets those
# who make HTML of a document, and leave Markdown to mimekit, come first by their priority.
MARKITDOWN: Final = "text/x-markitdown"


class MarkItDown(Protocol):
    """What is called of a ``markitdown.MarkItDown``."""

    def register_converter(self, converter: Any, *, priority: float = 0.0) -> None:  # noqa: ANN401
        """Add a converter; the lowest priority is asked first, of equal ones the newest."""


def register_converters(markitdown: MarkItDown, **_options: object) -> None:
    """Let a MarkItDown convert mail by mimekit; it calls this if its plugins are enabled."""
    from mimekit_markitdown.mail import MailConverter  # noqa: PLC0415 - for markitdown only

    # Before its own converter of .msg, and before those that take any text.
    markitdown.register_converter(MailConverter(), priority=-1.0)


def convert_document(content: Content, to: str, context: Context) -> Iterator[Content]:
    """A document as markitdown reads it."""
    from mimekit_markitdown.documents import markdown_of  # noqa: PLC0415 - for documents only

    yield Content.from_text(markdown_of(content, context), to, name=content.name)


def convert_result(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """What markitdown made, as the Markdown that it is."""
    yield Content.from_text(content.text, to, name=content.name)


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """Handlers for what nothing else converts; none where markitdown is not installed."""
    if find_spec("markitdown") is None:
        return ()
    return (
        Handler(
            name="document",
            accepts=ACCEPTS,
            produces=(MARKITDOWN,),
            convert=convert_document,
            priority=-20,
            isolated=True,
            max_seconds=60.0,
            max_memory_bytes=4 << 30,  # it loads a model to tell types
        ),
        Handler(
            name="markdown",
            accepts=(MARKITDOWN,),
            produces=("text/markdown",),
            convert=convert_result,
            priority=-20,
        ),
    )
