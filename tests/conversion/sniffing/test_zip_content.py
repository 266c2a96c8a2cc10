from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from mimekit.conversion.sniffing.sample import Sample
from mimekit.conversion.sniffing.zip_content import APK, JAR, ZIP, has_directory, zip_type
from tests.conversion.sniffing.labelled import BY_NAME

OFFICE = "application/vnd.openxmlformats-officedocument."
ODT = "application/vnd.oasis.opendocument.text"
TYPES = '<Types><Override ContentType="{}.main+xml"/></Types>'


def archive(*members: tuple[str, str], comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
        file.comment = comment
    return stream.getvalue()


@pytest.mark.parametrize(
    ("members", "media_type"),
    [
        pytest.param([], ZIP, id="empty"),
        pytest.param([("a.txt", "a")], ZIP, id="text"),
        pytest.param([("mimetype", ODT), ("content.xml", "")], ODT, id="mimetype-deflated"),
        pytest.param([("a", "b"), ("mimetype", ODT)], ODT, id="mimetype-last"),
        pytest.param([("mimetype", "image/png")], ZIP, id="mimetype-of-no-archive"),
        pytest.param([("mimetype", "application/epub+zip")], "application/epub+zip", id="book"),
        pytest.param(
            [("[Content_Types].xml", TYPES.format("application/vnd.ms-excel.sheet.macroEnabled"))],
            "application/vnd.ms-excel.sheet.macroenabled.12",
            id="macros",
        ),
        pytest.param(
            [("[Content_Types].xml", TYPES.format("image/png")), ("ppt/a.xml", "")],
            OFFICE + "presentationml.presentation",
            id="types-say-nothing",
        ),
        pytest.param(
            [("_rels/.rels", ""), ("xl/workbook.xml", "")],
            OFFICE + "spreadsheetml.sheet",
            id="types-missing",
        ),
        pytest.param([("word/document.xml", "")], ZIP, id="folder-alone"),
        pytest.param([("META-INF/MANIFEST.MF", ""), ("A.class", "")], JAR, id="java"),
        pytest.param([("META-INF/MANIFEST.MF", ""), ("AndroidManifest.xml", "")], APK, id="app"),
        pytest.param([("AndroidManifest.xml", ""), ("classes.jar", "")], ZIP, id="library"),
    ],
)
def test_by_members(members: list[tuple[str, str]], media_type: str) -> None:
    assert zip_type(Sample(archive(*members))) == media_type


def test_a_beginning_is_enough() -> None:
    octets = BY_NAME["docx"].octets
    assert zip_type(Sample(octets[:600], whole=False)) == BY_NAME["docx"].media_type


def test_the_central_directory_decides() -> None:
    """Programs open by it: a local header may call a member something else."""
    octets = archive(("AndroidManifest.xml", "a"))
    assert octets.count(b"AndroidManifest.xml") == 2
    renamed = octets.replace(b"AndroidManifest.xml", b"BndroidManifest.xml", 1)
    assert zip_type(Sample(renamed)) == APK
    assert zip_type(Sample(renamed, whole=False)) == ZIP


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(b"PK\x03\x04", id="magic-alone"),
        pytest.param(b"PK\x03\x04 is a text about archives, not one.", id="text"),
        pytest.param(b"PK\x03\x04\x14" + bytes(40), id="no-name"),
        pytest.param(b"PK\x05\x06" + b"\1" * 18, id="end-of-several-disks"),
        pytest.param(b"PK\x05\x06", id="end-alone"),
    ],
)
def test_no_archive(octets: bytes) -> None:
    assert zip_type(Sample(octets)) is None


def local(
    name: bytes,
    content: bytes,
    *,
    method: int = 0,
    size: int | None = None,
    flags: int = 0,
    extra: bytes = b"",
) -> bytes:
    size = len(content) if size is None else size
    fields = (b"PK\x03\x04", 20, flags, method, 0, 0, 0, size, size, len(name), len(extra))
    return struct.pack("<4sHHHHHIIIHH", *fields) + name + extra + content


def test_a_member_without_size_ends_where_the_next_begins() -> None:
    octets = local(b"a", b"content", size=0, flags=8) + local(b"META-INF/MANIFEST.MF", b"")
    assert zip_type(Sample(octets, whole=False)) == JAR


def test_extra_fields_are_passed_over() -> None:
    octets = local(b"mimetype", ODT.encode(), extra=b"UT\5\0\1" + bytes(4))
    assert zip_type(Sample(octets, whole=False)) == ODT


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(local(b"a", b"", size=0xFFFFFFFF), id="size-beyond-the-end"),
        pytest.param(local(b"mimetype", b"\xff" * 9, method=8), id="no-deflate"),
        pytest.param(local(b"mimetype", ODT.encode(), method=12), id="another-method"),
        pytest.param(local(b"a", b"") + b"PK\x05\x06" + b"\xff" * 18, id="directory-nowhere"),
        pytest.param(local(b"a", b"") + b"PK\x01\x02" * 20, id="directory-cut"),
    ],
)
def test_lies_are_survived(octets: bytes) -> None:
    assert zip_type(Sample(octets)) == ZIP


def test_a_bomb_is_not_unpacked() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(b" " * (64 << 20)) + packer.flush()
    member = local(b"[Content_Types].xml", bomb, method=8)
    assert len(member) < 70_000
    tracemalloc.start()
    try:
        assert zip_type(Sample(member)) == ZIP
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        pytest.param(archive(("a", "b")), True, id="archive"),
        pytest.param(b"GIF89a" + archive(("a", "b")), True, id="behind-others"),
        pytest.param(archive(("a", "b"), comment=b"c" * 99), True, id="comment"),
        pytest.param(archive(("a", "b")) + b"x", False, id="others-behind"),
        pytest.param(b"PK\x05\x06" + bytes(18), False, id="no-members"),
        pytest.param(b"PK\x05\x06" + b"\xff" * 16 + b"\0\0", False, id="size-beyond-the-start"),
        pytest.param(b"PK\x05\x06", False, id="cut"),
    ],
)
def test_has_directory(octets: bytes, *, expected: bool) -> None:
    assert has_directory(octets) is expected
