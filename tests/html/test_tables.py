"""Tables of data and tables for layout."""

from __future__ import annotations

import pytest

from mimekit.html.markdown import to_markdown
from mimekit.html.tables import MAX_SPAN, Cell, Table


@pytest.mark.parametrize(
    ("rows", "text", "data"),
    [
        pytest.param([], "", False, id="empty"),
        pytest.param([["a"]], "a", False, id="one-cell"),
        pytest.param([["a", "b"]], "a | b", False, id="one-row"),
        pytest.param([["a", "b"], ["c", "d"]], "a | b\nc | d", True, id="two-rows"),
        pytest.param([["a", "b"], ["", "d"], ["e", "f"]], "a | b\n | d\ne | f", True, id="gap"),
        pytest.param([["a", "b"], ["", ""], ["e", "f"]], "a | b\ne | f", True, id="empty-row"),
        pytest.param([["a\nb", "c"], ["d", "e"]], "a\nb\nc\nd | e", False, id="lines"),
        pytest.param([["a\n\nb", "c"], ["d"]], "a\n\nb\n\nc\nd", False, id="paragraphs"),
    ],
)
def test_text(rows: list[list[str]], text: str, *, data: bool) -> None:
    table = Table()
    for row in rows:
        table.start_row()
        for cell in row:
            table.add(Cell(cell, len(cell)))
    assert (table.text(), table.is_data()) == (text, data)


def test_a_header_makes_it_data_and_a_role_makes_it_layout() -> None:
    for table, text in ((Table(), "a | b c"), (Table(layout=True), "a\nb\nc")):
        table.start_row()
        table.add(Cell("a", 1, header=True))
        table.add(Cell("b\nc", 3))
        assert table.text() == text


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        pytest.param("<tr><th>a<th>b<th>c<tr><td colspan=2>d<td>e", ["a|b|c", "d||e"], id="columns"),
        pytest.param("<tr><th>a<th>b<tr><td rowspan=2>c<td>d<tr><td>e", ["a|b", "c|d", "|e"], id="rows"),
        pytest.param("<tr><th>a<th>b<tr><td>c<td rowspan=2>d<tr><td>e<tr><td>f<td>g", ["a|b", "c|d", "e", "f|g"], id="rows-at-the-end"),
        pytest.param("<tr><td colspan=2 rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f", ["||", "a||b", "||c", "d|e|f"], id="both"),
        pytest.param("<tr><th>a<th>b<tr><td colspan=0>c<td colspan=-3>d<td colspan=x>e", ["a|b|", "c|d|e"], id="no-number"),
        pytest.param("<tr><th rowspan=2>a<th colspan=2>b<tr><th>c<th>d", ["a|b|", "|c|d"], id="header"),
    ],
)  # fmt: skip
def test_cells_stand_below_their_header(html: str, rows: list[str]) -> None:
    header, _, *body = to_markdown(f"<table>{html}</table>").split("\n")
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in (header, *body)]
    assert ["|".join(line) for line in lines] == rows


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(Cell("a", 1, columns=10**9, rows=10**9), id="both"),
        pytest.param(Cell("a", 1, rows=10**9), id="rows"),
        pytest.param(Cell("a", 1, columns=10**9), id="columns"),
    ],
)
def test_spans_are_bounded(cell: Cell) -> None:
    table = Table()
    for _ in range(400):
        table.start_row()
        table.add(cell)
        table.add(cell)
    cells = sum(map(len, table.grid()))
    assert cells <= MAX_SPAN + 4 * 800
    assert max(map(len, table.grid())) <= 2 + MAX_SPAN
