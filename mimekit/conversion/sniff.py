"""Stand-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mimekit.conversion.signatures import Signature


class Sniffed(NamedTuple):
    """Stand-in."""

    media_type: str
    conflicts: tuple[str, ...] = ()


def sniff(
    octets: bytes,
    *,
    name: str | None = None,
    declared: str | None = None,
    signatures: Sequence[Signature] = (),
) -> Sniffed:
    """Stand-in."""
    return Sniffed(declared or "application/octet-stream")
