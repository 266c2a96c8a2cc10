r"""Tar archives: POSIX ustar and pax (IEEE 1003.1 pax), with the long names of GNU.

An archive is blocks of 512 octets; each file is a header block and the blocks of its data.
The members are slices of the archive, so that it unpacks to no more than it is.

1. Links, devices and sparse files are passed by; folders are not told of.
2. Numbers are octal, or binary as GNU writes large ones.
3. An archive ends at an empty block, or where a checksum is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mimekit.conversion.containers.member import Allowance, Member

BLOCK_OCTETS: Final = 512

# Types of header blocks (pax, ustar Interchange Format; GNU has capital letters).
_FILES: Final = frozenset(b"\x0007")
_FOLDER: Final = ord("5")
_FOLDERS: Final = frozenset((_FOLDER, ord("D")))
_SPARSE: Final = ord("S")
_PAX: Final = ord("x")
_PAX_OF_ALL: Final = ord("g")
_LONG_NAME: Final = ord("L")
_LONG_LINK: Final = ord("K")
_KINDS: Final[Mapping[int, str]] = {
    ord("1"): "a link",
    ord("2"): "a link",
    ord("3"): "a device",
    ord("4"): "a device",
    ord("6"): "a pipe",
    _SPARSE: "a sparse file",
}

_MAX_RECORDS_OCTETS: Final = 1 << 20
"""Pax records of one file, and its long name: none is as long as this."""

# pax: "%d %s=%s\n", <length>, <keyword>, <value>
_RECORD = re.compile(rb"([0-9]{1,20}+) ([^=\n]++)=")


class _Header(NamedTuple):
    """One header block."""

    name: bytes
    size: int
    kind: int


def is_tar(octets: bytes) -> bool:
    """Whether octets begin with the header block of a tar archive."""
    return _read_header(octets, 0) is not None


def iter_tar(octets: bytes, allowance: Allowance) -> Iterator[Member]:
    """The files of an archive in their order.

    `ValueError` if it does not begin with a header block.
    """
    if not is_tar(octets):
        raise ValueError("it is no tar archive")
    for header, start in allowance.first_of(_iter_headers(octets)):
        name = header.name.decode("utf-8", "replace")
        end = start + header.size
        if header.kind not in _FILES:
            if header.kind not in _FOLDERS:
                kind = _KINDS.get(header.kind, "neither a file nor a folder")
                allowance.leave_out(name, f"it is {kind}")
        elif header.size > allowance.octets_left:
            allowance.stop(name, allowance.octets_left)
        else:
            if end > len(octets):
                allowance.note(name, "it is cut off")
            member = Member(name, octets[start:end])
            allowance.spend(len(member.octets))
            yield member


def _iter_headers(octets: bytes) -> Iterator[tuple[_Header, int]]:
    """The header of each member, and where its data begins."""
    at = 0
    name = b""
    records: dict[bytes, bytes] = {}
    while (header := _read_header(octets, at)) is not None:
        at += BLOCK_OCTETS
        if header.kind in (_PAX, _LONG_NAME):
            text = octets[at : at + min(header.size, _MAX_RECORDS_OCTETS)]
            if header.kind == _PAX:
                records = _read_records(text)
            else:
                name = text.partition(b"\0")[0]
        elif header.kind not in (_PAX_OF_ALL, _LONG_LINK):
            header = _described(header, name, records)
            yield header, at
            name, records = b"", {}
        at += -(-header.size // BLOCK_OCTETS) * BLOCK_OCTETS


def _described(header: _Header, name: bytes, records: Mapping[bytes, bytes]) -> _Header:
    """The header with the name and size of the blocks before it."""
    size = records.get(b"size", b"")
    if size.isdigit() and len(size) < 20:
        header = header._replace(size=int(size))
    if any(keyword.startswith(b"GNU.sparse") for keyword in records):
        header = header._replace(kind=_SPARSE)
    name = records.get(b"path") or name or header.name
    is_folder = name.endswith(b"/") and header.kind in _FILES
    return header._replace(name=name, kind=_FOLDER if is_folder else header.kind)


def _read_records(text: bytes) -> dict[bytes, bytes]:
    """Pax records; what is none ends them."""
    records: dict[bytes, bytes] = {}
    at = 0
    while match := _RECORD.match(text, at):
        end = at + int(match[1])
        if not match.end() < end <= len(text):
            break
        records[match[2]] = text[match.end() : end - 1]
        at = end
    return records


def _read_header(octets: bytes, at: int) -> _Header | None:
    """The header block there; None if there is none."""
    block = octets[at : at + BLOCK_OCTETS]
    if len(block) < BLOCK_OCTETS or not block.strip(b"\0"):
        return None
    size, checksum = _read_number(block[124:136]), _read_number(block[148:156])
    if checksum != sum(block) - sum(block[148:156]) + 8 * ord(" ") or size is None:
        return None
    name = block[:100].partition(b"\0")[0]
    prefix = block[345:500].partition(b"\0")[0]
    if block[257:263] == b"ustar\0" and prefix:
        name = prefix + b"/" + name
    return _Header(name, size, block[156])


def _read_number(field: bytes) -> int | None:
    """An octal number, or a binary one behind 0x80; None for what is neither."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.partition(b"\0")[0].strip()
    if digits.strip(b"01234567"):
        return None
    return int(digits, 8) if digits else 0
