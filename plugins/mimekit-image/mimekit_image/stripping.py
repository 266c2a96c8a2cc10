"""Metadata taken out of a file, every pixel left as it is."""

from __future__ import annotations

from mimekit_image.gif import strip_gif
from mimekit_image.jpeg import strip_jpeg
from mimekit_image.png import strip_png
from mimekit_image.webp import strip_webp


def strip_metadata(octets: bytes) -> bytes:
    """A JPEG, PNG, WebP or GIF without Exif, XMP, IPTC, comments and what follows its end.

    Nothing is decoded: the image data are the same octets. What decides how it looks stays: the
    colour profile, the resolution, the animation, and how it is to be turned.
    `ValueError` for other formats, and for files so damaged that metadata may be anywhere.
    """
    if octets.startswith(b"\xff\xd8"):
        return strip_jpeg(octets)
    if octets.startswith(b"\x89PNG\r\n\x1a\n"):
        return strip_png(octets)
    if octets.startswith(b"RIFF") and octets[8:12] == b"WEBP":
        return strip_webp(octets)
    if octets.startswith((b"GIF87a", b"GIF89a")):
        return strip_gif(octets)
    raise ValueError("it is no JPEG, PNG, WebP or GIF")
