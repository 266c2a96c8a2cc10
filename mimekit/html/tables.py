"""Tables: which of them are data, and which lay a page out."""

from __future__ import annotations

from typing import Final, NamedTuple

_SHORT: Final = 60
"""Characters. A layout row of cells up to this is a menu or a list of facts: one line."""


MAX_SPAN: Final = 100
"""Columns that the cells of one row add by ``colspan`` and ``rowspan``, and rows that one cell
reaches down."""

_ADDED: Final = 3
"""Empty cells in a whole table for each that is written, besides `MAX_SPAN`."""


class Cell(NamedTuple):
    """A cell: its text, of one line or several, and how many characters of it are seen."""

    text: str
    width: int
    header: bool = False
    columns: int = 1
    rows: int = 1


class Table:
    """The cells of a table.

    Mail lays pages out with tables, and also has tables that are tables. One with header
    cells of one line among others, or with two rows of two cells that each fill one line,
    is data: each row is a line. In others that holds for rows of short cells only; the rest
    are blocks, one behind the other.

    >>> table = Table()
    >>> for row in (("Item", "Price"), ("Tea", "2.50")):
    ...     table.start_row()
    ...     for cell in row:
    ...         table.add(Cell(cell, len(cell)))
    >>> print(table.text())
    Item | Price
    Tea | 2.50
    """

    def __init__(self, *, layout: bool = False) -> None:
        self.rows: list[list[Cell]] = []
        self.holds_data = False
        """Whether a table of data stands in one of its cells."""
        self._layout = layout
        self._is_data: bool | None = None

    def start_row(self) -> None:
        """A row begins."""
        self.rows.append([])

    def add(self, cell: Cell) -> None:
        """Add a cell to the row."""
        self.rows[-1].append(cell)

    def is_data(self) -> bool:
        """Whether it is more than a layout."""
        if self._is_data is None:
            self._is_data = not (self._layout or self.holds_data) and self._looks_like_data()
        return self._is_data

    def _looks_like_data(self) -> bool:
        full = [row for row in self.rows if sum(bool(cell.text) for cell in row) > 1]
        if not full:
            return False
        lines = [cell for row in self.rows for cell in row if "\n" in cell.text]
        if not lines:
            return len(full) > 1 or any(c.header for row in self.rows for c in row if c.text)
        cells = [cell for row in self.rows for cell in row if cell.text]
        headers = sum(cell.header for cell in cells)
        # QUIRK: some tools for newsletters make all cells of a layout header cells.
        return 0 < headers < len(cells) and not any(cell.header for cell in lines)

    def grid(self) -> list[list[Cell]]:
        """The rows with each cell in its column: what spans several leaves empty ones behind."""
        room = MAX_SPAN + _ADDED * sum(map(len, self.rows))
        below: dict[int, int] = {}  # by column, rows that a cell above still reaches into
        grid = []
        for row in self.rows:
            line = _spread(row, below, min(room, MAX_SPAN))
            room -= len(line) - len(row)
            grid.append(line)
        return grid

    def blocks(self) -> list[str]:
        """What stands one behind the other where it is no data: cells, and rows of short ones."""
        return [block for row in self.rows for block in _layout_row(row)]

    def text(self) -> str:
        """The lines, as plain text."""
        if self.is_data():
            return "\n".join(text for row in self.rows if (text := _data_row(row)))
        return _stacked(self.blocks())


def _spread(row: list[Cell], below: dict[int, int], room: int) -> list[Cell]:
    """A row with empty cells for what spans its columns; ``room`` bounds how many."""
    line: list[Cell] = []
    reached = dict(below)
    for column, rows in reached.items():
        below[column] = rows - 1
        if rows <= 1:
            del below[column]
    for cell in row:
        while room and len(line) in reached:
            line.append(_EMPTY)
            room -= 1
        added = max(min(cell.columns - 1, room), 0)
        room -= added
        if cell.rows > 1:
            for column in range(len(line), len(line) + 1 + added):
                if len(below) < MAX_SPAN:
                    below[column] = min(cell.rows, MAX_SPAN) - 1
        line += [cell, *[_EMPTY] * added]
    return line


_EMPTY: Final = Cell("", 0)


def _data_row(row: list[Cell]) -> str:
    """One line; empty cells keep their place, but for the last ones."""
    cells = [cell.text.replace("\n", " ") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells)


def _layout_row(row: list[Cell]) -> list[str]:
    """One line if all cells are short; else a block for each."""
    cells = [cell for cell in row if cell.text]
    texts = [cell.text for cell in cells]
    short = all(cell.width <= _SHORT and "\n" not in cell.text for cell in cells)
    return [" | ".join(texts)] if short and cells else texts


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
