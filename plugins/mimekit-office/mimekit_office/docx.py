"""Word documents to HTML, by mammoth; hidden text is cut out before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mimekit.plugin import Content, Context, WarningCode
from mimekit_office.docx_hidden import Cut, cut_hidden, hidden_styles
from mimekit_office.docx_images import ImageTaker
from mimekit_office.docx_tables import with_header
from mimekit_office.handling import open_package
from mimekit_office.package import Package, PackageError, store_package
from mimekit_office.page import Page, PageFullError, safe_href, warn_full
from mimekit_office.xml_events import END, START, TEXT, XmlError, check_xml, iter_events

_BODY: Final = "word/document.xml"
_WITH_TEXT: Final = (_BODY, "word/footnotes.xml", "word/endnotes.xml")
_STYLES: Final = "word/styles.xml"
_READ: Final = (
    *_WITH_TEXT,
    _STYLES,
    "word/numbering.xml",
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
    "word/_rels/footnotes.xml.rels",
    "word/_rels/endnotes.xml.rels",
)
"""What mammoth is given. The names are those that all programs use; others are not looked for."""

# What the style map of mammoth, which knows headings and lists, lacks.
_STYLE_MAP: Final = "p[style-name='Title'] => h1:fresh"

# In what mammoth writes a quotation mark stands only around values.
_HREF = re.compile(r' href="([^"]*)"')


def convert_docx(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """The document as a page; its images are files of it, or data, as the options say."""
    package = open_package(content, context)
    if package is None:
        return
    members, failures = _read_members(package)
    if _BODY not in members:
        context.warn(failures.get(_BODY, "it has no document: it is no file of Word"))
        return
    for name, detail in failures.items():
        context.warn(f"left out, {name}: {detail}", WarningCode.LIMIT)
    _drop_hidden(members, context)
    images = ImageTaker(package, context)
    page = _page_of(members, images, context)
    made = page.content(content.name)
    yield Content(
        media_type=made.media_type,
        octets=made.octets,
        name=made.name,
        parameters=made.parameters,
        files=tuple(images.files),
    )


def _read_members(package: Package) -> tuple[dict[str, bytes], dict[str, str]]:
    """The members that are needed and can be read, and why others cannot."""
    members, failures = {}, {}
    for name in _READ:
        if name not in package:
            continue
        try:
            members[name] = package.read(name)
        except PackageError as error:
            failures[name] = str(error)
    return members, failures


def _drop_hidden(members: dict[str, bytes], context: Context) -> None:
    """Cut hidden text out of the members, and say so; tell tracked changes too."""
    styles = hidden_styles(members.get(_STYLES, b""))
    total = Cut(b"", 0, 0)
    for name in _WITH_TEXT:
        if name in members:
            cut = cut_hidden(members[name], styles)
            members[name] = cut.octets
            total = Cut(b"", total.hidden + cut.hidden, total.deletions + cut.deletions)
    if total.hidden:
        context.warn(f"{total.hidden} runs of hidden text were left out", WarningCode.HIDDEN_TEXT)
    if total.deletions:
        context.warn("it has tracked changes: what was deleted is left out")


def _page_of(members: dict[str, bytes], images: ImageTaker, context: Context) -> Page:
    """The document by mammoth; or its paragraphs alone, if that cannot read it."""
    try:
        for octets in members.values():
            check_xml(octets)
        page = Page()
        page.markup(_by_mammoth(members, images))
    except PageFullError:
        warn_full(context)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - mammoth raises whatever it meets
        context.warn(f"only its text was read: {_sentence(error)}")
    else:
        return page
    images.files.clear()
    return _paragraphs_only(members[_BODY], context)


def _by_mammoth(members: dict[str, bytes], images: ImageTaker) -> str:
    import mammoth  # noqa: PLC0415 - 200 ms
    from mammoth.documents import Table  # noqa: PLC0415 - the same
    from mammoth.transforms import element_of_type  # noqa: PLC0415 - the same

    done = mammoth.convert_to_html(
        store_package({**members, **images.placeholders()}),
        convert_image=images.convert,
        style_map=_STYLE_MAP,
        include_embedded_style_map=False,
        transform_document=element_of_type(Table, with_header),
        external_file_access=False,
    )
    return _HREF.sub(_checked_href, str(done.value))


def _checked_href(match: re.Match[str]) -> str:
    return match[0] if safe_href(match[1]) else ""


def _paragraphs_only(octets: bytes, context: Context) -> Page:
    page = Page()
    try:
        for paragraph in _iter_paragraphs(octets):
            page.paragraph(paragraph)
    except XmlError as error:
        context.warn(f"what is behind the fault is left out: {error}")
    except PageFullError:
        warn_full(context)
    return page


def _iter_paragraphs(octets: bytes) -> Iterator[str]:
    """The text of each paragraph; that of the last one too, if the XML ends in it."""
    pieces: list[str] = []
    is_text = False
    fault = None
    try:
        for kind, name, _, _ in iter_events(octets):
            if kind == TEXT:
                pieces += [name] if is_text else []
            elif name == "w:t":
                is_text = kind == START
            elif kind == START and name in ("w:tab", "w:br", "w:cr"):
                pieces.append("\t" if name == "w:tab" else "\n")
            elif kind == END and name == "w:p":
                yield "".join(pieces)
                pieces.clear()
    except XmlError as error:
        fault = error
    yield "".join(pieces)
    if fault is not None:
        raise fault


def _sentence(error: Exception) -> str:
    if isinstance(error, XmlError):
        return str(error)
    return f"mammoth raised {type(error).__name__}"
