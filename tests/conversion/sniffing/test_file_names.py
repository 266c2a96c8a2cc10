from __future__ import annotations

import pytest

from mimekit.conversion.sniffing.alike import agree, canonical, is_kind_of
from mimekit.conversion.sniffing.file_headers import PE
from mimekit.conversion.sniffing.file_names import has_two_suffixes, turns_letters, type_by_name


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        pytest.param("a.pdf", "application/pdf", id="of-attachments"),
        pytest.param("A.EXE", PE, id="capitals"),
        pytest.param("a.exe. . ", PE, id="dots-and-blanks"),
        pytest.param("a.e\u200bxe", PE, id="zero-width"),
        pytest.param("a.\uff45\uff58\uff45", PE, id="wide-letters"),
        pytest.param("WinMail.dat", "application/ms-tnef", id="whole-name"),
        pytest.param("other.dat", None, id="no-suffix-of-ours"),
        pytest.param(".exe", None, id="suffix-alone"),
        pytest.param("README", None, id="no-suffix"),
        pytest.param("a.", None, id="empty-suffix"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
    ],
)
def test_type_by_name(name: str | None, media_type: str | None) -> None:
    assert type_by_name(name) == media_type


@pytest.mark.parametrize(
    ("name", "is_doubled"),
    [
        pytest.param("a.pdf.exe", True, id="program"),
        pytest.param("a.PDF" + " " * 150 + ".scr", True, id="blanks"),
        pytest.param("a.doc__.js", True, id="lines"),
        pytest.param("a.exe", False, id="one"),
        pytest.param("a.pdf", False, id="document"),
        pytest.param("v1.2.exe", False, id="version"),
        pytest.param("a.pdf is here.exe", False, id="words-between"),
    ],
)
def test_has_two_suffixes(name: str, *, is_doubled: bool) -> None:
    assert has_two_suffixes(name) is is_doubled


@pytest.mark.parametrize("character", [*map(chr, range(0x202A, 0x202F)), "\u2066", "\u2069"])
def test_turns_letters(character: str) -> None:
    assert turns_letters(f"a{character}b")
    assert not turns_letters("\u05d0\u200f.pdf")


@pytest.mark.parametrize(
    ("claim", "found", "expected"),
    [
        pytest.param("image/png", "image/jpeg", False, id="images"),
        pytest.param("application/pdf", "application/xml", False, id="xml-is-no-pdf"),
        pytest.param("application/zip", "application/gzip", False, id="archives"),
        pytest.param("text/html", "text/csv", False, id="texts"),
        pytest.param("text/html", "text/plain", True, id="text"),
        pytest.param("image/png", "text/plain", False, id="text-is-no-image"),
        pytest.param("application/ld+json", "application/json", True, id="kind-of-json"),
        pytest.param("application/vnd.ms-excel", "application/x-ole-storage", True, id="ole"),
        pytest.param("application/ms-tnef", "application/x-ole-storage", False, id="no-ole"),
        pytest.param("multipart/mixed", "image/png", True, id="multipart"),
        pytest.param("binary/octet-stream", "image/png", True, id="nothing"),
        pytest.param("", "image/png", False, id="empty"),
    ],
)
def test_agree(claim: str, found: str, *, expected: bool) -> None:
    assert agree(claim, found) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(" IMAGE/X-PNG ; a=b", "image/x-png", id="unknown-x"),
        pytest.param("application/x-gzip", "application/gzip", id="x"),
        pytest.param("application/x-tar", "application/x-tar", id="registered-with-x"),
        pytest.param("application/x-zip-compressed", "application/zip", id="alias"),
        pytest.param("image/x-ms-bmp", "image/bmp", id="alias-behind-x"),
        pytest.param("application/ics", "text/calendar", id="calendar"),
        pytest.param("text/yaml", "application/yaml", id="yaml-text"),
        pytest.param("application/x-yaml", "application/yaml", id="yaml-x"),
        pytest.param("text/x-patch", "text/x-diff", id="patch"),
    ],
)
def test_canonical(name: str, expected: str) -> None:
    assert canonical(name) == expected
    assert canonical(expected) == expected


def test_what_is_more_exact_is_one_way() -> None:
    assert is_kind_of("application/atom+xml", "text/xml")
    assert not is_kind_of("text/xml", "application/atom+xml")
    assert not is_kind_of("multipart/mixed", "text/plain")
