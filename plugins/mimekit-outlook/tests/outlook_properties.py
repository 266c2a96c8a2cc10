"""MAPI properties for tests, as values; the writers of TNEF and .msg write them."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

SHORT, LONG, DOUBLE, BOOLEAN, OBJECT = 0x02, 0x03, 0x05, 0x0B, 0x0D
STRING8, UNICODE, TIME, GUID, BINARY = 0x1E, 0x1F, 0x40, 0x48, 0x102
MULTIPLE = 0x1000
VARIABLE = {OBJECT, STRING8, UNICODE, BINARY}

CALENDAR = uuid.UUID("00062002-0000-0000-c000-000000000046")
MEETING = uuid.UUID("6ed8da90-450b-101b-98da-00aa003f1305")


class Name(NamedTuple):
    """The name of a named property; ``number`` is the one that it has in this file."""

    property_set: uuid.UUID
    id: int | str
    number: int = 0x8001


class Property(NamedTuple):
    id: int | Name
    type: int
    values: tuple[bytes, ...]

    @property
    def number(self) -> int:
        return self.id.number if isinstance(self.id, Name) else self.id


def text(id_: int | Name, value: str) -> Property:
    return Property(id_, UNICODE, (f"{value}\0".encode("utf-16-le"),))


def text8(id_: int | Name, value: bytes) -> Property:
    return Property(id_, STRING8, (value + b"\0",))


def texts(id_: int | Name, values: Sequence[str]) -> Property:
    encoded = tuple(f"{value}\0".encode("utf-16-le") for value in values)
    return Property(id_, UNICODE | MULTIPLE, encoded)


def octets(id_: int | Name, value: bytes) -> Property:
    return Property(id_, BINARY, (value,))


def number(id_: int | Name, value: int) -> Property:
    return Property(id_, LONG, (struct.pack("<i", value),))


def numbers(id_: int | Name, values: Sequence[int]) -> Property:
    return Property(id_, LONG | MULTIPLE, tuple(struct.pack("<i", value) for value in values))


def flag(id_: int | Name, *, is_set: bool) -> Property:
    return Property(id_, BOOLEAN, (struct.pack("<H", is_set),))


def time(id_: int | Name, value: datetime) -> Property:
    seconds = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds())
    return Property(id_, TIME, (struct.pack("<Q", seconds * 10_000_000),))


# -- compressed RTF

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def compress_rtf(rtf: bytes) -> bytes:
    """[MS-OXRTFCP]: compressed as well as a search of the whole dictionary can."""
    written = bytearray(_DICTIONARY)
    items: list[bytes] = []
    position = 0
    while position < len(rtf):
        length, start = _longest(written, rtf, position)
        if length >= 2:
            items.append(struct.pack(">H", start % 4096 << 4 | length - 2))
        else:
            length = 1
            items.append(rtf[position : position + 1])
        written += rtf[position : position + length]
        position += length
    items.append(struct.pack(">H", len(written) % 4096 << 4))
    packed = b""
    for at in range(0, len(items), 8):
        run = items[at : at + 8]
        packed += bytes([sum((len(item) == 2) << bit for bit, item in enumerate(run))])
        packed += b"".join(run)
    return struct.pack("<II4sI", len(packed) + 12, len(rtf), b"LZFu", _checksum(packed)) + packed


def _longest(written: bytearray, rtf: bytes, position: int) -> tuple[int, int]:
    for length in range(min(17, len(rtf) - position), 1, -1):
        start = bytes(written).find(rtf[position : position + length], max(len(written) - 4095, 0))
        if start >= 0:
            return length, start
    return 0, 0


def _checksum(octets_: bytes) -> int:
    """The CRC bit by bit."""
    value = 0
    for octet in octets_:
        value ^= octet
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
    return value
