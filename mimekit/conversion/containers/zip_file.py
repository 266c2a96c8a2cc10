"""Zip files (APPNOTE.TXT 6.3.10, its section numbers below), read by their central directory.

1. Sizes are not believed: a member is unpacked until its stream or its allowance ends.
2. No octet is unpacked for two members: where they overlap, the first one has it (David
   Fifield's "better zip bomb" lays thousands over each other).
3. Encrypted members, links, and methods other than stored, deflate and bzip2 are passed by.
4. A name is UTF-8 if it can be, flag or no flag, and code page 437 if not.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from zlib import crc32

from mimekit.conversion.containers.compressed import (
    Decompressed,
    bzip2,
    decompress,
    deflate,
)
from mimekit.conversion.containers.member import Allowance, Member

_LOCAL = struct.Struct("<4s5H3L2H")  # section 4.3.7
_CENTRAL = struct.Struct("<4s6H3L5H2L")  # section 4.3.12
_END = struct.Struct("<4s4H2LH")  # section 4.3.16
_END_64 = struct.Struct("<4sQ2H2L4Q")  # section 4.3.14
_LOCATOR_64 = struct.Struct("<4sLQL")  # section 4.3.15
_MAX_COMMENT: Final = 0xFFFF
_IN_EXTRA: Final = 0xFFFFFFFF  # section 4.4.8: the size stands in the extra field of Zip64
_EXTRA_64: Final = 1

_ENCRYPTED: Final = 1  # bits of section 4.4.4
_STRONGLY_ENCRYPTED: Final = 1 << 6
_UNIX: Final = 3  # section 4.4.2
_STORED: Final = 0
_METHODS: Final[Mapping[int, Callable[[], Any]]] = {8: deflate, 12: bzip2}  # section 4.4.5


class _Entry(NamedTuple):
    """One entry of the central directory."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    """Octets of the data, compressed."""
    offset: int
    """Where the local header stands in the file."""
    is_link: bool


def iter_zip(octets: bytes, allowance: Allowance) -> Iterator[Member]:
    """The files in a zip file, in the order of its directory.

    `ValueError` if it has no central directory.
    """
    entries = [
        entry
        for entry in allowance.first_of(_iter_entries(octets))
        if not entry.name.endswith(("/", "\\"))
    ]
    spans = _spans_of(octets, entries)
    for entry, span in zip(entries, spans, strict=True):
        why = _why_not(entry, span)
        if why:
            allowance.leave_out(entry.name, why)
        elif span is not None:
            yield from _unpack(entry, memoryview(octets)[span.start : span.stop], allowance)


def _why_not(entry: _Entry, span: range | None) -> str:
    """Why an entry is passed by, in a clause; empty if it is not."""
    if entry.flags & (_ENCRYPTED | _STRONGLY_ENCRYPTED):
        return "it is encrypted"
    if entry.is_link:
        return "it is a link"
    if entry.method != _STORED and entry.method not in _METHODS:
        return f"nothing here reads compression method {entry.method}"
    return "" if span is not None else "its octets are not there, or are those of another member"


def _unpack(entry: _Entry, data: memoryview, allowance: Allowance) -> Iterator[Member]:
    limit = allowance.limit(len(data))
    if entry.method == _STORED:
        is_over = len(data) > limit
        found = Decompressed(b"" if is_over else bytes(data), is_over)
        allowance.spend(len(found.octets))
    else:
        try:
            found = decompress(data, _METHODS[entry.method], allowance, limit, is_one=True)
        except ValueError as error:
            allowance.leave_out(entry.name, str(error))
            return
    if found.is_over:
        allowance.stop(entry.name, limit)
        return
    if found.damage:
        allowance.note(entry.name, found.damage)
    elif crc32(found.octets) != entry.crc:
        allowance.note(entry.name, "its checksum is that of other octets")
    yield Member(entry.name, found.octets)


def _spans_of(octets: bytes, entries: list[_Entry]) -> list[range | None]:
    """Where the data of each entry stands; None where that cannot be, or is taken."""
    spans: list[range | None] = [None] * len(entries)
    taken = 0  # up to here
    for number in sorted(range(len(entries)), key=lambda number: entries[number].offset):
        entry = entries[number]
        if entry.offset < taken or entry.offset + _LOCAL.size > len(octets):
            continue
        signature, *_, name_length, extra_length = _LOCAL.unpack_from(octets, entry.offset)
        start = entry.offset + _LOCAL.size + name_length + extra_length
        if signature == b"PK\x03\x04" and start + entry.packed <= len(octets):
            taken = start + entry.packed
            spans[number] = range(start, taken)
    return spans


# -- the central directory


def _iter_entries(octets: bytes) -> Iterator[_Entry]:
    directory = _find_directory(octets)
    at = directory.start
    while at + _CENTRAL.size <= directory.end:
        entry, length = _read_entry(octets, at, directory.prefix)
        if entry is None:
            return
        yield entry
        at += length


def _read_entry(octets: bytes, at: int, prefix: int) -> tuple[_Entry | None, int]:
    """The entry there, and its length; None for what is none."""
    values = _CENTRAL.unpack_from(octets, at)
    signature, made_by, _, flags, method, _, _, crc, packed, size = values[:10]
    name_length, extra_length, comment_length, _, _, attributes, offset = values[10:]
    if signature != b"PK\x01\x02":
        return None, 0
    name_at = at + _CENTRAL.size
    extra_at = name_at + name_length
    extra = octets[extra_at : extra_at + extra_length]
    packed, offset = _read_extra(extra, size, packed, offset)
    mode = attributes >> 16 if made_by >> 8 == _UNIX else 0
    entry = _Entry(
        name=_decode_name(octets[name_at:extra_at]),
        flags=flags,
        method=method,
        crc=crc,
        packed=packed,
        offset=offset + prefix,
        is_link=stat.S_ISLNK(mode),
    )
    return entry, _CENTRAL.size + name_length + extra_length + comment_length


def _read_extra(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int]:
    """Packed size and offset, from the extra field of Zip64 where they do not fit (4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _EXTRA_64:
            count = min(length, len(extra) - at - 4) // 8
            numbers = iter(struct.unpack_from(f"<{count}Q", extra, at + 4))
            if size == _IN_EXTRA:
                next(numbers, 0)
            packed = next(numbers, packed) if packed == _IN_EXTRA else packed
            offset = next(numbers, offset) if offset == _IN_EXTRA else offset
            break
        at += 4 + length
    return packed, offset


def _decode_name(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("cp437")


class _Directory(NamedTuple):
    """Where the central directory stands."""

    start: int
    end: int
    prefix: int
    """Octets before the zip file, which offsets do not count: a program that unpacks itself."""


def _find_directory(octets: bytes) -> _Directory:
    """The directory before the last record that ends one; `ValueError` if there is none."""
    end = octets.rfind(b"PK\x05\x06", max(len(octets) - _END.size - _MAX_COMMENT, 0))
    if end < 0 or end + _END.size > len(octets):
        raise ValueError("it is no zip file, or its end is missing")
    *_, size, offset, _ = _END.unpack_from(octets, end)
    if end >= _LOCATOR_64.size:
        signature, _, end_64, _ = _LOCATOR_64.unpack_from(octets, end - _LOCATOR_64.size)
        record = octets[end_64 : end_64 + _END_64.size]
        if signature == b"PK\x06\x07" and record[:4] == b"PK\x06\x06" and len(record) == 56:
            *_, size, offset = _END_64.unpack(record)
            end = end_64
    if size + offset > end:
        raise ValueError("its directory is not where it should be")
    return _Directory(end - size, end, end - size - offset)
