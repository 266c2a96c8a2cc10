"""Lines, counted from 1, of places that are told by their offsets."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class LineCounter(io.RawIOBase):
    r"""What a file is copied to in order to learn the lines of some of its offsets.

    A line ends with CRLF, CR or LF, in any mixture.

    >>> counter = LineCounter([0, 2, 6])
    >>> counter.write(b"One\r"), counter.write(b"\nTwo\n")
    (4, 5)
    >>> counter.line(0), counter.line(6)
    (1, 2)
    """

    def __init__(self, offsets: Iterable[int]) -> None:
        self._wanted = sorted(set(offsets), reverse=True)
        self._lines: dict[int, int] = {}
        self._offset = 0
        self._line = 1
        self._before = b""  # the octet before

    def writable(self) -> bool:
        """It is made for nothing else."""
        return True

    def write(self, piece: ReadableBuffer) -> int:
        """Count the line ends in the next piece."""
        octets = self._before + bytes(piece)
        at, end = len(self._before), len(octets)
        base = self._offset - at
        while self._wanted and self._wanted[-1] - base < end:
            offset = self._wanted.pop()
            self._line += _line_ends(octets, at, offset - base)
            at = offset - base
            self._lines[offset] = self._line
        self._line += _line_ends(octets, at, end)
        written = end - len(self._before)
        self._offset = base + end
        self._before = octets[-1:]
        return written

    def line(self, offset: int) -> int:
        """The line of a wanted offset; of one behind the end, the last line."""
        return self._lines.get(offset, self._line)


def _line_ends(octets: bytes, start: int, end: int) -> int:
    """The line ends in ``octets[start:end]``; of a CRLF, which counts once, its CR."""
    joined = octets.count(b"\r\n", max(start - 1, 0), end)
    return octets.count(b"\n", start, end) + octets.count(b"\r", start, end) - joined
