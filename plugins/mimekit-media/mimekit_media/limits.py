"""What one recording may cost."""

from __future__ import annotations

from typing import Final

MAX_SECONDS: Final = 3.0
"""Seconds of one call. Files of some MB take milliseconds; but tinytag compares each value of a
tag with all others of the same name, so that 1 MB of comments would take a minute."""

MAX_VALUE_CHARACTERS: Final = 1_000
"""Characters of one value that are shown; lyrics and comments can be as long as the file."""

MAX_VALUES: Final = 50
"""Values that are shown. A file can have a tag for each eight of its octets."""

MAX_PICTURES: Final = 8
"""Pictures that are given: front, back, artist and so on."""
