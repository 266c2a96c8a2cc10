"""Office documents that are ZIP archives, with their members in the orders that programs have."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Member = tuple[str, str]


def files() -> dict[str, bytes]:
    """The files by name."""
    word = _word()
    return {
        "docx": archive(word),
        # LibreOffice puts what lists the types last; some libraries write to a stream, with
        # sizes behind the members.
        "docx-types-last": archive([*word[1:], word[0]]),
        "docx-streamed": archive(word, streamed=True),
        "docx-stored": archive(word, method=zipfile.ZIP_STORED),
        "docm": archive(_word("application/vnd.ms-word.document.macroEnabled")),
        "xlsx": archive(_sheet()),
        "pptx": archive(_slides()),
        "odt": _open_document("text", "<text:p>The light turns.</text:p>"),
        "ods": _open_document("spreadsheet", '<table:table table:name="Cargo"/>'),
    }


class _Stream(io.RawIOBase):
    """Cannot seek: so `zipfile` writes sizes behind the members."""

    def __init__(self) -> None:
        self.octets = b""

    def writable(self) -> bool:
        return True

    def write(self, octets: bytes) -> int:
        self.octets += bytes(octets)
        return len(octets)


def archive(
    members: Iterable[Member | tuple[str, bytes]],
    *,
    streamed: bool = False,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """An archive of these members, in their order; "mimetype" is not compressed."""
    target = _Stream() if streamed else io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as file:
        for name, content in members:
            member = zipfile.ZipInfo(name, (2026, 11, 3, 8, 15, 0))
            member.compress_type = zipfile.ZIP_STORED if name == "mimetype" else method
            file.writestr(member, content)
    return target.octets if isinstance(target, _Stream) else target.getvalue()


def _package(main: str, main_type: str, others: Iterable[tuple[str, str]]) -> list[Member]:
    """The two members that every package begins with (ECMA-376 part 2)."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{media_type}"/>'
        for name, media_type in [(main, main_type), *others]
    )
    return [
        (
            "[Content_Types].xml",
            (
                f'{_HEAD}<Types xmlns="{PACKAGE}/content-types">'
                '<Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
            ),
        ),
        ("_rels/.rels", _relations([("officeDocument", main)])),
    ]


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def _word(kind: str = f"{OFFICE}.wordprocessingml.document") -> list[Member]:
    styles = f"{OFFICE}.wordprocessingml.styles+xml"
    return [
        *_package("word/document.xml", f"{kind}.main+xml", [("word/styles.xml", styles)]),
        ("word/_rels/document.xml.rels", _relations([("styles", "styles.xml")])),
        (
            "word/document.xml",
            (
                f'{_HEAD}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r>'
                "<w:t>The light turns.</w:t></w:r></w:p></w:body></w:document>"
            ),
        ),
        ("word/styles.xml", f'{_HEAD}<w:styles xmlns:w="{WORD}"/>'),
    ]


def _sheet() -> list[Member]:
    kind = f"{OFFICE}.spreadsheetml"
    return [
        *_package(
            "xl/workbook.xml",
            f"{kind}.sheet.main+xml",
            [("xl/worksheets/sheet1.xml", f"{kind}.worksheet+xml")],
        ),
        (
            "xl/workbook.xml",
            (
                f'{_HEAD}<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>'
                '<sheet name="Cargo" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
        ),
        ("xl/_rels/workbook.xml.rels", _relations([("worksheet", "worksheets/sheet1.xml")])),
        (
            "xl/worksheets/sheet1.xml",
            (
                f'{_HEAD}<worksheet xmlns="{SHEET}"><sheetData><row r="1"><c r="A1"><v>4</v></c>'
                "</row></sheetData></worksheet>"
            ),
        ),
    ]


def _slides() -> list[Member]:
    kind = f"{OFFICE}.presentationml"
    return [
        *_package(
            "ppt/presentation.xml",
            f"{kind}.presentation.main+xml",
            [("ppt/slides/slide1.xml", f"{kind}.slide+xml")],
        ),
        (
            "ppt/presentation.xml",
            (
                f'{_HEAD}<p:presentation xmlns:p="{SLIDES}" xmlns:r="{RELATIONS}"><p:sldIdLst>'
                '<p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>'
            ),
        ),
        ("ppt/_rels/presentation.xml.rels", _relations([("slide", "slides/slide1.xml")])),
        (
            "ppt/slides/slide1.xml",
            f'{_HEAD}<p:sld xmlns:p="{SLIDES}"><p:cSld><p:spTree/></p:cSld></p:sld>',
        ),
    ]


def _open_document(kind: str, body: str) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "text", "table"))
    return archive(
        [
            ("mimetype", media_type),
            (
                "content.xml",
                (
                    f'{_HEAD}<office:document-content {spaces} office:version="1.2"><office:body>'
                    f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
                ),
            ),
            (
                "META-INF/manifest.xml",
                (
                    f'{_HEAD}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0">'
                    f'<manifest:file-entry manifest:full-path="/" '
                    f'manifest:media-type="{media_type}"/>'
                    "</manifest:manifest>"
                ),
            ),
        ]
    )
