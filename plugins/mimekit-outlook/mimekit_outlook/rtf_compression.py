"""Compressed RTF ([MS-OXRTFCP]): a Lempel-Ziv code with a dictionary that is not empty."""

from __future__ import annotations

import zlib
from typing import Final, NamedTuple

from .cursor import Cursor

# [MS-OXRTFCP] section 2.1.3.1.1: what the dictionary holds at first.
_DICTIONARY: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_DICTIONARY_LENGTH: Final = 4096
_COMPRESSED: Final = b"LZFu"
_UNCOMPRESSED: Final = b"MELA"
_HEADER_LENGTH: Final = 16

MAX_RTF_OCTETS: Final = 64 << 20
"""Octets of one text. The code makes at most 8.5 octets of one, so that this is for files of
many megabytes."""


class DecompressedRtf(NamedTuple):
    """RTF, and what is wrong with it."""

    octets: bytes
    warnings: tuple[str, ...] = ()


def decompress_rtf(octets: bytes) -> DecompressedRtf:
    r"""The RTF of a compressed or uncompressed text, up to where it breaks.

    >>> decompress_rtf(
    ...     b"\x1a\0\0\0\x1c\0\0\0LZFu\xe2\xd4KQ" b"A\0\x04 WXYZ\rn}\x01\x0e\xb0"
    ... )
    DecompressedRtf(octets=b'{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}', warnings=())
    """
    if len(octets) < _HEADER_LENGTH:
        return DecompressedRtf(b"", ("the compressed RTF has no whole header",))
    cursor = Cursor(octets)
    compressed_length, length = cursor.u32(), cursor.u32()
    kind, checksum = cursor.take(4), cursor.u32()
    # The length counts from behind itself.
    packed = bytes(cursor.view(min(max(compressed_length - 12, 0), cursor.left)))
    if kind == _UNCOMPRESSED:
        return DecompressedRtf(bytes(octets[_HEADER_LENGTH : _HEADER_LENGTH + length]))
    if kind != _COMPRESSED:
        return DecompressedRtf(b"", (f"{kind!r} is no known compression of RTF",))
    warnings = []
    if checksum != _checksum(packed):
        warnings.append("the compressed RTF has a wrong checksum")
    most = min(length, MAX_RTF_OCTETS)
    rtf, is_whole = _decompress(packed, most)
    if length > MAX_RTF_OCTETS:
        warnings.append(f"the RTF is longer than {MAX_RTF_OCTETS} octets")
    elif not is_whole:
        warnings.append("the compressed RTF is cut off")
    return DecompressedRtf(rtf, tuple(warnings))


def _checksum(octets: bytes) -> int:
    """The CRC-32 of [MS-OXRTFCP] section 2.1.3.2: nothing is inverted, before or after."""
    return zlib.crc32(octets, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _decompress(packed: bytes, most: int) -> tuple[bytes, bool]:
    """At most so many octets, and whether the end was reached.

    Each octet of control tells of eight items, from the lowest bit: 0 an octet that stands for
    itself, 1 a reference of two octets to the dictionary. The dictionary is the last 4,096
    octets that were made, so that it needs no place of its own.
    """
    made = bytearray(_DICTIONARY)
    most += len(_DICTIONARY)
    position, end = 0, len(packed)
    while position < end and len(made) < most:
        control = packed[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                made += packed[position : position + 1]
                position += 1
                continue
            if position + 2 > end:
                return bytes(made[len(_DICTIONARY) : most]), False
            reference = packed[position] << 8 | packed[position + 1]
            position += 2
            distance = (len(made) - (reference >> 4)) % _DICTIONARY_LENGTH
            if not distance:  # to the place that is written next: the end
                return bytes(made[len(_DICTIONARY) : most]), True
            _copy(made, distance, (reference & 0xF) + 2)
    return bytes(made[len(_DICTIONARY) : most]), len(made) >= most


def _copy(made: bytearray, distance: int, length: int) -> None:
    """Repeat what stands so far back; it may reach into what is being written."""
    start = len(made) - distance
    if start < 0:  # the dictionary has nothing there yet
        made += bytes(length)
    elif distance >= length:
        made += made[start : start + length]
    else:
        repeated = bytes(made[start:]) * (length // distance + 1)
        made += repeated[:length]
