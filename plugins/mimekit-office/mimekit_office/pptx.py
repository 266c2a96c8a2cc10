"""PowerPoint presentations to HTML: the text of each slide, its tables and its notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mimekit.plugin import Content, Context, WarningCode
from mimekit_office.handling import open_package
from mimekit_office.limits import MAX_SLIDES
from mimekit_office.package import Package, PackageError
from mimekit_office.page import Page, PageFullError, safe_text, warn_full
from mimekit_office.page_list import PageList
from mimekit_office.pptx_slide import Shape, Slide, read_slide
from mimekit_office.relationships import read_relationships
from mimekit_office.rows import even_rows
from mimekit_office.xml_events import START, XmlError, iter_events

_PRESENTATION: Final = "ppt/presentation.xml"


def convert_pptx(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """A page with a heading for each slide that is not hidden."""
    package = open_package(content, context)
    if package is None:
        return
    names = _slide_names(package)
    if not names:
        context.warn("it has no slides that can be found: it is damaged, or no presentation")
        return
    if len(names) > MAX_SLIDES:
        detail = f"it has {len(names)} slides; only {MAX_SLIDES} were read"
        context.warn(detail, WarningCode.LIMIT)
    page = Page()
    try:
        _Writer(package, page, context).write(names[:MAX_SLIDES])
    except PageFullError:
        warn_full(context)
    yield page.content(content.name)


def _slide_names(package: Package) -> list[str]:
    """The parts that are slides, in their order; those that the list lacks if it is damaged."""
    by_id = {
        found.id: found.target
        for found in read_relationships(package, _PRESENTATION)
        if found.kind == "slide"
    }
    names: list[str] = []
    try:
        for event in iter_events(package.read(_PRESENTATION)):
            if event.kind == START and event.name == "p:sldId":
                names += [by_id[id_] for id_ in (event.attributes.get("r:id"),) if id_ in by_id]
    except (PackageError, XmlError):
        listed = set(names)
        names += [name for name in by_id.values() if name not in listed]
    return names


class _Writer:
    """Slides on a page."""

    def __init__(self, package: Package, page: Page, context: Context) -> None:
        self._package = package
        self._page = page
        self._context = context
        self._hidden = 0

    def write(self, names: list[str]) -> None:
        """All of them, and a warning of what was hidden."""
        try:
            for number, name in enumerate(names, 1):
                self._context.check()
                self._write_slide(number, name)
        finally:
            if self._hidden:
                detail = f"{self._hidden} hidden slides or shapes were left out"
                self._context.warn(detail, WarningCode.HIDDEN_TEXT)

    def _write_slide(self, number: int, name: str) -> None:
        slide = self._read(name, f"slide {number}")
        self._hidden += slide.hidden_shapes + slide.is_hidden
        if slide.is_hidden:
            return
        titles = (shape.paragraphs for shape in slide.shapes if shape.is_title)
        title = " ".join(text for paragraphs in titles for text, *_ in paragraphs).split()
        self._page.heading(2, f"Slide {number}: {' '.join(title)}" if title else f"Slide {number}")
        for shape in slide.shapes:
            if not shape.is_title:
                self._write_shape(shape)
        self._write_notes(number, name)

    def _write_shape(self, shape: Shape) -> None:
        items = PageList(self._page)
        for paragraph in shape.paragraphs:
            tag = shape.list_of(paragraph)
            if tag:
                items.add(tag, paragraph.level, paragraph.text)
            else:
                items.close()
                self._page.paragraph(paragraph.text)
        items.close()
        if shape.rows:
            rows = ([safe_text(cell) for cell in row] for row in shape.rows)
            self._page.table(even_rows(rows))

    def _write_notes(self, number: int, name: str) -> None:
        for found in read_relationships(self._package, name):
            if found.kind != "notesSlide":
                continue
            notes = self._read(found.target, f"the notes of slide {number}")
            bodies = [shape for shape in notes.shapes if shape.placeholder == "body"]
            paragraphs = [paragraph for shape in bodies for paragraph in shape.paragraphs]
            if paragraphs:
                self._page.heading(3, "Notes")
            for paragraph in paragraphs:
                self._page.paragraph(paragraph.text)

    def _read(self, name: str, place: str) -> Slide:
        """What can be read of a slide, with a warning if it is not everything."""
        try:
            slide = read_slide(self._package.read(name))
        except PackageError as error:
            self._context.warn(f"{place}: {error}")
            return Slide()
        if slide.fault:
            self._context.warn(f"{place}, what is behind the fault left out: {slide.fault}")
        return slide
