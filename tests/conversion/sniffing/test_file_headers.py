from __future__ import annotations

import struct

import pytest

from mimekit.conversion.sniffing import file_headers
from mimekit.conversion.sniffing.sample import Sample
from tests.conversion.sniffing.labelled import BY_NAME

EXE = BY_NAME["exe"].octets
TAR = BY_NAME["tar"].octets
DOS = "application/x-msdos-program"


def replaced(octets: bytes, at: int, others: bytes) -> bytes:
    return octets[:at] + others + octets[at + len(others) :]


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(EXE, file_headers.PE, id="windows"),
        pytest.param(replaced(EXE, 64, b"XX"), DOS, id="dos"),
        pytest.param(EXE[:60], DOS, id="place-of-the-header-cut"),
        pytest.param(EXE[:64], file_headers.PE, id="header-cut"),
        pytest.param(replaced(EXE, 2, b"\xff\xff"), None, id="last-page-too-long"),
        pytest.param(replaced(EXE, 4, b"\0\0"), None, id="no-pages"),
        pytest.param(replaced(EXE, 8, b"\0\0"), None, id="no-header"),
        pytest.param(b"MZ", None, id="cut"),
    ],
)
def test_programs_of_dos_and_windows(octets: bytes, media_type: str | None) -> None:
    assert file_headers.mz_type(Sample(octets)) == media_type


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(
            b"\x7fELF\2\1" + bytes(10) + b"\2\0", "application/x-executable", id="program"
        ),
        pytest.param(
            b"\x7fELF\1\2" + bytes(10) + b"\0\3", "application/x-sharedlib", id="big-end"
        ),
        pytest.param(b"\x7fELF\2\1" + bytes(10) + b"\x99\0", "application/x-elf", id="other"),
        pytest.param(b"\x7fELF\7\1" + bytes(12), None, id="no-class"),
        pytest.param(b"\x7fELF\2\1", None, id="cut"),
    ],
)
def test_elf(octets: bytes, media_type: str | None) -> None:
    assert file_headers.elf_type(Sample(octets)) == media_type


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param("cafebabe00000034", "application/java-vm", id="java"),
        pytest.param("cafebabe00000002", "application/x-mach-binary", id="macos"),
        pytest.param("cafebabe00000000", None, id="none"),
        pytest.param("cafebabe0000", None, id="cut"),
    ],
)
def test_cafebabe(octets: str, media_type: str | None) -> None:
    assert file_headers.cafebabe_type(Sample(bytes.fromhex(octets))) == media_type


@pytest.mark.parametrize(
    ("octets", "is_archive"),
    [
        pytest.param(TAR, True, id="whole"),
        pytest.param(TAR[:512], True, id="header"),
        pytest.param(TAR[:511], False, id="header-cut"),
        pytest.param(replaced(TAR, 0, b"d"), False, id="wrong-sum"),
        pytest.param(replaced(TAR, 148, b"xxxxxxxx"), False, id="no-sum"),
        pytest.param(replaced(TAR, 148, bytes(8)), False, id="sum-missing"),
        pytest.param(bytes(512), False, id="zeros"),
    ],
)
def test_tar(octets: bytes, *, is_archive: bool) -> None:
    assert file_headers.tar_type(Sample(octets)) == ("application/x-tar" if is_archive else None)


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        pytest.param("bzip2", b"BZh0" + bytes(6), id="bzip2-block-size"),
        pytest.param("bzip2", b"BZh91AY&SX", id="bzip2-magic"),
        pytest.param("gzip", b"\x1f\x8b\x08\xe0" + bytes(6), id="gzip-flags"),
        pytest.param("gzip", b"\x1f\x8b\x08\0", id="gzip-cut"),
        pytest.param("bmp", b"BM" + bytes(30), id="bitmap-header"),
        pytest.param("bmp", b"BM" + b"\1" * 12 + b"\x28\0\0\0", id="bitmap-reserved"),
        pytest.param("icon", b"\0\0\1\0" + bytes(30), id="icon-without-images"),
        pytest.param("icon", b"\0\0\1\0\1\0\1\1\0\7" + b"\1" * 12, id="icon-reserved"),
        pytest.param("icon", struct.pack("<HHH8xII", 0, 1, 1, 9, 3), id="icon-inside-itself"),
        pytest.param("icon", struct.pack("<HHH8xII", 0, 1, 1, 0, 22), id="icon-of-no-size"),
        pytest.param("sfnt", b"\0\1\0\0\0\0" + b"glyf" * 3, id="font-without-tables"),
        pytest.param("sfnt", b"\0\1\0\0\0\1" + b"\0" * 20, id="font-table-without-name"),
        pytest.param("sfnt", b"\0\1\0\0\xff\0" + b"glyf" * 3, id="font-of-many-tables"),
        pytest.param("tnef", b"\x78\x9f\x3e\x22\0\0\3", id="tnef-level"),
        pytest.param("tnef", b"\x78\x9f\x3e\x22", id="tnef-cut"),
    ],
)
def test_headers_that_cannot_be(name: str, octets: bytes) -> None:
    assert getattr(file_headers, f"{name}_type")(Sample(octets)) is None


@pytest.mark.parametrize(
    ("name", "octets", "media_type"),
    [
        pytest.param("bzip2", b"BZh9\x17rE8P\x90", "application/x-bzip2", id="bzip2-empty"),
        pytest.param(
            "icon",
            struct.pack("<HHH8xII", 0, 2, 1, 9, 22),
            "image/x-win-bitmap",
            id="cursor",
        ),
    ],
)
def test_other_kinds(name: str, octets: bytes, media_type: str) -> None:
    assert getattr(file_headers, f"{name}_type")(Sample(octets)) == media_type
