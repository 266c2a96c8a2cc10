"""PowerPoint presentations: packages that are made here, and what is expected of each."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import mimekit_office
import pytest
from mimekit_office import pptx
from mimekit_office.pptx_slide import read_slide

from mimekit import Conversion, convert
from mimekit.plugin import Content, Registry, WarningCode

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    f' xmlns:r="{R}"'
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)


def shape(*texts: str, placeholder: str = "", attributes: str = "") -> str:
    kind = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x" {attributes}/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f"<p:txBody>{paragraphs(*texts)}</p:txBody></p:sp>"
    )


def items(*paragraphs: tuple[str, str, str]) -> str:
    """A shape whose paragraphs have attributes, elements of their properties, and a text."""
    inner = "".join(
        f"<a:p><a:pPr {attributes}>{elements}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>"
        for attributes, elements, text in paragraphs
    )
    style = "<a:lstStyle><a:lvl1pPr><a:buChar/></a:lvl1pPr></a:lstStyle>"
    return f"<p:sp><p:txBody>{style}{inner}</p:txBody></p:sp>"


def table(*rows: tuple[str, ...]) -> str:
    cells = "".join(
        f"<a:tr>{''.join(f'<a:tc><a:txBody>{paragraphs(cell)}</a:txBody></a:tc>' for cell in row)}</a:tr>"
        for row in rows
    )
    return f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="t"/></p:nvGraphicFramePr><a:tbl>{cells}</a:tbl></p:graphicFrame>'


def slide(*shapes: str, attributes: str = "") -> bytes:
    root = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/></p:nvGrpSpPr>'
    return f"<p:sld {NAMESPACES} {attributes}><p:cSld><p:spTree>{root}{''.join(shapes)}</p:spTree></p:cSld></p:sld>".encode()


def relationships(*targets: tuple[str, str]) -> bytes:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'.encode()


def make_pptx(
    *slides: bytes, notes: dict[int, bytes] | None = None, order: list[int] | None = None
) -> bytes:
    ids = "".join(
        f'<p:sldId id="{255 + number}" r:id="rId{number}"/>'
        for number in order or range(1, len(slides) + 1)
    )
    members = {
        "ppt/presentation.xml": f"<p:presentation {NAMESPACES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>".encode(),
        "ppt/_rels/presentation.xml.rels": relationships(
            *(("slide", f"slides/slide{number}.xml") for number in range(1, len(slides) + 1))
        ),
    }
    for number, octets in enumerate(slides, 1):
        members[f"ppt/slides/slide{number}.xml"] = octets
    for number, octets in (notes or {}).items():
        members[f"ppt/notesSlides/notesSlide{number}.xml"] = octets
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = relationships(
            ("notesSlide", f"../notesSlides/notesSlide{number}.xml")
        )
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, octets in members.items():
            package.writestr(zipfile.ZipInfo(name), octets)
    return file.getvalue()


def to_html(octets: bytes) -> Conversion:
    registry = Registry(built_in=False)  # what the handler gives, and no more
    assert registry.register(mimekit_office, "office").error is None
    return convert(Content(media_type=PPTX, octets=octets), "text/html", registry=registry)


def body_of(done: Conversion) -> str:
    assert done.text is not None
    return done.text.partition("<body>\n")[2].removesuffix("</body></html>\n")


def details(done: Conversion) -> list[str]:
    return [warning.detail for warning in done.warnings]


@pytest.mark.parametrize(
    ("octets", "html"),
    [
        pytest.param(slide(), "<h2>Slide 1</h2>\n", id="blank"),
        pytest.param(
            slide(shape("Text &amp; more"), shape("The", "title", placeholder="title")),
            "<h2>Slide 1: The title</h2>\n<p>Text &amp; more</p>\n",
            id="title",
        ),
        pytest.param(
            slide(shape("&lt;script&gt;", placeholder="body")),
            "<h2>Slide 1</h2>\n<p>&lt;script&gt;</p>\n",
            id="escaped",
        ),
        pytest.param(
            slide(
                "<p:sp><p:txBody><a:p><a:r><a:t>one</a:t></a:r><a:br/><a:fld><a:t>two</a:t></a:fld></a:p></p:txBody></p:sp>"
            ),
            "<h2>Slide 1</h2>\n<p>one<br>two</p>\n",
            id="line-end",
        ),
        pytest.param(
            slide(shape("one", "two", placeholder="body")),
            "<h2>Slide 1</h2>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n",
            id="body-of-several-paragraphs",
        ),
        pytest.param(
            slide(
                items(("", "<a:buChar/>", "one"), ('lvl="8"', "<a:buChar/>", "two"))
                + items(
                    ("", "<a:buAutoNum/>", "three"), ("", "<a:buNone/>", "four"), ("", "", "five")
                )
            ),
            "<h2>Slide 1</h2>\n<ul>\n<li>one<ul>\n<li>two</li>\n</ul>\n</li>\n</ul>\n"
            "<ol>\n<li>three</li>\n</ol>\n<p>four</p>\n<p>five</p>\n",
            id="bullets-and-numbers",
        ),
        pytest.param(
            slide(
                items(
                    ("", "<a:buChar/>", "a"),
                    ('lvl="1"', "<a:buChar/>", "b"),
                    ('lvl="1"', "<a:buAutoNum/>", "c"),
                    ('lvl="x"', "<a:buChar/>", "d"),
                )
            ),
            "<h2>Slide 1</h2>\n<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n<ol>\n<li>c</li>\n</ol>\n</li>\n<li>d</li>\n</ul>\n",
            id="lists-in-lists",
        ),
        pytest.param(
            slide(table(("a", "b"), ("c", "&lt;d&gt;"))),
            "<h2>Slide 1</h2>\n<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>c</td><td>&lt;d&gt;</td></tr>\n</table>\n",
            id="table",
        ),
        pytest.param(
            slide(
                '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Picture" descr="a cat"/></p:nvPicPr></p:pic>'
            ),
            "<h2>Slide 1</h2>\n<p>[a cat]</p>\n",
            id="picture",
        ),
        pytest.param(
            slide(
                f"<p:grpSp><p:nvGrpSpPr><p:cNvPr id='9' name='g'/></p:nvGrpSpPr>{shape('in a group')}</p:grpSp>"
            ),
            "<h2>Slide 1</h2>\n<p>in a group</p>\n",
            id="group",
        ),
    ],
)
def test_converts(octets: bytes, html: str) -> None:
    done = to_html(make_pptx(octets))
    assert (body_of(done), details(done)) == (html, [])


def test_slides_come_in_their_order_with_notes() -> None:
    notes = slide(shape("Say this.", placeholder="body"), shape("7", placeholder="sldNum"))
    done = to_html(
        make_pptx(slide(shape("first")), slide(shape("second")), notes={1: notes}, order=[2, 1])
    )
    assert body_of(done) == (
        "<h2>Slide 1</h2>\n<p>second</p>\n<h2>Slide 2</h2>\n<p>first</p>\n<h3>Notes</h3>\n<p>Say this.</p>\n"
    )
    assert details(done) == []


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(shape("secret", attributes='hidden="1"'), id="shape"),
        pytest.param(shape("secret", placeholder="title", attributes='hidden="true"'), id="title"),
        pytest.param(
            "<p:grpSp><p:nvGrpSpPr><p:cNvPr id='9' name='g' hidden='1'/></p:nvGrpSpPr>"
            + shape("secret")
            + shape("secret", attributes='hidden="1"')
            + "</p:grpSp>",
            id="group",
        ),
    ],
)
def test_hidden_shapes_are_left_out(hidden: str) -> None:
    done = to_html(make_pptx(slide(hidden, shape("seen"))))
    assert body_of(done) == "<h2>Slide 1</h2>\n<p>seen</p>\n"
    assert [(warning.code, warning.detail) for warning in done.warnings] == [
        (WarningCode.HIDDEN_TEXT, "1 hidden slides or shapes were left out")
    ]


def test_hidden_slides_are_left_out() -> None:
    done = to_html(make_pptx(slide(shape("secret"), attributes='show="0"'), slide(shape("seen"))))
    assert body_of(done) == "<h2>Slide 2</h2>\n<p>seen</p>\n"
    assert details(done) == ["1 hidden slides or shapes were left out"]


def test_slides_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pptx, "MAX_SLIDES", 2)
    done = to_html(make_pptx(slide(shape("x")), order=[1] * 9))
    assert body_of(done).count("<p>x</p>") == 2
    assert details(done) == ["it has 9 slides; only 2 were read"]


def test_a_damaged_slide_gives_what_stands_before_the_fault() -> None:
    whole = slide(shape("one"), shape("two"))
    done = to_html(make_pptx(whole[: whole.index(b"two") + 2], slide(shape("three"))))
    assert (
        body_of(done)
        == "<h2>Slide 1</h2>\n<p>one</p>\n<p>tw</p>\n<h2>Slide 2</h2>\n<p>three</p>\n"
    )
    assert details(done)[0].startswith(
        "slide 1, what is behind the fault left out: its XML is damaged: "
    )


def test_a_slide_cut_at_every_octet() -> None:
    whole = slide(shape("one", placeholder="title"), table(("two", "three")))
    for length in range(len(whole)):
        found = read_slide(whole[:length])
        assert found.fault
        words = {text for item in found.shapes for text, *_ in item.paragraphs}
        assert all(
            "one".startswith(word) or word in {"t", "tw", "two", "th", "thr", "thre", "three"}
            for word in words
        )


@pytest.mark.parametrize("octets", [b"", b"PK\3\4", make_pptx(), make_pptx(slide())[:300]])
def test_what_is_no_presentation_stays(octets: bytes) -> None:
    done = to_html(octets)
    assert not done.is_converted
    told = [warning for warning in done.warnings if warning.handler == "office:pptx"]
    assert len(told) == 1


def test_damaged_anywhere() -> None:
    octets = make_pptx(
        slide(shape("one")),
        slide(table(("a", "b"))),
        notes={1: slide(shape("n", placeholder="body"))},
    )
    chance = random.Random(20261101)  # noqa: S311 - no secret
    for _ in range(60):
        damaged = bytearray(octets)
        for _ in range(chance.randrange(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        done = to_html(bytes(damaged))
        assert done.is_converted or done.warnings
        assert not done.is_converted or body_of(done).startswith("<h2>Slide 1")


def test_is_deterministic() -> None:
    octets = make_pptx(slide(shape("one")))
    assert to_html(octets) == to_html(octets)
