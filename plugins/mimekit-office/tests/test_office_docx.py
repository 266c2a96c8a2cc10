"""Word documents: packages that are made here, and what is expected of each."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from typing import Literal

import mammoth
import mimekit_office
import pytest
from mimekit_office.docx_hidden import cut_hidden, hidden_styles

from mimekit import Conversion, convert
from mimekit.plugin import Content, Registry, WarningCode

assert mammoth.__all__  # loaded once, here, and not in the process of each conversion

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PNG = b"\x89PNG\r\n\x1a\n-a-picture"
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="character" w:styleId="Ghost"><w:name w:val="ghost"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Veil"><w:name w:val="veil"/><w:rPr><w:vanish/></w:rPr></w:style>'
    "</w:styles>"
)
PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="x" descr="a cat"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:blipFill><a:blip r:embed="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)


def make_docx(body: str, *, prolog: str = "", more: dict[str, bytes] | None = None) -> bytes:
    document = (
        f'{prolog}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    )
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{R}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
        f'<Relationship Id="rId2" Type="{R}/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>'
        f'<Relationship Id="rId9" Type="{R}/image" Target="media/image1.png"/>'
        "</Relationships>"
    )
    members = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": document.encode(),
        "word/styles.xml": STYLES.encode(),
        "word/_rels/document.xml.rels": relationships.encode(),
        "word/media/image1.png": PNG,
        **(more or {}),
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, octets in members.items():
            package.writestr(zipfile.ZipInfo(name), octets)
    return file.getvalue()


def paragraph(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def to_html(octets: bytes, images: Literal["files", "data", "none"] = "files") -> Conversion:
    registry = Registry(built_in=False)  # what the handler gives, and no more
    assert registry.register(mimekit_office, "office").error is None
    return convert(
        Content(media_type=DOCX, octets=octets), "text/html", registry=registry, images=images
    )


def body_of(done: Conversion) -> str:
    assert done.text is not None
    return done.text.partition("<body>\n")[2].removesuffix("</body></html>\n").strip()


def details(done: Conversion) -> list[str]:
    return [warning.detail for warning in done.warnings]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        pytest.param(paragraph(run("One."), run(" Two.")), "<p>One. Two.</p>", id="runs"),
        pytest.param(paragraph(run("Title"), style="Heading1"), "<h1>Title</h1>", id="heading"),
        pytest.param(paragraph(run("bold", "<w:b/>")), "<p><strong>bold</strong></p>", id="bold"),
        pytest.param(
            f"<w:tbl><w:tr><w:tc>{paragraph(run('a'))}</w:tc><w:tc>{paragraph(run('b'))}</w:tc></w:tr></w:tbl>",
            "<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>",
            id="table",
        ),
        pytest.param(paragraph(run("Title"), style="Titel"), "<h1>Title</h1>", id="title"),
        pytest.param(
            table(("a", "b"), ("c",)),
            "<table><thead><tr><th><p>a</p></th><th><p>b</p></th></tr></thead>"
            "<tbody><tr><td><p>c</p></td><td></td></tr></tbody></table>",
            id="table-of-rows",
        ),
        pytest.param(
            table(("a", "b"), ("", "d"))
            .replace("<w:tc>", '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', 1)
            .replace("</w:tr><w:tr><w:tc>", "</w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>"),
            '<table><tr><td rowspan="2"><p>a</p></td><td><p>b</p></td></tr><tr><td><p>d</p></td></tr></table>',
            id="table-of-high-cells",
        ),
        pytest.param(
            table(("a", "b"), ("c", "d")).replace(
                "<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>', 1
            ),
            '<table><thead><tr><th colspan="999999999"><p>a</p></th><th><p>b</p></th></tr></thead>'
            f"<tbody><tr><td><p>c</p></td><td><p>d</p></td>{'<td></td>' * 198}</tr></tbody></table>",
            id="table-of-billions-of-columns",
        ),
        pytest.param(
            paragraph(f'<w:hyperlink r:id="rId1">{run("here")}</w:hyperlink>'),
            '<p><a href="https://example.org/">here</a></p>',
            id="link",
        ),
        pytest.param(
            paragraph(f'<w:hyperlink r:id="rId2">{run("here")}</w:hyperlink>'),
            "<p><a>here</a></p>",
            id="script",
        ),
        pytest.param(
            paragraph(run(' href="javascript:x" &lt;script&gt;')),
            "<p> href=&quot;javascript:x&quot; &lt;script&gt;</p>",
            id="text-that-looks-like-html",
        ),
    ],
)
def test_converts(body: str, html: str) -> None:
    done = to_html(make_docx(body))
    assert (body_of(done), details(done)) == (html, [])


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(run("secret", "<w:vanish/>"), id="vanish"),
        pytest.param(run("secret", '<w:vanish w:val="1"/>'), id="vanish-is-1"),
        pytest.param(run("secret", '<w:b/><w:vanish w:val="true"/>'), id="vanish-is-true"),
        pytest.param(run("secret", '<w:sz w:val="2"/>'), id="one-point"),
        pytest.param(run("secret", '<w:rStyle w:val="Ghost"/>'), id="character-style"),
        pytest.param(
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:pict>{paragraph(run('secret'))}</w:pict></w:r>",
            id="box-in-it",
        ),
        pytest.param(
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:pict>{paragraph(run('secret', '<w:vanish/>'))}</w:pict></w:r>",
            id="hidden-in-hidden",
        ),
    ],
)
def test_hidden_text_is_left_out(hidden: str) -> None:
    done = to_html(make_docx(paragraph(run("seen"), hidden, run(" too"))))
    assert body_of(done) == "<p>seen too</p>"
    assert [(warning.code, warning.detail) for warning in done.warnings] == [
        (WarningCode.HIDDEN_TEXT, "1 runs of hidden text were left out")
    ]


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(run("seen", '<w:vanish w:val="0"/>'), id="vanish-is-0"),
        pytest.param(run("seen", '<w:vanish w:val="false"/>'), id="vanish-is-false"),
        pytest.param(run("seen", '<w:sz w:val="16"/>'), id="eight-points"),
        pytest.param(run("seen", '<w:sz w:val="x"/>'), id="no-size"),
    ],
)
def test_what_is_not_hidden_stays(shown: str) -> None:
    done = to_html(make_docx(paragraph(shown)))
    assert (body_of(done), details(done)) == ("<p>seen</p>", [])


def test_a_paragraph_style_hides() -> None:
    done = to_html(make_docx(paragraph(run("secret"), style="Veil") + paragraph(run("seen"))))
    assert body_of(done) == "<p>seen</p>"
    assert WarningCode.HIDDEN_TEXT in {warning.code for warning in done.warnings}


def test_a_hidden_paragraph_mark_hides_nothing() -> None:
    mark = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    done = to_html(make_docx(f"<w:p>{mark}{run('seen')}</w:p>"))
    assert (body_of(done), details(done)) == ("<p>seen</p>", [])


def test_hidden_text_in_utf_16_is_cut_too() -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?><w:p xmlns:w="{W}">{run("seen")}{run("secret", "<w:vanish/>")}</w:p>'
    cut = cut_hidden(text.encode("utf-16"))
    assert (cut.octets.decode(), cut.hidden) == (f'<w:p xmlns:w="{W}">{run("seen")}</w:p>', 1)


def test_styles_that_hide() -> None:
    assert hidden_styles(STYLES.encode()) == {"Ghost", "Veil"}
    assert hidden_styles(b"<broken") == frozenset()


@pytest.mark.parametrize(
    ("style", "is_hidden"),
    [
        pytest.param("hides", True, id="itself"),
        pytest.param("of-hides", True, id="based-on-one"),
        pytest.param("of-of-hides", True, id="two-levels"),
        pytest.param("shows", False, id="says-otherwise"),
        pytest.param("larger", True, id="another-size-shows-nothing"),
        pytest.param("of-tiny", True, id="size"),
        pytest.param("loop-a", False, id="loop"),
        pytest.param("of-nothing", False, id="on-one-that-is-not-there"),
    ],
)
def test_styles_have_what_they_are_based_on(style: str, *, is_hidden: bool) -> None:
    def one(name: str, based_on: str, properties: str) -> str:
        return (
            f'<w:style w:styleId="{name}"><w:basedOn w:val="{based_on}"/>'
            f"<w:rPr>{properties}</w:rPr></w:style>"
        )

    styles = [
        one("hides", "", "<w:vanish/>"),
        one("of-of-hides", "of-hides", ""),
        one("of-hides", "hides", "<w:b/>"),
        one("shows", "hides", '<w:vanish w:val="0"/>'),
        one("larger", "hides", '<w:sz w:val="24"/>'),
        one("tiny", "", '<w:sz w:val="2"/>'),
        one("of-tiny", "tiny", ""),
        one("loop-a", "loop-b", ""),
        one("loop-b", "loop-a", ""),
        one("of-nothing", "nothing", ""),
    ]
    document = f'<w:styles xmlns:w="{W}">{"".join(styles)}</w:styles>'
    assert (style in hidden_styles(document.encode())) is is_hidden


def test_tracked_changes() -> None:
    deleted = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    done = to_html(make_docx(paragraph(f"<w:ins>{run('new')}</w:ins>", deleted)))
    assert body_of(done) == "<p>new</p>"
    assert details(done) == ["it has tracked changes: what was deleted is left out"]


def test_images_are_files() -> None:
    registry = Registry()
    assert registry.register(mimekit_office, "office").error is None
    content = Content(media_type=DOCX, octets=make_docx(paragraph(PICTURE)))
    done = convert(content, "text/markdown", registry=registry)
    assert (done.text or "").strip() == "![a cat](image-1.png)"
    assert [(file.name, file.media_type, file.octets) for file in done.files] == [
        ("image-1.png", "image/png", PNG)
    ]


def test_images_are_data() -> None:
    done = to_html(make_docx(paragraph(PICTURE)), images="data")
    assert 'src="data:image/png;base64,iVBORw0KGgotYS1waWN0dXJl"' in body_of(done)
    assert done.files == ()


def test_images_are_their_text() -> None:
    assert body_of(to_html(make_docx(paragraph(PICTURE)), images="none")) == "<p>[a cat]</p>"
    metafile = to_html(
        make_docx(paragraph(PICTURE), more={"word/media/image1.png": b"\xd7\xcd\xc6\x9a"})
    )
    assert body_of(metafile) == "<p>[a cat]</p>"
    assert details(metafile) == [
        "images that are damaged, too large, too many or of other formats are left out"
    ]


@pytest.mark.parametrize(
    ("octets", "body", "detail"),
    [
        pytest.param(
            make_docx(paragraph(run("One.")) + paragraph("<w:r><w:t>Tw")),
            "<p>One.</p>\n<p>Tw</p>",
            "only its text was read: its XML is damaged: mismatched tag",
            id="not-closed",
        ),
        pytest.param(
            make_docx(paragraph(run("One.")) + "<w:x>" * 5000),
            "<p>One.</p>",
            "only its text was read: its elements are nested deeper than 150",
            id="deep",
        ),
        pytest.param(
            make_docx(
                f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr>{paragraph(run("One."))}</w:tc></w:tr></w:tbl>'
            ),
            "<p>One.</p>",
            "only its text was read: mammoth raised ValueError",
            id="no-number",
        ),
        pytest.param(
            make_docx(paragraph(run("One.&x;")), prolog='<!DOCTYPE x [<!ENTITY x "xx">]>'),
            "",
            "only its text was read: it has a document type declaration",
            id="entities",
        ),
    ],
)
def test_what_can_be_read_of_damaged_documents(octets: bytes, body: str, detail: str) -> None:
    done = to_html(octets)
    assert body_of(done) == body
    assert details(done)[0].startswith(detail)


def test_elements_as_deep_as_allowed() -> None:
    """mammoth calls itself for each of them."""
    boxes = 24
    body = (
        "<w:tbl><w:tr><w:tc>" * boxes + paragraph(run("deep")) + "</w:tc></w:tr></w:tbl>" * boxes
    )
    done = to_html(
        make_docx(body + paragraph("<w:smartTag>" * 140 + run("deeper") + "</w:smartTag>" * 140))
    )
    assert details(done) == []
    assert "deep</p>" in body_of(done)
    assert "deeper" in body_of(done)


def test_macros_are_told() -> None:
    done = to_html(make_docx(paragraph(run("One.")), more={"word/vbaProject.bin": b"x"}))
    assert body_of(done) == "<p>One.</p>"
    assert details(done) == ["it has macros, which were neither run nor read"]


def test_truncated_and_damaged_anywhere() -> None:
    octets = make_docx(paragraph(run("One."), run("secret", "<w:vanish/>")))
    chance = random.Random(20261101)  # noqa: S311 - no secret
    for number in range(40):
        damaged = bytearray(octets[: chance.randrange(len(octets))] if number % 4 == 0 else octets)
        for _ in range(chance.randrange(1, 8)):
            damaged[chance.randrange(len(damaged) or 1) : 1] = b""
            if damaged:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        done = to_html(bytes(damaged))
        assert done.is_converted or done.warnings
        assert not done.is_converted or "</html>" in str(done.text)


def test_is_deterministic() -> None:
    octets = make_docx(paragraph(PICTURE, run("One.")))
    assert to_html(octets) == to_html(octets)
