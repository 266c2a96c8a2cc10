"""What one image may cost."""

from __future__ import annotations

from typing import Final

MAX_PIXELS: Final = 50_000_000
"""Pixels that are decoded, by the size in the header: the sensors of telephones have 50 million,
and take 200 MB in memory. A PNG of 50 KB can have 500 million, all black."""

MAX_SIDE: Final = 4_096
"""Pixels of the longer side of what a conversion makes; larger images are made smaller."""

MAX_VALUE_CHARACTERS: Final = 500
"""Characters of one value of the metadata; a description can be as long as the file."""
