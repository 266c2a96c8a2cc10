"""The header block of a new message (RFC 5322 section 3.6).

Bcc is written: the message is its sender's copy, the third form of RFC 5322 section 3.6.3,
and whoever sends it takes the recipients from it and the field out of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

from mimekit.errors import ComposeError
from mimekit.fields.addr_spec import ascii_domain
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.body_format import Address, FieldValue, read_addresses
from mimekit.fields.by_name import SINGLE, grammar_of
from mimekit.fields.folding import check_name, fold, format_field
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.message_id import format_message_ids, parse_message_ids
from mimekit.wire import SEVEN_BIT, WireFormat

Addresses: TypeAlias = Address | Iterable[Address]
"""Addresses of one field."""

ExtraFields: TypeAlias = Mapping[str, FieldValue] | Iterable[tuple[str, FieldValue]]
"""Header fields that have no argument of their own, in their order."""

# Fields that are set by an argument, or by what the message is made of.
_OWN: Final = frozenset(
    ("date", "from", "to", "cc", "bcc", "subject", "message-id", "mime-version")
)


class Seed:
    """Where what is random comes from: the system, or what the caller gave."""

    def __init__(self, seed: str | bytes | int | None) -> None:
        self._seed = secrets.token_hex(16) if seed is None else f"{type(seed).__name__} {seed!r}"

    def text(self, purpose: str) -> str:
        """The same text for the same seed and purpose: 32 hexadecimal digits."""
        octets = f"{purpose} {self._seed}".encode("utf-8", "surrogatepass")
        return sha256(octets).hexdigest()[:32]


class Envelope(NamedTuple):
    """The addresses of a message, as its fields have them."""

    from_: tuple[Mailbox | Group, ...]
    to: tuple[Mailbox | Group, ...]
    cc: tuple[Mailbox | Group, ...]
    bcc: tuple[Mailbox | Group, ...]


def read_envelope(from_: Addresses, to: Addresses, cc: Addresses, bcc: Addresses) -> Envelope:
    """The addresses; `ComposeError` for one that is none, and if there is no author."""
    envelope = Envelope(
        read_addresses("From", from_),
        _recipients("To", to),
        _recipients("Cc", cc),
        _recipients("Bcc", bcc),
    )
    if not envelope.from_:
        raise ComposeError("a message has an author: from_ is empty")
    return envelope


def _recipients(name: str, value: Addresses) -> tuple[Mailbox | Group, ...]:
    return read_addresses(name, value) if value else ()


def open_groups(addresses: Iterable[Mailbox | Group]) -> Iterator[Mailbox]:
    """The mailboxes, those of groups among them."""
    for address in addresses:
        yield from (address,) if isinstance(address, Mailbox) else address.mailboxes


def choose_wire(envelope: Envelope, extra: Iterable[tuple[str, FieldValue]]) -> WireFormat:
    """What the header fields are written in: 7 bits, unless an address has no such form."""
    addresses = [*chain.from_iterable(envelope)]
    for name, value in extra:
        if grammar_of(name.lower()) is parse_address_list:
            # A value of another type is its TypeError.
            addresses += read_addresses(name, value)  # type: ignore[arg-type]
    is_ascii = all(mailbox.local_part.isascii() for mailbox in open_groups(addresses))
    return SEVEN_BIT if is_ascii else WireFormat(utf8=True)


def header_block(
    envelope: Envelope,
    extra: Iterable[tuple[str, FieldValue]],
    wire: WireFormat,
    *,
    subject: str | None,
    date: datetime | None,
    message_id: str | None,
    seed: Seed,
) -> bytes:
    """All fields but those that tell of the body, folded."""
    moment = datetime.now().astimezone() if date is None else date
    own: list[tuple[str, FieldValue]] = [("Date", moment), ("From", envelope.from_)]
    recipients = zip(("To", "Cc", "Bcc"), envelope[1:], strict=True)
    own += ((name, addresses) for name, addresses in recipients if addresses)
    if subject:
        own.append(("Subject", subject))
    fields = [format_field(name, value, wire=wire) for name, value in own]
    author = next(open_groups(envelope.from_), None)
    fields.append(message_id_field(author, message_id, seed, wire))
    _check_sender(envelope, extra)
    fields += (format_field(name, value, wire=wire) for name, value in extra)
    return b"".join([*fields, fold("MIME-Version", "1.0", wire=wire)])


def id_domain(envelope: Envelope) -> str:
    """The domain of the ids that a message is given: the author's."""
    return _domain_of(next(open_groups(envelope.from_), None))


def _domain_of(author: Mailbox | None) -> str:
    domain = author.domain if author else "localhost"
    return ascii_domain(domain) or domain


def message_id_field(
    author: Mailbox | None, message_id: str | None, seed: Seed, wire: WireFormat
) -> bytes:
    """Message-ID, made at the domain of the author if it is not given."""
    if not isinstance(message_id, str | None):
        raise TypeError(f"message_id is a str, not {type(message_id).__name__}")
    if message_id is None:
        message_id = f"{seed.text('Message-ID')}@{_domain_of(author)}"
    elif message_id.startswith("<") and message_id.endswith(">"):
        message_id = message_id[1:-1]
    body = format_message_ids([message_id], utf8=wire.utf8)
    if parse_message_ids(body.encode()).defects or "@" not in message_id:
        raise ComposeError(f"{message_id!r} is no message id")
    return fold("Message-ID", body, wire=wire)


def iter_extra(headers: ExtraFields | None) -> Iterator[tuple[str, FieldValue]]:
    """Further fields; `ComposeError` for one that is set elsewhere or stands twice."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
    seen: set[str] = set()
    for name, value in pairs:
        check_name(name)
        lower = name.lower()
        if lower in _OWN or lower.startswith("content-"):
            raise ComposeError(f"{name} is not set by headers: it is made of the arguments")
        if lower in SINGLE and lower in seen:
            raise ComposeError(f"{name} may stand once (RFC 5322 section 3.6)")
        seen.add(lower)
        yield name, tuple(value) if isinstance(value, Iterator) else value  # it is read twice


def _check_sender(envelope: Envelope, extra: Iterable[tuple[str, FieldValue]]) -> None:
    """RFC 5322 section 3.6.2: of several authors, one field says who sends; it is one mailbox."""
    senders = [value for name, value in extra if name.lower() == "sender"]
    for value in senders:
        addresses = read_addresses("Sender", value)  # type: ignore[arg-type] # or its TypeError
        if len(addresses) != 1 or isinstance(addresses[0], Group):
            raise ComposeError("Sender is one mailbox")
    if not senders and len([*open_groups(envelope.from_)]) > 1:
        raise ComposeError("several authors need a Sender, in headers")
