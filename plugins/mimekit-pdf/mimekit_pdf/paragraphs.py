"""Lines joined to paragraphs, by where they stand. PDF knows none; so this is a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from mimekit_pdf.lines import Line

_LIST_ITEM = re.compile(r"[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013\u2014]\s|\(?\w{1,3}[.)]\s")


def paragraphs_of(lines: Iterable[Line]) -> list[str]:
    """The text of each paragraph in one line, hyphens at the ends of lines kept.

    Lines follow each other in a block if the font size and the distance stay about the same;
    in a block, a line that had room for the next word ends its paragraph, and a list item or
    an indent begins one.

    >>> lines = [Line("An exam-", 72, 300, 700, 12), Line("ple.", 72, 90, 686, 12)]
    >>> paragraphs_of([*lines, Line("Next.", 72, 100, 640, 12)])
    ['An exam-ple.', 'Next.']
    """
    return [_joined(paragraph) for block in _blocks(lines) for paragraph in _split_block(block)]


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
    return -0.3 * larger <= line.baseline - after.baseline <= 1.8 * larger


def _split_block(block: list[Line]) -> Iterator[list[Line]]:
    edge = max(line.right for line in block)
    paragraph = block[:1]
    for line, after in pairwise(block):
        if _ends_here(line, after, edge):
            yield paragraph
            paragraph = []
        paragraph.append(after)
    yield paragraph


def _ends_here(line: Line, after: Line, edge: float) -> bool:
    if not line.size:  # no places are known: the lines stay as they are
        return True
    if abs(line.baseline - after.baseline) <= 0.3 * line.size:
        return False
    if _LIST_ITEM.match(after.text):
        return True
    is_indented = after.left > line.left + after.size and not _LIST_ITEM.match(line.text)
    return is_indented or line.right + _first_word_width(after) < edge


def _first_word_width(line: Line) -> float:
    """About the width of its first word and a blank, in PDF units."""
    word = line.text.partition(" ")[0]
    return (line.right - line.left) / len(line.text) * (len(word) + 1)


def _joined(paragraph: list[Line]) -> str:
    *before, last = (line.text for line in paragraph)
    return "".join(text if text.endswith("-") else text + " " for text in before) + last
