"""Excel workbooks to HTML tables and to CSV, by openpyxl; formulas as their stored values."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from io import StringIO
from typing import Any, NamedTuple

from mimekit.plugin import Content, Context, WarningCode
from mimekit_office.cells import csv_text, shown_text
from mimekit_office.handling import open_package
from mimekit_office.limits import (
    MAX_CELLS,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
)
from mimekit_office.package import Package, PackageError, store_package
from mimekit_office.page import Page, PageFullError, safe_text, warn_full
from mimekit_office.rows import even_rows
from mimekit_office.xml_events import XmlError, iter_events


class _Cell(NamedTuple):
    value: Any
    number_format: str


def convert_xlsx_to_html(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """A page with a heading and a table for each sheet, numbers and dates as Excel shows them."""
    workbook = _open_workbook(content, context)
    if workbook is None:
        return
    page = Page()
    try:
        for title, rows in _iter_sheets(workbook, context):
            page.heading(2, title)
            page.table(even_rows([[safe_text(shown_text(*cell)) for cell in row] for row in rows]))
    except PageFullError:
        warn_full(context)
    yield page.content(content.name)


def convert_xlsx_to_csv(content: Content, to: str, context: Context) -> Iterator[Content]:
    """A CSV (RFC 4180) for each sheet, named like it; what is text cannot become a formula."""
    workbook = _open_workbook(content, context)
    if workbook is None:
        return
    characters_left = MAX_CHARACTERS
    for title, rows in _iter_sheets(workbook, context):
        file = StringIO(newline="")
        writer = csv.writer(file)
        for row in rows:
            writer.writerow([csv_text(cell.value) for cell in row])
        text = file.getvalue()
        characters_left -= len(text)
        if characters_left < 0:
            warn_full(context)
            return
        yield Content.from_text(text, to, name=f"{title}.csv")


def _open_workbook(content: Content, context: Context) -> Any:  # noqa: ANN401 - openpyxl has no types
    """The workbook; None, with a warning, for what is none."""
    package = open_package(content, context)
    if package is None:
        return None
    import openpyxl  # noqa: PLC0415 - 500 ms

    try:
        members = _read_xml(package)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not support
            return openpyxl.load_workbook(
                store_package(members), read_only=True, data_only=True, keep_links=False
            )
    except (PackageError, XmlError) as error:
        context.warn(str(error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever it meets
        context.warn(f"it is damaged, or no workbook: openpyxl raised {type(error).__name__}")
    return None


def _read_xml(package: Package) -> dict[str, bytes]:
    """All members that are XML, none of which has a document type declaration."""
    members = {}
    for name in package.names:
        if name.lower().endswith((".xml", ".rels")) and name not in members:
            members[name] = package.read(name)
            next(iter_events(members[name]), None)  # what comes before the first element
    return members


def _iter_sheets(workbook: Any, context: Context) -> Iterator[tuple[str, Iterator[list[_Cell]]]]:  # noqa: ANN401 - the same
    """Title and rows of each sheet that is not hidden."""
    sheets = workbook.worksheets
    hidden = [sheet for sheet in sheets if sheet.sheet_state != "visible"]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    if hidden:
        context.warn(f"{len(hidden)} hidden sheets were left out", WarningCode.HIDDEN_TEXT)
    if len(shown) > MAX_SHEETS:
        detail = f"it has {len(shown)} sheets; only {MAX_SHEETS} were read"
        context.warn(detail, WarningCode.LIMIT)
    reader = _Reader(context)
    for sheet in shown[:MAX_SHEETS]:
        yield str(sheet.title), reader.iter_rows(sheet)


class _Reader:
    """Rows of sheets, until the cells that are allowed are over."""

    def __init__(self, context: Context) -> None:
        self._cells_left = MAX_CELLS
        self._context = context

    def iter_rows(self, sheet: Any) -> Iterator[list[_Cell]]:  # noqa: ANN401 - openpyxl has no types
        """The rows up to the last that is not blank, each to its last cell that is not."""
        blank = 0
        try:
            for row in self._iter_raw(sheet):
                if not row:
                    blank += 1
                    continue
                self._cells_left -= len(row)
                if self._cells_left < 0:
                    detail = f"it has more than {MAX_CELLS} cells"
                    self._context.warn(detail, WarningCode.LIMIT)
                    return
                yield from ([] for _ in range(blank))
                blank = 0
                yield row
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - openpyxl raises whatever it meets
            kind = type(error).__name__
            self._context.warn(f"a sheet is damaged, its rest left out: openpyxl raised {kind}")

    def _iter_raw(self, sheet: Any) -> Iterator[list[_Cell]]:  # noqa: ANN401 - the same
        """The rows, blank cells at their ends left out."""
        sheet.reset_dimensions()  # they are what the file says
        is_wide = False
        for number, cells in enumerate(sheet.iter_rows(), 1):
            self._context.check()
            if number > MAX_ROWS:
                detail = f"a sheet has more than {MAX_ROWS} rows"
                self._context.warn(detail, WarningCode.LIMIT)
                break
            row = list(cells[:MAX_COLUMNS])
            is_wide = is_wide or any(cell.value for cell in cells[MAX_COLUMNS:])
            while row and row[-1].value in (None, ""):
                row.pop()
            yield [_Cell(cell.value, str(cell.number_format)) for cell in row]
        if is_wide:
            detail = f"a sheet has more than {MAX_COLUMNS} columns"
            self._context.warn(detail, WarningCode.LIMIT)
