"""How an image is to be turned: the one value of Exif that must not be lost."""

from __future__ import annotations

import struct
from typing import Final

_ORIENTATION: Final = 0x0112
_SHORT: Final = 3
_UPRIGHT: Final = 1


def orientation_only(exif: bytes) -> bytes:
    """Exif data (from the byte order on) with the orientation alone; empty if it is upright.

    TIFF 6.0 section 2: byte order, 42, place of the first directory; there a count, and twelve
    octets for each field.
    """
    orientation = find_orientation(exif)
    if orientation == _UPRIGHT:
        return b""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)


def find_orientation(exif: bytes) -> int:
    """1 to 8 (Exif 2.32 section 4.6.4); 1, upright, for what is damaged or says nothing."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 8:
        return _UPRIGHT
    (place,) = struct.unpack_from(order + "I", exif, 4)
    if place + 2 > len(exif):
        return _UPRIGHT
    (count,) = struct.unpack_from(order + "H", exif, place)
    end = min(place + 2 + 12 * count, len(exif) - 11)
    for field in range(place + 2, end, 12):
        tag, kind, _, value = struct.unpack_from(order + "HHIH", exif, field)
        if (tag, kind) == (_ORIENTATION, _SHORT) and 1 <= value <= 8:
            return int(value)
    return _UPRIGHT
