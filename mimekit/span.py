"""A place in a source."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """``length`` octets from ``offset``, counted from 0.

    >>> span = Span(4, 3)
    >>> span.end, b"Man Max"[span.slice]
    (7, b'Max')
    """

    offset: int
    length: int

    @property
    def end(self) -> int:
        """The offset of the first octet behind the span."""
        return self.offset + self.length

    @property
    def slice(self) -> slice:
        """The span as an index of a buffer."""
        return slice(self.offset, self.offset + self.length)

    def moved(self, by: int) -> Span:
        """The same length, ``by`` octets further on."""
        return Span(self.offset + by, self.length)
