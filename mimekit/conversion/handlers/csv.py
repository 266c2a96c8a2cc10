"""text/csv and text/tab-separated-values: tables in HTML and Markdown, and rows in JSON.

RFC 4180. Deviations, all of them seen in mail:

1. Cells end with a semicolon, a tab or a vertical bar as well: whatever the first lines have
   the same number of.
2. Lines end with LF too; a quotation mark that is never closed goes on to the end.
3. Rows may have any number of cells. A table is as wide as its widest row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Final, NamedTuple, TypeAlias

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handler import Handler
from mimekit.conversion.hidden_text import seen_text
from mimekit.html.markdown_escapes import escape_cell

MAX_ROWS: Final = 5_000
"""Rows that are shown. Nobody reads more, and a table is four times as long as its file."""
MAX_COLUMNS: Final = 200
"""Cells of a row that are shown: all rows of a table are as wide as the widest one."""
_SAMPLE_ROWS: Final = 20
_SAMPLE_CHARACTERS: Final = 1 << 16

Row: TypeAlias = list[str]

_DELIMITERS: Final = ",;\t|"
# RFC 4180 section 2:
#   field = (escaped / non-escaped)
#   escaped = DQUOTE *(TEXTDATA / COMMA / CR / LF / 2DQUOTE) DQUOTE
_CELLS: Final = {
    delimiter: re.compile(
        r'(?:[ ]*+"(?P<escaped>[^"]*+(?>(?:""[^"]*+)*))(?:"(?P<rest>[^D\n]*+)|\Z)'
        r"|(?P<plain>[^D\n]*+))(?P<end>[D\n]|\Z)".replace("D", re.escape(delimiter))
    )
    for delimiter in _DELIMITERS
}


class Table(NamedTuple):
    """Rows, as far as they are shown."""

    rows: list[Row]
    lines_left_out: int = 0
    cells_left_out: int = 0


def read_table(text: str, delimiter: str, max_rows: int = MAX_ROWS) -> Table:
    r"""The first rows of a text with LF line ends; empty lines are none.

    >>> read_table('a,"b ""c"" d"\n\n1,2\n', ",").rows
    [['a', 'b "c" d'], ['1', '2']]
    """
    match_cell = _CELLS[delimiter].match
    rows: list[Row] = []
    row: Row = []
    at = cells_left_out = 0
    while (at < len(text) or row) and len(rows) < max_rows:
        match = match_cell(text, at)
        if match is None:  # cannot be: each of its pieces may be empty
            break
        escaped, rest, plain, end = match.groups()
        if len(row) < MAX_COLUMNS:
            row.append(plain if escaped is None else escaped.replace('""', '"') + (rest or ""))
        else:
            cells_left_out += 1
        at = match.end()
        if end != delimiter:
            if row != [""]:
                rows.append(row)
            row = []
    return Table(rows, len(text[at:].splitlines()), cells_left_out)


def find_delimiter(text: str) -> str:
    r"""What cells end with: of what the first rows have the most alike.

    >>> find_delimiter("name;price\nx;1,50\ny;2,25"), find_delimiter("alone")
    (';', ',')
    """
    sample = text[:_SAMPLE_CHARACTERS]

    def score(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in read_table(sample, delimiter, _SAMPLE_ROWS).rows]
        usual = max(widths, key=widths.count, default=1)
        return (widths.count(usual) / len(widths), usual) if usual > 1 else (0.0, 0)

    return max(_DELIMITERS, key=score)


def table_as_markdown(table: Table) -> str:
    r"""A table of GitHub Flavored Markdown; the first row is its head.

    >>> print(table_as_markdown(Table([["a|b", "c"], ["1"]])), end="")
    | a\|b | c |
    | --- | --- |
    | 1 |  |
    """
    if not table.rows:
        return ""
    width = max(map(len, table.rows))
    head, *body = [[*map(escape_cell, row), *[""] * (width - len(row))] for row in table.rows]
    rows = [head, ["---"] * width, *body]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def table_as_html(table: Table) -> str:
    r"""A table in HTML; the first row is its head.

    >>> print(table_as_html(Table([["a"], ["<1>"]])), end="")
    <table>
    <tr><th>a</th></tr>
    <tr><td>&lt;1&gt;</td></tr>
    </table>
    """
    lines = []
    for number, row in enumerate(table.rows):
        name = "td" if number else "th"
        cells = [escape(cell, quote=False).replace("\n", "<br>") for cell in row]
        lines.append("<tr>" + "".join(f"<{name}>{cell}</{name}>" for cell in cells) + "</tr>\n")
    return f"<table>\n{''.join(lines)}</table>\n"


def table_as_json(table: Table) -> str:
    """A list of rows, which are lists of strings."""
    return json.dumps(table.rows, ensure_ascii=False) + "\n"


_WRITERS: Final[Mapping[str, Callable[[Table], str]]] = {
    "text/markdown": table_as_markdown,
    "text/html": table_as_html,
    "application/json": table_as_json,
}


def convert_csv(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The table; what is left out of it is told."""
    text = seen_text(content, context)
    is_tabbed = content.media_type == "text/tab-separated-values"
    delimiter = "\t" if is_tabbed else find_delimiter(text)
    table = read_table(text, delimiter)
    context.check()
    if table.lines_left_out:
        context.warn(f"{table.lines_left_out} more lines are left out", WarningCode.LIMIT)
    if table.cells_left_out:
        detail = f"{table.cells_left_out} cells behind the first {MAX_COLUMNS} are left out"
        context.warn(detail, WarningCode.LIMIT)
    yield Content.from_text(_WRITERS[to](table), to)


HANDLERS = (
    Handler(
        name="csv",
        accepts=("text/csv", "text/x-csv", "application/csv", "text/tab-separated-values"),
        produces=tuple(_WRITERS),
        convert=convert_csv,
        priority=-10,
    ),
)
