"""JPEG (ITU-T T.81 annex B): segments, and the coded data between them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from mimekit_image.orientation import orientation_only

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_STANDALONE: Final = frozenset((0x01, *range(0xD0, 0xD8)))
"""Markers without a length: TEM and RST0 to RST7."""

# Section B.1.1.2: in coded data X'FF' is followed by X'00', by a restart marker, or by fill.
_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_EXIF: Final = b"Exif\0\0"


class Segment(NamedTuple):
    """A marker, and what it holds behind its length."""

    marker: int
    payload: bytes
    coded: bytes = b""
    """The coded data behind the header of a scan."""


def strip_jpeg(octets: bytes) -> bytes:
    """The file without metadata. `ValueError` if its segments cannot be told."""
    kept = [b"\xff\xd8"]
    has_orientation = False
    for segment in iter_segments(octets):
        if segment.marker == _APP1 and segment.payload.startswith(_EXIF) and not has_orientation:
            orientation = orientation_only(segment.payload[len(_EXIF) :])
            if orientation:
                kept.append(format_segment(Segment(_APP1, _EXIF + orientation)))
                has_orientation = True
        elif is_kept(segment):
            kept.append(format_segment(_without_thumbnail(segment)))
    return b"".join(kept)


def is_kept(segment: Segment) -> bool:
    """Whether a segment says how the image looks."""
    marker, payload = segment.marker, segment.payload
    if marker == _APP0:
        return payload.startswith(b"JFIF\0")
    if marker == _APP2:
        return payload.startswith(b"ICC_PROFILE\0")
    if marker == _APP14:
        return payload.startswith(b"Adobe")
    return not (_APP0 <= marker <= _APP15 or marker == _COM)


def iter_segments(octets: bytes) -> Iterator[Segment]:
    """The segments behind the start of the image, its end the last; what follows is not read.

    A file that ends in coded data has no end. `ValueError` where no marker or no whole segment
    stands.
    """
    place = 2
    while place < len(octets):
        if octets[place] != 0xFF:
            raise ValueError(f"no segment begins at octet {place}")
        while place < len(octets) and octets[place] == 0xFF:  # fill (section B.1.1.2)
            place += 1
        if place == len(octets):
            raise ValueError("it ends in a marker")
        marker = octets[place]
        place += 1
        if marker == _EOI:
            yield Segment(_EOI, b"")
            return
        if marker in _STANDALONE:
            continue
        payload = _payload(octets, place)
        place += 2 + len(payload)
        coded = b""
        if marker == _SOS:
            found = _NEXT_MARKER.search(octets, place)
            end = found.start() if found else len(octets)
            coded, place = octets[place:end], end
        yield Segment(marker, payload, coded)


def _payload(octets: bytes, place: int) -> bytes:
    length = int.from_bytes(octets[place : place + 2], "big")
    if length < 2 or place + length > len(octets):
        raise ValueError(f"the segment at octet {place} is not whole")
    return octets[place + 2 : place + length]


def format_segment(segment: Segment) -> bytes:
    """Marker, length, payload and coded data."""
    marker = bytes((0xFF, segment.marker))
    if segment.marker == _EOI:
        return marker
    return b"".join(
        (marker, struct.pack(">H", len(segment.payload) + 2), segment.payload, segment.coded)
    )


def _without_thumbnail(segment: Segment) -> Segment:
    """JFIF 1.02: behind twelve octets stand the sizes of a thumbnail, and its pixels."""
    if segment.marker != _APP0:
        return segment
    return segment._replace(payload=segment.payload[:12] + b"\0\0")
