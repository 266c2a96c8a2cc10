"""What the octets may be that are written: the transport or file they are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAX_LINE_LENGTH: Final = 998
"""Octets of a line, its line end not counted (RFC 5322 section 2.1.1)."""

LINE_LENGTH: Final = 78
"""Octets that a line should not exceed (the same section)."""

ENCODED_WORD_LINE_LENGTH: Final = 76
"""Octets of a line that holds an encoded word (RFC 2047 section 2)."""

_MIN_LINE_LENGTH: Final = 40  # room for a name, or one encoded word of one character


@dataclass(frozen=True, slots=True, kw_only=True)
class WireFormat:
    r"""How a message is written. The default is what every transport takes: 7-bit, CRLF.

    A value out of its range is a `ValueError`.

    >>> WireFormat(utf8=True).allows_8bit, WireFormat().allows_8bit
    (True, False)
    """

    newline: bytes = b"\r\n"
    r"""The line end: CRLF, or LF for files of Unix."""

    eight_bit: bool = False
    """Bodies may be `8bit`: the peer has 8BITMIME (RFC 6152)."""

    binary: bool = False
    """Bodies may be `binary`: the peer has BINARYMIME (RFC 3030)."""

    utf8: bool = False
    """Header fields may be in UTF-8 (RFC 6532): the peer has SMTPUTF8, and so 8BITMIME."""

    max_line_length: int = MAX_LINE_LENGTH
    """Octets that no line passes, 78 to 998."""

    line_length: int = LINE_LENGTH
    """Octets at which header fields are folded, 40 to `max_line_length`."""

    rfc2047_parameters: bool = False
    """File names and other parameters beyond ASCII as encoded words in quotes, which RFC 2047
    forbids and clients older than RFC 2231 read."""

    def __post_init__(self) -> None:
        if self.newline not in {b"\r\n", b"\n"}:
            raise ValueError(f"a line ends with CRLF or LF, not {self.newline!r}")
        if not LINE_LENGTH <= self.max_line_length <= MAX_LINE_LENGTH:
            raise ValueError(f"max_line_length is 78 to 998, not {self.max_line_length}")
        if not _MIN_LINE_LENGTH <= self.line_length <= self.max_line_length:
            raise ValueError(f"line_length is 40 to max_line_length, not {self.line_length}")

    @property
    def allows_8bit(self) -> bool:
        """Whether octets over 127 may stand in a body."""
        return self.eight_bit or self.binary or self.utf8


SEVEN_BIT: Final = WireFormat()
"""What every transport takes."""
