"""The marks of a line of Markdown: emphasis, links and code.

What is marked is told by `Marks`, for a whole document: a mark lasts from line to line, and
on the pages of cells. What marks a line has is kept by `MarkedLine`. It opens a mark with the
first text behind it, and closes it at the next text without it or at the end of the line: so
none is empty, none has a blank inside its end, and each closes on the line it was opened on.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from mimekit.html.markdown_escapes import code_span
from mimekit.html.urls import is_same_url


class Link:
    """A link: where it leads to, and what it is seen as.

    It is written once, with its first line. A link around blocks has many, and to repeat its
    URL on each would make a document of n octets one of n * n.
    """

    __slots__ = ("text", "url", "written")

    def __init__(self, url: str) -> None:
        self.url = url
        self.text: list[str] = []
        self.written = False


Mark: TypeAlias = str | Link

STRONG: Final = "**"
EMPHASIS: Final = "*"
STRIKE: Final = "~~"
CODE: Final = "`"

MARKS: Final = {
    **dict.fromkeys(("b", "strong"), STRONG),
    **dict.fromkeys(("cite", "dfn", "em", "i", "var"), EMPHASIS),
    **dict.fromkeys(("del", "s", "strike"), STRIKE),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), CODE),
}
"""Marks of elements."""


MAX_MARKS: Final = 24
"""Marks that hold at a time. In tables links may be in links; each text looks at all of them."""


class Marks:
    """The marks that hold for the next text, the outermost first."""

    def __init__(self) -> None:
        self.now: tuple[Mark, ...] = ()

    def open(self, mark: Mark) -> bool:
        """A mark begins; False if it holds already, or too many do."""
        if mark in self.now or len(self.now) >= MAX_MARKS:
            return False
        self.now = (*self.now, mark)
        return True

    def close(self, mark: Mark) -> None:
        """A mark ends."""
        self.now = tuple(each for each in self.now if each is not mark)


class MarkedLine:
    """The pieces of a line, and the marks that are open in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.marks: tuple[Mark, ...] = ()
        """Those of `Marks` that hold for the last piece."""
        self.link: Link | None = None
        """The link that is open."""
        self._open: list[tuple[Mark, int]] = []  # with the place of their piece
        self._code: list[str] = []  # of a code span
        self._last = ""  # the last character, but for marks of emphasis

    def put(self, text: str, raw: str, *, blank: bool) -> None:
        """Add a marked text, behind a blank if there is one; ``raw`` is it without escapes."""
        if self.link is not None:
            self.link.text.append(f" {raw}" if blank else raw)
        if self._code:
            self._code.append(f" {raw}" if blank else raw)
            return
        if blank and self.pieces:
            self.pieces.append(" ")
        if CODE in self.marks:
            self._code.append(raw)
            text = ""  # its place, till it is complete
        self.pieces.append(text)
        self._last = raw[-1]

    def change(self, marks: tuple[Mark, ...], following: str, *, blank: bool) -> None:
        """Close and open marks, so that these hold for a text that begins with a character.

        ``blank`` says that there is one before the text; it is written here.
        """
        if not self.marks:
            self._last = self.pieces[-1][-1] if self.pieces else ""
        self._end_code()
        wanted = [
            mark
            for mark in marks
            if mark is not CODE and not (isinstance(mark, Link) and mark.written)
        ]
        common = 0
        for (mark, _), other in zip(self._open, wanted, strict=False):
            if mark is not other:
                break
            common += 1
        # What opens behind a mark that closes is punctuation, which is an edge as a blank is.
        beside = "" if blank or wanted[common:] else following
        while len(self._open) > common:
            self._close(beside)
        self.marks = marks
        if blank and self.pieces:
            self.pieces.append(" ")
            self._last = " "
        self._open_all(wanted[common:], CODE if CODE in marks else following)

    def end(self) -> str:
        """The whole line; the next one begins empty."""
        if self.marks:
            self._end_code()
            while self._open:
                self._close("")
            self.marks = ()
        line = "".join(self.pieces)
        self.pieces.clear()
        return line

    def _open_all(self, marks: list[Mark], following: str) -> None:
        """Open marks, each if it can be read as one (section 6.2, left-flanking)."""
        for number, mark in enumerate(marks):
            if isinstance(mark, Link):
                if self.pieces and self.pieces[-1].endswith("!"):
                    self.pieces[-1] = f"{self.pieces[-1][:-1]}\\!"  # else it would be an image
                self.link = mark
                sign = "["
            else:
                if number + 1 < len(marks) and any(isinstance(m, Link) for m in marks[number:]):
                    following = "["
                if _is_mark(following) and not _is_edge(self._last):
                    continue
                sign = mark
            self._open.append((mark, len(self.pieces)))
            self.pieces.append(sign)

    def _close(self, following: str) -> None:
        """Close the innermost mark, or take it away if none could tell that it is closed."""
        mark, place = self._open.pop()
        if isinstance(mark, Link):
            self._close_link(mark, place)
        elif _is_edge(following) or not _is_mark(self._last):
            self.pieces.append(mark)
        else:
            self.pieces[place] = ""

    def _close_link(self, link: Link, place: int) -> None:
        self.link = None
        link.written = True
        text = "".join(link.text)
        autolink = _autolink(link.url) if text and is_same_url(text, link.url) else ""
        if autolink:
            self.pieces[place:] = [autolink]
        else:
            self.pieces.append(f"]({link.url})")
        self._last = ")"

    def _end_code(self) -> None:
        if self._code:
            self.pieces[-1] = code_span("".join(self._code))
            self._code.clear()
            self._last = CODE


_ADDRESS = re.compile(r"mailto:([\w.!#$%&'*+/=?^{|}~-]+@[\w.-]+)", re.ASCII | re.IGNORECASE)


def _autolink(url: str) -> str:
    """A URL or an address between angle brackets (section 6.5); "" if it is none."""
    if match := _ADDRESS.fullmatch(url):
        return "" if "?" in match[1] else f"<{match[1]}>"
    return f"<{url}>" if url[:4].lower() == "http" else ""


def _is_edge(character: str) -> bool:
    """The beginning or end of a line, a blank, or punctuation."""
    return not character.isalnum()


def _is_mark(character: str) -> bool:
    """Punctuation, beside which the mark of emphasis needs an edge on its other side."""
    return bool(character) and not character.isalnum() and not character.isspace()
