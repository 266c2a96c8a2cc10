"""Both directions with markitdown itself, where it is installed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import mimekit_markitdown
import pytest

from mimekit import convert
from mimekit.plugin import Content, Registry

markitdown: Any = pytest.importorskip("markitdown", reason="140 MB; see README.md")

LETTER = b"From: a@example.org\nSubject: The lamp\nContent-Type: text/plain\n\nIt is lit.\n"

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book.opf"/></rootfiles></container>'
)
_BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The lamp</dc:title></metadata>'
    '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)


def book() -> bytes:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as epub:
        epub.writestr("mimetype", "application/epub+zip")
        epub.writestr("META-INF/container.xml", _CONTAINER)
        epub.writestr("book.opf", _BOOK)
        epub.writestr("a.xhtml", "<html><body><h1>One</h1><p>It is lit.</p></body></html>")
    return octets.getvalue()


def test_a_letter_is_converted_by_mimekit() -> None:
    reader = markitdown.MarkItDown(enable_plugins=True)
    info = markitdown.StreamInfo(extension=".eml")
    made = reader.convert_stream(io.BytesIO(LETTER), stream_info=info)
    assert isinstance(made, markitdown.DocumentConverterResult)
    assert made.title == "The lamp"
    assert "It is lit." in made.markdown


def test_it_is_registered_before_its_own_converters() -> None:
    reader = markitdown.MarkItDown(enable_plugins=True)
    first = min(reader._converters, key=lambda each: each.priority)
    assert type(first.converter).__name__ == "MailConverter"


def test_a_book_is_converted_by_markitdown() -> None:
    registry = Registry(built_in=False)
    registry.register(mimekit_markitdown, "markitdown")
    content = Content(media_type="application/epub+zip", octets=book(), name="lamp.epub")
    done = convert(content, registry=registry)
    assert done.is_converted, done.warnings
    assert "# One" in (done.text or "")
    assert "It is lit." in (done.text or "")
