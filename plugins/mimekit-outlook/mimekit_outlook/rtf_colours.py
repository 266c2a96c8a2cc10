r"""Colours in which text cannot be seen: those of the paper.

The table of colours is one group without others in it; ``\cfN`` chooses from it, counted
from 0.
"""

from __future__ import annotations

import re
from typing import Final

# "{\colortbl" *( [\redN \greenN \blueN] ";" ) "}"
_TABLE: Final = re.compile(rb"\{\\colortbl([^{}]*)\}")
_CHANNEL: Final = re.compile(rb"\\(red|green|blue)([0-9]{1,3})")

# Words that put a colour behind text or cells; 0 is that of the paper.
_BACKGROUND: Final = re.compile(
    rb"\\(?:cb|highlight|chcbpat|cbpat|clcbpat|trcbpat|chshdng|shading|clshdng)[1-9]"
)

_LIGHT: Final = 240  # of 255: a channel of a colour that white paper swallows


def colours_of_paper(octets: bytes) -> frozenset[int]:
    r"""The numbers of colours that are white or nearly so.

    None if anything in the document has a background, on which white may be seen.

    >>> sorted(colours_of_paper(rb"{\rtf1{\colortbl;\red255\green255\blue255;\red0\green0;}"))
    [1]
    """
    table = _TABLE.search(octets)
    if table is None or _BACKGROUND.search(octets):
        return frozenset()
    return frozenset(
        number for number, entry in enumerate(table[1].split(b";")) if _is_light(entry)
    )


def _is_light(entry: bytes) -> bool:
    channels = {name: int(value) for name, value in _CHANNEL.findall(entry)}
    return len(channels) == 3 and min(channels.values()) >= _LIGHT
