"""What a codec takes, whole or in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

Octets: TypeAlias = bytes | bytearray | memoryview


def iter_pieces(data: Octets, size: int) -> Iterator[memoryview]:
    """The octets in views of ``size`` and a rest: for codecs, whose copies so stay in the cache.

    >>> [bytes(piece) for piece in iter_pieces(b"abcde", 2)]
    [b'ab', b'cd', b'e']
    """
    view = memoryview(data)
    for at in range(0, len(view), size):
        yield view[at : at + size]
