"""One slide (ECMA-376 part 1 section 19.3): shapes, their paragraphs, and tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mimekit_office.xml_events import END, START, TEXT, Event, XmlError, iter_events

_SHAPES: Final = frozenset(("p:sp", "p:graphicFrame", "p:pic", "p:cxnSp"))
_TITLES: Final = ("title", "ctrTitle")
_BODIES: Final = ("body", "obj")
_OFF: Final = ("0", "false")
_ON: Final = ("1", "true")


_BULLETS: Final = {"a:buChar": "ul", "a:buBlip": "ul", "a:buAutoNum": "ol", "a:buNone": ""}
_LEVELS: Final = {str(level): level for level in range(9)}


class Paragraph(NamedTuple):
    """A paragraph of a shape."""

    text: str
    level: int = 0
    """How far it is indented: 0 to 8 (ECMA-376 part 1 section 21.1.2.2.7)."""
    bullet: str | None = None
    """The list that it is an item of, ``ul`` or ``ol``; empty for none, None if it is not told."""


@dataclass
class Shape:
    """The text of one shape, or what a picture is said to show."""

    placeholder: str = ""
    """What it holds the place of: ``title``, ``body``, ``sldNum``; ``obj`` if it is not told."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    """Cells of a table."""
    is_hidden: bool = False

    @property
    def is_title(self) -> bool:
        """Whether it is the title of the slide."""
        return self.placeholder in _TITLES

    def list_of(self, paragraph: Paragraph) -> str:
        """The list that a paragraph is an item of; empty for none.

        Layouts, which are not read, give the paragraphs of a body bullets, unless it is one
        sentence alone.
        """
        if paragraph.bullet is not None:
            return paragraph.bullet
        is_list = self.placeholder in _BODIES and len(self.paragraphs) > 1
        return "ul" if is_list else ""


@dataclass
class Slide:
    """What is on a slide, in the order of the file, which is that of the layers."""

    shapes: list[Shape] = field(default_factory=list)
    is_hidden: bool = False
    hidden_shapes: int = 0
    fault: str = ""
    """Why this is not everything."""


def read_slide(octets: bytes) -> Slide:
    """The slide up to the first fault of its XML."""
    reader = _Reader()
    try:
        for event in iter_events(octets):
            reader.take(event)
    except XmlError as error:
        reader.end_shape()
        reader.slide.fault = str(error)
    return reader.slide


class _Reader:
    def __init__(self) -> None:
        self.slide = Slide()
        self._shape: Shape | None = None
        self._shape_depth = 0
        self._depth = 0
        self._cell: list[str] | None = None  # the paragraphs of the cell that is open
        self._pieces: list[str] = []  # of the paragraph that is open
        self._level = 0
        self._bullet: str | None = None
        self._is_in_properties = False  # of a paragraph, not those of a style of the shape
        self._is_text = False
        self._skipped_from = 0  # depth of a group that is hidden

    def take(self, event: Event) -> None:
        if event.kind == TEXT:
            if self._is_text:
                self._pieces.append(event.name)
        elif event.kind == START:
            self._depth += 1
            self._start(event)
        elif event.kind == END:
            self._end(event.name)
            self._depth -= 1

    def _start(self, event: Event) -> None:
        name, attributes = event.name, event.attributes
        if name in _SHAPES and self._shape is None:
            self._shape = Shape(is_hidden=bool(self._skipped_from))
            self._shape_depth = self._depth
        elif name == "p:sld":
            self.slide.is_hidden = attributes.get("show") in _OFF
        elif name == "p:cNvPr":
            self._start_properties(event)
        elif name == "p:ph" and self._shape is not None:
            self._shape.placeholder = attributes.get("type", "obj")
        elif name == "a:tr" and self._shape is not None:
            self._shape.rows.append([])
        elif name == "a:tc":
            self._cell = []
        elif name == "a:t":
            self._is_text = True
        elif name == "a:br":
            self._pieces.append("\n")
        elif name == "a:pPr":
            self._level = _LEVELS.get(attributes.get("lvl", ""), 0)
            self._is_in_properties = True
        elif name in _BULLETS and self._is_in_properties:
            self._bullet = _BULLETS[name]

    def _start_properties(self, event: Event) -> None:
        """Properties of a shape, or of the group that it begins with."""
        is_hidden = event.attributes.get("hidden") in _ON
        if self._shape is None:
            if is_hidden and not self._skipped_from:
                self._skipped_from = self._depth - 2  # grpSp > nvGrpSpPr > cNvPr
                self.slide.hidden_shapes += 1
            return
        self._shape.is_hidden = self._shape.is_hidden or is_hidden
        self.slide.hidden_shapes += is_hidden and not self._skipped_from
        description = event.attributes.get("descr", "").strip()
        if description:
            self._shape.paragraphs.append(Paragraph(f"[{description}]", bullet=""))

    def _end(self, name: str) -> None:
        if name == "a:t":
            self._is_text = False
        elif name == "a:pPr":
            self._is_in_properties = False
        elif name == "a:p":
            self._end_paragraph()
        elif name == "a:tc":
            self._end_cell()
        if self._shape is not None and self._depth == self._shape_depth:
            self.end_shape()
        if self._depth == self._skipped_from:
            self._skipped_from = 0

    def _end_paragraph(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        if self._cell is not None:
            self._cell.append(text)
        elif self._shape is not None and text.strip():
            self._shape.paragraphs.append(Paragraph(text, self._level, self._bullet))
        self._level, self._bullet = 0, None

    def _end_cell(self) -> None:
        if self._shape is not None and self._shape.rows and self._cell is not None:
            self._shape.rows[-1].append(" ".join(" ".join(self._cell).split()))
        self._cell = None

    def end_shape(self) -> None:
        """Keep the shape that is open, if it is not hidden."""
        self._end_paragraph()
        if self._shape is not None and not self._shape.is_hidden:
            self.slide.shapes.append(self._shape)
        self._shape = None
