"""Lines of an mbox that begin with "From ", or with that behind ``>`` (RFC 4155 appendix A)."""

from __future__ import annotations


def find_from_lines(octets: bytes) -> list[int]:
    r"""Where the lines begin that are ``*">" "From "`` and more; lines end in LF.

    >>> find_from_lines(b"From a\n>>From b\n> From c\nFrom: d\n")
    [0, 7]
    """
    found, line_end, at = [], -1, octets.find(b"From ")
    while at >= 0:
        line = octets.rfind(b"\n", max(line_end, 0), at) + 1
        if not octets[line:at].strip(b">"):
            found.append(line)
        line_end = octets.find(b"\n", at)
        at = octets.find(b"From ", line_end) if line_end >= 0 else -1
    return found
