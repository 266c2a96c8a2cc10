"""How a result shall look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Images = Literal["files", "data", "none"]


@dataclass(frozen=True, kw_only=True)
class Options:
    """What `convert` was asked for beside the type; handlers read it in ``context.options``."""

    images: Images = "files"
    """Images of the message as links to files, as ``data:`` URLs, or not at all."""
    fence: bool = False
    """Put each text in a fence that is longer than any inside of it."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Where ``cid:`` URLs lead in the result."""
