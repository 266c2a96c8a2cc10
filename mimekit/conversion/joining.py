"""What was inside of a container, in one content."""

from __future__ import annotations

from collections.abc import Sequence

from mimekit.conversion.content import Content
from mimekit.conversion.conversion import Conversion


def join(parts: Sequence[Conversion], to: str, name: str | None) -> Content | None:
    """Stand-in."""
    texts = [part.text or "" for part in parts if part.is_converted]
    return Content.from_text("\n\n".join(texts), to, name=name)
