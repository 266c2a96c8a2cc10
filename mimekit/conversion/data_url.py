"""Octets in a URL (RFC 2397)."""

from __future__ import annotations

from base64 import b64encode

from mimekit.codecs import base64
from mimekit.html.harmless import is_data_image


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
    if not is_data_image(url):
        return None
    about, _, octets = url.partition(",")
    media_type = about.partition(":")[2].partition(";")[0]
    return media_type.strip().lower(), base64.decode(octets.encode())
