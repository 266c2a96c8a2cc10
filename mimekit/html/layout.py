"""Elements and texts, laid out on a page or put aside as hidden.

There is one walk through a document, whatever is made of it: a `Layout` tells a `Page` of
blocks, spans and texts that are seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final, NamedTuple, TypeVar

from mimekit.html.characters import SUSPECT, split_hidden, turn
from mimekit.html.elements import FORMATTING, SPACED, VOID
from mimekit.html.hidden import Hidden, Reason
from mimekit.html.images import image_reason, is_tracking_pixel
from mimekit.html.marks import MARKS
from mimekit.html.open_elements import Element, OpenElements
from mimekit.html.page import Page
from mimekit.html.scripts import lowered, raised
from mimekit.html.style import Style
from mimekit.html.style_sheet import StyleSheet
from mimekit.html.styling import Context, Facts, Styling
from mimekit.html.tables import Cell, Table
from mimekit.html.tokens import START, TEXT, Token
from mimekit.html.unseen import Unseen
from mimekit.html.urls import Targets, clean_url, escape_url

MAX_TABLES: Final = 12
"""Nested tables that are laid out; the cells of deeper ones are plain blocks. The text of a
cell is copied once for each table around it."""

_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,9})")
_SHOWN_INPUTS = frozenset(
    ("", "button", "email", "reset", "search", "submit", "tel", "text", "url")
)
_BLOCK_DISPLAYS = frozenset(
    (
        *("block", "flex", "flow-root", "grid", "list-item", "table", "table-row"),
        *("table-caption", "-webkit-box", "-webkit-flex", "-ms-flexbox"),
    )
)
_Span = TypeVar("_Span")

_BOXES_IN_LINE = frozenset(("inline-block", "inline-flex", "inline-table"))


class _Frame(NamedTuple):
    """A table that is being read, and the page that it stands on."""

    table: Table
    page: Page


class Layout:
    """One pass over the tokens of a document."""

    def __init__(
        self,
        sheet: StyleSheet,
        page: Page,
        targets: Targets,
        layouts: Mapping[str, Callable[[Layout, Element], None]],
    ) -> None:
        self.tracking_pixels = 0
        """Images on servers that nobody sees, so far."""
        self._page = page
        self._targets = targets
        self._frames: list[_Frame | None] = []  # None: a table that is not laid out
        self._muted = 0  # elements around whose content is no text of the page
        self._unseen = Unseen()
        self._skip_line_end = False  # behind <pre>
        self._script: Callable[[str], str] | None = None  # of superscript and subscript
        self._layouts = layouts
        self._styling = Styling(sheet)
        self._elements = OpenElements(self._styling, self._opened)

    def read(self, tokens: Iterable[Token]) -> None:
        """Read a whole document."""
        elements, unseen = self._elements, self._unseen
        known, facts_of = self._styling.known, self._styling.facts
        for kind, name, written in tokens:
            if kind == TEXT:
                if not self._muted:
                    self._text(name, elements.current.inner.style)
            elif name in VOID:
                if kind == START or name == "br":
                    self._void(name, written)
            else:
                if unseen.reason is not None and name not in FORMATTING:
                    unseen.separate()
                if kind == START:
                    elements.start(known.get((name, written)) or facts_of(name, written))
                else:
                    elements.end(name)
        elements.end_all()
        unseen.end()

    @property
    def is_muted(self) -> bool:
        """Whether what is read now is no text of the page."""
        return self._muted > 0

    @property
    def style(self) -> Style:
        """The style of the element that is open now."""
        return self._elements.current.context.style

    def text(self) -> str:
        """What is seen."""
        return self._page.text()

    def hidden(self) -> list[Hidden]:
        """What is not, in order."""
        return self._unseen.texts()

    # -- text

    def _text(self, text: str, style: Style) -> None:
        """A text in an element with ``style``."""
        if self._skip_line_end:
            self._skip_line_end = False
            text = text.removeprefix("\n")
        if style.hidden is not None:
            self._unseen.add(text, style.hidden)
            return
        if text.isspace():
            if self._unseen.reason is not None:
                self._unseen.separate()
        else:
            text = self._seen(text)
            if style.turned:
                text, turned = turn(text)
                self._unseen.note(turned)
            if self._script is not None:
                text = self._script(text)
        if style.preformatted:
            self._page.write_preformatted(text)
        else:
            self._page.write(text)

    def _seen(self, text: str) -> str:
        """What is seen of a text that no style hides."""
        if self._unseen.reason is not None:
            self._unseen.end()
        if SUSPECT.search(text):
            text, hidden = split_hidden(text)
            self._unseen.note(hidden)
        return text

    # -- elements

    def _opened(self, element: Element) -> None:
        """Lay out the beginning of an element, and say what its end does."""
        layout = self._layouts.get(element.facts.name)
        if element.context.style.reason is not None:
            if layout is Layout.mute:
                layout(self, element)
        elif layout is not None:
            layout(self, element)
        elif display := element.context.display:
            self._display(element, display)

    def _display(self, element: Element, display: str) -> None:
        """An element that is no block by itself, but what CSS says."""
        if display in _BLOCK_DISPLAYS:
            self._set_apart(element, spaced=False)
        elif display == "table-cell":
            self._space(element)

    def _space(self, element: Element) -> None:
        """A box in a line, apart from what is beside it."""
        self._page.write(" ")
        element.undo = partial(self._page.write, " ")

    def mute(self, element: Element) -> None:
        """An element whose content is no text of the page."""
        self._muted += 1
        element.undo = self._unmute

    def hide_foreign(self, element: Element) -> None:
        """A part of SVG or MathML that is not shown where it stands."""
        if self._elements.is_foreign():
            none = Reason.DISPLAY_NONE
            style = element.context.style._replace(reason=none, hidden=none)
            element.context = element.inner = Context(style, element.context.place)
        else:
            self._display(element, element.context.display)

    def open_block(self, element: Element) -> None:
        """A block, unless CSS says something else."""
        display = element.context.display
        if not display or display in _BLOCK_DISPLAYS:
            self._set_apart(element, spaced=element.facts.name in SPACED)
        elif display == "table-cell" or display in _BOXES_IN_LINE:
            self._space(element)

    def _set_apart(self, element: Element, *, spaced: bool) -> None:
        """An element on lines of its own."""
        element.undo = self._page.spaced_block if spaced else self._page.block
        element.undo()

    def _unmute(self) -> None:
        self._muted -= 1

    def _void(self, name: str, written: str) -> None:
        """A void element: a line end, a rule, an image, a field of a form."""
        if self._muted:
            return
        facts = self._styling.facts(name, written)
        style = self._styling.open(self._elements.current.inner, facts).style
        if name in {"br", "hr"}:
            if style.reason is not None:
                self._unseen.separate()
            elif name == "br":
                self._page.break_line()
            else:
                self._page.write_rule()
        elif name == "img" or (name == "input" and _type(facts) == "image"):
            self._image(facts, style)
        elif name == "input" and _type(facts) in _SHOWN_INPUTS:
            self._text(facts.attributes.get("value", ""), style)

    def _image(self, facts: Facts, style: Style) -> None:
        """An image: where it is to be found, and its alternative text."""
        alt = facts.attributes.get("alt", "")
        reason = image_reason(facts, style)
        if reason is not None:
            self.tracking_pixels += is_tracking_pixel(facts)
            if alt:
                self._unseen.add(alt, reason)
            return
        url = self._targets.image(clean_url(facts.attributes.get("src", "")))
        if alt.strip():
            alt = self._seen(alt)
        # An image whose text is empty is an ornament (HTML Standard section 4.8.4.4.4).
        if alt or (url is not None and "alt" not in facts.attributes):
            self._page.write_image(alt, None if url is None else escape_url(url))

    # -- blocks

    def open_heading(self, element: Element) -> None:
        """A heading of six levels."""
        self._page.open_heading(int(element.facts.name[1]))
        element.undo = self._page.close_heading

    def open_quote(self, element: Element) -> None:
        """A quotation: each line behind ``> ``."""
        self._page.spaced_block()
        self._page.open_block("> ", "> ")
        element.undo = self._end_quote

    def _end_quote(self) -> None:
        self._page.close_block()
        self._page.spaced_block()

    def open_list(self, element: Element) -> None:
        """A list; one inside another has no empty lines around it."""
        spaced = self._elements.list_depth == 1
        self._page.open_list(spaced=spaced)
        element.undo = self._page.spaced_block if spaced else self._page.block
        element.number = _number(element.facts.attributes.get("start"), 1)

    def open_item(self, element: Element) -> None:
        """An item, behind its bullet or number."""
        around, number = self._elements.list, None
        if around is not None and around.facts.name == "ol":
            number = _number(element.facts.attributes.get("value"), around.number)
            around.number = number + 1
        self._page.open_item(number)
        element.undo = self._page.close_block

    def open_description(self, element: Element) -> None:
        """The description of a term."""
        self._page.open_description()
        element.undo = self._page.close_block

    def open_preformatted(self, element: Element) -> None:
        """A block whose line ends stay; one that begins it does not count."""
        self._skip_line_end = True
        outer, inner = self._page, self._page.preformatted()
        if inner is None:
            self._set_apart(element, spaced=element.facts.name in SPACED)
        else:
            self._page = inner
            element.undo = partial(self._end_preformatted, outer, inner)

    def _end_preformatted(self, outer: Page, inner: Page) -> None:
        self._page = outer
        outer.write_code(inner.text())

    # -- spans

    def open_mark(self, element: Element) -> None:
        """Emphasis, code, or text that is struck out."""
        if element.context.display in _BLOCK_DISPLAYS:
            self._set_apart(element, spaced=False)
        mark = MARKS[element.facts.name]
        if self._page.open_mark(mark):
            element.undo = partial(_end_span, self._page.close_mark, mark, element.undo)

    def open_link(self, element: Element) -> None:
        """A link."""
        if element.context.display in _BLOCK_DISPLAYS:
            self._set_apart(element, spaced=False)
        url = self._targets.link(clean_url(element.facts.attributes.get("href", "")))
        if url:
            link = self._page.open_link(escape_url(url))
            element.undo = partial(_end_span, self._page.close_link, link, element.undo)

    def open_superscript(self, element: Element) -> None:
        """Superscript."""
        self._open_script(raised, element)

    def open_subscript(self, element: Element) -> None:
        """Subscript."""
        self._open_script(lowered, element)

    def _open_script(self, script: Callable[[str], str], element: Element) -> None:
        element.undo = partial(self._end_script, self._script)
        self._script = script

    def _end_script(self, around: Callable[[str], str] | None) -> None:
        self._script = around

    def open_quotation(self, element: Element) -> None:
        """A quotation in a line: its marks are seen (HTML Standard section 15.3.2)."""
        if not self._muted:
            self._text("\u201c", element.inner.style)
            element.undo = partial(self._text, "\u201d", element.inner.style)

    # -- tables

    def open_table(self, element: Element) -> None:
        """A table: its end writes the lines of its cells."""
        self._page.block()
        layout = element.facts.attributes.get("role", "").lower() in {"presentation", "none"}
        laid_out = len(self._frames) < MAX_TABLES
        self._frames.append(_Frame(Table(layout=layout), self._page) if laid_out else None)
        element.undo = self._end_table

    def _end_table(self) -> None:
        frame = self._frames.pop()
        self._page.block()
        if frame is None:
            return
        self._page.write_table(frame.table)
        around = self._frames[-1] if self._frames else None
        if around is not None and frame.table.is_data():
            around.table.holds_data = True

    def open_row(self, element: Element) -> None:
        """A row."""
        frame = self._frames[-1]
        if frame is not None:
            frame.table.start_row()
        else:
            self._set_apart(element, spaced=False)

    def open_cell(self, element: Element) -> None:
        """A cell: a page of its own."""
        frame = self._frames[-1]
        if frame is not None:
            self._page = self._page.new()
            element.undo = partial(self._end_cell, frame, element.facts)
        else:
            self._set_apart(element, spaced=False)

    def _end_cell(self, frame: _Frame, facts: Facts) -> None:
        page, span = self._page, facts.attributes.get
        text, width = page.text(), page.width()
        columns, rows = _number(span("colspan"), 1), _number(span("rowspan"), 1)
        frame.table.add(Cell(text, width, facts.name == "th", columns, rows))
        self._page = frame.page


def _end_span(
    close: Callable[[_Span], None], span: _Span, undo: Callable[[], None] | None
) -> None:
    """A span ends, and the block if it is one too."""
    close(span)
    if undo is not None:
        undo()


def _type(facts: Facts) -> str:
    """The type of an input element."""
    return facts.attributes.get("type", "").lower()


def _number(text: str | None, default: int) -> int:
    """An integer as the HTML Standard reads it (section 2.3.4.1)."""
    match = _NUMBER.match(text or "")
    return int(match[1]) if match else default
