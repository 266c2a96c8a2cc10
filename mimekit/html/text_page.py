"""A page of plain text, as a browser lays it out: blanks collapsed, blocks on their own lines.

CSS Text Level 3 section 4.1.1 collapses blanks.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, Self

from mimekit.html.page import Page, Place
from mimekit.html.tables import Table
from mimekit.html.urls import is_same_url

_BLANK = "\t\n\f\r "
_BLANKS = re.compile(f"[{_BLANK}]+")

RULE: Final = "-" * 20
"""What ``hr`` becomes."""


class _Link(NamedTuple):
    url: str
    place: Place


class TextPage(Page):
    r"""Quotes behind ``> ``, items behind ``* ``, links followed by their URL.

    >>> page = TextPage()
    >>> page.open_item(None)
    >>> page.write("one\n   two")
    >>> page.break_line()
    >>> page.write("three")
    >>> page.close_block()
    >>> page.spaced_block()
    >>> page.write("four")
    >>> print(page.text())
    * one two
      three
    <BLANKLINE>
    four
    """

    def __init__(self) -> None:
        super().__init__()
        self._indent = ""  # no-break spaces, the first and so far the only text of the line

    def new(self) -> Self:
        """An empty page of text."""
        return type(self)()

    def write(self, text: str) -> None:
        """Add text whose runs of blanks count as one blank."""
        content = text.strip(_BLANK)
        if not content:
            self._blank = self._blank or bool(text)
        elif not self._line and not content.strip():
            self._indent += content
        else:
            if "\n" in content or "  " in content or not content.isprintable():
                content = _BLANKS.sub(" ", content)
            self._put(content, blank=self._blank or text[0] in _BLANK)
            self._blank = text[-1] in _BLANK

    def write_preformatted(self, text: str) -> None:
        """Add text whose blanks and line ends stay."""
        for number, line in enumerate(text.split("\n")):
            if number and not self._end_line():
                self._ends += 1
            if line:
                self._put(line, blank=self._blank)
                self._blank = False

    def write_image(self, alt: str, url: str | None) -> None:  # noqa: ARG002 - it shows no image
        """Add the alternative text."""
        self.write(alt)

    def write_table(self, table: Table) -> None:
        """Add the lines of a table: data between `` | ``, blocks of a layout."""
        end = self.spaced_block if table.is_data() else self.block
        end()
        if text := table.text():
            self._write_lines(text)
            end()

    def write_rule(self) -> None:
        """Add a line of its own."""
        self.spaced_block()
        self.write(RULE)
        self.spaced_block()

    def break_line(self) -> None:
        """End the line; one that is empty stays, but not two in a row."""
        if not self._end_line():
            self._ends = min(self._ends + 1, 2)

    def block(self) -> None:
        """A block begins or ends here."""
        if self._line:
            self._end_line()
        elif self._indent:
            self.break_line()  # a line of no-break spaces is an empty line
        self._blank = False

    def open_item(self, number: int | None) -> None:
        """An item, behind its bullet or number."""
        marker = "* " if number is None else f"{number}. "
        self.open_block(marker, " " * len(marker))

    def open_description(self) -> None:
        """The description of a term, indented."""
        self.open_block("    ", "    ")

    def open_heading(self, level: int) -> None:  # noqa: ARG002 - all look alike
        """A heading, between empty lines."""
        self.spaced_block()

    def close_heading(self) -> None:
        """The heading ends."""
        self.spaced_block()

    def preformatted(self) -> Page | None:
        """None: preformatted text is text."""
        return None

    def write_code(self, text: str) -> None:
        """Add a block of preformatted text."""
        self.spaced_block()
        self.write_preformatted(text)
        self.spaced_block()

    def open_mark(self, mark: str) -> bool:  # noqa: ARG002 - text has none
        """False: emphasis is not shown."""
        return False

    def close_mark(self, mark: str) -> None:
        """Emphasis that is not shown ends."""

    def open_link(self, url: str) -> _Link:
        """A link begins."""
        return _Link(url, Place(len(self._lines), len(self._line)))

    def close_link(self, link: object) -> None:
        """A link ends: its URL follows, unless the text shows it."""
        if isinstance(link, _Link):
            text = self.since(link.place).strip()
            if text and not is_same_url(text, link.url):
                self._put(f"<{link.url}>", blank=True)

    def since(self, place: Place) -> str:
        """The text behind a place; its last line if there are several."""
        return "".join(self._line[place.pieces if place.lines == len(self._lines) else 0 :])

    def _put(self, text: str, *, blank: bool) -> None:
        if not self._line:
            self._start_line()
            text = self._indent + text
            self._indent = ""
        elif blank:
            self._line.append(" ")
        self._line.append(text)

    def _end_line(self) -> bool:
        self._blank = False
        self._indent = ""
        if not self._line:
            return False
        line = (self._prefix + "".join(self._line)).replace("\xa0", " ").rstrip()
        self._line.clear()
        if line:
            self._lines.append(line)
        else:
            self._ends += 1  # only blanks: an empty line, which none is before the first
        return True
