"""HTML that is written anew from tokens, so that it ends nothing around it."""

from __future__ import annotations

from typing import Final

from mimekit.html.elements import BARRIERS, FORMATTING, TABLE_PARTS, VOID

_TABLE_OR_CELL: Final = frozenset(("caption", "table", "td", "th"))
# HTML closes these by itself; to close them once more may open an empty one.
_CLOSED_BY_OTHERS: Final = TABLE_PARTS - {"table"} | {"dd", "dt", "li", "p"}


class HtmlWriter:
    """What is written, and which elements are open.

    End tags that match nothing are dropped, and what is open at the end is closed.

    >>> writer = HtmlWriter()
    >>> writer.start("div", "")
    >>> writer.end("p")
    >>> writer.start("b", " style=''")
    >>> writer.end_all()
    >>> "".join(writer.out)
    "<div><b style=''></b></div>"
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self.depth = 0
        """How many elements are open."""
        self.formatting = 0
        """How many of them are `FORMATTING`, which goes on behind the end of what it is in."""
        self._stack: list[str] = []
        self._open: dict[str, int] = {}  # how many of each name
        self._scopes: list[dict[str, int]] = [{}]  # the same, by barrier
        self._tables: list[str] = []  # tables, and the cells and captions in them

    def start(self, name: str, attributes: str) -> None:
        """A start tag."""
        if name == "table" and self._tables[-1:] == ["table"]:
            # HTML Standard section 13.2.6.4.9: in no cell it ends the table that is open.
            self.end("table")
        self.out.append(f"<{name}{attributes}>")
        if name in VOID:
            return
        self._stack.append(name)
        self.depth += 1
        self.formatting += name in FORMATTING
        if name in _TABLE_OR_CELL:
            self._tables.append(name)
        for count in (self._open, self._scopes[-1]):
            count[name] = count.get(name, 0) + 1
        if name in BARRIERS:
            self._scopes.append({})

    def end(self, name: str) -> None:
        """An end tag: it closes what is open inside of its element, but for tables."""
        in_reach = self._open if name in TABLE_PARTS else self._scopes[-1]
        if not in_reach.get(name):
            return
        while self._stack[-1] != name:
            self._close()
        self._close(is_told=True)

    def end_all(self) -> None:
        """The end of the text."""
        while self._stack:
            self._close()

    def _close(self, *, is_told: bool = False) -> None:
        name = self._stack.pop()
        self.depth -= 1
        self.formatting -= name in FORMATTING
        if name in _TABLE_OR_CELL:
            self._tables.pop()
        if name in BARRIERS:
            self._scopes.pop()
        for count in (self._open, self._scopes[-1]):
            count[name] -= 1
        if is_told or name not in _CLOSED_BY_OTHERS:
            self.out.append(f"</{name}>")
