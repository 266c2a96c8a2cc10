"""The pictures of a message: where the HTML's ``cid:`` URLs lead (RFC 2392)."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

from mimekit.conversion.content import Content
from mimekit.conversion.data_url import data_url
from mimekit.conversion.options import Options
from mimekit.message.part import Message, Part
from mimekit.message.save import safe_name

# Rasters that every browser shows, and that hold no script.
_RASTERS: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/pjpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "image/avif": ".avif",
}

MAX_PICTURES: Final = 1_000
"""Pictures of one message that are shown."""


def is_picture(part: Part) -> bool:
    """Whether a part is a picture that can be shown as it is."""
    return part.content_type.media_type in _RASTERS


class Pictures:
    """Where each picture is found in the result; those that are asked for come with it."""

    def __init__(self, message: Message, options: Options) -> None:
        self._options = options
        self._by_content_id: dict[str, Part] = {}
        self._links: dict[Part, str] = {}
        self.files: list[Content] = []
        for part in message.walk(enter_messages=False):
            if part.content_id and is_picture(part):
                self._by_content_id.setdefault(part.content_id, part)

    @property
    def shown(self) -> frozenset[Part]:
        """The parts to which a link was asked for."""
        return frozenset(self._links)

    def link(self, url: str) -> str | None:
        """Where a ``cid:`` URL leads; None if that is no picture of the message."""
        scheme, _, content_id = url.partition(":")
        if scheme.lower() != "cid":
            return None
        part = self._by_content_id.get(unquote(content_id))
        return None if part is None else self.link_to(part)

    def link_to(self, part: Part) -> str | None:
        """Where a picture is found; None if pictures are left out."""
        if self._options.images == "none":
            return None
        if part not in self._links and len(self._links) < MAX_PICTURES:
            self._links[part] = self._place(part)
        return self._links.get(part)

    def _place(self, part: Part) -> str:
        media_type = part.content_type.media_type
        if self._options.images == "data":
            return data_url(media_type, part.content)
        known = part.filename or safe_name((part.content_id or "").partition("@")[0])
        suffix = _RASTERS[media_type]
        if known and not part.filename:
            known += suffix
        picture = Content(
            media_type=media_type, octets=part.content, name=known or f"image{suffix}"
        )
        file = self._options.names.name(picture)
        self.files.append(file)
        return quote(f"{self._options.folder}{file.name}")
