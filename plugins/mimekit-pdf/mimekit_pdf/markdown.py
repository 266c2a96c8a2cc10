"""Text of a PDF, made safe for plain text and for Markdown."""

from __future__ import annotations

import re

# Controls; and what turns the direction of the text around it, or is never shown.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)

# CommonMark 0.31 section 2.4: a backslash makes a punctuation character mean itself. "_" in a
# word means itself already (section 6.2), and so does "&" before what is no reference.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~]|&(?=[#\w])|(?<!\w)_|_(?!\w)")

# Sections 4.1 to 4.3, 5.2: what begins a rule, a heading or a list item.
_FIRST = re.compile(r"[-+=#]|\d{1,9}(?=[.)])")


def plain_paragraph(text: str) -> str:
    r"""The text in one line, without controls.

    >>> plain_paragraph("a\r\n \x07b\u202e")
    'a b'
    """
    return " ".join(_UNSEEN.sub("", text).split())


def markdown_paragraph(text: str) -> str:
    r"""The text in one line of Markdown that shows it as it is.

    >>> print(markdown_paragraph("# 1 <b> [a](b) snake_case"))
    \# 1 \<b\> \[a\](b) snake_case
    >>> print(markdown_paragraph("1. one"), markdown_paragraph("- one"))
    1\. one \- one
    """
    text = _SPECIAL.sub(r"\\\g<0>", plain_paragraph(text))
    first = _FIRST.match(text)
    if first is None:
        return text
    place = first.end() if first[0].isdigit() else 0
    return f"{text[:place]}\\{text[place:]}"
