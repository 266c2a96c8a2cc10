"""A table as lines of text."""

from __future__ import annotations

from typing import Final

_SHORT: Final = 60
"""Characters. A layout row of cells up to this is a menu or a list of facts: one line."""


class Table:
    """The cells of a table, each a text of one line or several.

    Mail lays pages out with tables, and also has tables that are tables. One with a
    header cell, or with two rows of two cells that each fill one line, is data: each row
    is a line, its cells between " | ". In others that holds for rows of short cells only;
    the rest are blocks, one behind the other.

    >>> table = Table()
    >>> for row in (("Item", "Price"), ("Tea", "2.50")):
    ...     table.start_row()
    ...     for cell in row:
    ...         table.add(cell)
    >>> print(table.text())
    Item | Price
    Tea | 2.50
    """

    def __init__(self, *, layout: bool = False) -> None:
        self._rows: list[list[str]] = []
        self._header = False
        self._layout = layout

    def start_row(self) -> None:
        """A row begins."""
        self._rows.append([])

    def add(self, text: str, *, header: bool = False) -> None:
        """Add a cell to the row."""
        self._rows[-1].append(text)
        self._header = self._header or (header and bool(text))

    def is_data(self) -> bool:
        """Whether it is more than a layout."""
        if self._layout:
            return False
        full = [row for row in self._rows if sum(map(bool, row)) > 1]
        plain = all("\n" not in cell for row in self._rows for cell in row)
        return bool(full) and (self._header or (plain and len(full) > 1))

    def text(self) -> str:
        """The lines."""
        if self.is_data():
            return "\n".join(text for row in self._rows if (text := _data_row(row)))
        return _stacked([block for row in self._rows for block in _layout_row(row)])


def _data_row(row: list[str]) -> str:
    """One line; empty cells keep their place, but for the last ones."""
    cells = [cell.replace("\n", " ") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells)


def _layout_row(row: list[str]) -> list[str]:
    """One line if all cells are short; else a block for each."""
    cells = [cell for cell in row if cell]
    short = all(len(cell) <= _SHORT and "\n" not in cell for cell in cells)
    return [" | ".join(cells)] if short and cells else cells


def _stacked(blocks: list[str]) -> str:
    """Blocks one behind the other, with an empty line around those that have one inside."""
    pieces: list[str] = []
    spaced = False
    for block in blocks:
        if pieces:
            pieces.append("\n\n" if spaced or "\n\n" in block else "\n")
        spaced = "\n\n" in block
        pieces.append(block)
    return "".join(pieces)
