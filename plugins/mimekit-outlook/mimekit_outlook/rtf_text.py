"""RTF as HTML and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Final

from .rtf_document import Document, Paragraph, Row, Run, Style, read_document
from .rtf_encapsulation import (
    encapsulated_type,
    read_encapsulated_html,
    read_encapsulated_text,
)

HIDDEN_TEXT: Final = "left out of RTF: text that is hidden"
"""The warning of text that the sender hid from the reader."""

_LINK_SCHEMES: Final = ("http://", "https://", "mailto:")


def rtf_to_html(octets: bytes, warnings: list[str] | None = None) -> str:
    r"""RTF as HTML.

    HTML that Outlook put into RTF comes out as it was: it is the sender's, and not safe to
    show. Of other RTF its paragraphs, tables, links and the shape of its letters; of what is
    left out ``warnings`` gets a sentence.

    >>> rtf_to_html(rb"{\rtf1\ansi Hello \b W\'f6rld\b0 !\par}")
    '<p>Hello <b>Wörld</b>!</p>\n'
    """
    origin = encapsulated_type(octets)
    if origin == "text/html":
        return read_encapsulated_html(octets)
    if origin == "text/plain":
        return f"<pre>{escape(read_encapsulated_text(octets), quote=False)}</pre>\n"
    return "".join(_iter_html(_read(octets, warnings)))


def rtf_to_text(octets: bytes, warnings: list[str] | None = None) -> str:
    r"""RTF as plain text with LF line ends; the cells of a row have a tab between.

    >>> rtf_to_text(rb"{\rtf1\ansi Hello \b W\'f6rld\b0 !\par}")
    'Hello Wörld!\n'
    """
    origin = encapsulated_type(octets)
    if origin == "text/html":
        from mimekit import visible_text  # noqa: PLC0415 - loads a parser of HTML

        return visible_text(read_encapsulated_html(octets))
    if origin == "text/plain":
        return read_encapsulated_text(octets)
    return "".join(_iter_text(_read(octets, warnings))).strip("\n") + "\n"


def _read(octets: bytes, warnings: list[str] | None) -> Document:
    document = read_document(octets)
    if warnings is not None:
        warnings += [f"left out of RTF: {name}" for name in document.left_out]
        if document.has_hidden_text:
            warnings.append(HIDDEN_TEXT)
    return document


# -- HTML


def _iter_html(document: Document) -> Iterator[str]:
    for is_row, blocks in groupby(document.blocks, lambda block: isinstance(block, Row)):
        if is_row:
            yield "<table>\n"
            yield from (_row_html(row) for row in blocks if isinstance(row, Row))
            yield "</table>\n"
        else:
            yield from (
                f"<p>{_paragraph_html(block)}</p>\n"
                for block in blocks
                if not isinstance(block, Row) and _paragraph_text(block).strip()
            )


def _row_html(row: Row) -> str:
    cells = ("<br>".join(map(_paragraph_html, cell)) for cell in row.cells)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"


def _paragraph_html(runs: Paragraph) -> str:
    return "".join(map(_run_html, runs))


def _run_html(run: Run) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br>")
    for name in _elements(run.style):
        html = f"<{name}>{html}</{name}>"
    if run.style.link.lower().startswith(_LINK_SCHEMES):
        html = f'<a href="{escape(run.style.link)}">{html}</a>'
    return html


def _elements(style: Style) -> Iterable[str]:
    """The elements of HTML around a run, from inside out."""
    if style.script:
        yield style.script
    if style.struck:
        yield "s"
    if style.underlined and not style.link:
        yield "u"
    if style.italic:
        yield "i"
    if style.bold:
        yield "b"


# -- text


def _iter_text(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Row):
            cells = (" ".join(map(_paragraph_text, cell)) for cell in block.cells)
            yield "\t".join(cell.replace("\n", " ") for cell in cells) + "\n"
        else:
            yield _paragraph_text(block) + "\n"


def _paragraph_text(runs: Paragraph) -> str:
    return "".join(run.text for run in runs)
