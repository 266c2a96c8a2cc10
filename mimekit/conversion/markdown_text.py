r"""Text of others in Markdown: no character of it is markup.

CommonMark 0.31, with the tables and strikethrough of GitHub Flavored Markdown and the front
matter of site generators. A backslash takes the meaning from a character only where it could
have one, so that prose stays readable: ``snake_case``, ``1 < 2`` and ``#topic`` stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MIN_FENCE: Final = 3
"""Backticks of a fence around text that has no such run itself (CommonMark section 4.5)."""
MAX_LEVEL: Final = 6
"""The deepest heading (CommonMark section 4.2)."""
TAB_COLUMNS: Final = 4
"""Where indentation counts, a tab goes on to the next of so many columns (section 2.2)."""

# What somebody's reader may take for the end of a line.
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

_MARKUP = re.compile(
    r"(?<=[^\W_])(?P<inside>_++)(?=[^\W_])"  # inside of a word it is no emphasis (section 6.2)
    r"|[\\`*_\[\]~]"
    r"|<(?=[A-Za-z/!?]|\Z)"  # a tag, a comment, an autolink; or the next piece makes it one
    r"|&(?=#?[0-9A-Za-z]{1,32};)"  # a reference (section 2.5)
)

# What gives a whole line another meaning: headings and their underlines, quotes, items, rules,
# front matter, rows of tables, fences of colons. "*", "`", "~" and "<" are never left alone.
_LINE_START = re.compile(
    r"^[ \t]*+(?:(?P<mark>\#(?=\#*+(?:\s|\Z))|>|\||[=+-](?=[=+\s:|-]|\Z)|:(?=[:\s-]|\Z)|%(?=%))"
    r"|(?P<number>[0-9]{1,9}+)(?=[.)](?:\s|\Z)))?",
    re.MULTILINE,
)
_LAST_HASHES = re.compile(r"(?<= )(?=#+\Z)")  # of a heading they are no text (section 4.2)
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
    return _LINE_START.sub(_escape_start, escape_inside(_LINE_END.sub("\n", text)))


def escape_inside(text: str) -> str:
    r"""Text of one line behind other text, its blanks kept.

    >>> escape_inside(" - *a*")
    ' - \\*a\\*'
    """
    return _MARKUP.sub(lambda match: match["inside"] or f"\\{match[0]}", text)


def escape_line(text: str) -> str:
    r"""Text in one line, its runs of blanks and line ends one blank: for headings and links.

    >>> escape_line("C\n#")
    'C \\#'
    """
    escaped = escape_markdown(" ".join(text.split()))
    return _LAST_HASHES.sub(r"\\", escaped) if escaped.endswith("#") else escaped


def escape_cell(text: str) -> str:
    r"""Text of one cell of a table; it has one line, and ``|`` does not end it.

    >>> escape_cell("a|b\nc")
    'a\\|b c'
    """
    return escape_inside(" ".join(text.split())).replace("|", "\\|")


def fence(text: str, info: str = "") -> str:
    r"""Text in a fenced code block that nothing in it ends; with the line end of its last line.

    What no name of a language has is left out of ``info``.

    >>> print(fence("```\nls\n```", "sh"), end="")
    ````sh
    ```
    ls
    ```
    ````
    """
    lines = lines_of(text)
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    mark = "`" * max(MIN_FENCE, longest + 1)
    return "\n".join([mark + _NOT_IN_INFO.sub("", info), *lines, mark, ""])


def _escape_start(match: re.Match[str]) -> str:
    if match["number"]:
        return match["number"] + "\\"
    return "\\" + match["mark"] if match["mark"] else ""


# -- headings

_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|\Z)")
_UNDERLINE = re.compile(r" {0,3}(?:(=+)|-+)[ \t]*+\Z")
_MARK = r"(`{3,}+(?!.*`)|~{3,}+)"
_BARE_FENCE = re.compile(rf" {{0,3}}{_MARK}")
_FENCE = re.compile(rf" {{0,3}}(?:(?:[-+*]|[0-9]{{1,9}}[.)]) +)*{_MARK}")
_FENCE_END = re.compile(r" {0,3}(`+|~+)[ \t]*+\Z")
_ITEM = re.compile(r" {0,3}(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t]|\Z)")
_INTERRUPTION = re.compile(r" {0,3}(?:>|(?:[-+*]|1[.)])[ \t]+[^ \t])")  # of a paragraph
_INDENTATION = re.compile(r" {0,3}\t| {4}")


def demote_headings(markdown: str, levels: int) -> str:
    r"""Markdown whose headings are so many levels deeper; the deepest is the sixth.

    Headings with an underline become such with number signs. Fences stay as they are, and so
    does what stands in quotes and items. No heading is left where it was, in doubt rather a
    paragraph is made one: an underline below a line that goes on with a quote.

    >>> print(demote_headings("# A\n\nB\n=\n\n```\n# no heading\n```", 2))
    ### A
    <BLANKLINE>
    ### B
    <BLANKLINE>
    ```
    # no heading
    ```
    """
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_demoted(lines, levels))


def _demoted(lines: list[str], levels: int) -> Iterator[str]:
    mark = ""  # of the fence that is open
    inside = 0  # blanks before what belongs to the item that is open
    is_bare = False  # the line before is the mark of an item alone
    paragraph: list[str] = []  # lines that an underline would make a heading
    for line in lines:
        columns = line.expandtabs(TAB_COLUMNS)
        if is_bare if _is_blank(line) else not columns.startswith(" " * inside):
            mark, inside = "", 0  # the item has ended, and with it a fence inside of it
        is_bare = False
        if mark:
            mark = "" if _ends_fence(columns[inside:], mark) else mark
            yield line
        elif inside:
            mark = _fence_mark(columns[inside:])
            yield line
        elif paragraph and (underline := _UNDERLINE.match(line)):
            title = " ".join(part.strip().rstrip("\\") for part in paragraph)
            yield _heading(1 if underline[1] else 2, levels) + " " + title
            paragraph = []
        elif _is_of_paragraph(line, is_first=not paragraph):
            paragraph.append(line)
        else:
            yield from paragraph
            paragraph = []
            item, heading = None if _is_rule(line) else _ITEM.match(line), _ATX.match(line)
            mark, inside = _fence_mark(columns), _width(columns, item.end()) if item else 0
            is_bare = item is not None and _is_blank(line[item.end() :])
            yield _heading(len(heading[1]), levels) + line[heading.end() :] if heading else line
    yield from paragraph


def _heading(level: int, levels: int) -> str:
    return "#" * min(level + levels, MAX_LEVEL)


def _width(columns: str, at: int) -> int:
    """How far the text of an item is indented whose mark ends there (section 5.2)."""
    text = columns[at:].lstrip(" ")
    blanks = len(columns) - at - len(text)
    return at + (blanks if text and blanks <= 4 else 1)


def _fence_mark(line: str) -> str:
    """The mark of the fence that a line opens, behind the marks of items; or nothing."""
    opening = _FENCE.match(line)
    return opening[1] if opening else ""


def _ends_fence(line: str, mark: str) -> bool:
    end = _FENCE_END.match(line)
    return end is not None and end[1][0] == mark[0] and len(end[1]) >= len(mark)


def _is_of_paragraph(line: str, *, is_first: bool) -> bool:
    """Whether a line begins a paragraph, or goes on with one."""
    if _is_blank(line) or _is_rule(line) or (is_first and _INDENTATION.match(line)):
        return False
    if is_first and (line.lstrip(" ").startswith(">") or _ITEM.match(line)):
        return False
    return not any(found.match(line) for found in (_ATX, _BARE_FENCE, _INTERRUPTION))


def _is_blank(line: str) -> bool:
    return not line.strip(" \t")


def _is_rule(line: str) -> bool:
    """A thematic break (section 4.1)."""
    marks = line.replace(" ", "").replace("\t", "")
    is_rule = len(marks) > 2 and marks[0] in "*_-" and not marks.strip(marks[0])
    return is_rule and not _INDENTATION.match(line)
