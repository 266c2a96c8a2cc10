"""Text in which no character is markup: what a mail says cannot become a heading or a link.

CommonMark 0.31 section 2.4: a backslash takes its meaning from ASCII punctuation. Only where
a character could have one is it written, so that prose stays readable: `snake_case`, `a < b`
and `1 - 2` stay as they are. GitHub Flavored Markdown adds tables and strikethrough; front
matter, fences of colons and other additions begin at the beginning of a line.
"""

from __future__ import annotations

import re
from typing import Final

_SUSPECT = re.compile(r"[\\`*\[\]~<_&]")
_MARKUP = re.compile(
    r"[\\`*\[\]~]"
    r"|<(?=[A-Za-z/!?]|\Z)"  # a tag, a comment or an autolink; the rest may be in the next piece
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis begins and ends beside a word (section 6.2)
    r"|&(?=#?[0-9A-Za-z]{1,32};)"  # a reference (section 2.5)
)

# What gives a whole line another meaning: quotes, headings and their underlines, rules, items,
# front matter, rows of tables and fences. "*", "`" and "~" are never left alone.
_LINE_MARKUP = re.compile(
    r">|#{1,6}(?=\s|\Z)|=+\s*\Z|-(?=[-\s:|]|\Z)|\+(?=[+\s]|\Z)|\||:(?=[-:\s])|%(?=%)"
)
_NUMBER = re.compile(r"([0-9]{1,9})(?=[.)](?:\s|\Z))")
_LAST_HASHES = re.compile(r"(?:(?<=\s)|\A)(?=#+\Z)")

_FENCE: Final = 3
"""Backticks of a fence around a text that has no such run itself."""

_REFERENCE = re.compile(r"&(?=#?[0-9A-Za-z]{1,32};)")
_BACKTICKS = re.compile("`+")


def escape_text(text: str) -> str:
    r"""Text inside of a line.

    >>> print(escape_text("*no* [link](x) <b> snake_case &amp; 1 < 2"))
    \*no\* \[link\](x) \<b> snake_case \&amp; 1 < 2
    """
    return _MARKUP.sub(_escape, text) if _SUSPECT.search(text) else text


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def escape_line(line: str) -> str:
    r"""A line whose inside is escaped, so that its beginning has no meaning either.

    >>> [escape_line(line) for line in ("# a", "1. a", "-5", "- a", "===")]
    ['\\# a', '1\\. a', '-5', '\\- a', '\\===']
    """
    if line[0].isalpha():
        return line
    if _LINE_MARKUP.match(line):
        return f"\\{line}"
    return _NUMBER.sub(r"\1\\", line, count=1) if _NUMBER.match(line) else line


def escape_heading(text: str) -> str:
    r"""The text of a heading: number signs at its end are part of it (section 4.2).

    >>> escape_heading("C #")
    'C \\#'
    """
    return _LAST_HASHES.sub(r"\\", text) if text.endswith("#") else text


def escape_destination(url: str) -> str:
    """A URL between parentheses: it holds none, and no reference (section 6.3).

    >>> escape_destination("http://a.example/b(c)?d&lt;e")
    'http://a.example/b%28c%29?d&amp;lt;e'
    """
    url = url.replace("(", "%28").replace(")", "%29")
    return _REFERENCE.sub("&amp;", url) if "&" in url else url


def code_span(code: str) -> str:
    """A code span: its backticks are more than in any run inside (section 6.1).

    >>> code_span("a`b"), code_span("`")
    ('``a`b``', '`` ` ``')
    """
    fence = "`"
    if "`" in code:
        runs = {len(run) for run in _BACKTICKS.findall(code)}
        size = 1
        while size in runs:
            size += 1
        fence *= size
        if code[0] == "`" or code[-1] == "`":
            code = f" {code} "
    return f"{fence}{code}{fence}"


def fenced_code(code: str) -> str:
    """A fenced code block: its fence is longer than any run inside (section 4.5)."""
    longest = max(map(len, _BACKTICKS.findall(code)), default=0)
    fence = "`" * max(_FENCE, longest + 1)
    return f"{fence}\n{code}\n{fence}"
