"""What one Office file may cost. What is behind a limit is left out, and a warning says so."""

from __future__ import annotations

from typing import Final

MAX_MEMBERS: Final = 10_000
"""Members of the zip file; a presentation of 500 slides has 3,000."""

MAX_MEMBER_OCTETS: Final = 32 << 20
"""Octets of one member, unpacked. A novel takes 5 MB of XML."""

MAX_PACKAGE_OCTETS: Final = 128 << 20
"""Octets that are unpacked of one file, each reading counted (overlapping members, zip bombs)."""

MAX_RATIO: Final = 500
"""Times that a member of more than a mebibyte may grow. Sheets grow 10 to 100 times; a megabyte
of zeros packs to a thousandth."""

MAX_XML_DEPTH: Final = 150
"""Elements inside of each other. mammoth calls itself for each, some ten times; documents that
people write have 20 to 60."""

MAX_CHARACTERS: Final = 8_000_000
"""Characters of the HTML or CSV that is made of one file."""

MAX_SHEETS: Final = 100
"""Sheets that are read."""

MAX_ROWS: Final = 10_000
"""Rows that are read of a sheet. Excel has 1,048,576, and one cell in the last makes them all."""

MAX_COLUMNS: Final = 200
"""Columns that are read of a sheet. Excel has 16,384."""

MAX_CELLS: Final = 200_000
"""Cells, of all sheets or tables of a file, that are shown. Cells that fill rows up to the width
of their table do not count, but there are no more of them in a table."""

MAX_BLANK_ROWS: Final = 20
"""Blank rows in sequence that a table keeps; more become one."""

MAX_SLIDES: Final = 500
"""Slides that are read."""

MAX_IMAGES: Final = 100
"""Images that are taken out of a document."""

MAX_IMAGE_OCTETS: Final = 8 << 20
"""Octets of one of them."""

MAX_DATA_OCTETS: Final = 4 << 20
"""Octets of all images that are written into the page as ``data:`` URLs."""
