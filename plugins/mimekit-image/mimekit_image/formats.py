"""The formats that are read and written, as Pillow names them."""

from __future__ import annotations

from typing import Final

ACCEPTED: Final = (
    "image/png",
    "image/apng",
    "image/x-png",
    "image/jpeg",
    "image/jpg",
    "image/pjpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/tiff",
    "image/bmp",
    "image/x-ms-bmp",
    "image/x-bmp",
    "image/vnd.microsoft.icon",
    "image/x-icon",
    "image/jp2",
)
"""Media types, with the unregistered names that mail has for some of them."""

READ: Final = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "ICO", "JPEG2000")
"""All that Pillow may open. Left to itself it would start Ghostscript for what begins like EPS."""

MADE: Final = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}
"""The format of each media type that is written."""
