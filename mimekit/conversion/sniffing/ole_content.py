"""What a compound file is: a document of the older Office, an Outlook item, an installer.

[MS-CFB]: a header of 512 octets, then sectors, which a table chains (the FAT). One chain holds
the directory: entries of 128 octets, each a stream or a storage, in a tree of siblings below its
storage. The streams below the root say which program wrote the file.

Only what lies within the sample is read. If the directory begins behind its end, the names that
the streams of such files have are looked for as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mimekit.conversion.sniffing.sample import Sample

OLE: Final = "application/x-ole-storage"

_MSI_CLASS: Final = bytes.fromhex("84100c0000000000c000000000000046")
_NOWHERE: Final = 0xFFFFFFFA  # sector and entry numbers from here on have other meanings
_MAX_ENTRIES: Final = 512  # that are looked at
_ENTRY_BYTES: Final = 128

# The first one that is found decides. A message that is enclosed in an Outlook item, or a document
# in another one, is a storage and stands further down.
_BY_STREAM: Final = (
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("__nameid_version1.0", "application/vnd.ms-outlook"),
    ("EncryptedPackage", "application/encrypted"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("VisioDocument", "application/vnd.visio"),
)


def ole_type(sample: Sample) -> str | None:
    """The media type of a compound file, `OLE` if nothing tells more; None if it is none."""
    octets = sample.octets
    if len(octets) < 512:
        return OLE if sample.whole is False or len(octets) > 8 else None
    entries = [*_iter_directory(octets)]
    if entries and entries[0][80:96] == _MSI_CLASS:
        return "application/x-msi"
    names = {_name(entry) for entry in _below_root(entries)}
    for stream, media_type in _BY_STREAM:
        if stream in names or (not entries and stream.encode("utf-16-le") in octets):
            return media_type
    return OLE


def _iter_directory(octets: bytes) -> Iterator[bytes]:
    """The entries of the directory that are within the sample."""
    shift = int.from_bytes(octets[30:32], "little")
    if shift not in {9, 12}:
        return
    size = 1 << shift
    table = _table(octets, size)
    sector = int.from_bytes(octets[48:52], "little")
    for _ in range(_MAX_ENTRIES * _ENTRY_BYTES // size):  # so that no chain is a ring
        start = (sector + 1) * size
        if sector >= _NOWHERE or start + size > len(octets):
            return
        for at in range(start, start + size, _ENTRY_BYTES):
            yield octets[at : at + _ENTRY_BYTES]
        # A table that is out of sight: most directories stand in one piece.
        sector = table[sector] if sector < len(table) else sector + 1


def _table(octets: bytes, size: int) -> list[int]:
    """The next sector for each one, as far as the first sector of the table says it."""
    first = int.from_bytes(octets[76:80], "little")
    sector = octets[(first + 1) * size : (first + 2) * size] if first < _NOWHERE else b""
    return _numbers(sector)


def _below_root(entries: list[bytes]) -> Iterator[bytes]:
    """The entries that stand in no other storage than the root."""
    waiting = _numbers(entries[0][76:80]) if entries else []
    seen = {0}
    while waiting:
        number = waiting.pop()
        if number in seen or number >= len(entries):
            continue
        seen.add(number)
        yield entries[number]
        waiting += _numbers(entries[number][68:76])  # the siblings on both sides


def _name(entry: bytes) -> str:
    size = min(int.from_bytes(entry[64:66], "little"), 64)
    return entry[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _numbers(octets: bytes) -> list[int]:
    """Numbers of 32 bits."""
    view = memoryview(octets[: len(octets) & ~3])
    return [int.from_bytes(view[at : at + 4], "little") for at in range(0, len(view), 4)]
