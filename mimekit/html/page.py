"""What a document is written on: lines, growing at the end, behind the prefixes of its blocks.

`Layout` walks through a document once and tells a page what it meets. What becomes of it,
plain text or Markdown, is the page's concern. CSS 2.2 section 8.3.1 lets the margins of
blocks that touch count once: a margin is one empty line here, and never more than one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Final, NamedTuple, Self

from mimekit.html.tables import Table

MAX_PREFIXES: Final = 24
"""Levels of quotes and lists that are shown. Each line carries its prefix: without a bound, n
nested lists give n * n characters."""


class Place(NamedTuple):
    """Where a link began: how many lines there were, and how many pieces of the last one."""

    lines: int
    pieces: int


class Page(ABC):
    """The lines and their prefixes. Writers say how text, links and tables become lines."""

    marks_up: ClassVar = False
    """Whether it has marks for emphasis, headings and code."""
    is_flat: ClassVar = True
    """Whether superscript is written in other characters."""

    def __init__(self) -> None:
        self._lines: list[str] = []  # or several in one, where they came from another page
        self._line: list[str] = []  # pieces of the line that is being written
        self._prefix = ""  # what stands before them
        self._ends = 1  # line ends before the next line: 1 and the empty lines
        self._blank = False  # a blank before the next text of the line
        self._prefixes: list[str] = []
        self._first: dict[int, str] = {}  # prefixes that hold for the next line only
        self._low = 0  # the fewest prefixes since the last line
        self._depth = 0  # blocks with a prefix, those beyond MAX_PREFIXES too

    # -- text

    @abstractmethod
    def new(self) -> Self:
        """An empty page of the same kind, for a cell."""

    @abstractmethod
    def write(self, text: str) -> None:
        """Add text whose runs of blanks count as one blank (``white-space: normal``)."""

    @abstractmethod
    def write_preformatted(self, text: str) -> None:
        """Add text whose line ends stay (``white-space: pre``)."""

    @abstractmethod
    def write_image(self, alt: str, url: str | None) -> None:
        """Add an image, in place of which its alternative text can be read."""

    @abstractmethod
    def write_table(self, table: Table) -> None:
        """Add a table that is complete."""

    @abstractmethod
    def write_rule(self) -> None:
        """Add a line across the page."""

    def text(self) -> str:
        """All lines."""
        self._end_line()
        return "\n".join(self._lines)

    def width(self) -> int:
        """How many characters of a page of one line are seen."""
        return len(self.text())

    # -- lines and blocks

    @abstractmethod
    def break_line(self) -> None:
        """End the line (``br``); one that is empty stays, but not two in a row."""

    @abstractmethod
    def block(self) -> None:
        """A block begins or ends here."""

    def spaced_block(self) -> None:
        """A block with a margin begins or ends here."""
        self.block()
        self._ends = max(self._ends, 2)

    def open_block(self, first: str, rest: str) -> None:
        """A block begins whose lines stand behind a prefix: ``first``, then ``rest``."""
        self.block()
        self._depth += 1
        if self._depth <= MAX_PREFIXES:
            self._first[len(self._prefixes)] = first
            self._prefixes.append(rest)

    def close_block(self) -> None:
        """The block with a prefix that was opened last ends."""
        self.block()
        if self._depth <= MAX_PREFIXES:
            self._prefixes.pop()
            self._low = min(self._low, len(self._prefixes))
        self._depth -= 1

    def open_list(self, *, spaced: bool) -> None:
        """A list begins."""
        if spaced:
            self.spaced_block()
        else:
            self.block()

    @abstractmethod
    def open_item(self, number: int | None) -> None:
        """An item of a list begins, with its number if the list is ordered."""

    @abstractmethod
    def open_description(self) -> None:
        """The description of a term begins."""

    @abstractmethod
    def open_heading(self, level: int) -> None:
        """A heading begins, from 1 for the highest."""

    @abstractmethod
    def close_heading(self) -> None:
        """The heading ends."""

    @abstractmethod
    def preformatted(self) -> Page | None:
        """The page for what stands in ``pre``; None for this one."""

    @abstractmethod
    def write_code(self, text: str) -> None:
        """Add what was written on the page that `preformatted` gave."""

    # -- spans

    @abstractmethod
    def open_mark(self, mark: str) -> bool:
        """Emphasis or code begins; False if nobody asks for its end."""

    @abstractmethod
    def close_mark(self, mark: str) -> None:
        """Emphasis or code ends."""

    @abstractmethod
    def open_link(self, url: str) -> object:
        """A link begins; what its end is told by."""

    @abstractmethod
    def close_link(self, link: object) -> None:
        """A link ends."""

    # -- the line that is being written

    def _start_line(self) -> None:
        if self._ends > 1 and self._lines:
            empty = "".join(self._prefixes[: self._low]).rstrip()
            self._lines += [empty] * (self._ends - 1)
        self._ends = 1
        if self._prefixes:
            first = self._first
            self._prefix = "".join(
                [first.get(i, rest) for i, rest in enumerate(self._prefixes)]
                if first
                else self._prefixes
            )
            first.clear()
            self._low = len(self._prefixes)
        else:
            self._prefix = ""
            self._low = 0

    def _write_lines(self, text: str) -> None:
        """Add lines that are complete, but for their prefix."""
        self._start_line()
        if self._prefix:
            rest = "".join(self._prefixes)
            lines = iter(text.split("\n"))
            self._lines.append((self._prefix + next(lines)).rstrip())
            self._lines += [(rest + line).rstrip() for line in lines]
        else:
            self._lines.append(text)

    @abstractmethod
    def _end_line(self) -> bool:
        """End the line that is being written; whether there was one."""
