"""What disagrees with what, and how bad it is."""

from __future__ import annotations

import pytest

from mimekit import ConflictKind, Severity, sniff
from mimekit.conversion.sniffing.file_headers import PE
from tests.conversion.sniffing.labelled import BY_NAME

NOISE = bytes(range(256)) * 4
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def of(kind: str) -> bytes:
    return BY_NAME[kind].octets


@pytest.fixture(autouse=True)
def _no_libmagic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMEKIT_MAGIC", "0")


def told(octets: bytes, name: str | None, declared: str | None) -> list[tuple[str, Severity]]:
    conflicts = sniff(octets, name=name, declared=declared).conflicts
    return [(conflict.kind.value, conflict.severity) for conflict in conflicts]


@pytest.mark.parametrize(
    ("octets", "name", "declared", "expected"),
    [
        pytest.param(of("gif"), None, "image/png", [("declared", WARNING)], id="declared"),
        pytest.param(of("exe"), None, "image/png", [("declared", ERROR)], id="program-as-image"),
        pytest.param(of("exe"), None, "text/plain", [("declared", ERROR)], id="program-as-text"),
        pytest.param(of("elf"), "a.pdf", None, [("name", ERROR)], id="program-by-name"),
        pytest.param(of("class"), "a.zip", None, [("name", ERROR)], id="class-as-archive"),
        pytest.param(of("html"), None, "image/gif", [("declared", ERROR)], id="page-as-image"),
        pytest.param(of("svg"), "a.png", None, [("name", ERROR)], id="svg-as-png"),
        pytest.param(of("html"), None, "text/plain", [("declared", WARNING)], id="page-as-text"),
        pytest.param(of("docm"), "a.docx", None, [("name", WARNING)], id="macros"),
        pytest.param(of("csv"), None, "image/png", [("declared", INFO)], id="unsure"),
        pytest.param(
            of("pdf"),
            "a.png",
            "image/gif",
            [("declared", WARNING), ("name", WARNING)],
            id="both",
        ),
        pytest.param(NOISE, "a.exe", "a/b", [("unconfirmed", WARNING)], id="no-program"),
        pytest.param(NOISE, None, "image/png", [("unconfirmed", WARNING)], id="no-image"),
        pytest.param(NOISE, None, "text/plain", [("unconfirmed", INFO)], id="no-text"),
        pytest.param(NOISE, "a.odt", None, [("unconfirmed", WARNING)], id="no-archive"),
        pytest.param(NOISE, "a.mpg", "a/b", [("declared-name", WARNING)], id="declared-name"),
        pytest.param(
            b"a\n", "a.js", "application/x-tcl", [("declared-name", WARNING)], id="two-scripts"
        ),
        pytest.param(b"a\n", "a.vbs", "text/css", [("declared-name", WARNING)], id="script"),
        pytest.param(of("exe"), "a.pdf.exe", None, [("disguised-name", ERROR)], id="two-suffixes"),
        pytest.param(
            of("exe"), "a.pdf      .scr", None, [("disguised-name", ERROR)], id="far-suffix"
        ),
        pytest.param(
            of("png"), "a\u202egnp.png", None, [("disguised-name", ERROR)], id="backwards"
        ),
        pytest.param(
            of("gif") + of("zip"), None, "image/gif", [("polyglot", WARNING)], id="archive-behind"
        ),
    ],
)
def test_conflict(
    octets: bytes,
    name: str | None,
    declared: str | None,
    expected: list[tuple[str, Severity]],
) -> None:
    assert told(octets, name, declared) == expected


def test_every_kind_has_a_case() -> None:
    marks = [mark for mark in test_conflict.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    kinds = {kind for case in marks[0].args[1] for kind, _ in case.values[3]}
    assert kinds == {kind.value for kind in ConflictKind}


@pytest.mark.parametrize(
    ("kind", "name", "declared"),
    [
        pytest.param("docx", "a.docx", "application/zip", id="office-is-zip"),
        pytest.param("zip", "a.docx", None, id="zip-may-be-office"),
        pytest.param("jar", "a.zip", None, id="jar-is-zip"),
        pytest.param("gz", "a.tgz", "application/x-compressed-tar", id="packed-tar"),
        pytest.param("exe", "a.dll", "application/x-msdownload", id="program"),
        pytest.param("exe", "a.exe", "application/octet-stream", id="honest-program"),
        pytest.param("xml", "a.xml", "text/xml", id="xml"),
        pytest.param("xml", None, "application/atom+xml", id="kind-of-xml"),
        pytest.param("svg", "a.svg", "text/xml", id="svg-is-xml"),
        pytest.param("json", None, "text/plain", id="json-is-text"),
        pytest.param("eml-x", "a.txt", "text/plain", id="message-is-text"),
        pytest.param("eml-x", None, "message/disposition-notification", id="fields"),
        pytest.param("rtf", "a.doc", "application/msword", id="rtf-as-doc"),
        pytest.param("p7m", "smime.p7m", "application/x-pkcs7-mime", id="x-pkcs7"),
        pytest.param("tnef", "winmail.dat", "application/vnd.ms-tnef", id="tnef"),
        pytest.param("ogg", "a.ogg", "video/ogg", id="ogg"),
        pytest.param("webm", "a.mkv", "audio/webm", id="webm"),
        pytest.param("plain-utf-8", "a.py", "text/x-python", id="text-of-a-kind"),
        pytest.param("plain-utf-8", "a.html", "text/html", id="html-without-elements"),
        pytest.param("plain-utf-8", None, "application/javascript", id="script-is-text"),
        pytest.param("ics", "invite.ics", "application/octet-stream", id="says-nothing"),
        pytest.param("jpeg", "a.jpg", "image/pjpeg", id="old-name"),
        pytest.param("empty", "a.exe", "image/png", id="empty"),
        pytest.param("html", "a.htm", "application/xhtml+xml; charset=utf-8", id="parameters"),
        pytest.param("p7s", "a.pdf.p7s", None, id="signed-document"),
        pytest.param("gz", "a.csv.gz", None, id="packed-document"),
    ],
)
def test_no_conflict(kind: str, name: str | None, declared: str | None) -> None:
    assert told(of(kind), name, declared) == []


def test_sentences() -> None:
    conflicts = sniff(of("exe"), name="a.pdf.scr", declared="image/png").conflicts
    assert [conflict.sentence for conflict in conflicts] == [
        f"declared image/png, but the octets are a program for Windows ({PE})",
        f"the file name has the suffix of a document, but is named as {PE}",
    ]
    assert conflicts[0][2:4] == ("image/png", PE)
