"""GIF (GIF89a): blocks, each a chain of sub-blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_GRAPHIC_CONTROL, _APPLICATION = 0xF9, 0xFF
_ANIMATIONS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def strip_gif(octets: bytes) -> bytes:
    """The file without comments and foreign data. `ValueError` if its blocks cannot be told."""
    start = 13 + _colour_table_size(octets[10:11])
    kept = [octets[:start]]
    kept += [block for block in iter_blocks(octets, start) if is_kept(block)]
    return b"".join(kept)


def is_kept(block: bytes) -> bool:
    """Whether a block says how the image looks, or how often it repeats."""
    if block[0] != _EXTENSION:
        return True
    label = block[1]
    is_animation = label == _APPLICATION and block[3:14] in _ANIMATIONS and len(block) == 19
    return label == _GRAPHIC_CONTROL or is_animation


def iter_blocks(octets: bytes, place: int) -> Iterator[bytes]:
    """The blocks to the trailer; what follows it is not read.

    A last block that is cut short is given if it is an image. `ValueError` for what is no block.
    """
    while place < len(octets):
        kind = octets[place]
        if kind == _TRAILER:
            yield octets[place : place + 1]
            return
        if kind == _EXTENSION:
            data = place + 2
        elif kind == _IMAGE:
            data = place + 11 + _colour_table_size(octets[place + 9 : place + 10])
        else:
            raise ValueError(f"no block begins at octet {place}")
        end = _skip_sub_blocks(octets, data)
        if end > len(octets) and kind == _EXTENSION:
            return
        yield octets[place:end]
        place = end


def _colour_table_size(packed: bytes) -> int:
    """Octets of the colour table that the packed fields of a descriptor tell (section 18)."""
    flags = packed[0] if packed else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _skip_sub_blocks(octets: bytes, place: int) -> int:
    """Behind the empty sub-block that ends a chain; behind the end if it is not there."""
    while place < len(octets):
        size = octets[place]
        place += 1 + size
        if not size:
            return place
    return len(octets) + 1
