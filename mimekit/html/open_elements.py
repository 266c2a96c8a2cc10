"""Which elements are open, in one pass and linear time.

What the HTML Standard's tree construction (section 13.2.6) decides, as far as it changes
what a reader sees: end tags that are left out, end tags that match nothing, tables, and
formatting that goes on behind the end of a block. It has no tree, moves nothing, and looks
at no more than `_REACH` elements at a time.

Deviations from the Standard:

1. Text and elements that stand in a table but in none of its cells are not moved before it;
   they have the style of what is around the table, as if they were.
2. A formatting element that is closed while more than `_REACH` others are open inside it stays
   open till their end; of more than `_REACH` that a block's end leaves open, the innermost go on.
3. Formatting elements that have no style are not opened again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from mimekit.html.elements import (
    BARRIERS,
    BLOCKS,
    DROPPED,
    FOREIGN_HIDDEN,
    FORMATTING,
    HEADINGS,
    LISTS,
    P_ENDING,
    ROW_GROUPS,
    TABLE_PARTS,
)
from mimekit.html.style import ROOT, Style
from mimekit.html.style_sheet import Place
from mimekit.html.styling import Facts, Opening, Styling
from mimekit.html.tokens import FOREIGN, FOREIGN_END, HOLDING_HTML

_REACH: Final = 16

_ITEMS = frozenset(("dd", "dt", "li"))
_NOT_IN_ITSELF = frozenset(("a", "button", "nobr", "select"))
_ENDING = P_ENDING | _ITEMS | FOREIGN_END | _NOT_IN_ITSELF | {"option", "optgroup"}
_SPECIAL = LISTS | _ITEMS | TABLE_PARTS | BARRIERS
_LASTING = (
    (BLOCKS | TABLE_PARTS | BARRIERS | DROPPED | FOREIGN | HOLDING_HTML | _NOT_IN_ITSELF)
    | {"q"}
    | FOREIGN_HIDDEN
    | {"cite", "del", "dfn", "kbd", "samp", "var"}  # marked by some pages
)
_SCOPED = (BLOCKS - {"dialog", "legend", "optgroup", "option"}) | BARRIERS | {"button", "select"}
_NO_LISTS = _SCOPED - {"ol", "ul"}
_PASSED_BY_ITEMS = frozenset(("address", "div", "p"))
_OPTIONS = {"option": ("option",), "optgroup": ("option", "optgroup")}


class Element:
    """An open element."""

    __slots__ = (
        *("display", "facts", "inner", "item", "key", "number", "place", "scope", "special"),
        *("style", "undo"),
    )

    def __init__(self, facts: Facts, key: str, opening: Opening, scope: int) -> None:
        style, place, display = opening
        self.facts = facts
        self.key = key
        """What its end tag is looked up by: its name, but one for all headings."""
        self.place = place
        self.display = display
        self.style = style
        self.inner = style
        """The style of its text; for a table and its rows, that of what is around the table."""
        self.special = facts.name in _SPECIAL
        """Whether it is a list, an item, a part of a table or another barrier."""
        self.scope = scope
        """How many `BARRIERS` are around it."""
        self.item: Element | None = None
        """Of a list: the item that is open."""
        self.number = 0
        """Of a list: the number of its next item."""
        self.undo: Callable[[], None] | None = None
        """What its end does."""


class _Table:
    """An open table, the style that it stands in, and which of its parts are open."""

    __slots__ = ("around", "cell", "element", "group", "row")

    def __init__(self, element: Element, around: Style) -> None:
        self.element = element
        self.around = around
        self.group: Element | None = None
        self.row: Element | None = None
        self.cell: Element | None = None
        """A cell or the caption."""


class OpenElements:
    """The stack of open elements.

    ``opened`` is called with each element when it opens, and may set its ``undo``,
    which is called when it closes.
    """

    def __init__(self, styling: Styling, opened: Callable[[Element], None]) -> None:
        self._styling = styling
        self._opened = opened
        self._root = Element(styling.facts("html", ""), "", Opening(Style(), Place(), ""), 0)
        self._root_tags = {"html": [""], "body": [""]}  # their attributes, as written
        self._stack = [self._root]
        self._scopes: list[dict[str, int]] = [{}]  # how many of each key are open, by barrier
        self._barriers = [self._root]
        self._tables: list[_Table] = []
        self._lists: list[Element] = []
        self.current = self._root
        """The innermost element."""
        self._style_root()

    @property
    def list(self) -> Element | None:
        """The innermost list."""
        return self._lists[-1] if self._lists else None

    @property
    def list_depth(self) -> int:
        """How many lists are open."""
        return len(self._lists)

    def is_foreign(self) -> bool:
        """Whether SVG or MathML is open."""
        return any(map(self._scopes[-1].get, FOREIGN))

    def start(self, name: str, written: str) -> None:
        """A start tag, of no void element."""
        if name in {"html", "body"}:
            self.start_root(name, written)
        elif name in TABLE_PARTS:
            self._start_table_part(name, written)
        elif name != "head":
            if name in _ENDING:
                self._end_implied(name)
            self._open(name, written)

    def start_root(self, name: str, written: str) -> None:
        """A start tag ``html`` or ``body``: those elements are always open.

        What is new among its attributes counts (section 13.2.6.4.7).
        """
        tags = self._root_tags[name]
        if len(self._stack) == 1 and written and len(tags) < _REACH:
            tags.append(written)
            self._style_root()

    def _style_root(self) -> None:
        """Give the root the style of ``html`` and of ``body`` in it."""
        root, style, place = self._root, ROOT, Place()
        for name, tags in self._root_tags.items():
            facts = self._styling.facts(name, " ".join(tags))
            style, place, _ = self._styling.open(style, place, facts)
        root.style = root.inner = style
        root.place = place

    def end(self, name: str) -> None:
        """An end tag."""
        key = "h1" if name in HEADINGS else name
        if name in TABLE_PARTS:
            self._end_table_part(name)
        elif self._scopes[-1].get(key):
            if key in FORMATTING:
                self._end_formatting(key)
            elif key == "li" and self._is_cut_off(key, _NO_LISTS):
                return
            elif key in _SCOPED or not self._is_cut_off(key):
                self._close_key(key)
        elif len(self._barriers) > 1 and self._barriers[-1].key == name:
            self._close_through(self._barriers[-1])
        elif name == "p":
            self.start("p", "")  # it ends an empty paragraph
            self._close_key("p")

    def end_all(self) -> None:
        """The end of the text."""
        self._close_to(self._root)

    def _end_implied(self, name: str) -> None:
        """Close what the Standard lets a start tag close."""
        scope = self._scopes[-1]
        if name in FOREIGN_END and (scope.get("svg") or scope.get("math")):
            self._end_foreign()
        if name in P_ENDING:
            if scope.get("p"):
                self._close_key("p")
            if name in HEADINGS and self.current.key == "h1":
                self._close_key("h1")
        if name in _ITEMS:
            self._end_item(name)
        elif name in _OPTIONS:
            for key in _OPTIONS[name]:
                if scope.get(key):
                    self._close_key(key)
        elif name in _NOT_IN_ITSELF and scope.get(name):
            self.end(name)

    def _end_item(self, name: str) -> None:
        """Close the item that a new one of the same list ends."""
        ended = ("li",) if name == "li" else ("dd", "dt")
        around = self.list
        if around is None:
            for key in ended:
                if self._scopes[-1].get(key) and not self._is_cut_off(key, _PASSED_BY_ITEMS):
                    self._close_key(key)
        elif around.item is not None and around.item.scope == len(self._scopes):
            key = around.item.key
            if key in ended and not self._is_cut_off(key, _PASSED_BY_ITEMS):
                self._close_key(key)

    def _end_foreign(self) -> None:
        """Close SVG and MathML, which an element of HTML ends where none may stand."""
        scope = self._scopes[-1]
        if not any(map(scope.get, HOLDING_HTML)):
            for key in FOREIGN:
                if scope.get(key):
                    self._close_key(key)

    def _open(self, name: str, written: str, parent: Element | None = None) -> Element:
        """Open an element, in the style of ``parent`` if it is part of a table."""
        around = self.current.inner if parent is None else parent.style
        place_around = self.current.place if parent is None else parent.place
        facts = self._styling.facts(name, written)
        opening = self._styling.open(around, place_around, facts)
        key = "h1" if name in HEADINGS else name
        element = Element(facts, key, opening, len(self._scopes))
        lasting = parent or name in _LASTING or opening[1:] != (place_around, "")
        # Formatting may go on elsewhere, or its end tag end others; a heading ends a heading only
        # if nothing is open inside.
        lasting = lasting or facts.look.styled or name in FORMATTING or self.current.key == "h1"
        if opening.style is around and not lasting and not self._scopes[-1].get(key):
            return element  # inline, and of no consequence
        self._push(element)
        if element.special:
            if name in BARRIERS:
                self._scopes.append({})
                self._barriers.append(element)
            if name in LISTS:
                self._lists.append(element)
            elif name in _ITEMS and self._lists:
                self._lists[-1].item = element
        self._opened(element)
        return element

    def _push(self, element: Element) -> None:
        scope = self._scopes[-1]
        scope[element.key] = scope.get(element.key, 0) + 1
        self._stack.append(element)
        self.current = element

    def _close(self) -> None:
        """Close the innermost element."""
        self._leave(self._stack.pop())
        self.current = self._stack[-1]

    def _leave(self, element: Element) -> None:
        """Undo what an element did when it opened."""
        if element.undo is not None:
            element.undo()
        if element is self._barriers[-1]:
            self._barriers.pop()
            self._scopes.pop()
        self._scopes[-1][element.key] -= 1
        if element.special:
            self._leave_special(element)

    def _leave_special(self, element: Element) -> None:
        """Note that a list, an item or a part of a table closed."""
        if self._lists:
            if element is self._lists[-1]:
                self._lists.pop()
            elif element is self._lists[-1].item:
                self._lists[-1].item = None
        if self._tables:
            table = self._tables[-1]
            if element is table.cell:
                table.cell = None
            elif element is table.row:
                table.row = None
            elif element is table.group:
                table.group = None
            elif element is table.element:
                self._tables.pop()

    def _close_to(self, element: Element) -> None:
        """Close all that is open inside ``element``."""
        while self.current is not element:
            self._close()

    def _close_through(self, element: Element) -> None:
        self._close_to(element)
        self._close()

    def _close_key(self, key: str) -> None:
        """Close the innermost element with ``key``; formatting that is open inside goes on."""
        formatting: list[Element] = []
        while self.current.key != key:
            if self.current.key in FORMATTING and self.current.facts.look.styled:
                formatting.append(self.current)
            self._close()
        self._close()
        for element in reversed(formatting[:_REACH]):
            around = self.current
            opening = self._styling.open(around.inner, around.place, element.facts)
            self._push(Element(element.facts, element.key, opening, element.scope))

    def _is_cut_off(self, key: str, passed: Collection[str] = ()) -> bool:
        """Whether a block that is not ``passed`` stands between here and the innermost ``key``.

        The end tag of an element that is no block does not count then ("any other end tag").
        """
        for element in reversed(self._stack[-_REACH:]):
            if element.key == key:
                return False
            if element.key in _SCOPED and element.key not in passed:
                return True
        return False

    def _end_formatting(self, key: str) -> None:
        """Close a formatting element; blocks that are open inside stay open."""
        if self.current.key == key:
            self._close()
            return
        stack = self._stack
        lowest = max(len(stack) - _REACH, 1)
        index = next((i for i in reversed(range(lowest, len(stack))) if stack[i].key == key), 0)
        if not index:
            return
        if not any(element.facts.name in BLOCKS for element in stack[index + 1 :]):
            self._close_key(key)
            return
        element = stack.pop(index)
        self._leave(element)
        for outer, inner in zip(stack[index - 1 :], stack[index:], strict=False):
            opening = self._styling.open(outer.inner, outer.place, inner.facts)
            inner.style, inner.place, inner.display = opening
            inner.inner = inner.style

    # -- tables (sections 13.2.6.4.9 to 13.2.6.4.15)

    def _start_table_part(self, name: str, written: str) -> None:
        table = self._tables[-1] if self._tables else None
        if name == "table":
            if table is not None and table.cell is None:
                self._close_through(table.element)
            self._end_implied(name)
            around = self.current.inner
            table = _Table(self._open(name, written), around)
            self._tables.append(table)
            self._set_outside(table.element, table)
        elif table is None or name in {"col", "colgroup"}:
            return
        elif name == "caption":
            self._close_to(table.element)
            table.cell = self._open(name, written, table.element)
        elif name in ROW_GROUPS:
            self._close_to(table.element)
            table.group = self._open(name, written, table.element)
            self._set_outside(table.group, table)
        elif name == "tr":
            if table.group is None:
                self._start_table_part("tbody", "")
            group = table.group or table.element
            self._close_to(group)
            table.row = self._open(name, written, group)
            self._set_outside(table.row, table)
        else:
            if table.row is None:
                self._start_table_part("tr", "")
            row = table.row or table.element
            self._close_to(row)
            table.cell = self._open(name, written, row)

    def _set_outside(self, element: Element, table: _Table) -> None:
        """Text in a table but in none of its cells is not part of the table."""
        element.inner = table.around

    def _end_table_part(self, name: str) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        for element in (table.cell, table.row, table.group, table.element):
            if element is not None and element.key == name:
                self._close_through(element)
                return
