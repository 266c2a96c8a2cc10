"""Little-endian numbers and octets, one after the other."""

from __future__ import annotations


class TruncatedError(ValueError):
    """There are fewer octets than a structure says that it has."""


class Cursor:
    r"""Reads octets from the start to the end; `TruncatedError` for those behind it.

    >>> cursor = Cursor(b"\x01\x02\x03abc")
    >>> cursor.u16() == 0x0201, cursor.take(2), cursor.left
    (True, b'\x03a', 2)
    """

    def __init__(self, octets: bytes | memoryview) -> None:
        self._octets = memoryview(octets)
        self._position = 0

    @property
    def left(self) -> int:
        """How many octets there are still."""
        return len(self._octets) - self._position

    def view(self, length: int) -> memoryview:
        """So many octets, not copied."""
        if length > self.left:
            raise TruncatedError(f"{length} octets wanted, {self.left} left")
        start = self._position
        self._position += length
        return self._octets[start : self._position]

    def take(self, length: int) -> bytes:
        """So many octets."""
        return bytes(self.view(length))

    def rest(self) -> memoryview:
        """All octets that are left, not copied."""
        return self.view(self.left)

    def skip(self, length: int) -> None:
        """Pass over so many octets, or all if there are fewer: padding is left out at the end."""
        self._position += min(length, self.left)

    def u8(self) -> int:
        """One octet as a number."""
        return self.view(1)[0]

    def u16(self) -> int:
        """Two octets as a number."""
        return int.from_bytes(self.view(2), "little")

    def u32(self) -> int:
        """Four octets as a number."""
        return int.from_bytes(self.view(4), "little")
