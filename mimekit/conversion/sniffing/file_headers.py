"""Headers of programs, archives, images and fonts whose first octets alone prove too little.

Each function looks at the numbers behind the magic ones: whether they can be what they are said
to be in such a file. What is text is never asked: the table of signatures sees to that.
"""

from __future__ import annotations

import re
from typing import Final

from mimekit.conversion.sniffing.sample import Sample

PE: Final = "application/vnd.microsoft.portable-executable"
_ELF_KINDS: Final = {
    1: "application/x-object",
    2: "application/x-executable",
    3: "application/x-sharedlib",  # a program too, where it may be loaded at any address
    4: "application/x-coredump",
}
_FAT_MAX_ARCHITECTURES: Final = 20
_FIRST_CLASS_VERSION: Final = 45  # of Java 1.0.2
_BITMAP_HEADERS: Final = frozenset((12, 16, 40, 52, 56, 64, 108, 124))
_TAR_HEADER_BYTES: Final = 512
_CHECKSUM = slice(148, 156)
# Magic numbers of the block that begins a bzip2 file, and of the end of an empty one.
_BZIP2_BLOCKS: Final = (b"\x31\x41\x59\x26\x53\x59", b"\x17\x72\x45\x38\x50\x90")
_OCTAL = re.compile(rb" {0,7}[0-7]{1,8}[ \0]{0,7}")
_FONT_TAG = re.compile(rb"[A-Za-z0-9/ ]{4}")


def mz_type(sample: Sample) -> str | None:
    """Programs for DOS and Windows: "MZ", counts of pages and paragraphs, maybe a "PE" behind."""
    octets = sample.octets
    if len(octets) < 28:
        return None
    in_last_page, pages = _little(octets, 2), _little(octets, 4)
    if in_last_page > 512 or not pages or not _little(octets, 8):
        return None
    header = _little(octets, 60, 4)
    if octets.startswith(b"PE\0\0", header) or header >= len(octets):
        return PE
    return "application/x-msdos-program"


def elf_type(sample: Sample) -> str | None:
    """By e_type, whose octet order e_ident tells."""
    octets = sample.octets
    if len(octets) < 18 or octets[4] not in {1, 2} or octets[5] not in {1, 2}:
        return None
    kind = int.from_bytes(octets[16:18], "little" if octets[5] == 1 else "big")
    return _ELF_KINDS.get(kind, "application/x-elf")


def cafebabe_type(sample: Sample) -> str | None:
    """Java classes, and programs of macOS for several processors, begin with the same four."""
    octets = sample.octets
    if len(octets) < 8:
        return None
    if 0 < int.from_bytes(octets[4:8]) <= _FAT_MAX_ARCHITECTURES:
        return "application/x-mach-binary"
    is_class = int.from_bytes(octets[6:8]) >= _FIRST_CLASS_VERSION
    return "application/java-vm" if is_class else None


def tar_type(sample: Sample) -> str | None:
    """Whether the checksum of the first header is right: the sum of its octets, its own blank."""
    header = sample.octets[:_TAR_HEADER_BYTES]
    if len(header) < _TAR_HEADER_BYTES or not header[0]:
        return None
    stated = _OCTAL.fullmatch(header[_CHECKSUM])
    if stated is None:
        return None
    total = sum(header) - sum(header[_CHECKSUM]) + 8 * ord(" ")
    return "application/x-tar" if total == int(stated[0].strip(b" \0"), 8) else None


def bzip2_type(sample: Sample) -> str | None:
    """A block size from 1 to 9, and the magic number of a block."""
    octets = sample.octets
    is_sound = octets[3:4].isdigit() and octets.startswith(_BZIP2_BLOCKS, 4)
    return "application/x-bzip2" if is_sound else None


def gzip_type(sample: Sample) -> str | None:
    """Deflate, and no flag that RFC 1952 section 2.3.1 reserves."""
    octets = sample.octets
    return "application/gzip" if len(octets) >= 10 and octets[3] < 0x20 else None


def bmp_type(sample: Sample) -> str | None:
    """Reserved zeros, and a header of a size that one has."""
    octets = sample.octets
    is_sound = octets[6:10] == bytes(4) and _little(octets, 14, 4) in _BITMAP_HEADERS
    return "image/bmp" if is_sound else None


def icon_type(sample: Sample) -> str | None:
    """The first entry of the directory: a reserved zero, and an image behind the directory."""
    octets = sample.octets
    count = _little(octets, 4)
    if len(octets) < 22 or not count or octets[9]:
        return None
    size, start = _little(octets, 14, 4), _little(octets, 18, 4)
    if not size or start < 6 + 16 * count:
        return None
    return "image/vnd.microsoft.icon" if octets[2] == 1 else "image/x-win-bitmap"


def sfnt_type(sample: Sample) -> str | None:
    """A font of TrueType outlines: a few tables, whose names are ASCII."""
    octets = sample.octets
    is_sound = 0 < int.from_bytes(octets[4:6]) < 100 and _FONT_TAG.fullmatch(octets[12:16])
    return "font/ttf" if is_sound else None


def tnef_type(sample: Sample) -> str | None:
    """The level of the first attribute: of the message, or of an attachment ([MS-OXTNEF])."""
    return "application/ms-tnef" if sample.octets[6:7] in {b"\1", b"\2"} else None


def _little(octets: bytes, at: int, size: int = 2) -> int:
    return int.from_bytes(octets[at : at + size], "little")
