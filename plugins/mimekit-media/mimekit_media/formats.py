"""The formats that are read, and those of the pictures inside of them."""

from __future__ import annotations

from typing import Final, NamedTuple

ACCEPTED: Final = (
    "audio/mpeg",
    "audio/mp3",
    "audio/x-mp3",
    "audio/mp4",
    "audio/m4a",
    "audio/x-m4a",
    "audio/flac",
    "audio/x-flac",
    "audio/ogg",
    "audio/opus",
    "audio/vorbis",
    "audio/wav",
    "audio/wave",
    "audio/x-wav",
    "audio/vnd.wave",
    "audio/aiff",
    "audio/x-aiff",
    "audio/x-ms-wma",
    "video/mp4",
    "video/x-m4v",
    "video/quicktime",
    "video/ogg",
    "video/x-ms-wmv",
    "video/x-ms-asf",
    "application/ogg",
)
"""Media types, with the unregistered names that mail has for some of them."""


class Picture(NamedTuple):
    """A format of pictures, known by its first octets, whatever the tag says."""

    media_type: str
    suffix: str
    signature: bytes


PICTURES: Final = (
    Picture("image/jpeg", "jpg", b"\xff\xd8\xff"),
    Picture("image/png", "png", b"\x89PNG\r\n\x1a\n"),
    Picture("image/gif", "gif", b"GIF8"),
)
