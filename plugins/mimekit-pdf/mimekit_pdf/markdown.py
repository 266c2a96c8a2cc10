"""Text of a PDF, made safe for plain text and for Markdown."""

from __future__ import annotations

import re

from mimekit.plugin import escape_line

# Controls; and what turns the direction of the text around it, or is never shown.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)


def plain_paragraph(text: str) -> str:
    r"""The text in one line, without controls.

    >>> plain_paragraph("a\r\n \x07b\u202e")
    'a b'
    """
    return " ".join(_UNSEEN.sub("", text).split())


def markdown_paragraph(text: str) -> str:
    r"""The text in one line of Markdown that shows it as it is.

    >>> print(markdown_paragraph("# 1 <b> [a](b) snake_case"))
    \# 1 \<b> \[a\](b) snake_case
    >>> print(markdown_paragraph("1. one"), markdown_paragraph("- one"))
    1\. one \- one
    """
    return escape_line(plain_paragraph(text))
