"""RTF by itself as paragraphs and tables."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from .rtf_colours import colours_of_paper
from .rtf_reader import Event, EventKind, iter_events, whole_text


class Style(NamedTuple):
    """How a run of text looks."""

    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    script: str = ""
    """``sup``, ``sub`` or nothing."""
    link: str = ""
    """Where it leads: any text at all."""


class Run(NamedTuple):
    """Text that looks the same; LF breaks a line in it."""

    text: str
    style: Style


Paragraph: TypeAlias = tuple[Run, ...]


class Row(NamedTuple):
    """A row of a table: of each cell its paragraphs."""

    cells: tuple[tuple[Paragraph, ...], ...]


class Document(NamedTuple):
    """What stands in the text, in its order; rows one after the other are a table."""

    blocks: tuple[Paragraph | Row, ...]
    has_hidden_text: bool
    left_out: tuple[str, ...]
    """What to call the things that are no text and are not here."""


class _State(NamedTuple):
    """What ends with a group."""

    style: Style = Style()
    is_hidden: bool = False
    is_of_paper: bool = False
    """In the colour of the paper."""
    is_tiny: bool = False
    is_narrow: bool = False
    colour: int = 0
    """Of the letters, by its number in the table of colours; 0: the usual one."""
    ground: int = 0
    """What the letters stand on; 0: the paper."""
    is_instruction: bool = False
    is_in_table: bool = False


_BOLD, _ITALIC, _STRUCK = "b", "i", ("strike", "striked")
_UNDERLINES: Final = frozenset(
    ("ul", "uld", "uldash", "uldashd", "uldashdd", "uldb", "ulth", "ulw", "ulwave")
)
_STYLE_WORDS: Final = frozenset({_BOLD, _ITALIC, *_STRUCK, *_UNDERLINES})
_PARAGRAPH_ENDS: Final = frozenset({"par", "page", "sect"})
_CELL_ENDS: Final = frozenset({"cell", "row"})

_GROUNDS: Final = frozenset(("highlight", "cb", "chcbpat"))
_VISIBILITY: Final = _GROUNDS | {"v", "cf", "fs", "charscalex"}
_NARROW: Final = 5  # per cent of the width of letters
_TINY: Final = 4  # half-points: nobody reads letters of two points

# HYPERLINK "url"; a backslash before a quotation mark would be one of the field's switches.
_HYPERLINK: Final = re.compile(r'\s*HYPERLINK\s+"([^"]{1,2000})"')


def read_document(octets: bytes) -> Document:
    """The paragraphs and tables of RTF."""
    left_out: set[str] = set()
    builder = _Builder(colours_of_paper(octets))
    for event in iter_events(octets, left_out, known=("fldinst",)):
        builder.add(event)
    return Document(builder.finish(), builder.has_hidden_text, tuple(sorted(left_out)))


class _Builder:
    def __init__(self, of_paper: frozenset[int]) -> None:
        self.has_hidden_text = False
        self._of_paper = of_paper
        self._state = _State()
        self._outer: list[_State] = []
        self._instruction: list[str] = []
        self._blocks: list[Paragraph | Row] = []
        self._runs: list[tuple[str, Style]] = []
        self._cell: list[Paragraph] = []
        self._cells: list[tuple[Paragraph, ...]] = []

    def add(self, event: Event) -> None:
        if event.kind is EventKind.OPEN:
            self._outer.append(self._state)
        elif event.kind is EventKind.CLOSE:
            self._state = self._outer.pop() if self._outer else _State()
        elif event.kind is EventKind.TEXT:
            self._add_text(event.value)
        elif event.value in _CELL_ENDS or event.value in _PARAGRAPH_ENDS:
            self._end(event.value)
        elif event.value in ("line", "nestrow"):
            self._add_text("\n")
        elif event.value == "nestcell":
            self._add_text("\t")
        else:
            self._set(event.value, event.number)

    def finish(self) -> tuple[Paragraph | Row, ...]:
        """All blocks; what was not ended ends here."""
        if self._runs:
            self._end("par")
        self._end_row()
        return tuple(self._blocks)

    def _add_text(self, text: str) -> None:
        if self._state.is_instruction:
            self._instruction.append(text)
        elif self._is_unseen():
            self.has_hidden_text = self.has_hidden_text or bool(text.strip())
        else:
            self._runs.append((text, self._state.style))

    def _is_unseen(self) -> bool:
        state = self._state
        is_on_ground = 0 < state.ground == state.colour
        is_small = state.is_tiny or state.is_narrow
        return state.is_hidden or state.is_of_paper or is_small or is_on_ground

    def _set(self, word: str, number: int | None) -> None:
        """A word that says how what follows looks."""
        state = self._state
        is_on = number != 0
        if word in _STYLE_WORDS:
            self._state = state._replace(style=_styled(state.style, word, is_on=is_on))
        elif word == "ulnone":
            self._state = state._replace(style=state.style._replace(underlined=False))
        elif word in ("super", "sub", "nosupersub"):
            script = {"super": "sup", "sub": "sub"}.get(word, "") if is_on else ""
            self._state = state._replace(style=state.style._replace(script=script))
        elif word == "plain":
            self._state = _State(
                Style(link=state.style.link),
                is_instruction=state.is_instruction,
                is_in_table=state.is_in_table,
            )
        elif word in _VISIBILITY:
            self._set_visibility(word, number)
        elif word in ("pard", "intbl"):
            self._state = state._replace(is_in_table=word == "intbl")
        elif word in ("field", "fldinst", "fldrslt"):
            self._set_field(word)

    def _set_visibility(self, word: str, number: int | None) -> None:
        if word == "v":
            self._state = self._state._replace(is_hidden=number != 0)
        elif word == "cf":
            is_of_paper = number in self._of_paper
            self._state = self._state._replace(is_of_paper=is_of_paper, colour=number or 0)
        elif word in _GROUNDS:
            self._state = self._state._replace(ground=number or 0)
        elif word == "charscalex":
            self._state = self._state._replace(is_narrow=0 < (number or 0) <= _NARROW)
        else:
            self._state = self._state._replace(is_tiny=(number or 24) <= _TINY)

    def _set_field(self, word: str) -> None:
        if word == "field":
            self._instruction.clear()
        elif word == "fldinst":
            self._state = self._state._replace(is_instruction=True)
        else:
            found = _HYPERLINK.match(whole_text("".join(self._instruction)))
            self._instruction.clear()  # a field has one; to join it again and again costs squares
            if found is not None:
                style = self._state.style._replace(link=found[1])
                self._state = self._state._replace(style=style)

    def _end(self, word: str) -> None:
        """The end of a paragraph, and of a cell or row with it."""
        if word == "row":
            self._end_row()
            return
        paragraph = _paragraph(self._runs)
        self._runs.clear()
        if word == "cell":
            self._cells.append((*self._cell, paragraph) if paragraph else tuple(self._cell))
            self._cell.clear()
        elif self._state.is_in_table:
            self._cell.append(paragraph)
        else:
            self._end_row()
            self._blocks.append(paragraph)

    def _end_row(self) -> None:
        if self._cell:
            self._cells.append(tuple(self._cell))
        if self._cells:
            self._blocks.append(Row(tuple(self._cells)))
        self._cell.clear()
        self._cells.clear()


@lru_cache(maxsize=1024)
def _styled(style: Style, word: str, *, is_on: bool) -> Style:
    if word == _BOLD:
        return style._replace(bold=is_on)
    if word == _ITALIC:
        return style._replace(italic=is_on)
    if word in _STRUCK:
        return style._replace(struck=is_on)
    return style._replace(underlined=is_on)


def _paragraph(runs: list[tuple[str, Style]]) -> Paragraph:
    """Runs of text, those that look the same joined: a surrogate pair may come in two."""
    joined: list[tuple[list[str], Style]] = []
    for text, style in runs:
        if joined and joined[-1][1] == style:
            joined[-1][0].append(text)
        else:
            joined.append(([text], style))
    whole = (Run(whole_text("".join(texts)), style) for texts, style in joined)
    return tuple(run for run in whole if run.text)
