"""Which format of the mbox family a file has.

What is taken for an mboxrd is read as it was written even if it is none; so only what no
writer of an mboxrd can have written speaks against it:

* a line that begins with "From " and is no From_ line: an mboxrd has a ``>`` before it. It
  is an mboxcl2 if a right Content-Length covers it and each message has one, else an mboxo.
* a message that by its Content-Length ends without an empty line behind it: an mboxcl.

A file without such a line has the same messages in each of the formats, but for lines that
begin with ``>>From``.
"""

from __future__ import annotations

import re

from mimekit.mailbox.content_length import body_end, separator_behind
from mimekit.mailbox.from_line import MAX_FROM_LINE_BYTES
from mimekit.mailbox.quoting import MboxFormat
from mimekit.mailbox.separators import is_behind_empty_line, iter_separators

_FROM = re.compile(rb"(?<=\n)From [^\n]*+\n")


def detect_format(sample: bytes, *, whole: bool) -> MboxFormat | None:
    """The format of a file, by its beginning; None if no message begins there.

    ``whole`` says that the sample is all of the file.
    """
    separators = {*iter_separators(lambda at, size: sample[at : at + size], 0, len(sample))}
    if not separators:
        return None
    first = min(separators)
    bare = [line.start() for line in _FROM.finditer(sample, first) if line.start() > first]
    unquoted = [at for at in bare if at not in separators]
    return _by_lengths(sample, first, max(separators), unquoted, whole=whole) or (
        "mboxo" if unquoted else "mboxrd"
    )


def _by_lengths(
    sample: bytes, first: int, last: int, unquoted: list[int], *, whole: bool
) -> MboxFormat | None:
    """The format if each Content-Length is right and one of them matters."""
    at, end_of_lines = first, len(sample)
    covered, joined = False, False
    bare = iter([*unquoted, end_of_lines])
    line = next(bare)
    while at < len(sample):
        end = body_end(sample, at)
        if not whole and _is_cut(sample, end, has_more=at < last):
            break
        behind = None if end is None or end > len(sample) else separator_behind(sample, end)
        if end is None or behind is None:
            return None
        while line <= at:
            line = next(bare)
        covered = covered or line < end
        joined = joined or (behind < len(sample) and not is_behind_empty_line(sample, behind - 1))
        at = behind
    if covered:
        return "mboxcl2"
    return "mboxcl" if joined else None


def _is_cut(sample: bytes, end: int | None, *, has_more: bool) -> bool:
    """Whether the sample ends before it can be told what a Content-Length is worth."""
    if end is None:
        return not has_more
    return end + MAX_FROM_LINE_BYTES > len(sample)
