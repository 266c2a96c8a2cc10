"""What a report takes from the message that it is about.

All of it was written by others: controls become blanks, with a defect, and what a new
message cannot hold is left out.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from mimekit.codecs import base64, quoted_printable
from mimekit.composition.parent_ids import is_writable, parent_ids
from mimekit.composition.report_fields import ReportFields
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.body_format import FieldValue
from mimekit.fields.by_name import parse_return_path
from mimekit.fields.content_type import ContentType
from mimekit.fields.date_time import format_date_time
from mimekit.fields.injection import blank_controls
from mimekit.fields.mailbox import Mailbox
from mimekit.message.attachment import MESSAGE, is_global, message_leaf
from mimekit.message.encode import has_line_ends, identity_encoding, leaf_fields, may_carry
from mimekit.message.leaf import Leaf
from mimekit.message.part import Message
from mimekit.message.report_fields import Fields, TypedText
from mimekit.wire import SEVEN_BIT, WireFormat

Original: TypeAlias = Literal["message", "headers"] | None
"""How much of the message is returned: all of it, its header alone, or nothing."""

MAX_SUBJECT_LENGTH: Final = 200
"""Characters of a subject that are repeated: a header may hold megabytes."""

_HEADERS: Final = ContentType("text", "rfc822-headers", {})
_UTF8_HEADERS: Final = ContentType("message", "global-headers", {})


def check_message(message: object) -> None:
    """Raise TypeError unless this is a message."""
    if not isinstance(message, Message):
        raise TypeError(f"a report is about a Message, not {type(message).__name__}")


def subject_of(message: Message, defects: list[Defect] | None) -> str:
    """The subject, on one line and not too long; "(no subject)" if there is none."""
    subject = blank_controls(message.subject or "", defects).strip()
    if len(subject) > MAX_SUBJECT_LENGTH:
        subject = subject[: MAX_SUBJECT_LENGTH - len("...")] + "..."
    return subject or "(no subject)"


def described(message: Message, subject: str) -> str:
    """Subject and date for people, as ``"Lunch?" of Sat, 28 Nov 2026 10:00:00 +0000``."""
    date = message.date
    if date is None or date.year < 1900:
        return f'"{subject}"'
    return f'"{subject}" of {format_date_time(date)}'


def message_id_of(message: Message) -> str | None:
    """The message id, if it is one that can be written."""
    message_id = message.message_id
    return message_id if message_id and is_writable(message_id) else None


def thread_fields(message: Message, defects: list[Defect] | None) -> list[tuple[str, FieldValue]]:
    """What a reply says of its thread (RFC 3834 section 3.1.6); nothing of one without an id."""
    ids = parent_ids(message, defects)
    if not ids.in_reply_to:
        return []
    return [("In-Reply-To", ids.in_reply_to), ("References", ids.references)]


def original_recipient_of(message: Message, defects: list[Defect] | None) -> TypedText | None:
    """The address that Original-Recipient has (RFC 8098 section 2.3), if it is an address."""
    fields = message.headers.get_fields("Original-Recipient")
    address = Fields([(field.name, field.body) for field in fields]).read_address(
        "original-recipient"
    )
    if address is None:
        return None
    address = TypedText(blank_controls(address, defects), address.type)
    try:
        ReportFields(SEVEN_BIT, frozenset()).address("Original-Recipient", address)
    except ComposeError:
        return None
    return address


def return_path(message: Message) -> Mailbox | Literal["<>"] | None:
    """The address of Return-Path; "<>" for the null reverse-path, None if there is none."""
    for field in message.headers.get_fields("Return-Path"):
        addresses = parse_return_path(field.body).value
        if not addresses:
            return "<>"
        if len(addresses) == 1 and isinstance(addresses[0], Mailbox):
            return Mailbox("", addresses[0].local_part, addresses[0].domain)
        break
    return None


def is_report(message: Message, kind: str) -> bool:
    """Whether a message is itself a report of that kind."""
    report = message.report
    return report is not None and report.kind == kind


def original_leaf(message: Message, original: Original, wire: WireFormat) -> Leaf | None:
    """The last part of a report: the message, or its header (RFC 6522 section 3).

    With UTF-8 in its header it is of a type message/global... (RFC 6533 section 6).
    """
    if original is None:
        return None
    if original == "message":
        return message_leaf(bytes(message), MESSAGE, None, None, wire)
    if original != "headers":
        raise ComposeError(f'original is "message", "headers" or None, not {original!r}')
    return _header_leaf(message, wire)


def _header_leaf(message: Message, wire: WireFormat) -> Leaf:
    """The header fields as they stand, encoded only if the wire cannot carry them so."""
    block = b"".join([field.raw for field in message.headers.fields])
    octets = block.replace(b"\r\n", b"\n").replace(b"\n", wire.newline)
    if octets and not octets.endswith(wire.newline):
        octets += wire.newline
    content_type = _UTF8_HEADERS if is_global(message) else _HEADERS
    encoding, body = identity_encoding(octets, wire), octets
    if not may_carry(encoding, wire):
        encoding, body = _encoded(octets, wire)
    fields = leaf_fields(content_type, encoding, None, None, wire)
    return Leaf(fields, encoding, lambda: (body,), body)


def _encoded(octets: bytes, wire: WireFormat) -> tuple[str, bytes]:
    if has_line_ends(octets, wire.newline):
        return "quoted-printable", quoted_printable.encode(octets, newline=wire.newline)
    return "base64", base64.encode(octets, newline=wire.newline)
