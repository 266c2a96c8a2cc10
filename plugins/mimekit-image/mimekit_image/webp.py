"""WebP (RFC 9649): a RIFF file of chunks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from mimekit_image.orientation import orientation_only

_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"ICCP", b"ANIM", b"ANMF", b"ALPH"))
_XMP_FLAG, _EXIF_FLAG = 0x04, 0x08
"""Bits of the first octet of VP8X (section 2.7.1)."""


def strip_webp(octets: bytes) -> bytes:
    """The file without metadata; a last chunk that is cut short is filled with zeros."""
    chunks = [
        (kind, data)
        for kind, data in iter_chunks(octets)
        if kind in _KEPT or kind in (b"VP8X", b"EXIF")
    ]
    exif = next((data for kind, data in chunks if kind == b"EXIF"), b"")
    orientation = orientation_only(exif.removeprefix(b"Exif\0\0"))
    kept = [
        format_chunk(
            kind, _with_flags(data, has_exif=bool(orientation)) if kind == b"VP8X" else data
        )
        for kind, data in chunks
        if kind != b"EXIF"
    ]
    if orientation:
        kept.append(format_chunk(b"EXIF", orientation))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def iter_chunks(octets: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and data of each chunk inside of the RIFF file; what follows it is not read."""
    (size,) = struct.unpack_from("<I", octets, 4)
    stop = min(len(octets), 8 + size)
    place = 12
    while place + 8 <= stop:
        kind, length = struct.unpack_from("<4sI", octets, place)
        yield kind, octets[place + 8 : min(place + 8 + length, stop)]
        place += 8 + length + length % 2


def format_chunk(kind: bytes, data: bytes) -> bytes:
    """Type, length and data, padded to an even length."""
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _with_flags(data: bytes, *, has_exif: bool) -> bytes:
    """The data of VP8X, with no XMP, and Exif or none."""
    if not data:
        return data
    flags = data[0] & ~(_XMP_FLAG | _EXIF_FLAG) | (_EXIF_FLAG if has_exif else 0)
    return bytes((flags,)) + data[1:]
