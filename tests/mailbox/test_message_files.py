"""Messages that have a file each: MH, EMLX, .eml."""

from __future__ import annotations

from pathlib import Path

import pytest

import mimekit
from mimekit.mailbox.message_files import MessageFiles, emlx_message, find_files

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "mailbox"


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        pytest.param(b"3\nabc<plist>", b"abc", id="plain"),
        pytest.param(b"3       \nabc<plist>", b"abc", id="padded"),
        pytest.param(b"3\r\nabc", b"abc", id="crlf"),
        pytest.param(b"0\n<plist>", b"", id="empty"),
        pytest.param(b"9999\nabc", b"abc", id="too-large"),
        pytest.param(b"Subject: x\n\n", b"Subject: x\n\n", id="no-number"),
        pytest.param(b"-1\nabc", b"-1\nabc", id="negative"),
        pytest.param(b"1" * 5000 + b"\nabc", b"1" * 5000 + b"\nabc", id="endless-number"),
        pytest.param(b"", b"", id="no-octets"),
    ],
)
def test_emlx(octets: bytes, message: bytes) -> None:
    assert emlx_message(octets) == message


def test_emlx_cut_anywhere() -> None:
    octets = (CORPUS / "apple.emlx").read_bytes()
    whole = emlx_message(octets)
    assert mimekit.parse(whole).subject == "From Apple Mail"
    for end in range(11, len(octets)):
        assert emlx_message(octets[:end]) == whole[: end - 11]


@pytest.mark.parametrize(
    ("names", "found", "files_format"),
    [
        pytest.param(["10", "9", "1"], ["1", "9", "10"], "mh", id="mh-by-number"),
        pytest.param(["1", "0", "01", ",2", "a1", "#3"], ["1"], "mh", id="mh-names"),
        pytest.param([".mh_sequences"], [], "mh", id="mh-empty"),
        pytest.param(["b.emlx", "a.EMLX", "c.eml"], ["a.EMLX", "b.emlx"], "emlx", id="emlx"),
        pytest.param(["b.eml", "a.EML", "c.txt"], ["a.EML", "b.eml"], "eml", id="eml"),
        pytest.param(["Messages/1.emlx"], ["1.emlx"], "emlx", id="apple-mail"),
    ],
)
def test_finds_files(
    tmp_path: Path, names: list[str], found: list[str], files_format: str
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"Subject: x\n\n")
    result = find_files(tmp_path)
    assert result is not None
    assert ([path.name for path in result[0]], result[1]) == (found, files_format)


def test_finds_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    assert find_files(tmp_path) is None


def test_files_that_vanish_are_passed_by(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}" for number in (1, 2, 3)]
    for path in paths:
        path.write_bytes(b"Subject: " + path.name.encode() + b"\n\nno end")
    with MessageFiles(paths, "mh") as files:
        paths[1].unlink()
        assert [message.subject for message in files] == ["1", "3"]
        assert len(files) == 3
        assert files.octets(-1) == b"Subject: 3\n\nno end"
        with pytest.raises(FileNotFoundError):
            files[1]
