"""What plain text means to a reader: paragraphs, lists, tables, quotes and a signature.

Nothing of it is written down anywhere but by habit, so this guesses, and only at layout:
whatever it takes a line for, the line is shown.

1. An empty line ends a paragraph. A line that was ended because the next word would not fit
   is not a line of its own; any other is.
2. Lines that begin with a hyphen, an asterisk or a bullet are items of a list. Numbers are
   left as they are: a list would count them anew.
3. Two lines or more that are all indented by four blanks, or mostly have columns or borders,
   are shown as they stand.
4. Quotes and signature are those of `mimekit.composition.quotes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

from mimekit.composition.quotes import TextKind, split_quotes
from mimekit.html.markdown_escapes import lines_of

MAX_DEPTH: Final = 32
"""Quotes within quotes; what is deeper is shown at this depth, lest elements nest without end."""
MIN_WIDTH: Final = 60
"""Characters: no mail program breaks its lines earlier, so what is shorter was ended."""
MAX_WIDTH: Final = 80
"""Characters: a longer line was not broken by a mail program."""

_QUOTE = re.compile(r"(?: ?>)+ ?")
_SEPARATOR = re.compile(r"--\s*")
_ITEM = re.compile(r"[ \t]{0,3}[-*+\u2022\u2023\u25aa\u25cf\u00b7][ \t]+(?=\S)")
_INDENTED = ("    ", "\t")
_COLUMNS = re.compile(r"\S(?: {3}|\t)\s*\S")
_BORDERS = re.compile(r"\s*[+|].*[+|]\s*\Z|[^\u2500-\u257f]*[\u2500-\u257f]")


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    PREFORMATTED = "preformatted"
    """Lines that lose their meaning when blanks or line ends are lost."""


class Line(NamedTuple):
    """A line without quote marks, item marks and line end."""

    text: str
    is_ended: bool = True
    """Whether the author ended it, and not the width of the page."""
    is_item: bool = False
    """Whether an item begins here."""


class Block(NamedTuple):
    """Lines that belong together."""

    kind: BlockKind
    lines: tuple[Line, ...]
    depth: int = 0
    """In how many quotes it stands."""
    is_signature: bool = False


class _Raw(NamedTuple):
    """A line and where it stands."""

    text: str
    depth: int
    is_signature: bool


def read_blocks(text: str, *, is_flowed: bool = False) -> Iterator[Block]:
    r"""The blocks of a text, in its order; those of flowed text have only lines that were ended.

    >>> for block in read_blocks("See:\n- one\n- two\n\n> Really?\n-- \nAnn\n"):
    ...     print(block.kind, block.depth, [line.text for line in block.lines])
    paragraph 0 ['See:']
    list 0 ['one', 'two']
    paragraph 1 ['Really?']
    paragraph 0 ['Ann']
    """
    for (is_blank, depth, is_signature), group in groupby(
        _iter_raw(text), lambda line: (not line.text.strip(), line.depth, line.is_signature)
    ):
        if not is_blank:
            lines = [line.text for line in group]
            for kind, found in _split_run(lines, is_flowed=is_flowed):
                yield Block(kind, tuple(found), depth, is_signature)


def _iter_raw(text: str) -> Iterator[_Raw]:
    for piece in split_quotes("\n".join(lines_of(text))).pieces:
        lines = lines_of(piece.text)
        if piece.kind == TextKind.SIGNATURE:
            start = 1 if _SEPARATOR.fullmatch(lines[0]) else 0
            yield from (_Raw(line, 0, is_signature=True) for line in lines[start:])
        elif piece.kind == TextKind.QUOTED:
            yield from map(_read_quoted, lines)
        else:
            yield from (_Raw(line, 0, is_signature=False) for line in lines)


def _read_quoted(line: str) -> _Raw:
    marks = _QUOTE.match(line)
    if marks is None:
        return _Raw(line, 0, is_signature=False)
    depth = min(marks[0].count(">"), MAX_DEPTH)
    return _Raw(line[marks.end() :], depth, is_signature=False)


def _split_run(lines: list[str], *, is_flowed: bool) -> Iterator[tuple[BlockKind, Iterable[Line]]]:
    """The blocks of lines among which none is empty."""
    if _is_preformatted(lines):
        yield BlockKind.PREFORMATTED, map(Line, lines)
        return
    kind, found = BlockKind.PARAGRAPH, list[Line]()
    for line in _read_lines(lines, is_flowed=is_flowed):
        is_of_list = line.is_item or (kind == BlockKind.LIST and _goes_on(found[-1], line))
        wanted = BlockKind.LIST if is_of_list else BlockKind.PARAGRAPH
        if found and kind != wanted:
            yield kind, found
            found = []
        kind = wanted
        found.append(line._replace(text=line.text.strip()))
    yield kind, found


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line of no item goes on with the one before: broken off it, or indented."""
    return not before.is_ended or line.text[0].isspace()


def _read_lines(lines: list[str], *, is_flowed: bool) -> Iterator[Line]:
    width = max((len(line) for line in lines if len(line) <= MAX_WIDTH), default=0)
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        item = _ITEM.match(line)
        is_ended = is_flowed or _is_ended(line, below, max(width, MIN_WIDTH))
        yield Line(line[item.end() :] if item else line, is_ended, item is not None)


def _is_ended(line: str, below: str, width: int) -> bool:
    """Whether the first word below would have had room here; or there is none."""
    if not below or len(line) > MAX_WIDTH:
        return True
    words = below.split(maxsplit=1)
    return len(line.rstrip()) + 1 + len(words[0]) <= width


def _is_preformatted(lines: list[str]) -> bool:
    if len(lines) < 2:
        return False
    if all(line.startswith(_INDENTED) for line in lines):
        return True
    columns = sum(1 for line in lines if _COLUMNS.search(line))
    borders = sum(1 for line in lines if _BORDERS.match(line))
    return max(columns, borders) >= max(2, len(lines) * 2 // 3)
