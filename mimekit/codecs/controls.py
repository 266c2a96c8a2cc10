"""The characters that end a line for some reader: no encoder puts one where a line matters."""

from __future__ import annotations

import re
from typing import Final

CONTROL: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
"""A control but HT, DEL, a C1 control, or a separator of lines or paragraphs."""
