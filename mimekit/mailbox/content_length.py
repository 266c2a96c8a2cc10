"""Content-Length in an mbox: how many octets the body has, if it is right.

The field is no standard's; mboxcl and mboxcl2 have it. Whoever sends a message can write
any number there, so it is believed only if a From_ line, or the file's end, stands where it
says that the message ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mimekit.mailbox.from_line import FROM_LINE, MAX_FROM_LINE_BYTES
from mimekit.mailbox.separators import Read

MAX_HEADER_BYTES: Final = 1 << 20
"""How far the field is searched for: a longer header block has none (Limits.max_header_bytes
bounds the block itself)."""

_FIRST_HEADER_BYTES = 4 << 10  # of most messages this is the whole block
_HEADER_END = re.compile(rb"\n\r?\n")
_FIELD = re.compile(rb"\ncontent-length[ \t]*:[ \t]*([0-9]{1,15})[ \t]*\r?\n", re.IGNORECASE)
# What may stand behind a body: the end of its last line, an empty line.
_LINE_ENDS = re.compile(rb"(?:\r?\n){0,2}")


def body_end(octets: bytes, start: int = 0, end: int | None = None) -> int | None:
    """Where the body ends by Content-Length; None if nothing, or not all of the block, tells.

    The octets have a From_ line at ``start`` and are looked at up to ``end``.
    """
    last = len(octets) if end is None else end
    line_end = octets.find(b"\n", start, last)
    header_end = _HEADER_END.search(octets, line_end, last) if line_end >= 0 else None
    field = header_end and _FIELD.search(octets, line_end, header_end.end())
    return header_end.end() + int(field[1]) if header_end and field else None


def separator_behind(octets: bytes, at: int = 0) -> int | None:
    """Where the From_ line or the file's end stands that follows a body; None if none does."""
    line_ends = _LINE_ENDS.match(octets, at)
    behind = line_ends.end() if line_ends else at
    return behind if behind == len(octets) or FROM_LINE.match(octets, behind) else None


def iter_claimed(read: Read, end: int, strict: Iterator[int]) -> Iterator[int]:
    """The offsets of From_ lines where a right Content-Length goes before the strict rule.

    ``strict`` are those that the rule finds; each is asked for once.
    """
    at = next(strict, end)
    following = next(strict, end)
    while at < end:
        yield at
        claimed = _claimed(read, at, following, end)
        at = following if claimed is None else claimed
        while following <= at < end:
            following = next(strict, end)


def _claimed(read: Read, at: int, following: int, end: int) -> int | None:
    """Where the next From_ line stands by Content-Length.

    The header block ends before ``following``, which stands behind an empty line.
    """
    size = _FIRST_HEADER_BYTES
    while (body := body_end(read(at, min(size, following - at)))) is None:
        if size >= min(MAX_HEADER_BYTES, following - at):
            return None
        size *= 2
    place = at + body
    if place > end:
        return None
    tail = read(place, min(end - place, MAX_FROM_LINE_BYTES + 4))
    behind = separator_behind(tail)
    return None if behind is None else place + behind
