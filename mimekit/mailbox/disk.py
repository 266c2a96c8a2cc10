"""Octets to and from the disk, all of them: what is written stays, with its name."""

from __future__ import annotations

import os
from io import RawIOBase

from mimekit.message.part import Part


def write_all(descriptor: int, octets: bytes | memoryview) -> None:
    """Write all of the octets, in as few calls as the system makes of it."""
    view = memoryview(octets)
    while view:
        view = view[os.write(descriptor, view) :]


def read_fully(file: RawIOBase, length: int) -> bytes:
    """So many octets, or all that there are, however few the system gives at a time."""
    octets = file.read(length) or b""
    while len(octets) < length and (piece := file.read(length - len(octets))):
        octets += piece
    return octets


def octets_to_add(message: Part | bytes) -> bytes:
    """What is written of a message; `TypeError` for what is none, as a path or a text."""
    if isinstance(message, Part | bytes | bytearray | memoryview):
        return bytes(message)
    raise TypeError(f"a message or its octets are added, not {type(message).__name__}")
