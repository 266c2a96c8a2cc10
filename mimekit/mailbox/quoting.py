r"""Lines of a message that look like a From_ line, and the ``>`` that is put before them.

mboxo, mboxcl   From_           -> >From_                      cannot be undone rightly
mboxrd          *">" From_      -> ">" *">" From_              undone exactly
mboxcl2         nothing is quoted, for Content-Length says where a message ends
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from mimekit.structure.seam import find_from_lines

MboxFormat: TypeAlias = Literal["mboxo", "mboxrd", "mboxcl", "mboxcl2"]
MBOX_FORMATS: Final[tuple[MboxFormat, ...]] = get_args(MboxFormat)


def quote(octets: bytes) -> bytes:
    r"""The octets as an mboxrd has them.

    >>> quote(b"From here\n>From there\n")
    b'>From here\n>>From there\n'
    """
    return _join(octets, find_from_lines(octets), b">", 0)


def unquote(octets: bytes, mbox_format: MboxFormat) -> bytes:
    r"""The octets of the message, of what an mbox of that format has.

    >>> unquote(b">From here\n>>From there\n", "mboxrd")
    b'From here\n>From there\n'
    >>> unquote(b">From here\n>>From there\n", "mboxo")
    b'From here\n>>From there\n'
    """
    if mbox_format == "mboxcl2":
        return octets
    lines = find_from_lines(octets)
    if not lines:  # hot, in `Mbox`
        return octets
    lines = [at for at in lines if octets[at] == 0x3E]
    if mbox_format != "mboxrd":
        lines = [at for at in lines if octets.startswith(b">From ", at)]
    return _join(octets, lines, b"", 1)


def _join(octets: bytes, lines: list[int], before: bytes, dropped: int) -> bytes:
    """The octets with something put before these lines, and so many octets of each dropped."""
    if not lines:
        return octets
    starts = [0, *(at + dropped for at in lines)]
    pieces = [octets[at:end] for at, end in zip(starts, [*lines, len(octets)], strict=True)]
    return before.join(pieces)
