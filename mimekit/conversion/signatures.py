"""Stand-in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Stand-in."""

    media_type: str
    magic: bytes
    offset: int = 0
