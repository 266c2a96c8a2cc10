r"""Lines of a message that look like a From_ line, and the ``>`` that is put before them.

mboxo, mboxcl   From_           -> >From_                      cannot be undone rightly
mboxrd          *">" From_      -> ">" *">" From_              undone exactly
mboxcl2         nothing is quoted, for Content-Length says where a message ends
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias, get_args

MboxFormat: TypeAlias = Literal["mboxo", "mboxrd", "mboxcl", "mboxcl2"]
MBOX_FORMATS: Final[tuple[MboxFormat, ...]] = get_args(MboxFormat)


def quote(octets: bytes) -> bytes:
    r"""The octets as an mboxrd has them.

    >>> quote(b"From here\n>From there\n")
    b'>From here\n>>From there\n'
    """
    pieces: list[bytes] = []
    done = 0
    for line in _iter_lines(octets, b"From "):
        pieces += octets[done:line], b">"
        done = line
    return b"".join([*pieces, octets[done:]]) if pieces else octets


def unquote(octets: bytes, mbox_format: MboxFormat) -> bytes:
    r"""The octets of the message, of what an mbox of that format has.

    >>> unquote(b">From here\n>>From there\n", "mboxrd")
    b'From here\n>From there\n'
    >>> unquote(b">From here\n>>From there\n", "mboxo")
    b'From here\n>>From there\n'
    """
    if mbox_format == "mboxcl2":
        return octets
    pieces: list[bytes] = []
    done = 0
    for line in _iter_lines(octets, b">From "):
        if mbox_format == "mboxrd" or octets.startswith(b">From ", line):
            pieces.append(octets[done:line])
            done = line + 1
    return b"".join([*pieces, octets[done:]]) if pieces else octets


def _iter_lines(octets: bytes, words: bytes) -> Iterator[int]:
    """Where the lines begin that have these words at their start, or behind nothing but ">"."""
    # Hot (benchmarks/mailboxes.py): the words are rare, so they are searched for, and not lines.
    passed, at = 0, octets.find(words)
    while at >= 0:
        line = octets.rfind(b"\n", passed, at) + 1 or passed
        if not octets[line:at].strip(b">"):
            yield line
        passed = octets.find(b"\n", at)
        at = octets.find(words, passed) if passed >= 0 else -1
