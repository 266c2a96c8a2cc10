"""Octets that were compressed: gzip (RFC 1952), bzip2, xz, and the deflate of zip (RFC 1951).

A file may be several streams, one behind the other; what comes out is joined.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeAlias

from mimekit.conversion.containers.member import Allowance

Make: TypeAlias = Callable[[], Any]
"""What makes a decompressor as `zlib`, `bz2` and `lzma` have them."""

MAX_XZ_MEMORY_BYTES: Final = 128 << 20
"""What an xz file may ask for: its best preset takes 65 MiB, its format allows 4 GiB."""
_FIRST_WINDOW: Final = 1 << 10
_LAST_WINDOW: Final = 1 << 20


class Decompressed(NamedTuple):
    """What came out, and why it is not more."""

    octets: bytes
    is_over: bool = False
    """It would be more than the limit; nothing is kept of it."""
    damage: str = ""
    """What is wrong with the streams, in a clause; what came before is there."""


def deflate() -> Any:  # noqa: ANN401 - the types of the three modules have no common name
    """A decompressor of deflate without any header, as zip has it."""
    import zlib  # noqa: PLC0415 - for archives only

    return zlib.decompressobj(-zlib.MAX_WBITS)


def gzip() -> Any:  # noqa: ANN401 - see deflate
    """A decompressor of one gzip member."""
    import zlib  # noqa: PLC0415 - for archives only

    return zlib.decompressobj(16 + zlib.MAX_WBITS)


def bzip2() -> Any:  # noqa: ANN401 - see deflate
    """A decompressor of one bzip2 stream."""
    import bz2  # noqa: PLC0415 - for archives only

    return bz2.BZ2Decompressor()


def xz() -> Any:  # noqa: ANN401 - see deflate
    """A decompressor of one xz or lzma stream."""
    import lzma  # noqa: PLC0415 - for archives only

    return lzma.LZMADecompressor(memlimit=MAX_XZ_MEMORY_BYTES)


def decompress(
    octets: bytes | memoryview,
    make: Make,
    allowance: Allowance,
    limit: int,
    *,
    is_one: bool = False,
) -> Decompressed:
    """At most ``limit`` octets of what the streams, or ``is_one`` stream, hold.

    A bomb is stopped there: what would come behind is never in memory. `ValueError` for what
    does not begin with a stream.
    """
    view, at = memoryview(octets), 0
    out = io.BytesIO()
    while at < len(view) and (not at or (view[at] and not is_one)):  # zeros are padding
        stream, start, window = make(), at, _FIRST_WINDOW
        while not stream.eof and at < len(view):
            # What is behind the stream is copied: a window that grows with the stream keeps
            # many small streams from costs that grow with the file.
            piece = view[at : at + window]
            try:
                made = stream.decompress(piece, limit - out.tell() + 1)
            except _errors() as error:
                if not start and not out.tell():
                    raise ValueError(f"it is not compressed as it says: {error}") from error
                return Decompressed(out.getvalue(), damage=f"it is damaged: {error}")
            at += len(piece) - len(stream.unused_data)
            allowance.spend(len(made))
            if out.tell() + len(made) > limit:
                return Decompressed(b"", is_over=True)
            out.write(made)
            window = min(window * 2, _LAST_WINDOW)
        if not stream.eof:
            return Decompressed(out.getvalue(), damage="it is cut off")
    return Decompressed(out.getvalue())


def _errors() -> tuple[type[Exception], ...]:
    """What the modules raise for what they cannot read."""
    import lzma  # noqa: PLC0415 - for archives only
    import zlib  # noqa: PLC0415 - the same

    return zlib.error, lzma.LZMAError, OSError, EOFError


# RFC 1952 section 2.3.1
_GZIP_HEADER_OCTETS: Final = 10
_HAS_EXTRA: Final = 4
_HAS_NAME: Final = 8


def gzip_name(octets: bytes) -> str:
    r"""The name of the file in a gzip header (RFC 1952 section 2.3.1), in ISO 8859-1; or empty.

    >>> gzip_name(b"\x1f\x8b\x08\x08" + bytes(6) + b"a.txt\0...")
    'a.txt'
    """
    if len(octets) < _GZIP_HEADER_OCTETS or not octets[3] & _HAS_NAME:
        return ""
    at = _GZIP_HEADER_OCTETS
    if octets[3] & _HAS_EXTRA:
        at += 2 + int.from_bytes(octets[at : at + 2], "little")
    end = octets.find(b"\0", at, at + 1024)
    return octets[at:end].decode("latin-1") if end > at else ""
