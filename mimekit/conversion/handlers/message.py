"""message/rfc822 and multipart/*: one document of everything in it."""

from __future__ import annotations

from collections.abc import Iterator

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.document.sections import read_document
from mimekit.conversion.document.writers import WRITERS
from mimekit.conversion.handler import Handler
from mimekit.conversion.hidden_text import warn_of_hidden
from mimekit.message.part import Message, parse


def convert_message(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The message as a document of that type."""
    writer = WRITERS[to]
    document = read_document(
        _message_of(content), writer.inner, context, prefers_html=writer.prefers_html
    )
    warn_of_hidden(document.unseen, context)
    warnings = [*context.warnings]
    for section in document.sections:
        warnings += section.conversion.warnings if section.conversion is not None else ()
    text = writer.write_message(document, warnings, context.options)
    octets = text.encode("utf-8", "replace")
    parameters = {"charset": "utf-8"}
    yield Content(media_type=to, octets=octets, parameters=parameters, files=document.files)


def _message_of(content: Content) -> Message:
    """The message that the part is or encloses; what is not of a message is parsed."""
    part = content.part
    if isinstance(part, Message) and content.is_whole:
        return part
    enclosed = part.message if part is not None else None
    return enclosed if enclosed is not None else parse(content.octets)


HANDLERS = (
    Handler(
        name="message",
        accepts=("message/rfc822", "message/global", "message/news", "multipart/*"),
        produces=tuple(WRITERS),
        convert=convert_message,
        priority=-10,
        max_seconds=3600.0,  # what is inside has the same budget
    ),
)
