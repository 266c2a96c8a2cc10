"""The content of a part as a stream, decoded as it is read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from mimekit.codecs import base64, quoted_printable, uuencode
from mimekit.message.tree import Tree, raw_body
from mimekit.structure.rows import BASE64, ENCODING, QUOTED_PRINTABLE, UUENCODE, WIDTH

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 64 << 10  # encoded octets decoded at a time

_Decoder = base64.Decoder | quoted_printable.Decoder | uuencode.Decoder
_DECODERS: dict[int, type[_Decoder]] = {
    BASE64: base64.Decoder,
    QUOTED_PRINTABLE: quoted_printable.Decoder,
    UUENCODE: uuencode.Decoder,
}


def open_content(tree: Tree, row: int) -> BinaryIO:
    """A buffered, readable stream of a part's content; it cannot seek."""
    decoder = _DECODERS.get(tree.rows[row * WIDTH + ENCODING])
    body = raw_body(tree, row)
    raw = _Content(body, decoder(check=False) if decoder else None)
    return io.BufferedReader(raw, buffer_size=_CHUNK)


class _Content(io.RawIOBase):
    """Decodes a body piece by piece."""

    def __init__(self, body: memoryview, decoder: _Decoder | None) -> None:
        self._body = body
        self._at = 0
        self._decoder = decoder
        self._ready: bytes | memoryview = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer).cast("B")
        while not self._ready and self._at <= len(self._body):
            self._ready = self._next()
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _next(self) -> bytes | memoryview:
        """The next decoded piece; behind the last one ``_at`` is past the end."""
        piece = self._body[self._at : self._at + _CHUNK]
        if piece:
            self._at += len(piece)
            return self._decoder.decode(piece) if self._decoder else piece
        self._at = len(self._body) + 1
        return self._decoder.finish() if self._decoder else b""
