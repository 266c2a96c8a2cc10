"""What reading costs grows with the size, whatever the file says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from mimekit_office.docx_hidden import cut_hidden
from mimekit_office.odf_reader import Reader
from mimekit_office.page import Page
from mimekit_office.pptx_slide import read_slide
from mimekit_office.xml_events import XmlError, check_xml, iter_events

from tests.growth import assert_linear

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
O = (  # noqa: E741 - the letter of OpenDocument
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def read_odf(octets: bytes) -> None:
    reader = Reader(Page())
    for event in iter_events(octets):
        reader.take(event)


def check(octets: bytes) -> bool:
    try:
        check_xml(octets)
    except XmlError:
        return False
    return True


@pytest.mark.parametrize(
    ("read", "root", "piece"),
    [
        pytest.param(check, "a", "<b c='d'/>", id="elements"),
        pytest.param(check, "a", "&lt;", id="references"),
        pytest.param(check, "a", "<![CDATA[x]]>", id="cdata"),
        pytest.param(check, "a", "<!-- x -->", id="comments"),
        pytest.param(
            cut_hidden, f"w:p {W}", "<w:r><w:rPr><w:vanish/></w:rPr></w:r>", id="hidden-runs"
        ),
        pytest.param(
            cut_hidden,
            f"w:p {W}",
            "<w:r><w:rPr><w:vanish/></w:rPr><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:r>",
            id="hidden-runs-in-hidden-runs",
        ),
        pytest.param(
            read_slide, f"p:sld {P}", "<p:sp><a:p><a:t>x</a:t></a:p></p:sp>", id="shapes"
        ),
        pytest.param(read_slide, f"p:sld {P}", "<a:p><a:t>x</a:t>", id="paragraphs-not-closed"),
        pytest.param(read_odf, f"text:p {O}", "x<text:s/>", id="blanks"),
        pytest.param(read_odf, f"text:list {O}", "<text:p>x</text:p>", id="paragraphs"),
        pytest.param(
            read_odf,
            f"table:table {O}",
            "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
            id="rows",
        ),
    ],
)
def test_is_linear(read: Callable[[bytes], object], root: str, piece: str) -> None:
    name = root.partition(" ")[0]
    assert_linear(read, lambda count: f"<{root}>{piece * count}</{name}>".encode())
