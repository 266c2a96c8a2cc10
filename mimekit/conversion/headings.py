"""Headings of Markdown that goes below other headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MAX_LEVEL: Final = 6
"""The deepest heading (CommonMark 0.31 section 4.2)."""
TAB_COLUMNS: Final = 4
"""Where indentation counts, a tab goes on to the next of so many columns (section 2.2)."""

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
