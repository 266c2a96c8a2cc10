"""Tables of data and tables for layout."""

from __future__ import annotations

import pytest

from mimekit.html.tables import Table


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
            table.add(cell)
    assert (table.text(), table.is_data()) == (text, data)


def test_a_header_makes_it_data_and_a_role_makes_it_layout() -> None:
    for table, text in ((Table(), "a | b c"), (Table(layout=True), "a\nb\nc")):
        table.start_row()
        table.add("a", header=True)
        table.add("b\nc")
        assert table.text() == text
