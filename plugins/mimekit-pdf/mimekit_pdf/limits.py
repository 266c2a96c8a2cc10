"""What one PDF may cost. What is behind a limit is left out, and a warning says so."""

from __future__ import annotations

from typing import Final

MAX_TEXT_PAGES: Final = 2_000
"""Pages whose text is read. A page tree of some KB can name one page millions of times."""

MAX_PAGE_CHARACTERS: Final = 200_000
"""Characters that are read of one page; a page of a novel has 3,000. One content stream can
be shown on every page, so that a small file has endless text."""

MAX_TEXT_CHARACTERS: Final = 8_000_000
"""Characters that are read of one file: some 2,700 pages of a novel."""

MAX_IMAGES: Final = 20
"""Pages that become images. Each costs up to a second."""

MAX_IMAGE_PIXELS: Final = 4_000_000
"""Pixels of one image: A4 at 150 dpi has 2.2 million. A page may say that it is 5 m wide."""

MAX_IMAGE_SIDE: Final = 8_000
"""Pixels of the longer side of an image, for pages that are a thin line."""

IMAGE_DPI: Final = 150
"""Pixels an inch (72 PDF units), where the limits allow it: small print can be read."""
