"""Excel workbooks: made with openpyxl, and by hand where it would not write them."""

from __future__ import annotations

import random
import re
import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import mimekit_office
import openpyxl
import pytest
from mimekit_office import xlsx
from mimekit_office.cells import cell_text, csv_text
from mimekit_office.rows import even_rows

from mimekit import Conversion, convert
from mimekit.plugin import Content, Registry, WarningCode

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_xlsx(sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "veryHidden"
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def with_sheet(data: str, dimension: str = "") -> bytes:
    """A workbook whose one sheet has this XML."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{namespace}">{dimension}<sheetData>{data}</sheetData></worksheet>'
    return replaced(make_xlsx({"Sheet": [[1]]}), {"xl/worksheets/sheet1.xml": sheet.encode()})


def replaced(octets: bytes, members: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(octets)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in before.namelist():
            package.writestr(name, members.get(name, before.read(name)))
    return file.getvalue()


def to(octets: bytes, to_: str = "text/html") -> Conversion:
    registry = Registry(built_in=False)  # what the handler gives, and no more
    assert registry.register(mimekit_office, "office").error is None
    return convert(Content(media_type=XLSX, octets=octets), to_, registry=registry)


def rows_of(done: Conversion) -> list[list[str]]:
    """The cells of all tables of a page."""
    rows = re.findall("<tr>(.*?)</tr>", str(done.text))
    return [re.findall("<t[hd]>(.*?)</t[hd]>", row) for row in rows]


def details(done: Conversion) -> list[str]:
    return [warning.detail for warning in done.warnings]


def test_sheets_are_tables() -> None:
    done = to(
        make_xlsx({"Prices & so on": [["Apples", 2.5, None, True], [], ["<b>", 3.0]], "Empty": []})
    )
    assert str(done.text).partition("<body>\n")[2] == (
        "<h2>Prices &amp; so on</h2>\n<table>\n"
        "<tr><th>Apples</th><th>2.5</th><th></th><th>TRUE</th></tr>\n"
        "<tr><td></td><td></td><td></td><td></td></tr>\n"
        "<tr><td>&lt;b&gt;</td><td>3</td><td></td><td></td></tr>\n</table>\n"
        "<h2>Empty</h2>\n<table>\n</table>\n</body></html>\n"
    )
    assert details(done) == []


def test_numbers_are_shown_as_in_excel() -> None:
    """In HTML; a CSV keeps the values, for programs."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    formats = {0.034: "0.0%", 26.1: '#,##0.00 "€"', date(2026, 5, 1): "dd.mm.yyyy"}
    sheet.append(list(formats))
    for cell, number_format in zip(sheet[1], formats.values(), strict=True):
        cell.number_format = number_format
    file = BytesIO()
    workbook.save(file)
    assert rows_of(to(file.getvalue())) == [["3.4%", "26.10 €", "01.05.2026"]]
    assert to(file.getvalue(), "text/csv").text == "0.034,26.1,2026-05-01\n"


def test_blank_rows_and_cells_stay() -> None:
    done = to(make_xlsx({"Sheet": [["a"], [], [None, None, "c"]]}))
    assert rows_of(done) == [["a", "", ""], ["", "", ""], ["", "", "c"]]


def test_even_rows_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    many: list[list[str]] = [[] for _ in range(21)]
    assert even_rows([["a"], *many, ["b"]]) == [["a"], [""], ["b"]]
    monkeypatch.setattr("mimekit_office.rows.MAX_CELLS", 5)
    assert even_rows([["a"], ["b", "c", "d"]]) == [["a"], ["b", "c", "d"]]


def test_sheets_are_csv() -> None:
    done = to(
        make_xlsx(
            {
                "One": [["a,b", 'say "x"'], [], ["=", "=1+1"]],
                "Two": [[datetime.fromisoformat("2026-05-01 12:30")]],
            }
        ),
        "text/csv",
    )
    assert done.text == '"a,b","say ""x"""\n\n\'=\n\n2026-05-01 12:30:00'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "", id="none"),
        pytest.param(12, "12", id="integer"),
        pytest.param(1e300, "1e+300", id="large"),
        pytest.param(-0.25, "-0.25", id="fraction"),
        pytest.param(float("nan"), "nan", id="nan"),
        pytest.param(False, "FALSE", id="boolean"),
        pytest.param(datetime.fromisoformat("2026-05-01"), "2026-05-01", id="midnight"),
        pytest.param(
            datetime.fromisoformat("2026-05-01 08:05"), "2026-05-01 08:05:00", id="moment"
        ),
        pytest.param(date(2026, 5, 1), "2026-05-01", id="date"),
        pytest.param(time(8, 5), "08:05:00", id="time"),
        pytest.param("#DIV/0!", "#DIV/0!", id="error"),
    ],
)
def test_values(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("=cmd()", "'=cmd()", id="formula"),
        pytest.param("@SUM(1)", "'@SUM(1)", id="at"),
        pytest.param("-1+cmd()", "'-1+cmd()", id="minus"),
        pytest.param("+cmd()", "'+cmd()", id="plus"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("+49 30 1234-5", "+49 30 1234-5", id="telephone"),
        pytest.param(-2, "-2", id="number"),
        pytest.param("a=b", "a=b", id="inside"),
    ],
)
def test_text_in_csv_is_no_formula(value: object, text: str) -> None:
    assert csv_text(value) == text


