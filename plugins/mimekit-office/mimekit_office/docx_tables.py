"""Tables of a Word document, as mammoth has read them, made even and given a header."""

from __future__ import annotations

from typing import Any

from mimekit_office.limits import MAX_CELLS, MAX_COLUMNS


def with_header(table: Any) -> Any:  # noqa: ANN401 - mammoth has no types
    """The table with its first row as header, and rows as wide as the widest.

    One of a single row is a frame around text: it stays. Rows are filled only where no cell is
    higher than one, since the rows below a higher one have fewer cells; nor is a row with one a
    header, which would cut it off.
    """
    rows = table.children
    if len(rows) < 2 or not all(isinstance(getattr(row, "is_header", None), bool) for row in rows):
        return table
    widths = [sum(_span(cell, "colspan") for cell in row.children) for row in rows]
    width = min(max(widths), MAX_COLUMNS)
    is_flat = all(_span(cell, "rowspan") == 1 for row in rows for cell in row.children)
    if is_flat and len(rows) * width <= MAX_CELLS:
        rows = [_filled(row, width - count) for row, count in zip(rows, widths, strict=True)]
    is_low = all(_span(cell, "rowspan") == 1 for cell in rows[0].children)
    if is_low and not any(row.is_header for row in rows):
        rows = [rows[0].copy(is_header=True), *rows[1:]]
    return table.copy(children=rows)


def _filled(row: Any, count: int) -> Any:  # noqa: ANN401 - the same
    """The row with so many blank cells behind the others."""
    from mammoth.documents import table_cell  # noqa: PLC0415 - imported already

    if count <= 0:
        return row
    return row.copy(children=[*row.children, *(table_cell([]) for _ in range(count))])


def _span(cell: Any, name: str) -> int:  # noqa: ANN401 - the same
    """What a cell spans; 1 for what is none."""
    span = getattr(cell, name, 1)
    return span if isinstance(span, int) and span > 0 else 1
