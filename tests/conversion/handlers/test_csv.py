"""Tables of text."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.content import Content
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handlers.csv import (
    HANDLERS,
    MAX_COLUMNS,
    MAX_ROWS,
    Table,
    find_delimiter,
    read_table,
    table_as_html,
    table_as_json,
    table_as_markdown,
)
from tests.conversion.handlers.calling import Called, call
from tests.conversion.reading_markdown import kinds, tokens
from tests.growth import assert_linear


def convert(text: str, to: str = "application/json", media_type: str = "text/csv") -> Called:
    return call(HANDLERS, Content(media_type=media_type, octets=text.encode()), to)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("\n\n", [], id="empty-lines"),
        pytest.param("a,b\n1,2", [["a", "b"], ["1", "2"]], id="rows"),
        pytest.param("a,b\r\n", [["a", "b"]], id="crlf"),
        pytest.param("a,,\n", [["a", "", ""]], id="empty-cells"),
        pytest.param(",", [["", ""]], id="nothing-but-a-comma"),
        pytest.param('"a,b","c\nd"', [["a,b", "c\nd"]], id="quoted"),
        pytest.param('"a""b"', [['a"b']], id="quotation-marks"),
        pytest.param('a"b,"c"d', [['a"b', "cd"]], id="quoted-in-part"),
        pytest.param('1, "a,b"', [["1", "a,b"]], id="blank-before-a-quotation-mark"),
        pytest.param('a,"b\nc,d', [["a", "b\nc,d"]], id="never-closed"),
        pytest.param("a;b\n1,5;2", [["a", "b"], ["1,5", "2"]], id="semicolons"),
        pytest.param("a\tb\nc\td", [["a", "b"], ["c", "d"]], id="tabs"),
        pytest.param("a|b\nc|d", [["a", "b"], ["c", "d"]], id="bars"),
        pytest.param("a\nb", [["a"], ["b"]], id="one-column"),
    ],
)
def test_rows(text: str, rows: list[list[str]]) -> None:
    made = convert(text)
    assert (json.loads(made.text), made.warnings) == (rows, ())


def test_tabs_are_all_that_ends_a_cell_of_tab_separated_values() -> None:
    made = convert("a,b\tc\nd,e\tf", media_type="text/tab-separated-values")
    assert json.loads(made.text) == [["a,b", "c"], ["d,e", "f"]]


@given(
    st.lists(st.lists(st.text(st.sampled_from('ab,"\n ;')), min_size=1, max_size=4), max_size=6)
)
def test_what_the_standard_library_writes_is_read(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_table(out.getvalue(), ",").rows == [row for row in rows if row != [""]]


@given(st.text(st.sampled_from('ab,;|\t"\n ')))
def test_any_text_has_rows(text: str) -> None:
    assert all(read_table(text, find_delimiter(text)).rows)


def test_markdown() -> None:
    made = convert('name,note\n*x*,a|b\n<y>,"c\nd"\nz', "text/markdown")
    assert made.text == (
        "| name | note |\n| --- | --- |\n| \\*x\\* | a\\|b |\n| \\<y> | c d |\n| z |  |\n"
    )


@given(
    st.lists(
        st.lists(
            st.text(st.sampled_from("ab|`*<>[]&;\\\n-:#"), min_size=1), min_size=2, max_size=2
        ),
        min_size=1,
        max_size=4,
    )
)
def test_markdown_is_a_table_and_nothing_else(rows: list[list[str]]) -> None:
    made = table_as_markdown(Table(rows))
    assert kinds(made) <= {"table", "thead", "tbody", "tr", "th", "td"}
    assert sum(token.type == "tr_open" for token in tokens(made)) == len(rows)


def test_html() -> None:
    made = convert('a,"<b>\n2"\n=1+1,"x&y"', "text/html")
    assert made.text == (
        "<table>\n<tr><th>a</th><th>&lt;b&gt;<br>2</th></tr>\n"
        "<tr><td>=1+1</td><td>x&amp;y</td></tr>\n</table>\n"
    )


def test_rows_are_cut() -> None:
    made = convert("a,b\n" * (MAX_ROWS + 7))
    assert len(json.loads(made.text)) == MAX_ROWS
    assert made.warnings == ((WarningCode.LIMIT, "7 more lines are left out"),)


def test_columns_are_cut() -> None:
    made = convert("a," * (MAX_COLUMNS + 2) + "b\nc", "text/markdown")
    assert made.text.splitlines()[0].count("|") == MAX_COLUMNS + 1
    detail = f"3 cells behind the first {MAX_COLUMNS} are left out"
    assert made.warnings == ((WarningCode.LIMIT, detail),)


def test_hidden_characters_are_told() -> None:
    made = convert("a,b\u200b\n")
    assert json.loads(made.text) == [["a", "b"]]
    assert made.codes == [WarningCode.HIDDEN_TEXT]


@pytest.mark.parametrize(
    "unit", ["a,b\n", '"', '""', '"a",', ",", " ", "\n", 'a"', "a;b,c|d\te\n"]
)
def test_time_is_linear(unit: str) -> None:
    def run(text: str) -> None:
        table = read_table(text, find_delimiter(text))
        for write in (table_as_markdown, table_as_html, table_as_json):
            write(table)

    assert_linear(run, lambda size: unit * size)
