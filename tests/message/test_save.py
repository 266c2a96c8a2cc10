from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import Message, parse
from mimekit.message.save import MAX_NAME_BYTES, name_with_number, safe_name


def attachment(name: str, content: bytes = b"content") -> Message:
    encoded = "".join(f"%{octet:02X}" for octet in name.encode("utf-8", "surrogatepass"))
    field = f"Content-Disposition: attachment; filename*=utf-8''{encoded}\n\n"
    return parse(field.encode() + content)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        pytest.param("report.pdf", "report.pdf", id="plain"),
        pytest.param("../../etc/passwd", "passwd", id="traversal"),
        pytest.param("/etc/passwd", "passwd", id="absolute"),
        pytest.param("C:\\Windows\\a.txt", "a.txt", id="windows-path"),
        pytest.param("a\x00.txt", "a.txt", id="nul"),
        pytest.param("a\r\nb.txt", "ab.txt", id="line-end"),
        pytest.param("invoice\u202efdp.exe", "invoicefdp.exe", id="bidi-override"),
        pytest.param("a\u200bb.txt", "ab.txt", id="zero-width"),
        pytest.param("CON", "_CON", id="device"),
        pytest.param("nul.txt", "_nul.txt", id="device-with-suffix"),
        pytest.param("CON .txt", "_CON .txt", id="device-and-blank"),
        pytest.param("COM¹", "_COM¹", id="superscript-device"),
        pytest.param("console.txt", "console.txt", id="not-a-device"),
        pytest.param("name.  ", "name", id="trailing-dots-and-blanks"),
        pytest.param(".bashrc", "bashrc", id="hidden"),
        pytest.param("..", "", id="parent"),
        pytest.param("-rf", "_rf", id="option"),
        pytest.param("~root", "_root", id="home"),
        pytest.param("a:stream", "a_stream", id="stream"),
        pytest.param('<a>|"b"?*', "_a___b___", id="wildcards"),
        pytest.param("e\u0301.txt", "\u00e9.txt", id="composed"),
        pytest.param("", "", id="empty"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("stem", ["x" * 300, "ü" * 300, "😀" * 300])
def test_long_names_keep_their_suffix(stem: str) -> None:
    name = safe_name(stem + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= MAX_NAME_BYTES


def test_endless_marks_are_cut_before_they_are_composed() -> None:
    assert len(safe_name("a" + "\u0301\u0316" * 500_000 + ".txt").encode()) <= MAX_NAME_BYTES


@given(st.text(max_size=300))
def test_any_name_is_one_component(name: str) -> None:
    safe = safe_name(name)
    assert safe == os.path.basename(safe)  # noqa: PTH119 - of any system
    assert safe not in {".", ".."}
    assert not set(safe) & set('/\\\0\r\n:<>"|?*')
    assert len(safe.encode()) <= MAX_NAME_BYTES
    assert safe_name(safe) == safe


def test_names_are_unique(tmp_path: Path) -> None:
    names = [attachment("a.txt").save_in(tmp_path).name for _ in range(5)]
    assert names == ["a.txt", "a (2).txt", "a (3).txt", "a (4).txt", "a (5).txt"]


def test_a_gap_or_a_late_number_is_never_overwritten(tmp_path: Path) -> None:
    for number in (1, 2, 3, 4, 6, 8, 9, 17):
        name = "a" if number == 1 else f"a ({number})"
        (tmp_path / name).write_bytes(b"old")
    name = name_with_number(tmp_path, "a")
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["", "..", "\x00"])
def test_a_part_without_a_name_is_named_by_its_type(tmp_path: Path, name: str) -> None:
    assert attachment(name).save_in(tmp_path).name == "part.txt"


def test_an_enclosed_message_is_named(tmp_path: Path) -> None:
    message = parse(b"Content-Type: message/rfc822\n\nSubject: x\n\n")
    path = message.save_in(tmp_path)
    assert path.name == "message.eml"
    assert path.read_bytes() == b"Subject: x\n\n"


def test_links_are_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").symlink_to(target)
    path = attachment("a.txt").save_in(folder)
    assert path.name == "a (2).txt"
    assert not target.exists()


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = attachment("a.txt").save_in(tmp_path / "new" / "folder")
    assert path.read_bytes() == b"content"


def test_saves_exactly_there(tmp_path: Path) -> None:
    path = tmp_path / "exact name."
    path.write_bytes(b"something older and longer")
    attachment("other.txt").save(path)
    assert path.read_bytes() == b"content"


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        attachment("a.txt").save_in(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_the_file_system_cannot_express(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.getfilesystemencoding", lambda: "ascii")
    assert attachment("\u0141\xf3d\u017a.txt").save_in(tmp_path) == tmp_path / "__d_.txt"
