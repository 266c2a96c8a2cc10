"""The characters that end a line for some reader: no encoder puts one where a line matters."""

from __future__ import annotations

import re
from typing import Final

CONTROL: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
"""The controls of C0 but HT; DEL; those of C1; the separators of lines and of paragraphs."""
