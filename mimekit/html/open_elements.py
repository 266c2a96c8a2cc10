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
    FORMATTING,
    HEADINGS,
    LISTS,
    ROW_GROUPS,
    TABLE_PARTS,
)
from mimekit.html.kinds import ITEMS, NOT_IN_ITSELF
from mimekit.html.style import ROOT
from mimekit.html.style_sheet import Place
from mimekit.html.styling import Context, Facts, Styling
from mimekit.html.tokens import FOREIGN, HOLDING_HTML

_REACH: Final = 16

_SCOPED = (BLOCKS - {"dialog", "legend", "optgroup", "option"}) | BARRIERS | {"button", "select"}
_NO_LISTS = _SCOPED - {"ol", "ul"}
_PASSED_BY_ITEMS = frozenset(("address", "div", "p"))
_OPTIONS = {"option": ("option",), "optgroup": ("option", "optgroup")}


class Element:
    """An open element."""

    __slots__ = ("context", "facts", "inner", "item", "key", "number", "scope", "undo")

    def __init__(self, facts: Facts, context: Context, scope: int) -> None:
        self.facts = facts
        self.key = facts.kind.key
        """What its end tag is looked up by: its name, but one for all headings."""
        self.context = context
        self.inner = context
        """The context of its text; for a table and its rows, with the style around the table."""
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

    def __init__(self, element: Element, around: Context) -> None:
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
        self._outside = Context(ROOT, Place())
        self._root = Element(styling.facts("html", ""), self._outside, 0)
        self._root.key = ""
        self._root_tags = {"html": [""], "body": [""]}  # their attributes, as written
        self._stack = [self._root]
        self._scopes: list[dict[str, int]] = [{}]  # how many of each key are open, by barrier
        self._barriers = [self._root]
        self._tables: list[_Table] = []
        self._lists: list[Element] = []
        self._templates: list[Element] = []  # their content is nowhere: no part of a table
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

    def start(self, facts: Facts) -> None:
        """A start tag, of no void element."""
        kind = facts.kind
        if kind.is_table_part:
            if not self._templates:
                self._start_table_part(facts)
        elif kind.is_root:
            if facts.name != "head":
                self.start_root(facts)
        else:
            if kind.ends_others:
                self._end_implied(facts)
            self._open(facts, self.current.inner)

    def start_root(self, facts: Facts) -> None:
        """A start tag ``html`` or ``body``: those elements are always open.

        What is new among its attributes counts (section 13.2.6.4.7).
        """
        tags = self._root_tags[facts.name]
        if len(self._stack) == 1 and facts.written and len(tags) < _REACH:
            tags.append(facts.written)
            self._style_root()

    def _style_root(self) -> None:
        """Give the root the style of ``html`` and of ``body`` in it."""
        context = self._outside
        for name, tags in self._root_tags.items():
            context = self._styling.open(context, self._styling.facts(name, " ".join(tags)))
        self._root.context = self._root.inner = context

    def end(self, name: str) -> None:
        """An end tag."""
        if name == self.current.key:
            self._close()
            return
        key = "h1" if name in HEADINGS else name
        if name in TABLE_PARTS:
            if not self._templates:
                self._end_table_part(name)
        elif name == "template":
            if self._templates:
                self._close_through(self._templates[-1])
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
            self.start(self._styling.facts("p", ""))  # it ends an empty paragraph
            self._close_key("p")

    def end_all(self) -> None:
        """The end of the text."""
        self._close_to(self._root)

    def _end_implied(self, facts: Facts) -> None:
        """Close what the Standard lets a start tag close."""
        scope, name = self._scopes[-1], facts.name
        if facts.kind.ends_foreign and (scope.get("svg") or scope.get("math")):
            self._end_foreign()
        if facts.kind.ends_paragraph:
            if scope.get("p"):
                self._close_key("p")
            if facts.kind.key == "h1" and self.current.key == "h1":
                self._close_key("h1")
        if name in ITEMS:
            self._end_item(name)
        elif name in _OPTIONS:
            for key in _OPTIONS[name]:
                if scope.get(key):
                    self._close_key(key)
        elif name in NOT_IN_ITSELF and scope.get(name):
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

    def _open(self, facts: Facts, around: Context) -> Element:
        """Open an element; ``around`` is the context of what it is a part of."""
        context = around.inside.get(id(facts.look)) or self._styling.open(around, facts)
        kind, scope = facts.kind, self._scopes[-1]
        element = Element(facts, context, len(self._scopes))
        if not (
            kind.is_lasting
            or facts.look.styled
            or context.style is not around.style
            or context.place is not around.place
            or context.display
            or self.current.key == "h1"  # a heading ends a heading only if nothing is open inside
            or scope.get(kind.key)
        ):
            return element  # inline, and of no consequence
        scope[kind.key] = scope.get(kind.key, 0) + 1
        self._stack.append(element)
        self.current = element
        if kind.is_special:
            self._enter_special(element)
        self._opened(element)
        return element

    def _enter_special(self, element: Element) -> None:
        """Note that a list, an item, a part of a table or another barrier opened."""
        if element.facts.kind.is_barrier:
            self._scopes.append({})
            self._barriers.append(element)
        name = element.facts.name
        if name == "template":
            self._templates.append(element)
        elif name in LISTS:
            self._lists.append(element)
        elif name in ITEMS and self._lists:
            self._lists[-1].item = element

    def _close(self) -> None:
        """Close the innermost element, and undo what it did when it opened."""
        stack = self._stack
        element = stack.pop()
        if element.undo is not None:
            element.undo()
        if element.facts.kind.is_special:
            self._leave_special(element)
        self._scopes[-1][element.key] -= 1
        self.current = stack[-1]

    def _leave_special(self, element: Element) -> None:
        """Note that a list, an item, a part of a table or another barrier closed."""
        if element is self._barriers[-1]:
            self._barriers.pop()
            self._scopes.pop()
            if self._templates and element is self._templates[-1]:
                self._templates.pop()
        if self._lists:
            if element is self._lists[-1]:
                self._lists.pop()
            elif element is self._lists[-1].item:
                self._lists[-1].item = None
        if self._tables and element.facts.kind.is_table_part:
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
            context = self._styling.open(self.current.inner, element.facts)
            self.current = Element(element.facts, context, element.scope)
            self._stack.append(self.current)
            self._scopes[-1][element.key] = self._scopes[-1].get(element.key, 0) + 1

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
        stack.append(stack.pop(index))
        self._close()
        for outer, inner in zip(stack[index - 1 :], stack[index:], strict=False):
            inner.context = inner.inner = self._styling.open(outer.inner, inner.facts)

    # -- tables (sections 13.2.6.4.9 to 13.2.6.4.15)

    def _start_table_part(self, facts: Facts) -> None:
        name, table = facts.name, self._tables[-1] if self._tables else None
        if name == "table":
            self._start_table(facts)
        elif table is None or name in {"col", "colgroup"}:
            return
        elif name == "caption":
            self._close_to(table.element)
            table.cell = self._open(facts, table.element.context)
        elif name in ROW_GROUPS:
            self._close_to(table.element)
            table.group = self._open(facts, table.element.context)
            self._set_outside(table.group, table)
        elif name == "tr":
            if table.group is None:
                self._start_table_part(self._styling.facts("tbody", ""))
            group = table.group or table.element
            self._close_to(group)
            table.row = self._open(facts, group.context)
            self._set_outside(table.row, table)
        else:
            if table.row is None:
                self._start_table_part(self._styling.facts("tr", ""))
            row = table.row or table.element
            self._close_to(row)
            table.cell = self._open(facts, row.context)

    def _start_table(self, facts: Facts) -> None:
        if self._tables and self._tables[-1].cell is None:
            self._close_through(self._tables[-1].element)
        self._end_implied(facts)
        around = self.current.inner
        table = _Table(self._open(facts, around), around)
        self._tables.append(table)
        self._set_outside(table.element, table)

    def _set_outside(self, element: Element, table: _Table) -> None:
        """Text in a table but in none of its cells is not part of the table."""
        if element.inner.style is not table.around.style:
            place = element.context.place
            element.inner = self._styling.context(table.around.style, place)

    def _end_table_part(self, name: str) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        for element in (table.cell, table.row, table.group, table.element):
            if element is not None and element.key == name:
                self._close_through(element)
                return
