"""The conversions: a PDF to text, to Markdown, and to images."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mimekit.plugin import Content, Context, WarningCode
from mimekit_pdf.document import iter_pages, open_document
from mimekit_pdf.limits import (
    MAX_IMAGES,
    MAX_PAGE_CHARACTERS,
    MAX_TEXT_CHARACTERS,
    MAX_TEXT_PAGES,
)
from mimekit_pdf.lines import lines_of
from mimekit_pdf.markdown import markdown_paragraph, plain_paragraph
from mimekit_pdf.paragraphs import paragraphs_of
from mimekit_pdf.rendering import render_png

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage


def convert_to_text(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The text, page after page; a heading before each if there are several pages."""
    with open_document(content.octets, context) as document:
        if document is None:
            return
        pages = list(_iter_texts(document, context))
        if not any(paragraphs for _, paragraphs in pages):
            context.warn("it has no text: its pages are images, perhaps scanned")
        is_markdown = to == "text/markdown"
        texts = [
            _page_text(number if len(document) > 1 else None, paragraphs, is_markdown=is_markdown)
            for number, paragraphs in pages
            if paragraphs
        ]
    yield Content.from_text("\n".join(texts), to, name=content.name)


def convert_to_images(content: Content, to: str, context: Context) -> Iterator[Content]:
    """One PNG for each page, until the pages or the octets of this call are over."""
    with open_document(content.octets, context) as document:
        if document is None:
            return
        octets_left = context.octets_left
        for number, page in iter_pages(document, context, most=MAX_IMAGES):
            png = render_png(page)
            if png is None:
                context.warn(f"page {number} has no size, and is left out")
                continue
            octets_left -= len(png)
            if octets_left < 0:
                context.warn(f"its images are too large from page {number} on", WarningCode.LIMIT)
                return
            yield Content(media_type=to, octets=png, name=f"page-{number}.png")


def _iter_texts(document: PdfDocument, context: Context) -> Iterator[tuple[int, list[str]]]:
    """Number and paragraphs of each page."""
    characters_left = MAX_TEXT_CHARACTERS
    for number, page in iter_pages(document, context, most=MAX_TEXT_PAGES):
        most = min(MAX_PAGE_CHARACTERS, characters_left)
        paragraphs, count = _page_paragraphs(page, most)
        if count > most:
            context.warn(f"page {number} has {count} characters; {most} read", WarningCode.LIMIT)
        yield number, paragraphs
        characters_left -= min(count, most)
        if not characters_left:
            context.warn(f"the text behind page {number} was not read", WarningCode.LIMIT)
            return


def _page_paragraphs(page: PdfPage, most: int) -> tuple[list[str], int]:
    """The paragraphs of the first so many characters, and how many characters there are."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - imported already

    try:
        textpage = page.get_textpage()
    except PdfiumError:
        return [], 0
    try:
        count = textpage.count_chars()
        text = textpage.get_text_range(0, min(count, most)) if count > 0 else ""
        return paragraphs_of(lines_of(textpage, text)), count
    finally:
        textpage.close()


def _page_text(number: int | None, paragraphs: list[str], *, is_markdown: bool) -> str:
    """The paragraphs of a page, a blank line between them, and the number before them."""
    if is_markdown:
        heading = f"## Page {number}\n\n" if number else ""
        return heading + "\n".join(f"{markdown_paragraph(text)}\n" for text in paragraphs)
    heading = f"[page {number}]\n\n" if number else ""
    return heading + "\n".join(f"{plain_paragraph(text)}\n" for text in paragraphs)
