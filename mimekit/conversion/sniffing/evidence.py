"""What is said about octets, and what they tell themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from mimekit.conversion.sniffing.alike import canonical, is_kind_of, is_text
from mimekit.conversion.sniffing.file_names import type_by_name
from mimekit.conversion.sniffing.ole_content import OLE
from mimekit.conversion.sniffing.signatures import Signature
from mimekit.conversion.sniffing.zip_content import ZIP

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


def should_be_known(claim: str, signatures: Sequence[Signature]) -> bool:
    """Whether octets of that type, and these are not, would have been known."""
    known = {canonical(signature.media_type) for signature in signatures if signature.magic}
    is_within = any(is_kind_of(claim, container) for container in (ZIP, OLE))
    return is_text(claim) or canonical(claim) in known or is_within
