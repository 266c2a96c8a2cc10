"""PNG (W3C PNG, third edition, section 5): a signature and chunks."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from mimekit_image.orientation import orientation_only

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = frozenset(
    (
        b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT"
        b" acTL fcTL fdAT"
    ).split()
)
"""What decides how the image looks. All else may say anything."""


def strip_png(octets: bytes) -> bytes:
    """The file without metadata; a last chunk that is cut short stays as it is."""
    kept = [_SIGNATURE]
    has_orientation = False
    for kind, chunk in iter_chunks(octets):
        if kind in _KEPT:
            kept.append(chunk)
        elif kind == b"eXIf" and not has_orientation:
            orientation = orientation_only(chunk[8:-4])
            has_orientation = bool(orientation)
            kept += [format_chunk(kind, orientation)] if orientation else []
    return b"".join(kept)


def iter_chunks(octets: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and octets of each chunk, to the end of the image; what follows is not read."""
    place = len(_SIGNATURE)
    while place + 8 <= len(octets):
        length, kind = struct.unpack_from(">I4s", octets, place)
        end = place + 12 + length
        yield kind, octets[place:end]
        if kind == b"IEND":
            return
        place = end


def format_chunk(kind: bytes, data: bytes) -> bytes:
    """Length, type, data and CRC (section 5.3)."""
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
