"""Photos and logos of cards: octets that are an image, or where one is."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote_to_bytes

from mimekit import codecs
from mimekit_vcard.card import Property

MAX_PHOTO_OCTETS: Final = 4 << 20
"""Octets of one photo; those of phones are a thousand times smaller."""

# What begins the images that every browser shows; a card may say anything of their type.
_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
)


def photo_octets(photo: Property) -> bytes | None:
    """The octets of a photo that is inside of the card; None if it is elsewhere."""
    if photo.octets is not None:
        return photo.octets
    if photo.value[:5].lower() != "data:":
        return None
    head, _, data = photo.text[5:].partition(",")
    if head.lower().endswith(";base64"):
        return codecs.base64.decode(data.encode("ascii", "replace"))
    return unquote_to_bytes(data)


def image_type(octets: bytes) -> tuple[str, str] | None:
    """The media type and the extension of an image; None for what is none.

    >>> image_type(b"GIF89a..."), image_type(b"<svg>")
    (('image/gif', 'gif'), None)
    """
    if octets[:4] == b"RIFF" and octets[8:12] == b"WEBP":
        return "image/webp", "webp"
    for signature, media_type, extension in _SIGNATURES:
        if octets.startswith(signature):
            return media_type, extension
    return None
