"""Where the messages of an mbox begin: its From_ lines, behind an empty line or at the start.

The file is read in windows, so that it is never in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final, TypeAlias

from mimekit.mailbox.from_line import FROM_LINE, MAX_FROM_LINE_BYTES
from mimekit.structure.seam import find_from_lines

Read: TypeAlias = Callable[[int, int], bytes]
"""The octets from an offset, so many or as many as there are."""

WINDOW_BYTES: Final = 1 << 20  # read at a time; what is beyond it is not held in memory
_BEHIND = 3  # octets before a From_ line that tell whether an empty line is there


def iter_separators(
    read: Read, start: int, end: int, window_bytes: int = WINDOW_BYTES
) -> Iterator[int]:
    """The offsets of the From_ lines that begin from ``start`` on and end before ``end``."""
    return chain.from_iterable(iter_by_window(read, start, end, window_bytes))


def iter_by_window(
    read: Read, start: int, end: int, window_bytes: int = WINDOW_BYTES
) -> Iterator[list[int]]:
    """The same, those of one window at a time."""
    for at in range(start, end, window_bytes):
        base = max(0, at - _BEHIND)
        size = min(end, at + window_bytes + MAX_FROM_LINE_BYTES) - base
        yield _in_window(read(base, size), base, at, at + window_bytes)


def _in_window(window: bytes, base: int, first: int, last: int) -> list[int]:
    """The offsets from ``first`` to before ``last``; the window begins at ``base``."""
    # Hot (benchmarks/mailboxes.py): one match a message.
    return [
        base + place
        for place in find_from_lines(window)
        if first - base <= place < last - base
        and is_behind_empty_line(window, place - 1, base)
        and FROM_LINE.match(window, place)
    ]


def is_behind_empty_line(octets: bytes, line_end: int, base: int = 0) -> bool:
    """Whether the line that ends there is empty; the octets begin at offset ``base``.

    Before the start of the file (-1) one is.
    """
    if octets[line_end - 1 : line_end] == b"\r":
        line_end -= 1
    return octets[line_end - 1] == 0x0A if line_end > 0 else base == 0
