"""Well-formed XML of the right names in any order: nothing raises, and what comes out is whole."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from mimekit_office.docx_hidden import cut_hidden, hidden_styles
from mimekit_office.odf_reader import Reader
from mimekit_office.page import Page
from mimekit_office.pptx_slide import read_slide
from mimekit_office.xml_events import check_xml, iter_events

from mimekit.plugin import Content

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    f' xmlns:text="{OASIS}:text:1.0" xmlns:table="{OASIS}:table:1.0" xmlns:style="{OASIS}:style:1.0"'
    f' xmlns:draw="{OASIS}:drawing:1.0" xmlns:presentation="{OASIS}:presentation:1.0"'
)


def documents(*names: str) -> st.SearchStrategy[bytes]:
    """XML of these elements, each given with its attributes, and of text."""
    trees = st.recursive(
        st.sampled_from(["x", " ", "&lt;"]),
        lambda inner: st.builds(_element, st.sampled_from(names), st.lists(inner, max_size=4)),
        max_leaves=25,
    )
    return trees.map(lambda tree: f"<root {NAMESPACES}>{tree}</root>".encode())


def _element(name: str, inner: Sequence[str]) -> str:
    return f"<{name}>{''.join(inner)}</{name.partition(' ')[0]}>"


@given(
    documents(
        "w:p", "w:pPr", "w:r", "w:rPr", "w:vanish", 'w:rStyle w:val="S"', 'w:pStyle w:val="S"', "w:t", "w:del"
    )
)  # fmt: skip
@settings(deadline=None, max_examples=300)
def test_what_is_left_of_documents_is_whole(octets: bytes) -> None:
    cut = cut_hidden(octets, {"S"})
    check_xml(cut.octets)
    assert (cut.octets == octets) is not bool(cut.hidden)
    again = cut_hidden(cut.octets, {"S"})
    assert (again.octets, again.hidden) == (cut.octets, 0)


@given(documents('w:style w:styleId="S"', "w:rPr", "w:vanish"))
@settings(deadline=None)
def test_styles(octets: bytes) -> None:
    assert hidden_styles(octets) <= {"S"}


@given(
    documents(
        'p:sld show="0"', "p:sp", "p:grpSp", "p:pic", "p:nvGrpSpPr", 'p:cNvPr hidden="1"', 'p:cNvPr descr="y"',
        'p:ph type="title"', "a:p", "a:t", "a:br", "a:tbl", "a:tr", "a:tc",
    )
)  # fmt: skip
@settings(deadline=None, max_examples=300)
def test_slides(octets: bytes) -> None:
    slide = read_slide(octets)
    assert not slide.fault
    assert not any(shape.is_hidden for shape in slide.shapes)
    texts = [text for shape in slide.shapes for text, *_ in shape.paragraphs]
    assert set("".join(texts)) <= set("x <[y]\n")


@given(
    documents(
        "text:p", "text:h", "text:list", "text:list-item", "text:span", "text:s", 'text:a xlink:href="#x"', "text:note",
        "table:table", "table:table-row", "table:table-cell", "draw:page", "presentation:notes", "text:tracked-changes",
        'text:span text:style-name="S"', 'style:style style:name="S"', 'style:text-properties text:display="none"',
    )
)  # fmt: skip
@settings(deadline=None, max_examples=300)
def test_opendocument(octets: bytes) -> None:
    reader = Reader(Page())
    for event in iter_events(octets):
        reader.take(event)
    reader.close()
    body = _body(reader.page.content(None))
    for tag in ("ul", "li", "table", "tr", "td", "p", "a"):
        assert body.count(f"<{tag}>") + body.count(f"<{tag} ") == body.count(f"</{tag}>")


def _body(content: Content) -> str:
    return content.text.partition("<body>\n")[2].removesuffix("</body></html>\n")
