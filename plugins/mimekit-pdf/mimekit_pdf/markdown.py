"""Text of a PDF, made safe for plain text and for Markdown."""

from __future__ import annotations

import re

from mimekit.plugin import escape_line

# Controls; and what turns the direction of the text around it, or is never shown.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)


def plain_paragraph(text: str) -> str:
    r"""The text without controls; of tabs, which are gaps between cells, two spaces are left.

    >>> plain_paragraph("a \x07b\u202e")
    'a b'
    >>> plain_paragraph("Tea, green\t9.80\nTin\t6.50")
    'Tea, green  9.80\nTin  6.50'
    """
    return "\n".join(_lines(text))


def markdown_paragraph(text: str) -> str:
    r"""The text in Markdown that shows it as it is, with its line ends as hard line breaks.

    >>> print(markdown_paragraph("# 1 <b> [a](b) snake_case"))
    \# 1 \<b> \[a\](b) snake_case
    >>> print(markdown_paragraph("1. one"), markdown_paragraph("- one"))
    1\. one \- one
    >>> print(markdown_paragraph("- one\n- two"))
    \- one\
    \- two
    """
    return "\\\n".join(escape_line(line) for line in _lines(text))


def _lines(text: str) -> list[str]:
    """The lines that are not blank, their words set apart as `plain_paragraph` says."""
    lines = (
        "  ".join(" ".join(cell.split()) for cell in line.split("\t"))
        for line in _UNSEEN.sub("", text).split("\n")
    )
    return [line.strip() for line in lines if line.strip()]
