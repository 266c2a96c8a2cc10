"""Lines of text as a browser lays them out: blanks collapsed, blocks on lines of their own.

CSS Text Level 3 section 4.1.1 collapses blanks; CSS 2.2 section 8.3.1 lets the margins of
blocks that touch count once. A margin is one empty line here, and never more than one.
"""

from __future__ import annotations

import re
from typing import Final

_BLANK = "\t\n\f\r "
_BLANKS = re.compile(f"[{_BLANK}]+")

MAX_PREFIXES: Final = 24
"""Levels of quotes and lists that are shown. Each line carries its prefix: without a bound, n
nested lists give n * n characters."""


class Page:
    r"""Lines, growing at the end.

    >>> page = Page()
    >>> page.open_block("* ", "  ")
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
        self._lines: list[str] = []
        self._line: list[str] = []  # pieces of the line that is being written
        self._ends = 1  # line ends before the next line: 1 and the empty lines
        self._blank = False  # a blank before the next text of the line
        self._indent = ""  # no-break spaces, the first and so far the only text of the line
        self._prefixes: list[str] = []
        self._first: dict[int, str] = {}  # prefixes that hold for the next line only
        self._low = 0  # the fewest prefixes since the last line
        self._depth = 0  # blocks with a prefix, those beyond MAX_PREFIXES too

    def write(self, text: str) -> None:
        """Add text whose runs of blanks count as one blank (``white-space: normal``)."""
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
        """Add text whose blanks and line ends stay (``white-space: pre``)."""
        for number, line in enumerate(text.split("\n")):
            if number and not self._end_line():
                self._ends += 1
            if line:
                self._put(line, blank=self._blank)
                self._blank = False

    def write_behind(self, text: str) -> None:
        """Add text to what the line has, behind one blank."""
        self._put(text, blank=True)

    def break_line(self) -> None:
        """End the line (``br``); one that is empty stays, but not two in a row."""
        if not self._end_line():
            self._ends = min(self._ends + 1, 2)

    def block(self) -> None:
        """A block begins or ends here."""
        if self._indent and not self._line:
            self.break_line()  # a line of no-break spaces is an empty line
        self._end_line()

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

    def mark(self) -> tuple[int, int]:
        """A place, for `since`."""
        return len(self._lines), len(self._line)

    def since(self, mark: tuple[int, int]) -> str:
        """The text behind a place; its last line if there are several."""
        lines, pieces = mark
        return "".join(self._line[pieces if lines == len(self._lines) else 0 :])

    def text(self) -> str:
        """All lines."""
        self._end_line()
        return "\n".join(self._lines)

    def _put(self, text: str, *, blank: bool) -> None:
        if not self._line:
            self._start_line()
            text = self._indent + text
            self._indent = ""
        elif blank:
            self._line.append(" ")
        self._line.append(text)

    def _start_line(self) -> None:
        if self._ends > 1 and self._lines:
            empty = "".join(self._prefixes[: self._low]).rstrip()
            self._lines += [empty] * (self._ends - 1)
        self._ends = 1
        if self._prefixes:
            first = self._first
            self._line += (first.get(i, rest) for i, rest in enumerate(self._prefixes))
            first.clear()
        self._low = len(self._prefixes)

    def _end_line(self) -> bool:
        """End the line that is being written; whether there was one."""
        self._blank = False
        self._indent = ""
        if not self._line:
            return False
        line = "".join(self._line).replace("\xa0", " ").rstrip()
        self._line.clear()
        if line:
            self._lines.append(line)
        else:
            self._ends += 1  # only blanks: an empty line, which none is before the first
        return True
