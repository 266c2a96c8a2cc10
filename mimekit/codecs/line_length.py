"""The line limit of the transfer encodings: RFC 2045 sections 6.7 and 6.8."""

from __future__ import annotations

import re
from typing import Final

from mimekit.codecs.findings import Findings
from mimekit.codecs.octets import Octets
from mimekit.defect_codes import DefectCode

MAX_LINE_LENGTH: Final = 76
"""Octets of an encoded line, its line end not counted."""

# Lines that fit, each with its LF or CRLF. Possessive: what a line has taken is
# never tried again, so the match stops, once, where the first long line begins.
_FITTING_LINES: Final = re.compile(rb"(?>(?:[^\n]{0,%d}+\r?+\n)*)" % MAX_LINE_LENGTH)
_LINE: Final = re.compile(rb"[^\n]*+")

_CR: Final = 0x0D


class LineLength:
    r"""Looks for lines that are too long, in pieces of any size.

    The first such line becomes a finding; its place is that of the first octet which
    is one too many, counted over all pieces.

    >>> findings = Findings()
    >>> lines = LineLength(findings, DefectCode.QP_LINE_TOO_LONG)
    >>> lines.inspect(b"short\r\n" + b"x" * 70), lines.inspect(b"x" * 10)
    (None, None)
    >>> findings.defects[0].span
    Span(offset=83, length=1)
    """

    def __init__(self, findings: Findings, code: DefectCode) -> None:
        self._findings = findings
        self._code = code
        self._found = False
        self._offset = 0  # octets of the pieces so far
        self._column = 0  # octets of the line that is open, with a CR at its end
        self._ends_in_cr = False

    def inspect(self, piece: Octets) -> None:
        """Go on with a piece."""
        if self._found:
            return
        line, end = -self._column, _end(_LINE, piece, 0)
        self._extend(piece[:end])
        if end < len(piece) and not self._is_long:
            line = _end(_FITTING_LINES, piece, end + 1)
            end = _end(_LINE, piece, line)
            self._column = 0
            self._extend(piece[line:end])
        if self._is_long:
            self._found = True
            self._findings.add(self._code, self._offset + line + MAX_LINE_LENGTH)
        self._offset += len(piece)

    def _extend(self, octets: Octets) -> None:
        self._column += len(octets)
        if octets:
            self._ends_in_cr = octets[-1] == _CR

    @property
    def _is_long(self) -> bool:
        return self._column - self._ends_in_cr > MAX_LINE_LENGTH


def _end(pattern: re.Pattern[bytes], octets: Octets, start: int) -> int:
    match = pattern.match(octets, start)
    return match.end() if match else start
