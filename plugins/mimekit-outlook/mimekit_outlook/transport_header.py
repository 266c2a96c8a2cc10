"""The header block that a message came with (PidTagTransportMessageHeaders).

Its text is the sender's, or anybody's who made the file. So it is parsed as a header block,
and what it says is written anew, field by field; a field that cannot be is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from mimekit import ComposeError, Group, Headers, Mailbox, Message, parse

from .header_text import header_text, present, read_address

MAX_COPIED_FIELDS: Final = 200
"""Fields that have no counterpart among the properties. Long ways have some thirty."""

# Fields that are made of the properties or by composing, and signatures of octets that are
# no more.
_NOT_COPIED: Final = frozenset(
    {
        *("arc-authentication-results", "arc-message-signature", "arc-seal", "bcc", "cc"),
        *("date", "dkim-signature", "from", "importance", "in-reply-to", "message-id"),
        *("microsoft mail internet headers version 2.0", "mime-version", "references"),
        *("sender", "subject", "to"),
    }
)


class TransportHeader(NamedTuple):
    """What a header block says; empty if there is none that makes sense."""

    from_: tuple[Mailbox | Group, ...] = ()
    to: tuple[Mailbox | Group, ...] = ()
    cc: tuple[Mailbox | Group, ...] = ()
    subject: str | None = None
    date: datetime | None = None
    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    """Other fields: name and text."""


def read_transport_header(text: str | None) -> TransportHeader:
    r"""The fields of a header block; a text without From and Date is none.

    >>> header = read_transport_header("From: ann@example.com\r\nX-Note: one\r\n two\r\n")
    >>> header.from_[0].addr_spec, header.others
    ('ann@example.com', (('X-Note', 'one two'),))
    """
    if not text:
        return TransportHeader()
    message = parse(text.encode("utf-8", "replace"))
    if "From" not in message.headers and "Date" not in message.headers:
        return TransportHeader()
    return TransportHeader(
        _addresses(message.headers, "From"),
        _addresses(message.headers, "To"),
        _addresses(message.headers, "Cc"),
        message.subject,
        message.date,
        message.message_id,
        message.in_reply_to,
        message.references,
        tuple(_others(message.headers)),
    )


def _addresses(headers: Headers, name: str) -> tuple[Mailbox | Group, ...]:
    fields = headers.get_fields(name)
    return present(
        address for field in fields[:1] for address in map(_checked, field.as_grouped_addresses())
    )


def _checked(address: Mailbox | Group) -> Mailbox | Group | None:
    if isinstance(address, Mailbox):
        return read_address(address.display_name, address.addr_spec)
    inside = map(_checked, address.mailboxes)
    mailboxes = tuple(mailbox for mailbox in inside if isinstance(mailbox, Mailbox))
    return Group(header_text(address.display_name), mailboxes)


def _others(headers: Headers) -> Iterator[tuple[str, str]]:
    for field in headers.fields[:MAX_COPIED_FIELDS]:
        name = field.name
        if name.lower() not in _NOT_COPIED and not name.lower().startswith("content-"):
            yield name, field.as_text()


def add_fields(message: Message, fields: tuple[tuple[str, str], ...]) -> int:
    """Add fields to a message; how many of them cannot be written."""
    refused = 0
    for name, text in fields:
        try:
            message.headers.add(name, text)
        except ComposeError:  # a control, or not what the field holds
            refused += 1
    return refused
