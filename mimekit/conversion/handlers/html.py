"""text/html: to text, to Markdown, and sanitised; text that is hidden is left out and told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.data_url import parse_picture
from mimekit.conversion.handler import Handler
from mimekit.conversion.hidden_text import warn_of_hidden
from mimekit.html.markdown import read_markdown
from mimekit.html.sanitizing import read_sanitized
from mimekit.html.urls import is_remote
from mimekit.html.visible_text import read_visible


def convert_to_text(content: Content, to: str, context: Context) -> Iterator[Content]:
    """What a reader sees of the page."""
    visible = read_visible(content.text)
    warn_of_hidden(visible.hidden, context)
    yield Content.from_text(visible.text, to)


def convert_to_markdown(content: Content, to: str, context: Context) -> Iterator[Content]:
    """What a reader sees of the page; its pictures are those of the message.

    Pictures on servers are left out, and counted: whoever shows the Markdown would fetch them,
    and so tell the sender that it is read.
    """
    remote = 0
    # What the handler before this one put beside the page, by `Context.add_file`.
    own = {quote(f"{context.options.folder}{file.name}") for file in content.files}

    def image(url: str) -> str | None:
        nonlocal remote
        remote += is_remote(url)
        picture = parse_picture(url)
        if picture is not None:
            media_type, octets = picture
            name = f"picture.{media_type.partition('/')[2]}"
            return context.add_file(Content(media_type=media_type, octets=octets, name=name))
        return url if url in own else context.link(url)

    read = read_markdown(content.text, image=image)
    warn_of_hidden(read.hidden, context)
    if remote or read.tracking_pixels:
        detail = f"{remote + read.tracking_pixels} remote images were left out"
        context.warn(detail, WarningCode.REMOTE_CONTENT)
    yield replace(Content.from_text(read.text, to), files=content.files)


def convert_to_safe_html(content: Content, to: str, context: Context) -> Iterator[Content]:
    """What may be shown of the page; its pictures are those of the message."""
    safe = read_sanitized(content.text, image=context.link)
    warn_of_hidden(safe.hidden, context)
    if safe.remote_removed:
        detail = f"{safe.remote_removed} references to remote content were left out"
        context.warn(detail, WarningCode.REMOTE_CONTENT)
    yield Content.from_text(safe.html, to)


HANDLERS = (
    Handler(
        name="html-to-text",
        accepts=("text/html", "application/xhtml+xml"),
        produces=("text/plain",),
        convert=convert_to_text,
        priority=-10,
    ),
    Handler(
        name="html-to-markdown",
        accepts=("text/html", "application/xhtml+xml"),
        produces=("text/markdown",),
        convert=convert_to_markdown,
        priority=-10,
    ),
    Handler(
        name="safe-html",
        accepts=("text/html", "application/xhtml+xml"),
        produces=("text/html",),
        convert=convert_to_safe_html,
        priority=-10,
    ),
)
