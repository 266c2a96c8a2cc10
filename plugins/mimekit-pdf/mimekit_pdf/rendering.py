"""One page as a PNG (ISO/IEC 15948), without another library."""

from __future__ import annotations

import math
import struct
import zlib
from typing import TYPE_CHECKING, Final

from mimekit_pdf.limits import IMAGE_DPI, MAX_IMAGE_PIXELS, MAX_IMAGE_SIDE

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_TRUECOLOUR: Final = 2
_UNITS_PER_INCH: Final = 72


def render_png(page: PdfPage) -> bytes | None:
    """The page with its annotations on white; None if it has no size.

    At `IMAGE_DPI`, or at less if there would be more pixels than the limits allow.
    """
    scale = image_scale(page.get_width(), page.get_height())
    if scale is None:
        return None
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        rows = memoryview(bitmap.buffer).cast("B")
        return format_png(bitmap.width, bitmap.height, rows, bitmap.stride)
    finally:
        bitmap.close()


def image_scale(width: float, height: float) -> float | None:
    """Pixels for each PDF unit of a page of that size; None if it has none.

    >>> round(image_scale(612, 792) * 72), image_scale(0, 792)
    (150, None)
    """
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        return None
    scale = min(
        IMAGE_DPI / _UNITS_PER_INCH,
        math.sqrt(MAX_IMAGE_PIXELS / width / height),
        (MAX_IMAGE_SIDE - 1) / max(width, height),  # PDFium rounds up
    )
    return scale if scale * min(width, height) > 1e-6 else None


def format_png(width: int, height: int, rows: memoryview, stride: int) -> bytes:
    """An image of three octets a pixel; ``stride`` octets from one row to the next."""
    # Each row begins with the number of its filter, 0 for none (section 9).
    filtered = b"".join(
        b"\0" + bytes(rows[start : start + 3 * width])
        for start in range(0, height * stride, stride)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, _TRUECOLOUR, 0, 0, 0)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(filtered)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Length, type, data and CRC (section 5.3)."""
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
