"""A compound file, the file system in a file that .msg is ([MS-CFB]).

Everything is read from tables that the file brings, and any of them may be wrong: chains of
sectors that run in a circle or into each other, a directory that is no tree. So each chain and
each entry is followed once only, and all streams together are no longer than the file.
"""

from __future__ import annotations

import struct
import sys
from array import array
from typing import Final, NamedTuple, Self

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_LENGTH: Final = 512
_ENTRY_LENGTH: Final = 128
_LAST_SECTOR: Final = 0xFFFFFFFA  # what is greater ends a chain, or is free
_NO_ENTRY: Final = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5


class CompoundFileError(ValueError):
    """The octets are no compound file."""


class Stream(NamedTuple):
    """Where the octets of a stream are."""

    start: int
    """Its first sector."""
    length: int


class Storage:
    """A folder; names are in lower case, for the format takes no notice of case."""

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {}
        self.storages: dict[str, Storage] = {}


class _Header(NamedTuple):
    """[MS-CFB] section 2.2, from octet 30 on."""

    sector_shift: int
    short_sector_shift: int
    directory_start: int
    cutoff: int
    short_table_start: int
    table_list_start: int
    table_sectors: tuple[int, ...]

    @classmethod
    def read(cls, octets: bytes) -> Self:
        shift, short_shift = struct.unpack_from("<HH", octets, 30)
        _, _, directory, _, cutoff, short_table, _, table_list, _ = struct.unpack_from(
            "<9I", octets, 40
        )
        sectors = struct.unpack_from("<109I", octets, 76)
        return cls(shift, short_shift, directory, cutoff, short_table, table_list, sectors)


class CompoundFile:
    """The storages and streams of a compound file.

    `CompoundFileError` for octets that are none. What is broken or cut off is left out, and
    ``warnings`` says so.
    """

    def __init__(self, octets: bytes) -> None:
        if len(octets) < _HEADER_LENGTH or not octets.startswith(SIGNATURE):
            raise CompoundFileError("it does not begin as a compound file does")
        self.warnings: list[str] = []
        self._octets = octets
        self._octets_left = len(octets)
        header = _Header.read(octets)
        if header.sector_shift not in (9, 12) or header.short_sector_shift != 6:
            raise CompoundFileError("its sectors have an unknown length")
        self._cutoff = header.cutoff
        self._sectors = _Sectors(octets, array("I"), header.sector_shift, 1)
        self._sectors = self._sectors._replace(table=self._read_table(header))
        table = _numbers(self._sectors.chain(header.short_table_start, len(octets)))
        self._short_sectors = _Sectors(b"", table, header.short_sector_shift)
        self._directory = self._sectors.chain(header.directory_start, len(octets))
        self.root = self._read_directory()

    def read(self, stream: Stream) -> bytes:
        """The octets of a stream; fewer if some are not there, or were read too often."""
        sectors = self._short_sectors if stream.length < self._cutoff else self._sectors
        octets = sectors.chain(stream.start, min(stream.length, self._octets_left))
        self._octets_left -= len(octets)
        if len(octets) < stream.length:
            self.warnings.append(f"a stream is cut off: {len(octets)} of {stream.length} octets")
        return octets

    def _read_table(self, header: _Header) -> array[int]:
        """The table that has for each sector the next one; in sectors that are listed."""
        size = 1 << header.sector_shift
        pieces: list[bytes] = []
        seen: set[int] = set()
        listed, following = list(header.table_sectors), header.table_list_start
        while True:
            for sector in listed:
                if sector < _LAST_SECTOR and sector not in seen:
                    seen.add(sector)
                    pieces.append(self._sector(sector))
            if following >= _LAST_SECTOR or following in seen:
                break
            seen.add(following)
            numbers = _numbers(self._sector(following))
            if len(numbers) < size // 4:
                break
            listed, following = list(numbers[:-1]), numbers[-1]
        return _numbers(b"".join(pieces))

    def _sector(self, sector: int) -> bytes:
        return self._sectors.chain(sector, 1 << self._sectors.shift)

    def _read_directory(self) -> Storage:
        """The tree of storages: each has a tree of its members, by their names."""
        root = Storage()
        if len(self._directory) < _ENTRY_LENGTH:
            self.warnings.append("the directory of the compound file is not there")
            return root
        entry = _Entry.read(self._directory, 0)
        short_octets = self._sectors.chain(entry.start, entry.length)
        self._short_sectors = self._short_sectors._replace(octets=short_octets)
        seen = {0}
        waiting = [(entry.child, root)]
        while waiting:
            number, storage = waiting.pop()
            if number == _NO_ENTRY:
                continue
            if number in seen or (number + 1) * _ENTRY_LENGTH > len(self._directory):
                self.warnings.append("the directory of the compound file is broken")
                continue
            seen.add(number)
            entry = _Entry.read(self._directory, number)
            waiting += [(entry.left, storage), (entry.right, storage)]
            if entry.kind == _STREAM:
                storage.streams.setdefault(entry.name, Stream(entry.start, entry.length))
            elif entry.kind == _STORAGE:
                inner = storage.storages.setdefault(entry.name, Storage())
                waiting.append((entry.child, inner))
        return root


class _Entry(NamedTuple):
    """An entry of the directory ([MS-CFB] section 2.6.1)."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    length: int

    @classmethod
    def read(cls, directory: bytes, number: int) -> Self:
        at = number * _ENTRY_LENGTH
        name_length, kind = struct.unpack_from("<HB", directory, at + 64)
        left, right, child = struct.unpack_from("<3I", directory, at + 68)
        # The high half of the length is not written by old programs.
        start, length = struct.unpack_from("<2I", directory, at + 116)
        name = directory[at : at + max(min(name_length, 64) - 2, 0)].decode("utf-16-le", "replace")
        return cls(name.lower(), kind, left, right, child, start, length)


def _numbers(octets: bytes) -> array[int]:
    """Little-endian numbers of four octets."""
    numbers = array("I")
    numbers.frombytes(octets[: len(octets) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


class _Sectors(NamedTuple):
    """Octets in sectors, and the table that has for each sector the next one."""

    octets: bytes
    table: array[int]
    shift: int
    """The length of a sector is that power of two."""
    offset: int = 0
    """How many sectors stand before the first."""

    def chain(self, start: int, length: int) -> bytes:
        """At most so many octets from the sectors that follow each other from one on."""
        size = 1 << self.shift
        pieces: list[bytes] = []
        sector, left = start, length  # a chain in a circle ends with the length
        while left > 0 and sector < _LAST_SECTOR:
            at = (sector + self.offset) << self.shift
            piece = self.octets[at : at + min(size, left)]
            if not piece:
                break
            pieces.append(piece)
            left -= len(piece)
            sector = self.table[sector] if sector < len(self.table) else _NO_ENTRY
        return b"".join(pieces)
