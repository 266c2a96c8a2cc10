"""Small versions of images."""

from __future__ import annotations

from typing import Final

from mimekit_image.formats import MADE

_MAX_THUMBNAIL_SIDE: Final = 4_096


def thumbnail(octets: bytes, *, side: int = 256, media_type: str = "image/png") -> bytes:
    """The image upright, no side longer than ``side`` pixels, without metadata.

    `ValueError` for a side that is not 1 to 4096, a type that is not made (PNG, JPEG, WebP and
    GIF are), and for octets that are no whole image, or one of more than `MAX_PIXELS`. Pillow
    decodes them in this process; the handlers of this plugin have one of their own.
    """
    from mimekit_image.pixels import decode, encode  # noqa: PLC0415 - they need Pillow

    if not 1 <= side <= _MAX_THUMBNAIL_SIDE:
        raise ValueError(f"side is 1 to {_MAX_THUMBNAIL_SIDE} pixels, not {side}")
    if media_type not in MADE:
        raise ValueError(f"{media_type} is not made; these are: {', '.join(MADE)}")
    return encode(decode(octets, side), MADE[media_type])
