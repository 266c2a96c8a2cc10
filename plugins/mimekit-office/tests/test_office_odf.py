"""OpenDocument: packages that are made here, and what is expected of each."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import mimekit_office
import pytest
from mimekit_office import odf_reader
from mimekit_office.odf_reader import Reader
from mimekit_office.page import Page
from mimekit_office.xml_events import XmlError, iter_events

from mimekit import Conversion, convert
from mimekit.plugin import Content, Registry, WarningCode

ODT = "application/vnd.oasis.opendocument.text"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("presentation", "presentation"),
        ("style", "style"),
        ("svg", "svg-compatible"),
    )
)
STYLES = (
    '<office:automatic-styles><style:style style:name="T9"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="ta9"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="T1"><style:text-properties/></style:style></office:automatic-styles>'
)


def make_odf(body: str, *, manifest: str = "") -> bytes:
    content = (
        f'<office:document-content {NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink">{STYLES}'
        f"<office:body>{body}</office:body></office:document-content>"
    )
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), ODT)
        package.writestr(zipfile.ZipInfo("content.xml"), content)
        package.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), manifest)
    return file.getvalue()


def cells(*texts: str, attributes: str = "") -> str:
    return "".join(
        f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"
        for text in texts
    )


def to_html(octets: bytes, media_type: str = ODT) -> Conversion:
    registry = Registry(built_in=False)  # what the handler gives, and no more
    assert registry.register(mimekit_office, "office").error is None
    return convert(Content(media_type=media_type, octets=octets), "text/html", registry=registry)


def body_of(done: Conversion) -> str:
    assert done.text is not None
    return done.text.partition("<body>\n")[2].removesuffix("</body></html>\n")


def details(done: Conversion) -> list[str]:
    return [warning.detail for warning in done.warnings]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        pytest.param(
            "<text:p>One &lt;b&gt;</text:p><text:p/>", "<p>One &lt;b&gt;</p>\n", id="paragraph"
        ),
        pytest.param(
            '<text:h text:outline-level="2">Title</text:h>', "<h2>Title</h2>\n", id="heading"
        ),
        pytest.param(
            '<text:h text:outline-level="99">Title</text:h>', "<h6>Title</h6>\n", id="deep-heading"
        ),
        pytest.param(
            '<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>',
            "<p>a   b\tc<br>d</p>\n",
            id="blanks",
        ),
        pytest.param(
            f'<text:p>a<text:s text:c="{"9" * 40}"/>b</text:p>',
            f"<p>a{' ' * 100}b</p>\n",
            id="billions-of-blanks",
        ),
        pytest.param(
            "<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p>"
            "</text:list-item></text:list></text:list-item></text:list>",
            "<ul>\n<li>\n<p>one</p>\n<ul>\n<li>\n<p>two</p>\n</li>\n</ul>\n</li>\n</ul>\n",
            id="lists",
        ),
        pytest.param(
            '<text:p><text:a xlink:href="https://x.example/?a&amp;b">x</text:a> <text:a xlink:href="javascript:x">y</text:a></text:p>',
            '<p><a href="https://x.example/?a&amp;b">x</a> y</p>\n',
            id="links",
        ),
        pytest.param(
            "<text:p>word<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>a note</text:p>"
            "</text:note-body></text:note>.</text:p>",
            "<p>word (a note).</p>\n",
            id="footnote",
        ),
        pytest.param(
            "<text:p>seen<office:annotation><text:p>a comment</text:p></office:annotation></text:p>",
            "<p>seen</p>\n",
            id="comment",
        ),
        pytest.param(
            f'<table:table table:name="Sheet"><table:table-row>{cells("a", "b")}<table:table-cell/></table:table-row>'
            f'<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/>'
            "</table:table-row></table:table>",
            "<h2>Sheet</h2>\n<table>\n<tr><th>a</th><th>b</th></tr>\n</table>\n",
            id="table",
        ),
        pytest.param(
            f'<table:table><table:table-row table:number-rows-repeated="2">{cells("x", attributes="table:number-columns-repeated=" + chr(34) + "3" + chr(34))}'
            "</table:table-row></table:table>",
            "<table>\n<tr><th>x</th><th>x</th><th>x</th></tr>\n<tr><td>x</td><td>x</td><td>x</td></tr>\n</table>\n",
            id="repeated",
        ),
        pytest.param(
            f"<table:table><table:table-row>{cells('a')}</table:table-row><table:table-row><table:table-cell/></table:table-row>"
            f"<table:table-row><table:table-cell/>{cells('b')}</table:table-row></table:table>",
            "<table>\n<tr><th>a</th><th></th></tr>\n<tr><td></td><td></td></tr>\n<tr><td></td><td>b</td></tr>\n</table>\n",
            id="rows-as-wide-as-the-widest",
        ),
        pytest.param(
            f"<table:table><table:table-row><table:table-cell><table:table><table:table-row>{cells('a', 'b')}</table:table-row>"
            f"</table:table></table:table-cell>{cells('c')}</table:table-row></table:table>",
            "<table>\n<tr><th>a | b</th><th>c</th></tr>\n</table>\n",
            id="table-in-a-cell",
        ),
        pytest.param(
            "<draw:page><draw:frame><draw:text-box><text:p>one</text:p></draw:text-box></draw:frame><presentation:notes>"
            "<text:p>say</text:p></presentation:notes></draw:page><draw:page/>",
            "<h2>Slide 1</h2>\n<p>one</p>\n<h3>Notes</h3>\n<p>say</p>\n<h2>Slide 2</h2>\n",
            id="slides",
        ),
    ],
)
def test_converts(body: str, html: str) -> None:
    done = to_html(make_odf(body))
    assert (body_of(done), details(done)) == (html, [])


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(
            '<text:p>seen<text:span text:style-name="T9">secret</text:span></text:p>', id="span"
        ),
        pytest.param(
            '<text:p text:style-name="T9">secret</text:p><text:p>seen</text:p>', id="paragraph"
        ),
        pytest.param(
            "<text:p>seen<text:hidden-text>secret</text:hidden-text></text:p>", id="hidden-text"
        ),
        pytest.param(
            f'<table:table table:style-name="ta9"><table:table-row>{cells("secret")}</table:table-row></table:table><text:p>seen</text:p>',
            id="table",
        ),
        pytest.param(
            f'<text:p>seen</text:p><table:table><table:table-row table:visibility="collapse">{cells("secret")}</table:table-row></table:table>',
            id="row",
        ),
    ],
)
def test_hidden_text_is_left_out(hidden: str) -> None:
    done = to_html(make_odf(hidden))
    assert "secret" not in body_of(done)
    assert "<p>seen</p>" in body_of(done)
    assert [(warning.code, warning.detail) for warning in done.warnings] == [
        (WarningCode.HIDDEN_TEXT, "1 pieces of hidden text were left out")
    ]


def test_tracked_changes() -> None:
    done = to_html(
        make_odf(
            "<text:tracked-changes><text:p>old</text:p></text:tracked-changes><text:p>new</text:p>"
        )
    )
    assert body_of(done) == "<p>new</p>\n"
    assert details(done) == ["it has tracked changes: what was deleted is left out"]


def test_cells_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odf_reader, "MAX_CELLS", 5)
    done = to_html(
        make_odf(
            f'<table:table><table:table-row table:number-rows-repeated="999999">{cells("a", "b")}</table:table-row></table:table>'
        )
    )
    assert body_of(done) == (
        "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>a</td><td>b</td></tr>\n</table>\n"
    )
    assert len(details(done)) == 1


def test_encrypted() -> None:
    done = to_html(make_odf("", manifest="<manifest:encryption-data>"))
    assert not done.is_converted
    assert details(done) == ["it is encrypted: reading it takes a password"]


def is_cut_short(reader: Reader, octets: bytes) -> bool:
    try:
        for event in iter_events(octets):
            reader.take(event)
    except XmlError:
        return True
    return False


def test_cut_at_every_octet() -> None:
    """Whatever is missing, the page is closed, and nothing raises but the XML."""
    body = f"<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list><table:table><table:table-row>{cells('a')}</table:table-row></table:table>"
    octets = f"<office:body {NAMESPACES}>{body}</office:body>".encode()
    for length in range(octets.index(b"<text:list"), len(octets)):
        reader = Reader(Page())
        assert is_cut_short(reader, octets[:length])
        reader.close()
        html = reader.page.content(None).text
        for tag in ("ul", "li", "table", "p", "tr", "th", "td"):
            assert html.count(f"<{tag}>") == html.count(f"</{tag}>"), length


def test_damaged_anywhere() -> None:
    octets = make_odf(
        f"<text:p>one</text:p><table:table><table:table-row>{cells('a')}</table:table-row></table:table>"
    )
    chance = random.Random(20261101)  # noqa: S311 - no secret
    for _ in range(60):
        damaged = bytearray(octets)
        for _ in range(chance.randrange(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        done = to_html(bytes(damaged))
        assert done.is_converted or done.warnings
