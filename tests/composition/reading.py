"""What a composed message says, as several libraries read it."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Any, NamedTuple

from mimekit import Message, parse

try:
    import fast_mail_parser

    HAS_FAST_MAIL_PARSER = True
except ImportError:  # it is a peer, not a need
    HAS_FAST_MAIL_PARSER = False


class Said(NamedTuple):
    """Addresses by field, subject, text, HTML, and attachments as pairs of name and octets."""

    addresses: dict[str, list[tuple[str, str]]]
    subject: str
    text: str | None
    html: str | None
    attachments: list[tuple[str, bytes]]


def lines(text: str | None) -> str | None:
    """A text with line ends LF."""
    return None if text is None else text.replace("\r\n", "\n").replace("\r", "\n")


def by_mimekit(octets: bytes) -> Said:
    message = parse(octets)
    return Said(
        {
            name: [(mailbox.display_name, mailbox.addr_spec) for mailbox in mailboxes]
            for name, mailboxes in _fields(message)
            if mailboxes
        },
        message.subject or "",
        message.text,
        message.html,
        [(part.filename or "", part.content) for part in message.attachments],
    )


def _fields(message: Message) -> list[tuple[str, Any]]:
    return [("from", message.from_), ("to", message.to), ("cc", message.cc), ("bcc", message.bcc)]


def by_email(octets: bytes) -> Said:
    message: Any = email.message_from_bytes(octets, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    leaves: list[Any] = [part for part in message.walk() if not part.is_multipart()]
    return Said(
        {
            name: [(one.display_name, one.addr_spec) for one in message[name].addresses]
            for name in ("from", "to", "cc", "bcc")
            if message[name]
        },
        str(message["subject"] or ""),
        _text(leaves, "text/plain"),
        _text(leaves, "text/html"),
        [
            (part.get_filename() or "", part.get_payload(decode=True))
            for part in leaves
            if part.get_content_disposition()
        ],
    )


def _text(leaves: list[Any], media_type: str) -> str | None:
    for part in leaves:
        if part.get_content_type() == media_type and not part.get_content_disposition():
            octets: bytes = part.get_payload(decode=True)
            return lines(octets.decode(part.get_content_charset()))
    return None


def by_fast_mail_parser(octets: bytes) -> Said:
    message = fast_mail_parser.parse_email(octets)
    return Said(
        {},
        message.subject,
        lines(message.text_plain[0]) if message.text_plain else None,
        lines(message.text_html[0]) if message.text_html else None,
        [(one.filename, bytes(one.content)) for one in message.attachments],
    )
