r"""A plugin of mimekit for what Outlook and Exchange write: TNEF, .msg and RTF.

>>> import mimekit
>>> from mimekit.plugin import Content
>>> rtf = Content(media_type="text/rtf", octets=rb"{\rtf1 Hello \b you\b0 .}")
>>> mimekit.convert(rtf, "text/html").text
'<p>Hello <b>you</b>.</p>\n'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mimekit.plugin import Content, Context, Handler, hookimpl

if TYPE_CHECKING:
    from .msg import read_msg
    from .outlook_message import Body, OutlookAttachment, OutlookMessage, Recipient
    from .properties import Properties
    from .property_tag import PropertyName
    from .rtf_compression import DecompressedRtf, decompress_rtf
    from .rtf_text import rtf_to_html, rtf_to_text
    from .tnef import read_tnef

# Where each name stands: it is loaded when it is used, so that the plugin costs nothing.
_PUBLIC = {
    "Body": "outlook_message",
    "DecompressedRtf": "rtf_compression",
    "OutlookAttachment": "outlook_message",
    "OutlookMessage": "outlook_message",
    "Properties": "properties",
    "PropertyName": "property_tag",
    "Recipient": "outlook_message",
    "decompress_rtf": "rtf_compression",
    "read_msg": "msg",
    "read_tnef": "tnef",
    "rtf_to_html": "rtf_text",
    "rtf_to_text": "rtf_text",
}

__all__ = [
    "Body",
    "DecompressedRtf",
    "OutlookAttachment",
    "OutlookMessage",
    "Properties",
    "PropertyName",
    "Recipient",
    "decompress_rtf",
    "mimekit_handlers",
    "read_msg",
    "read_tnef",
    "rtf_to_html",
    "rtf_to_text",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: any public name
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_PUBLIC[name]}", __name__), name)
    globals()[name] = value
    return value


def convert_tnef(content: Content, to: str, context: Context) -> Iterator[Content]:
    """What a TNEF stream holds: its text, the meeting that it is about, its attachments."""
    from . import conversions  # noqa: PLC0415 - composing, for conversions only

    return conversions.convert_tnef(content, to, context)


def convert_msg(content: Content, to: str, context: Context) -> Iterator[Content]:
    """A .msg file as one message, made anew of what it holds."""
    from . import conversions  # noqa: PLC0415 - composing, for conversions only

    return conversions.convert_msg(content, to, context)


def convert_rtf(content: Content, to: str, context: Context) -> Iterator[Content]:
    """RTF as HTML or as plain text."""
    from . import conversions  # noqa: PLC0415 - composing, for conversions only

    return conversions.convert_rtf(content, to, context)


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """The containers, and RTF."""
    return (
        Handler(
            name="tnef",
            accepts=("application/ms-tnef", "application/vnd.ms-tnef"),
            produces=("*/*",),
            convert=convert_tnef,
        ),
        Handler(
            name="msg",
            accepts=("application/vnd.ms-outlook", "application/x-msg"),
            produces=("*/*",),
            convert=convert_msg,
        ),
        Handler(
            name="rtf",
            accepts=("application/rtf", "text/rtf", "application/x-rtf", "text/x-rtf"),
            produces=("text/html", "text/plain"),
            convert=convert_rtf,
        ),
    )
