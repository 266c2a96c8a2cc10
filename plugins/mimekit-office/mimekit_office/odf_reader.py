"""The content of an OpenDocument file, event by event, on a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mimekit_office.limits import MAX_BLANK_ROWS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from mimekit_office.page import Page, PageFullError, safe_href, safe_text
from mimekit_office.rows import even_rows
from mimekit_office.xml_events import END, START, TEXT, Event

_SKIPPED: Final = frozenset(
    (
        "text:tracked-changes",
        "office:annotation",
        "office:forms",
        "text:hidden-text",
        "text:note-citation",
        "presentation:date-time-decl",
        "presentation:footer-decl",
        "text:table-of-content-source",
        "text:sequence-decls",
    )
)
"""What is no text of the document: deletions, comments, declarations."""

_MAX_BLANKS: Final = 100
"""Blanks that one ``text:s`` is good for; it may ask for billions."""

_CELLS: Final = ("table:table-cell", "table:covered-table-cell")
_PLAIN: Final = {"text:list": "ul", "text:list-item": "li", "text:list-header": "li"}


class _Tag(NamedTuple):
    """An element of the page."""

    name: str
    is_written: bool
    """Not in cells and paragraphs: there only the text counts."""


@dataclass
class _Row:
    """A row of a table, while it is read; cells are HTML."""

    repeat: int
    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    """The paragraphs of the cell that is open."""
    cell_repeat: int = 1


class Reader:
    """Takes the events of ``content.xml``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hidden = 0
        """Pieces of text that were left out, since their style hides them."""
        self.has_changes = False
        self.is_table_cut = False
        self._cells_left = MAX_CELLS
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = 0
        self._skipped_from = 0  # the depth at which what is left out began; 0 for nothing
        self._pieces: list[str] = []  # HTML of the paragraph that is open
        self._tags: list[_Tag] = []  # what is to be closed
        self._paragraphs = 0  # how many are open: notes and frames have some inside of one
        self._level = 1  # of the heading that is open
        self._tables: list[list[list[str]]] = []  # rows of those on the page that are open
        self._row: _Row | None = None
        self._outer: list[_Row] = []  # rows of tables that the one of the row is inside of
        self._links: list[bool] = []
        self._slides = 0

    def take(self, event: Event) -> None:
        """One event. `PageFullError` if the page is full."""
        if event.kind == TEXT:
            if self._paragraphs and not self._skipped_from:
                self._pieces.append(safe_text(event.name))
        elif event.kind == START:
            self._depth += 1
            if not self._skipped_from and self._is_skipped(event):
                self._skipped_from = self._depth
            if not self._skipped_from:
                self._start(event)
        elif event.kind == END:
            if not self._skipped_from:
                self._end(event.name)
            elif self._depth == self._skipped_from:
                self._skipped_from = 0
            self._depth -= 1

    def close(self) -> None:
        """Write what is open, as far as there is room."""
        try:
            self._flush("p")
            self._end_row()
            while self._tags:
                self._close_tag(self._tags[-1].name)
        except PageFullError:
            pass  # whoever fills a page has heard of it

    # -- starts

    def _is_skipped(self, event: Event) -> bool:
        name, attributes = event.name, event.attributes
        if name == "text:tracked-changes":
            self.has_changes = True
        style = attributes.get("text:style-name") or attributes.get("table:style-name")
        is_hidden = (
            name == "text:hidden-text"
            or (style in self._hidden_styles and not name.startswith("style:"))
            or attributes.get("table:visibility") == "collapse"
        )
        self.hidden += is_hidden
        return is_hidden or name in _SKIPPED

    def _start(self, event: Event) -> None:
        name, attributes = event.name, event.attributes
        if name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name in ("style:text-properties", "style:table-properties"):
            is_shown = attributes.get("text:display") != "none"
            if not is_shown or attributes.get("table:display") == "false":
                self._hidden_styles.add(self._style)
        elif name in ("text:p", "text:h"):
            self._paragraphs += 1
            if self._paragraphs == 1:
                self._level = min(_number(attributes.get("text:outline-level")), 6)
        elif name in _PLAIN:
            self._open_tag(_PLAIN[name])
        elif name.startswith("table:"):
            self._start_table(event)
        elif name in ("draw:page", "presentation:notes"):
            self._start_slide(event)
        elif self._paragraphs:
            self._start_inline(event)

    def _start_inline(self, event: Event) -> None:
        name, attributes = event.name, event.attributes
        if name == "text:s":
            self._pieces.append(" " * min(_number(attributes.get("text:c")), _MAX_BLANKS))
        elif name in ("text:tab", "text:line-break"):
            self._pieces.append("\t" if name == "text:tab" else "<br>")
        elif name == "text:a":
            href = safe_href(attributes.get("xlink:href", ""))
            self._links.append(href is not None)
            if href is not None:
                self._pieces.append(f'<a href="{safe_text(href)}">')
        elif name == "text:note":
            self._pieces.append(" (")

    def _start_table(self, event: Event) -> None:
        name, attributes = event.name, event.attributes
        if name == "table:table":
            if not self._tags and self._is_on_page and attributes.get("table:name"):
                self.page.heading(2, attributes["table:name"])
            self._open_tag("table")
        elif name == "table:table-row":
            if self._row is not None:
                self._outer.append(self._row)
            self._row = _Row(_number(attributes.get("table:number-rows-repeated")))
        elif name in _CELLS and self._row is not None:
            self._row.cell = []
            self._row.cell_repeat = _number(attributes.get("table:number-columns-repeated"))

    def _start_slide(self, event: Event) -> None:
        if event.name == "draw:page":
            self._slides += 1
            self.page.heading(2, f"Slide {self._slides}")
        else:
            self.page.heading(3, "Notes")

    # -- ends

    def _end(self, name: str) -> None:
        if name in ("text:p", "text:h"):
            self._paragraphs = max(self._paragraphs - 1, 0)
            if self._paragraphs:
                self._pieces.append(" ")
            else:
                self._flush(f"h{self._level}" if name == "text:h" else "p")
        elif name in _PLAIN:
            self._close_tag(_PLAIN[name])
        elif name == "table:table":
            self._close_tag("table")
        elif name == "table:table-row":
            self._end_row()
        elif name in _CELLS and self._row is not None:
            self._end_cell(self._row)
        elif name == "text:a" and self._links and self._links.pop():
            self._pieces.append("</a>")
        elif name == "text:note":
            if self._pieces[-1:] == [" "]:
                self._pieces.pop()  # what the last paragraph of the note left
            self._pieces.append(")")

    def _flush(self, tag: str) -> None:
        """The paragraph that was open: into the cell, or on the page."""
        html = "".join(self._pieces).strip()
        self._pieces.clear()
        if not html:
            return
        if self._row is not None:
            self._row.cell.append(html)
        else:
            self.page.markup(f"<{tag}>{html}</{tag}>\n")

    def _end_cell(self, row: _Row) -> None:
        html = "<br>".join(row.cell)
        row.cell = []
        row.cells += [html] * min(row.cell_repeat, MAX_COLUMNS - len(row.cells))

    def _end_row(self) -> None:
        """Keep a row for its table; one of a table in a cell becomes a line of that."""
        row, self._row = self._row, self._outer.pop() if self._outer else None
        if row is None:
            return
        while row.cells and not row.cells[-1]:
            row.cells.pop()
        if self._row is not None:
            self._row.cell += [" | ".join(row.cells)] if row.cells else []
        elif self._tables:
            self._add_rows(self._tables[-1], row)
        elif row.cells:
            self.page.table([row.cells])

    def _add_rows(self, table: list[list[str]], row: _Row) -> None:
        """The row, as often as it is there; none behind the cells that are allowed."""
        if not row.cells:
            table += [[]] * min(row.repeat, MAX_BLANK_ROWS + 1)
            return
        allowed = self._cells_left // len(row.cells)
        self.is_table_cut = self.is_table_cut or row.repeat > allowed
        count = min(row.repeat, allowed)
        self._cells_left -= count * len(row.cells)
        table += [row.cells] * count

    # -- the page

    @property
    def _is_on_page(self) -> bool:
        return self._row is None and not self._paragraphs

    def _open_tag(self, name: str) -> None:
        tag = _Tag(name, self._is_on_page)
        self._tags.append(tag)
        if name == "table" and tag.is_written:
            self._tables.append([])  # written when it ends: only then its width is known
        elif tag.is_written:
            self.page.markup(f"<{name}>\n")

    def _close_tag(self, name: str) -> None:
        if not self._tags or self._tags[-1].name != name or not self._tags.pop().is_written:
            return
        if name == "table":
            self.page.table(even_rows(self._tables.pop()))
        else:
            self.page.markup(f"</{name}>\n")


def _number(text: str | None) -> int:
    """A count, 1 if there is none."""
    return min(int(text[:9]), MAX_ROWS) if text and text.isdecimal() else 1
