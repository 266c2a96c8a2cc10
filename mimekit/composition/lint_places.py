"""Where what is looked at stands."""

from __future__ import annotations

from mimekit.message.headers import HeaderField
from mimekit.message.part import Part
from mimekit.span import Span


def place_of(node: Part | HeaderField) -> Span:
    """Where a node or a field of a message stands that was parsed: none of them is new."""
    return node.span or Span(0, 0)
