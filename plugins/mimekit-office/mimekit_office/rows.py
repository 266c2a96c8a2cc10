"""Rows of a table made even, as HTML and Markdown want them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimekit_office.limits import MAX_BLANK_ROWS, MAX_CELLS


def even_rows(rows: Iterable[list[str]]) -> list[list[str]]:
    """All rows as wide as the widest; without the blank ones (of no cells) at both ends.

    Of more than `MAX_BLANK_ROWS` in sequence one stays. A table that would have more than
    `MAX_CELLS` is not filled: its rows end where their texts do.

    >>> even_rows([[], ["a"], [], ["b", "c"], []])
    [['a', ''], ['', ''], ['b', 'c']]
    """
    kept = list(_fewer_blank(rows))
    width = max(map(len, kept), default=0)
    if len(kept) * width > MAX_CELLS:
        return kept
    return [row + [""] * (width - len(row)) for row in kept]


def _fewer_blank(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    blank = 0
    is_first = True
    for row in rows:
        if not row:
            blank += 1
            continue
        if not is_first:
            yield from ([] for _ in range(blank if blank <= MAX_BLANK_ROWS else 1))
        yield row
        is_first = False
        blank = 0
