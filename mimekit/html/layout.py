"""Elements and texts, laid out on a page or put aside as hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, NamedTuple

from mimekit.html.characters import split_hidden, turn
from mimekit.html.elements import BLOCKS, DROPPED, FORMATTING, SPACED, VOID
from mimekit.html.hidden import Hidden, Reason
from mimekit.html.open_elements import Element, OpenElements
from mimekit.html.page import Page
from mimekit.html.style import Style
from mimekit.html.style_sheet import StyleSheet
from mimekit.html.styling import Facts, Styling
from mimekit.html.tables import Table
from mimekit.html.tokens import START, TEXT, Token

MAX_TABLES: Final = 12
"""Nested tables that are laid out; the cells of deeper ones are plain blocks. The text of a
cell is copied once for each table around it."""

RULE: Final = "-" * 20
"""What ``hr`` becomes."""

_SCHEME = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_URL_NOISE = re.compile(r"[\t\n\r]+")
_URL_UNSAFE = re.compile(r"[\x00-\x20<>\x7f-\x9f]")
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
_BOXES_IN_LINE = frozenset(("inline-block", "inline-flex", "inline-table"))


class _Frame(NamedTuple):
    """A table that is being read, and the page that it stands on."""

    table: Table
    page: Page


class Layout:
    """One pass over the tokens of a document."""

    def __init__(self, sheet: StyleSheet) -> None:
        self._page = Page()
        self._frames: list[_Frame | None] = []  # None: a table that is not laid out
        self._muted = 0  # elements around whose content is no text of the page
        self._hidden: list[Hidden] = []
        self._pieces: list[str] = []  # of the hidden text that is being read
        self._reason: Reason | None = None  # why it is hidden
        self._zero_width: list[str] = []
        self._skip_line_end = False  # behind <pre>
        self._styling = Styling(sheet)
        self._elements = OpenElements(self._styling, self._opened)

    def read(self, tokens: Iterable[Token]) -> None:
        """Read a whole document."""
        elements = self._elements
        for kind, name, written in tokens:
            if kind == TEXT:
                if not self._muted:
                    self._text(name, elements.current.inner)
            elif name in VOID:
                if kind == START or name == "br":
                    self._void(name, written)
            else:
                if self._reason is not None and name not in FORMATTING:
                    self._pieces.append(" ")
                if kind == START:
                    elements.start(name, written)
                else:
                    elements.end(name)
        self._elements.end_all()
        self._end_hidden()

    def text(self) -> str:
        """What is seen."""
        return self._page.text()

    def hidden(self) -> list[Hidden]:
        """What is not, in order; the characters without width of all the document last."""
        if not self._zero_width:
            return self._hidden
        return [*self._hidden, Hidden("".join(self._zero_width), Reason.ZERO_WIDTH)]

    # -- text

    def _text(self, text: str, style: Style) -> None:
        """A text in an element with ``style``."""
        if self._skip_line_end:
            self._skip_line_end = False
            text = text.removeprefix("\n")
        if style.hidden is not None:
            self._hide(text, style.hidden)
            return
        if text.isspace():
            if self._reason is not None:
                self._pieces.append(" ")
        else:
            if self._reason is not None:
                self._end_hidden()
            text, hidden = split_hidden(text)
            if style.turned:
                text, turned = turn(text)
                hidden += turned
            if hidden:
                self._note(hidden)
        if style.preformatted:
            self._page.write_preformatted(text)
        else:
            self._page.write(text)

    def _hide(self, text: str, reason: Reason) -> None:
        if reason is not self._reason:
            self._end_hidden()
            self._reason = reason
        self._pieces.append(text)

    def _note(self, hidden: Iterable[Hidden]) -> None:
        for item in hidden:
            if item.reason is Reason.ZERO_WIDTH:
                self._zero_width.append(item.text)
            else:
                self._hidden.append(item)

    def _end_hidden(self) -> None:
        """The hidden text that was being read is complete."""
        if self._reason is not None:
            text, hidden = split_hidden("".join(self._pieces))
            self._note(hidden)
            if words := text.split():
                self._hidden.append(Hidden(" ".join(words), self._reason))
        self._pieces.clear()
        self._reason = None

    # -- elements

    def _opened(self, element: Element) -> None:
        """Lay out the beginning of an element, and say what its end does."""
        facts = element.facts
        name = facts.name
        if name in DROPPED:
            self._muted += 1
            element.undo = self._unmute
        elif element.style.reason is not None:
            return
        elif layout := _LAYOUTS.get(name):
            layout(self, element)
        elif (element.display or ("block" if name in BLOCKS else "")) in _BLOCK_DISPLAYS:
            self._set_apart(element, spaced=name in SPACED)
        elif element.display == "table-cell" or (
            element.display in _BOXES_IN_LINE and name in BLOCKS
        ):
            self._page.write(" ")
            element.undo = partial(self._page.write, " ")

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
        around = self._elements.current
        style = self._styling.open(around.inner, around.place, facts).style
        if name in {"br", "hr"}:
            if style.reason is not None:
                self._pieces.append(" ")
            elif name == "br":
                self._page.break_line()
            else:
                self._page.spaced_block()
                self._page.write(RULE)
                self._page.spaced_block()
        elif name == "img" or (name == "input" and _type(facts) == "image"):
            if alt := facts.attributes.get("alt"):
                invisible = Reason.VISIBILITY if style.invisible else None
                self._text(alt, Style(hidden=style.reason or invisible or _too_small(facts)))
        elif name == "input" and _type(facts) in _SHOWN_INPUTS:
            self._text(facts.attributes.get("value", ""), style)

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
        self._set_apart(element, spaced=self._elements.list_depth == 1)
        element.number = _number(element.facts.attributes.get("start"), 1)

    def open_item(self, element: Element) -> None:
        """An item, behind its bullet or number."""
        around, marker = self._elements.list, "* "
        if around is not None and around.facts.name == "ol":
            number = _number(element.facts.attributes.get("value"), around.number)
            around.number = number + 1
            marker = f"{number}. "
        self._page.open_block(marker, " " * len(marker))
        element.undo = self._page.close_block

    def open_description(self, element: Element) -> None:
        """The description of a term, indented."""
        self._page.open_block("    ", "    ")
        element.undo = self._page.close_block

    def open_preformatted(self, element: Element) -> None:
        """A block whose line ends stay; one that begins it does not count."""
        self._skip_line_end = True
        self._set_apart(element, spaced=element.facts.name in SPACED)

    # -- links

    def open_link(self, element: Element) -> None:
        """A link: its end writes the URL, unless the text shows it."""
        url = _URL_NOISE.sub("", element.facts.attributes.get("href", "").strip())
        if element.display in _BLOCK_DISPLAYS:
            self._set_apart(element, spaced=False)
        if _SCHEME.match(url):
            element.undo = partial(
                self._end_link, url, self._page, self._page.mark(), element.undo
            )

    def _end_link(
        self, url: str, page: Page, mark: tuple[int, int], undo: Callable[[], None] | None
    ) -> None:
        text = page.since(mark).strip()
        if text and _bare(text) != _bare(url):
            page.write_behind(f"<{_URL_UNSAFE.sub(_percent, url)}>")
        if undo is not None:
            undo()

    def open_quotation(self, element: Element) -> None:
        """A quotation in a line: its marks are seen (HTML Standard section 15.3.2)."""
        if not self._muted:
            self._text("\u201c", element.inner)
            element.undo = partial(self._text, "\u201d", element.inner)

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
        end = self._page.spaced_block if frame.table.is_data() else self._page.block
        end()
        if text := frame.table.text():
            self._page.write_preformatted(text)
            end()

    def open_row(self, element: Element) -> None:
        """A row."""
        frame = self._frames[-1]
        if frame is not None:
            frame.table.start_row()
        else:
            self._page.block()
            element.undo = self._page.block

    def open_cell(self, element: Element) -> None:
        """A cell: a page of its own."""
        frame = self._frames[-1]
        if frame is not None:
            self._page = Page()
            element.undo = partial(self._end_cell, frame, header=element.facts.name == "th")
        else:
            self._page.block()
            element.undo = self._page.block

    def _end_cell(self, frame: _Frame, *, header: bool) -> None:
        frame.table.add(self._page.text(), header=header)
        self._page = frame.page


_LAYOUTS: Final[dict[str, Callable[[Layout, Element], None]]] = {
    "a": Layout.open_link,
    "blockquote": Layout.open_quote,
    "dd": Layout.open_description,
    "q": Layout.open_quotation,
    "li": Layout.open_item,
    "table": Layout.open_table,
    "tr": Layout.open_row,
    **dict.fromkeys(("td", "th"), Layout.open_cell),
    **dict.fromkeys(("dir", "menu", "ol", "ul"), Layout.open_list),
    **dict.fromkeys(("listing", "pre", "textarea"), Layout.open_preformatted),
}


def _type(facts: Facts) -> str:
    """The type of an input element."""
    return facts.attributes.get("type", "").lower()


def _number(text: str | None, default: int) -> int:
    """An integer as the HTML Standard reads it (section 2.3.4.1)."""
    match = _NUMBER.match(text or "")
    return int(match[1]) if match else default


def _too_small(facts: Facts) -> Reason | None:
    """Whether an image of 1 px could show its alternative text."""
    sizes = (facts.attributes.get(side, "").removesuffix("px") for side in ("width", "height"))
    return Reason.ZERO_SIZE if any(size in {"0", "1"} for size in sizes) else None


def _bare(url: str) -> str:
    """A URL without what a text leaves out: the scheme, "www." and a slash at the end."""
    url = _SCHEME.sub("", url.lower(), 1).removeprefix("//").removeprefix("www.")
    return url.partition("?")[0].removesuffix("/") if "@" in url else url.removesuffix("/")


def _percent(match: re.Match[str]) -> str:
    """A character that would end the URL, as octets in hexadecimal."""
    return "".join(f"%{octet:02X}" for octet in match[0].encode())
