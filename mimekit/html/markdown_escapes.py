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

# What gives a whole line another meaning: headings and their underlines, quotes, items, rules,
# front matter, rows of tables, fences of colons. "*", "`", "~" and "<" are never left alone.
_LINE_START = re.compile(
    r"^[ \t]*+(?:(?P<mark>\#{1,6}(?=\s|\Z)|>|\||[=+-](?=[=+\s:|-]|\Z)|:(?=[:\s-]|\Z)|%(?=%))"
    r"|(?P<number>[0-9]{1,9}+)(?=[.)](?:\s|\Z)))?",
    re.MULTILINE,
)
_LAST_HASHES = re.compile(r"(?:(?<=\s)|\A)(?=#+\Z)")  # of a heading they are no text

# What somebody's reader may take for the end of a line.
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

MIN_FENCE: Final = 3
"""Backticks of a fence around text that has no such run itself (section 4.5)."""

_REFERENCE = re.compile(r"&(?=#?[0-9A-Za-z]{1,32};)")
_BACKTICKS = re.compile("`+")
_NOT_IN_INFO = re.compile(r"[^A-Za-z0-9+#._-]+")


def lines_of(text: str) -> list[str]:
    r"""The lines of a text, whatever ends them; the last one's end makes no line of its own.

    >>> lines_of("a\r\nb\u2028\nc\n"), lines_of("")
    (['a', 'b', '', 'c'], [])
    """
    lines = _LINE_END.sub("\n", text).split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def escape_markdown(text: str) -> str:
    r"""Text as Markdown that shows it, and is nothing but paragraphs.

    It may stand at the beginning of a line or within one, but in no table: that is
    `escape_cell`. Blanks at the beginning of lines are left out: four of them are code.

    >>> print(escape_markdown("# *Not* a [link](x) <b> of snake_case\n- 1 < 2"))
    \# \*Not\* a \[link\](x) \<b> of snake_case
    \- 1 < 2
    """
    return _LINE_START.sub(_escape_start, escape_text(_LINE_END.sub("\n", text)))


def escape_text(text: str) -> str:
    r"""Text of one line behind other text, its blanks kept.

    >>> print(escape_text("*no* [link](x) <b> snake_case &amp; 1 < 2"))
    \*no\* \[link\](x) \<b> snake_case \&amp; 1 < 2
    """
    return _MARKUP.sub(_escape, text) if _SUSPECT.search(text) else text


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def escape_line_start(line: str) -> str:
    r"""A line whose inside is escaped, so that its beginning has no meaning either.

    >>> [escape_line_start(line) for line in ("# a", "1. a", "-5", "- a", "===")]
    ['\\# a', '1\\. a', '-5', '\\- a', '\\===']
    """
    return line if line[0].isalpha() else _LINE_START.sub(_escape_start, line, count=1)


def _escape_start(match: re.Match[str]) -> str:
    if match["number"]:
        return match["number"] + "\\"
    return "\\" + match["mark"] if match["mark"] else ""


def escape_line(text: str) -> str:
    r"""Text in one line, its runs of blanks and line ends one blank: for headings and links.

    >>> escape_line("C\n#")
    'C \\#'
    """
    return escape_heading(escape_markdown(" ".join(text.split())))


def escape_heading(text: str) -> str:
    r"""The text of a heading: number signs at its end are part of it (section 4.2).

    >>> escape_heading("C #")
    'C \\#'
    """
    return _LAST_HASHES.sub(r"\\", text) if text.endswith("#") else text


def escape_cell(text: str) -> str:
    r"""Text of one cell of a table; it has one line, and ``|`` does not end it.

    >>> escape_cell("a|b\nc")
    'a\\|b c'
    """
    return escape_text(" ".join(text.split())).replace("|", "\\|")


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
    ticks = "`"
    if "`" in code:
        runs = {len(run) for run in _BACKTICKS.findall(code)}
        size = 1
        while size in runs:
            size += 1
        ticks *= size
        if code[0] == "`" or code[-1] == "`":
            code = f" {code} "
    return f"{ticks}{code}{ticks}"


def fence(text: str, info: str = "") -> str:
    r"""Text in a fenced code block that nothing in it ends; with the line end of its last line.

    What no name of a language has is left out of ``info``.

    >>> fence("a\n```", "sh")
    '````sh\na\n```\n````\n'
    """
    lines = lines_of(text)
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    mark = "`" * max(MIN_FENCE, longest + 1)
    return "\n".join([mark + _NOT_IN_INFO.sub("", info), *lines, mark, ""])
