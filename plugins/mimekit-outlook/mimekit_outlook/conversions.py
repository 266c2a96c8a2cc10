"""What the handlers do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimekit import Message, Part, visible_text
from mimekit.plugin import Content, Context, WarningCode

from .calendar_text import calendar_method, calendar_text
from .composition import Texts, message_name, texts_of, to_message
from .msg import read_msg
from .outlook_message import OutlookAttachment, OutlookMessage
from .rtf_text import HIDDEN_TEXT, rtf_to_html, rtf_to_text
from .tnef import read_tnef

_UNKNOWN_TYPE = "application/octet-stream"


def convert_tnef(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """What a TNEF stream holds: its text, the meeting that it is about, its attachments.

    The text is left out if the message around the stream has it too.
    """
    tnef = read_tnef(content.octets)
    _warn(tnef.warnings, context)
    warnings: list[str] = []
    yield from _iter_texts(texts_of(tnef, warnings), content.part)
    _warn(warnings, context)
    calendar = calendar_text(tnef)
    if calendar is not None:
        yield _calendar(calendar, tnef)
    for number, attachment in enumerate(tnef.attachments, 1):
        context.check()
        yield _attached(attachment, number, context)


def convert_msg(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """A .msg file as one message, made anew of what it holds."""
    message = read_msg(content.octets)
    warnings: list[str] = list(message.warnings)
    composed = to_message(message, warnings)
    _warn(warnings, context)
    yield _message(composed, content.name)


def convert_rtf(content: Content, to: str, context: Context) -> Iterator[Content]:
    """RTF as HTML or as plain text."""
    warnings: list[str] = []
    convert = rtf_to_html if to == "text/html" else rtf_to_text
    text = convert(content.octets, warnings)
    _warn(warnings, context)
    yield Content.from_text(text, to, name=content.name)


def _iter_texts(texts: Texts, part: Part | None) -> Iterator[Content]:
    """The text in its best form, if the message that the part is in does not have it."""
    if texts.html is None and texts.plain is None:
        return
    plain = visible_text(texts.html) if texts.html is not None else texts.plain or ""
    around = _message_around(part)
    if around is not None and plain.split() == around.readable_text().split():
        return
    if texts.html is not None:
        yield Content.from_text(texts.html, "text/html")
    else:
        yield Content.from_text(plain)


def _message_around(part: Part | None) -> Message | None:
    while part is not None and part.parent is not None:
        part = part.parent
    return part if isinstance(part, Message) else None


def _calendar(text: str, message: OutlookMessage) -> Content:
    return Content(
        media_type="text/calendar",
        octets=text.encode(),
        parameters={"charset": "utf-8", "method": calendar_method(message) or "PUBLISH"},
    )


def _attached(attachment: OutlookAttachment, number: int, context: Context) -> Content:
    if attachment.message is not None:
        warnings: list[str] = []
        composed = to_message(attachment.message, warnings, seed=str(number))
        _warn(warnings, context)
        return _message(composed, attachment.name)
    try:
        media_type = (attachment.media_type or _UNKNOWN_TYPE).strip().lower()
        return _file(attachment, media_type)
    except ValueError:  # the sender can write anything there
        return _file(attachment, _UNKNOWN_TYPE)


def _file(attachment: OutlookAttachment, media_type: str) -> Content:
    is_of_parts = media_type.startswith("multipart/")  # it names no boundary
    return Content(
        media_type=_UNKNOWN_TYPE if is_of_parts else media_type,
        octets=attachment.octets,
        name=attachment.name,
        content_id=attachment.content_id,
    )


def _message(message: Message, name: str | None) -> Content:
    return Content(
        media_type="message/rfc822", octets=bytes(message), name=name and message_name(name)
    )


def _warn(warnings: Iterable[str], context: Context) -> None:
    for warning in dict.fromkeys(warnings):
        code = WarningCode.HIDDEN_TEXT if warning == HIDDEN_TEXT else WarningCode.NOTE
        context.warn(warning, code)
