"""What a TNEF stream or a .msg file holds."""

from __future__ import annotations

from typing import Final, NamedTuple

from mimekit.plugin import Content

from . import property_tag as tag
from .code_page import codec_of
from .properties import Properties
from .rtf_compression import decompress_rtf

MAX_NESTING: Final = 8
"""Messages inside of messages, in levels: people forward what was forwarded, and a file of a
few thousand octets can nest a thousand."""

MAX_ATTACHMENTS: Final = 5000
"""Attachments of one message."""


class Body(NamedTuple):
    """The text of a message, in one of its forms."""

    media_type: str
    """``text/plain``, ``text/html`` or ``application/rtf``."""
    octets: bytes
    charset: str | None = None
    """None if nothing names it; of RTF, which names its own."""

    @property
    def text(self) -> str:
        """The octets as text with LF line ends; in the likely charset, if none is named."""
        parameters = {"charset": self.charset} if self.charset else {}
        return Content(media_type=self.media_type, octets=self.octets, parameters=parameters).text


class Recipient(NamedTuple):
    """Who gets a message, and in which field."""

    field: str
    """``To``, ``Cc`` or ``Bcc``."""
    name: str
    address: str
    """A mail address, that of another system (``/o=...`` of Exchange), or empty."""


class OutlookAttachment(NamedTuple):
    """A file, an object or a message that is attached."""

    name: str | None
    """The file name; it is the sender's: not safe as a path."""
    octets: bytes
    """The file; of a message in TNEF its own TNEF stream."""
    properties: Properties
    message: OutlookMessage | None = None
    """The attached message, read."""
    placeholder: bytes = b""
    """What stands in TNEF beside a message or object, for readers that know no such thing."""

    @property
    def media_type(self) -> str | None:
        """What the sender says that it is: a text that may be anything."""
        return self.properties.text(tag.ATTACH_MIME_TAG)

    @property
    def content_id(self) -> str | None:
        """The name by which HTML refers to it (RFC 2392)."""
        content_id = self.properties.text(tag.ATTACH_CONTENT_ID)
        return content_id.strip().removeprefix("<").removesuffix(">") if content_id else None


class OutlookMessage(NamedTuple):
    """A message as Outlook keeps it: properties, and what hangs on them."""

    bodies: tuple[Body, ...]
    """All forms of the text that are there, the RTF decompressed."""
    attachments: tuple[OutlookAttachment, ...]
    recipients: tuple[Recipient, ...]
    properties: Properties
    warnings: tuple[str, ...]
    """What is broken or was left out, in sentences; also of the messages inside."""

    @property
    def message_class(self) -> str:
        """What Outlook takes it for, in lower case: ``ipm.note`` is mail."""
        return (self.properties.text(tag.MESSAGE_CLASS) or "").lower()

    def body(self, media_type: str) -> Body | None:
        """The body of that type."""
        return next((body for body in self.bodies if body.media_type == media_type), None)


def read_bodies(
    properties: Properties, code_page: int | None, warnings: list[str]
) -> tuple[Body, ...]:
    """The forms of the text that the properties of a message hold."""
    html_code_page = properties.number(tag.INTERNET_CODE_PAGE) or code_page
    bodies = [
        _body("text/plain", properties, tag.BODY, code_page),
        _body("text/html", properties, tag.HTML, html_code_page),
    ]
    compressed = properties.octets(tag.RTF_COMPRESSED)
    if compressed:
        rtf, rtf_warnings = decompress_rtf(compressed)
        warnings += rtf_warnings
        bodies.append(Body("application/rtf", rtf) if rtf else None)
    return tuple(body for body in bodies if body is not None)


def _body(media_type: str, properties: Properties, key: int, code_page: int | None) -> Body | None:
    """One body: octets as they stand there; a text in UTF-8."""
    octets = properties.octets(key)
    if octets:
        charset = codec_of(code_page) if code_page else None
        return Body(media_type, octets.rstrip(b"\0"), charset)
    text = properties.text(key)
    return Body(media_type, text.encode("utf-8", "replace"), "utf-8") if text else None


_RECIPIENT_FIELDS: Final = {1: "To", 2: "Cc", 3: "Bcc"}


def read_recipient(properties: Properties) -> Recipient:
    """A row of the recipients' table ([MS-OXOMSG] section 2.2.3.1)."""
    kind = (properties.number(tag.RECIPIENT_TYPE) or 1) & 0xF
    name = properties.text(tag.DISPLAY_NAME) or ""
    address = properties.text(tag.SMTP_ADDRESS, tag.EMAIL_ADDRESS) or ""
    return Recipient(_RECIPIENT_FIELDS.get(kind, "To"), name, address)


def attachment_name(properties: Properties, *others: str | None) -> str | None:
    """The file name of an attachment: the long one, the short one, how it is displayed, others."""
    name = properties.text(tag.ATTACH_LONG_FILENAME, tag.ATTACH_FILENAME, tag.DISPLAY_NAME)
    return next(filter(None, (name, *others)), None)