def test_hidden_sheets_are_left_out() -> None:
    for wanted in ("text/html", "text/csv"):
        done = to(
            make_xlsx({"Seen": [["seen"]], "Ghost": [["secret"]]}, hidden=("Ghost",)), wanted
        )
        assert "seen" in str(done.text)
        assert "secret" not in str(done)
        assert [(warning.code, warning.detail) for warning in done.warnings] == [
            (WarningCode.HIDDEN_TEXT, "1 hidden sheets were left out")
        ]


def test_formulas_are_their_values() -> None:
    done = to(
        with_sheet(
            '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>NOW()</f></c><c r="C1"><v>3</v></c></row>'
        )
    )
    assert rows_of(done) == [["2", "", "3"]]


def test_what_the_dimension_says_does_not_count() -> None:
    done = to(
        with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>')
    )
    assert (rows_of(done), details(done)) == ([["1"]], [])


def test_the_last_row_and_column_of_excel() -> None:
    done = to(
        with_sheet(
            '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="1048576"><c r="A1048576"><v>3</v></c></row>'
        )
    )
    assert rows_of(done) == [["1"]]
    assert details(done) == [
        "a sheet has more than 10000 rows",
        "a sheet has more than 200 columns",
    ]


def test_rows_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    done = to(make_xlsx({"Sheet": [[number] for number in range(9)]}))
    assert rows_of(done) == [["0"], ["1"], ["2"]]
    assert details(done) == ["a sheet has more than 3 rows"]


def test_cells_and_sheets_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_CELLS", 5)
    monkeypatch.setattr(xlsx, "MAX_SHEETS", 2)
    done = to(make_xlsx({title: [[1, 2], [3]] for title in "ABC"}))
    assert rows_of(done) == [["1", "2"], ["3", ""], ["1", "2"]]
    assert details(done) == ["it has 3 sheets; only 2 were read", "it has more than 5 cells"]


def test_characters_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_CHARACTERS", 10)
    done = to(make_xlsx({"A": [["123456"]], "B": [["123456"]]}), "text/csv")
    assert (done.text, done.parts) == ("123456\n", ())
    assert details(done) == ["it has more than 8000000 characters"]


@pytest.mark.parametrize(
    ("octets", "detail"),
    [
        pytest.param(b"", "it is damaged, or no Office file: File is not a zip file", id="empty"),
        pytest.param(
            replaced(make_xlsx({"A": []}), {"xl/workbook.xml": b"<x>"}),
            "it is damaged, or no workbook: openpyxl raised ",
            id="xml",
        ),
        pytest.param(
            replaced(
                make_xlsx({"A": []}), {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY y "z">]><x/>'}
            ),
            "it has a document type declaration",
            id="entities",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "it is encrypted, or of the binary format before Office 2007",
            id="encrypted",
        ),
    ],
)
def test_what_is_no_workbook_stays(octets: bytes, detail: str) -> None:
    done = to(octets)
    assert not done.is_converted
    told = [warning.detail for warning in done.warnings if warning.handler]
    assert told[0].startswith(detail)


def test_a_damaged_sheet_gives_what_stands_before_the_fault() -> None:
    octets = replaced(make_xlsx({"A": [["a"]], "B": [["b"]]}), {
        "xl/worksheets/sheet1.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:A2"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>x</c>'
    })  # fmt: skip
    done = to(octets)
    assert rows_of(done) == [["1"], ["b"]]
    assert details(done) == ["a sheet is damaged, its rest left out: openpyxl raised ParseError"]


def test_damaged_anywhere() -> None:
    octets = make_xlsx({"A": [["a", 1]], "B": [["b", 2.5]]})
    chance = random.Random(20261101)  # noqa: S311 - no secret
    for _ in range(30):
        damaged = bytearray(octets)
        for _ in range(chance.randrange(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        for wanted in ("text/html", "text/csv"):
            done = to(bytes(damaged), wanted)
            assert done.is_converted or done.warnings


def test_is_deterministic() -> None:
    octets = make_xlsx({"A": [["a", 1]]})
    assert to(octets) == to(octets)
