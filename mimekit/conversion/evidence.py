"""What is said about octets, and what they tell themselves."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from mimekit.conversion.file_names import type_by_name

By: TypeAlias = Literal["signature", "libmagic", "text", "name", "declared", "unknown"]
"""What decides a media type."""


class Claims(NamedTuple):
    """What is said about octets, before they are looked at."""

    declared: str | None
    name: str | None

    @property
    def by_name(self) -> str | None:
        """The media type that the name promises."""
        return type_by_name(self.name)


class Found(NamedTuple):
    """What the octets alone tell."""

    media_type: str
    by: By
    confidence: float
    name: str = ""
    """What people call it, if there is a word for it."""

    def __str__(self) -> str:
        return f"{self.name} ({self.media_type})" if self.name else self.media_type
