"""A TNEF stream, the ``winmail.dat`` of a mail ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from . import property_tag as tag
from . import tnef_attributes as attribute
from .code_page import decode
from .outlook_message import (
    MAX_ATTACHMENTS,
    MAX_NESTING,
    OutlookAttachment,
    OutlookMessage,
    attachment_name,
    read_bodies,
    read_recipient,
)
from .properties import Properties, RawProperty
from .property_value import OBJECT, STRING8, TIME
from .tnef_attributes import Attribute, iter_attributes
from .tnef_properties import read_properties, read_table

# The interface of a message; it stands before the octets of an object that is one.
_MESSAGE: Final = bytes.fromhex("0703020000000000c000000000000046")

# Attributes from before there were properties, and the properties that they are.
_STRINGS: Final = {
    attribute.SUBJECT: tag.SUBJECT,
    attribute.MESSAGE_CLASS: tag.MESSAGE_CLASS,
    attribute.BODY: tag.BODY,
}
_TIMES: Final = {
    attribute.DATE_SENT: tag.CLIENT_SUBMIT_TIME,
    attribute.DATE_START: tag.START_DATE,
    attribute.DATE_END: tag.END_DATE,
}


def read_tnef(octets: bytes) -> OutlookMessage:
    """The bodies, attachments and properties in a TNEF stream.

    It never raises: what is broken is left out, and ``warnings`` says so.
    """
    return _read(memoryview(octets), 0)


def _read(stream: memoryview, depth: int) -> OutlookMessage:
    warnings: list[str] = []
    of_message, of_attachments = _group(iter_attributes(stream, warnings), warnings)
    code_page = _code_page(of_message)
    raw = [
        raw
        for item in of_message
        if item.id == attribute.MESSAGE_PROPERTIES
        for raw in read_properties(item.octets, warnings, of="the message")
    ]
    properties = Properties.decode([*raw, *_old_properties(of_message)], code_page)
    recipients = tuple(
        read_recipient(Properties.decode(row, code_page))
        for item in of_message
        if item.id == attribute.RECIPIENT_TABLE
        for row in read_table(item.octets, warnings, of="the recipients")
    )
    attachments = tuple(
        _read_attachment(attributes, code_page, depth, warnings) for attributes in of_attachments
    )
    bodies = read_bodies(properties, code_page, warnings)
    return OutlookMessage(bodies, attachments, recipients, properties, tuple(warnings))


def _group(
    attributes: Iterable[Attribute], warnings: list[str]
) -> tuple[list[Attribute], list[list[Attribute]]]:
    """The attributes of the message, and those of each attachment."""
    of_message: list[Attribute] = []
    of_attachments: list[list[Attribute]] = []
    for item in attributes:
        if not item.is_of_attachment:
            of_message.append(item)
            continue
        if item.id == attribute.ATTACH_RENDERING or not of_attachments:
            if len(of_attachments) == MAX_ATTACHMENTS:
                warnings.append(f"attachments behind the first {MAX_ATTACHMENTS} are left out")
                break
            of_attachments.append([])
        of_attachments[-1].append(item)
    return of_message, of_attachments


def _code_page(attributes: list[Attribute]) -> int | None:
    """The code page of all 8-bit strings."""
    for item in attributes:
        if item.id == attribute.OEM_CODE_PAGE and len(item.octets) >= 4:
            return int.from_bytes(item.octets[:4], "little")
    return None


def _old_properties(attributes: list[Attribute]) -> list[RawProperty]:
    """What attributes say that are as old as the format."""
    found = []
    for item in attributes:
        if item.id in _STRINGS:
            found.append(RawProperty(_STRINGS[item.id], STRING8, (bytes(item.octets),)))
        elif item.id in _TIMES:
            found.append(RawProperty(_TIMES[item.id], TIME, (_time(item.octets),)))
    return found


def _time(octets: memoryview) -> bytes:
    """A time in seven numbers ([MS-OXTNEF] section 2.1.3.3.4) as that of a property."""
    try:
        year, month, day, hour, minute, second, _ = struct.unpack("<7H", octets[:14])
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        units = (moment - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10
        return units.to_bytes(8, "little")
    except (struct.error, ValueError, OverflowError):
        return b""


def _read_attachment(
    attributes: list[Attribute], code_page: int | None, depth: int, warnings: list[str]
) -> OutlookAttachment:
    """One attachment; its properties say more than the attributes, where there are both."""
    found = {item.id: item.octets for item in reversed(attributes)}
    raw = [
        raw
        for item in attributes
        if item.id == attribute.ATTACHMENT_PROPERTIES
        for raw in read_properties(item.octets, warnings, of="an attachment")
    ]
    properties = Properties.decode(raw, code_page)
    title = _string(found.get(attribute.ATTACH_TITLE), code_page)
    transport_name = _string(found.get(attribute.ATTACH_TRANSPORT_NAME), code_page)
    name = attachment_name(properties, transport_name, title)
    file = bytes(found.get(attribute.ATTACH_DATA, b""))
    data = properties.octets(tag.ATTACH_DATA)
    if data is None:
        return OutlookAttachment(name, file, properties)
    if not any(key == tag.ATTACH_DATA and type_ == OBJECT for key, type_, _ in raw):
        return OutlookAttachment(name, data, properties)
    interface, octets = data[:16], data[16:]
    message = None
    if interface == _MESSAGE and depth < MAX_NESTING:
        message = _read(memoryview(octets), depth + 1)
        warnings += message.warnings
    elif interface == _MESSAGE:
        warnings.append(f"messages nested deeper than {MAX_NESTING} levels are not opened")
    return OutlookAttachment(name, octets, properties, message, file)


def _string(octets: memoryview | None, code_page: int | None) -> str | None:
    return decode(bytes(octets).partition(b"\0")[0], code_page) if octets is not None else None
