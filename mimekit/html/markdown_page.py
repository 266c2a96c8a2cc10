"""A page of Markdown: CommonMark with the tables and the strikethrough of GitHub.

Deviations from what HTML says:

1. Every block is a paragraph of its own: a line end alone would join it to the one before.
   ``br`` is a hard line break, inside of a heading or a link a blank.
2. Runs of blanks are one blank, no-break spaces too: four at the beginning of a line are code.
3. What is in ``pre`` is code; links and lists in it stand there as in plain text.
4. A table of data without header cells has an empty header; one cell is one line.
   Cells that span several columns or rows have empty ones behind and below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, Self

from mimekit.html.markdown_escapes import (
    escape_destination,
    escape_heading,
    escape_line_start,
    escape_text,
    fence,
)
from mimekit.html.marks import Link, MarkedLine, Marks
from mimekit.html.page import Page
from mimekit.html.tables import Cell, Table
from mimekit.html.text_page import TextPage

_BLANKS = re.compile(r"\s+")
_LARGEST_NUMBER = 999_999_999  # CommonMark 0.31 section 5.2: nine digits
_PIPE = re.compile(r"\\.|\|")
_HARD_BREAK = re.compile(r"\\?\n+")


class MarkdownPage(Page):
    r"""Blocks, marks and links of Markdown, in which no text is markup.

    >>> page = MarkdownPage()
    >>> page.open_heading(2)
    >>> page.write("No. 1")
    >>> page.close_heading()
    >>> page.write("# one *two*")
    >>> page.break_line()
    >>> page.write("three")
    >>> print(page.text())
    ## No. 1
    <BLANKLINE>
    \# one \*two\*\
    three
    """

    marks_up: ClassVar = True

    def __init__(self, marks: Marks | None = None) -> None:
        super().__init__()
        self.marks = Marks() if marks is None else marks
        self._marked = MarkedLine()
        self._line = self._marked.pieces
        self._heading = ""
        self._is_hard = False  # the line before ends with a line break
        self._is_weak = False  # the empty line before the next one is not between items
        self._begins_list = False
        self._width = 0

    def new(self) -> Self:
        """An empty page under the same marks."""
        return type(self)(self.marks)

    # -- text

    def write(self, text: str) -> None:
        """Add text whose runs of blanks count as one blank."""
        content = text.strip()
        if not content:
            self._blank = self._blank or bool(text)
            return
        if "\n" in content or "  " in content or not content.isprintable():
            content = _BLANKS.sub(" ", content)
        self._put(escape_text(content), content, blank=self._blank or text[0].isspace())
        self._blank = text[-1].isspace()

    def write_preformatted(self, text: str) -> None:
        """Add text whose line ends stay."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.break_line()
            self.write(line)

    def write_image(self, alt: str, url: str | None) -> None:
        """Add an image; its alternative text alone if it leads nowhere."""
        if url is None:
            self.write(alt)
            return
        content = " ".join(alt.split())
        image = f"![{escape_text(content)}]({escape_destination(url)})"
        self._put(image, f"{content})", blank=self._blank)
        self._blank = False

    def write_table(self, table: Table) -> None:
        """Add a table of data, or the blocks of a layout."""
        if table.is_data():
            self.write_block("\n".join(_iter_rows(table.grid())))
            return
        for block in table.blocks():
            self.block()
            self._write_lines(block)
        self.block()

    def write_block(self, text: str) -> None:
        """Add lines of Markdown, between empty lines."""
        self.spaced_block()
        if text:
            self._write_lines(text)
            self.spaced_block()

    def write_rule(self) -> None:
        """Add a thematic break; three hyphens could be the beginning of front matter."""
        self.write_block("***")

    def width(self) -> int:
        """How many characters are seen."""
        return self._width

    # -- lines and blocks

    def break_line(self) -> None:
        """End the line with a hard line break; two of them end the paragraph."""
        if self._heading or self._marked.link is not None:
            self._blank = True
        elif self._end_line():
            self._is_hard = True
        else:
            self._is_weak = False
            self._ends = 2

    def block(self) -> None:
        """A block begins or ends here."""
        if self._line:
            self._end_line()
        self._blank = False
        if self._ends < 2:
            self._ends = 2
            self._is_weak = True

    def spaced_block(self) -> None:
        """A block with a margin begins or ends here."""
        self.block()
        self._is_weak = False

    def open_list(self, *, spaced: bool) -> None:
        """A list begins."""
        super().open_list(spaced=spaced)
        self._begins_list = True

    def open_item(self, number: int | None) -> None:
        """An item of a list."""
        marker = "- "
        if number is not None:
            number = min(max(number, 0), _LARGEST_NUMBER)
            marker = f"{number}. "
            if number != 1 and self._begins_list:
                self.spaced_block()  # it could not interrupt a paragraph (section 5.2)
        self._begins_list = False
        self.open_block(marker, " " * len(marker))

    def open_description(self) -> None:
        """The description of a term: an item below it."""
        self.open_block("- ", "  ")

    def open_heading(self, level: int) -> None:
        """A heading: each block in it is one."""
        self.spaced_block()
        self._heading = "#" * level + " "

    def close_heading(self) -> None:
        """The heading ends."""
        self.spaced_block()
        self._heading = ""

    def preformatted(self) -> Page | None:
        """A page of plain text, for a fenced code block."""
        return TextPage()

    def write_code(self, text: str) -> None:
        """Add what was written on the page that `preformatted` gave."""
        if text.strip("\n"):
            self.write_block(fence(text.strip("\n")).removesuffix("\n"))

    # -- spans

    def open_mark(self, mark: str) -> bool:
        """Emphasis or code begins."""
        return self.marks.open(mark)

    def close_mark(self, mark: str) -> None:
        """Emphasis or code ends."""
        self.marks.close(mark)

    def open_link(self, url: str) -> Link:
        """A link begins."""
        link = Link(escape_destination(url))
        self.marks.open(link)
        return link

    def close_link(self, link: object) -> None:
        """A link ends."""
        if isinstance(link, Link):
            self.marks.close(link)

    # -- the line that is being written

    def _put(self, text: str, raw: str, *, blank: bool) -> None:
        line, marks = self._marked, self.marks.now
        if not self._line:
            self._start_line()
            blank = False
        if marks or line.marks:
            if line.marks is not marks:
                line.change(marks, text[0], blank=blank)
                blank = False
            line.put(text, raw, blank=blank)
        else:
            if blank:
                self._line.append(" ")
            self._line.append(text)
        self._width += len(raw) + 1

    def _start_line(self) -> None:
        if self._lines:
            if self._is_weak and self._first:
                self._ends = 1
            elif self._is_hard and self._ends == 1:
                self._lines[-1] += "\\"
        self._is_hard = self._is_weak = False
        super()._start_line()

    def _end_line(self) -> bool:
        self._blank = False
        if not self._line:
            return False
        line = self._marked.end()
        line = escape_heading(line) if self._heading else escape_line_start(line)
        self._lines.append(self._prefix + self._heading + line)
        return True


def _iter_rows(rows: list[list[Cell]]) -> Iterator[str]:
    """The lines of a table (GitHub Flavored Markdown section 4.10)."""
    columns = max(map(len, rows))
    header, *body = rows if any(cell.header for cell in rows[0]) else [[], *rows]
    yield _row([*header, *[Cell("", 0)] * (columns - len(header))])
    yield "|" + " --- |" * columns
    for row in body:
        if any(cell.text for cell in row):
            yield _row(row)


def _row(row: list[Cell]) -> str:
    return "".join(["|", *(f" {_cell(cell.text)} |" if cell.text else "  |" for cell in row)])


def _cell(text: str) -> str:
    """A cell in one line, in which no "|" ends it."""
    if "\n" in text:
        text = _HARD_BREAK.sub(" ", text)
    return _PIPE.sub(lambda match: match[0] if len(match[0]) > 1 else "\\|", text)
