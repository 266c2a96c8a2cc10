"""The adapter of the charset conformance score: ``charset(data) -> str | None``."""

from __future__ import annotations

from mimekit.codecs.charset import detect


def charset(data: bytes) -> str | None:
    """The charset that ``data`` are detected to be in."""
    return detect(data)
