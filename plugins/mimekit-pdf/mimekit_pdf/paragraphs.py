"""Lines joined to paragraphs, by where they stand. PDF knows none; so this is a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from mimekit_pdf.lines import WIDE_GAP, Line

_LIST_ITEM = re.compile(r"[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013\u2014]\s|\(?\w{1,3}[.)]\s")


# Times the font size that the next line of a block, or row of a table, is lower by at most; and
# that two lines of the same height may differ by.
_LINE_DISTANCE: Final = 1.8
_ROW_DISTANCE: Final = 3.0
_SAME_HEIGHT: Final = 0.3

_SHORT: Final = 25
"""Characters of a line that no column of running text is as narrow as."""


def paragraphs_of(lines: Iterable[Line]) -> list[str]:
    r"""The text of each paragraph, hyphens at the ends of lines kept.

    Lines follow each other in a block if the font size and the distance stay about the same;
    in a block, a line that had room for the next word ends its paragraph, and a list item or
    an indent begins one. Line ends stay between the rows of a table, whose cells have tabs
    between them, and in a block of short lines, as those of an address.

    >>> lines = [Line("An exam-", 72, 300, 700, 12), Line("ple.", 72, 90, 686, 12)]
    >>> paragraphs_of([*lines, Line("Next.", 72, 100, 640, 12)])
    ['An exam-ple.', 'Next.']
    >>> paragraphs_of([Line("Tea\t9.80", 72, 300, 700, 12), Line("Tin\t6.50", 72, 300, 686, 12)])
    ['Tea\t9.80\nTin\t6.50']
    """
    return [paragraph for block in _blocks(_merged(lines)) for paragraph in _split_block(block)]


def _merged(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines, those made one that stand on one height: PDFium divides some rows of tables."""
    pieces: list[Line] = []
    for line in lines:
        if pieces and not _goes_on(pieces[-1], line):
            yield _one_line(pieces)
            pieces = []
        pieces.append(line)
    if pieces:
        yield _one_line(pieces)


def _goes_on(line: Line, after: Line) -> bool:
    is_right_of = line.right <= after.left and not line.text.endswith("-")
    return bool(line.size) and is_right_of and _is_on_height(line, after)


def _one_line(pieces: list[Line]) -> Line:
    first, last = pieces[0], pieces[-1]
    texts = [first.text]
    for line, after in pairwise(pieces):
        texts += ["\t" if after.left - line.right >= WIDE_GAP * line.size else " ", after.text]
    text = "".join(texts)
    if _LIST_ITEM.match(text) and text.count("\t") == 1:  # the gap behind its sign is no cell's
        text = _LIST_ITEM.sub(lambda sign: sign[0].replace("\t", " "), text, count=1)
    return Line(text, first.left, last.right, first.baseline, first.size)


def _is_on_height(line: Line, after: Line) -> bool:
    return abs(line.baseline - after.baseline) <= _SAME_HEIGHT * line.size


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and not _follows(block[-1], line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _follows(line: Line, after: Line) -> bool:
    """Whether a line is right below, or on the same height as, the one before it."""
    larger, smaller = max(line.size, after.size), min(line.size, after.size)
    if larger > smaller * 1.2:
        return False
    most = _ROW_DISTANCE if _is_row(line) and _is_row(after) else _LINE_DISTANCE
    return -_SAME_HEIGHT * larger <= line.baseline - after.baseline <= most * larger


def _is_row(line: Line) -> bool:
    """Whether it has cells."""
    return "\t" in line.text


def _split_block(block: list[Line]) -> Iterator[str]:
    edge = max(line.right for line in block)
    are_short = all(len(line.text) <= _SHORT for line in block)
    pieces = [block[0].text]
    for line, after in pairwise(block):
        between = _between(line, after, edge, are_short=are_short)
        if between is None:
            yield "".join(pieces)
            pieces = [after.text]
        else:
            pieces += [between, after.text]
    yield "".join(pieces)


def _between(line: Line, after: Line, edge: float, *, are_short: bool) -> str | None:
    """What stands between two lines of a paragraph; None if it ends between them."""
    if not line.size:  # no places are known: the lines stay as they are
        return None
    blank = "" if line.text.endswith("-") else " "
    if _is_on_height(line, after):
        return blank
    if _is_row(line) or _is_row(after):
        return "\n" if _is_row(line) and _is_row(after) else None
    if _begins_here(line, after):
        return None
    if are_short:
        return "\n" if blank else ""
    return blank if line.right + _first_word_width(after) >= edge else None


def _begins_here(line: Line, after: Line) -> bool:
    """Whether the second line is a list item, or indented."""
    if _LIST_ITEM.match(after.text):
        return True
    return after.left > line.left + after.size and not _LIST_ITEM.match(line.text)


def _first_word_width(line: Line) -> float:
    """About the width of its first word and a blank, in PDF units."""
    word = line.text.partition(" ")[0]
    return (line.right - line.left) / len(line.text) * (len(word) + 1)
