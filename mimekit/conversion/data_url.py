"""Octets in a URL (RFC 2397)."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode

# RFC 2397 section 3, of pictures that every browser shows and that hold no script.
_PICTURE = re.compile(
    r"data:(image/(?:png|jpeg|gif|webp|bmp|avif));base64,([A-Za-z0-9+/=\s]*)", re.IGNORECASE
)


def data_url(media_type: str, octets: bytes) -> str:
    """Octets as a URL.

    >>> data_url("image/png", b"P")
    'data:image/png;base64,UA=='
    """
    return f"data:{media_type};base64,{b64encode(octets).decode('ascii')}"


def parse_picture(url: str) -> tuple[str, bytes] | None:
    """Media type and octets of a picture in a URL; None for any other URL.

    >>> parse_picture("data:image/png;base64,UA=="), parse_picture("data:text/html,x")
    (('image/png', b'P'), None)
    """
    match = _PICTURE.fullmatch(url)
    if match is None:
        return None
    try:
        return match[1].lower(), b64decode(match[2])
    except binascii.Error:
        return None
