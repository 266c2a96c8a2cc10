"""A small writer of TNEF for tests ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from outlook_properties import MULTIPLE, VARIABLE, Name, Property

ATTACH_TITLE = 0x00018010
SUBJECT = 0x00018004
BODY = 0x0002800C
DATE_START = 0x00030006
DATE_SENT = 0x00038005
RENDERING = 0x00069002
PROPERTIES = 0x00069003
RECIPIENTS = 0x00069004
ATTACHMENT = 0x00069005
CODE_PAGE = 0x00069007
ATTACH_DATA = 0x0006800F
MESSAGE_CLASS = 0x00078008

MESSAGE_INTERFACE = bytes.fromhex("0703020000000000c000000000000046")


def tnef(*attributes: bytes) -> bytes:
    """A stream of these attributes."""
    version = attribute(0x00089006, b"\0\0\1\0")
    return b"\x78\x9f\x3e\x22\x01\x00" + version + b"".join(attributes)


def attribute(id_: int, data: bytes, level: int = 1) -> bytes:
    checksum = struct.pack("<H", sum(data) % 65536)
    return struct.pack("<BII", level, id_, len(data)) + data + checksum


def message(*properties: Property) -> bytes:
    """The attribute with the properties of the message."""
    return attribute(PROPERTIES, row(properties))


def recipients(*rows: Sequence[Property]) -> bytes:
    return attribute(RECIPIENTS, struct.pack("<I", len(rows)) + b"".join(map(row, rows)))


def code_page(number: int) -> bytes:
    return attribute(CODE_PAGE, struct.pack("<II", number, 0))


def attachment(*properties: Property, title: bytes = b"", data: bytes | None = None) -> bytes:
    """The attributes of an attachment."""
    written = attribute(RENDERING, bytes(14), 2)
    if title:
        written += attribute(ATTACH_TITLE, title + b"\0", 2)
    if data is not None:
        written += attribute(ATTACH_DATA, data, 2)
    if properties:
        written += attribute(ATTACHMENT, row(properties), 2)
    return written


def row(properties: Sequence[Property]) -> bytes:
    return struct.pack("<I", len(properties)) + b"".join(map(_property, properties))


def _property(item: Property) -> bytes:
    number = item.number
    written = struct.pack("<HH", item.type, number)
    if isinstance(item.id, Name):
        written += _name(item.id)
    is_variable = item.type & ~MULTIPLE in VARIABLE
    if is_variable or item.type & MULTIPLE:
        written += struct.pack("<I", len(item.values))
    for value in item.values:
        if is_variable:
            written += struct.pack("<I", len(value))
        written += _padded(value)
    return written


def _name(name: Name) -> bytes:
    if isinstance(name.id, int):
        return name.property_set.bytes_le + struct.pack("<II", 0, name.id)
    text = f"{name.id}\0".encode("utf-16-le")
    return name.property_set.bytes_le + struct.pack("<II", 1, len(text)) + _padded(text)


def _padded(value: bytes) -> bytes:
    return value + bytes(-len(value) % 4)
