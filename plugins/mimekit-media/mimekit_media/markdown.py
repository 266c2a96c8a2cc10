"""Tags of a recording, made safe for one line of plain text or Markdown."""

from __future__ import annotations

import re

# Controls; and what turns the direction of the text around it, or is never shown.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)

# CommonMark 0.31 section 2.4: a backslash makes a punctuation character mean itself. "_" in a
# word means itself already (section 6.2), and so does "&" before what is no reference.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~#]|&(?=[#\w])|(?<!\w)_|_(?!\w)")


def plain_line(text: str) -> str:
    r"""The text in one line, without controls.

    >>> plain_line("a\r\n\x07b")
    'a b'
    """
    return " ".join(_UNSEEN.sub("", text).split())


def markdown_line(text: str) -> str:
    r"""The text in one line of Markdown, behind a label, that shows it as it is.

    >>> print(markdown_line("<b>[a](b)"))
    \<b\>\[a\](b)
    """
    return _SPECIAL.sub(r"\\\g<0>", plain_line(text))
