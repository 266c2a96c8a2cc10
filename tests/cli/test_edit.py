"""``mimekit edit``: what is edited, in which order, where it is written, and what goes wrong."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from mimekit import Message, parse
from mimekit.cli import edit as module
from mimekit.cli.failures import ExitStatus
from tests.cli.running import DEMO, ROOT, Result, run
from tests.message.editing import shape

PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
MESSAGE = (
    b"X-Old:  as it\n\tstands \nSubject: one\nTo: a@x.test\n"
    b"Content-Type: multipart/mixed; boundary=b\n\n"
    b"--b\n\nHello.\n--b\nContent-Disposition: attachment; filename=a.txt\n\nold\n--b--\n"
)
DROPPED = b"--b\nContent-Disposition: attachment; filename=a.txt\n\nold\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "m.eml"
    path.write_bytes(MESSAGE)
    return path


@pytest.mark.parametrize(
    ("arguments", "old", "new"),
    [
        pytest.param(["--set", "subject: two"], b"Subject: one", b"subject: two", id="set"),
        pytest.param(["--set", "Subject: ü"], b"one", b"=?utf-8?b?w7w=?=", id="set-encoded"),
        pytest.param(["--add", "X-New:1"], b"=b\n\n", b"=b\nX-New: 1\n\n", id="add"),
        pytest.param(["--remove", "x-old"], b"X-Old:  as it\n\tstands \n", b"", id="remove"),
        pytest.param(["--drop-attachment", "a.txt"], DROPPED, b"", id="drop-name"),
        pytest.param(["--drop-attachment", "2"], DROPPED, b"", id="drop-path"),
        pytest.param(["--rename", "a.txt=b=c.txt"], b"a.txt", b'"b=c.txt"', id="rename"),
        pytest.param(["--rename", "2=b.txt"], b"a.txt", b"b.txt", id="rename-path"),
        pytest.param(["--missing-ok", "--remove", "X", "--drop-attachment", "7"], b"", b"", id="missing"),
    ],
)  # fmt: skip
def test_only_these_octets_change(
    file: Path, arguments: list[str], old: bytes, new: bytes
) -> None:
    expected = MESSAGE.replace(old, new)
    result = run("edit", file, *arguments)
    assert result == (ExitStatus.OK, expected.decode(), "")
    assert run("edit", "-", *arguments, stdin=MESSAGE).output == expected.decode()
    assert file.read_bytes() == MESSAGE
    assert run("edit", file, *arguments, "-o", "out.eml") == (ExitStatus.OK, "", "")
    assert Path("out.eml").read_bytes() == expected
    assert run("edit", file, *arguments, "--in-place") == (ExitStatus.OK, "", "")
    assert file.read_bytes() == expected


def edited(file: Path, *arguments: object) -> Message:
    result = run("edit", file, *arguments)
    assert (result.status, result.error) == (ExitStatus.OK, "")
    return parse(result.output.encode())


def test_attach(file: Path) -> None:
    Path("plan.pdf").write_bytes(b"%PDF-")
    message = edited(file, "--attach", "plan.pdf", "--attach", "plan.pdf")
    assert [part.filename for part in message.attachments] == ["a.txt", "plan.pdf", "plan.pdf"]
    assert message.attachments[1].content == b"%PDF-"
    assert message.attachments[1].content_type.media_type == "application/pdf"


def test_options_are_done_in_their_order(file: Path) -> None:
    Path("b.txt").write_bytes(b"new")
    message = edited(
        file,
        *("--rename", "a.txt=c.txt", "--add", "X-A: 1", "--set", "X-A: 2", "--add", "X-A: 3"),
        *("--attach", "b.txt", "--drop-attachment", "c.txt", "--rename", "2=d.txt"),
    )
    assert message.headers.get_all("X-A") == ["2", "3"]
    assert [part.filename for part in message.attachments] == ["d.txt"]
    assert message.attachments[0].content == b"new"
    other = edited(
        file, "--set", "X-A: 2", "--add", "X-A: 1", "--remove", "X-A", "--add", "X-A: 3"
    )
    assert other.headers.get_all("X-A") == ["3"]


def test_all_parts_of_a_name_go_at_any_depth(file: Path) -> None:
    Path("a.txt").write_bytes(b"second")
    Path("m.eml").write_bytes(MESSAGE)
    Path("outer.eml").write_bytes(b"Subject: outer\n\nx\n")
    twice = edited(file, "--attach", "a.txt")
    Path("twice.eml").write_bytes(bytes(twice))
    message = edited(Path("outer.eml"), "--attach", "twice.eml")
    Path("both.eml").write_bytes(bytes(message))
    message = edited(Path("both.eml"), "--drop-attachment", "a.txt")
    assert [part.filename for part in message.walk() if part.filename] == ["twice.eml"]
    assert [content for _, _, content in shape(message)] == [b"x\n", b"Hello."]


@pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
def test_in_place_keeps_the_mode_and_the_link(file: Path) -> None:
    file.chmod(0o640)
    Path("link.eml").symlink_to(file)
    assert run("edit", "link.eml", "--set", "Subject: two", "--in-place").status == ExitStatus.OK
    assert Path("link.eml").is_symlink()
    assert parse(file.read_bytes()).subject == "two"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in file.parent.iterdir()) == ["link.eml", "m.eml"]


def test_in_place_without_a_change_does_not_touch_the_file(file: Path) -> None:
    before = file.stat()
    done = run("edit", file, "--remove", "X", "--missing-ok", "--in-place")
    assert done == (ExitStatus.OK, "", "")
    after = file.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_in_place_leaves_the_file_if_it_fails(
    file: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if name == "fsync" else Path, name, fail)
    failed(run("edit", file, "--set", "Subject: two", "--in-place"), ExitStatus.IO, "No space")
    assert file.read_bytes() == MESSAGE
    assert [*file.parent.iterdir()] == [file]


def test_in_place_is_on_the_disk_before_it_has_the_name(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_fsync(descriptor: int) -> None:
        calls.append("fsync")
        fsync(descriptor)

    def note_replace(path: Path, target: Path) -> Path:
        calls.append("replace")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", note_replace)
    run("edit", file, "--set", "Subject: two", "--in-place")
    assert calls[:2] == ["fsync", "replace"]
    assert parse(file.read_bytes()).subject == "two"


def failed(result: Result, status: ExitStatus, words: str) -> None:
    assert (result.status, result.output) == (status, "")
    assert result.error.startswith("mimekit: ")
    assert result.error.count("\n") == 1
    assert words in result.error


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        pytest.param([], ExitStatus.USAGE, "nothing to edit", id="nothing"),
        pytest.param(["--set", "Subject"], ExitStatus.USAGE, "NAME: VALUE", id="set"),
        pytest.param(["--add", "Subject"], ExitStatus.USAGE, "NAME: VALUE", id="add"),
        pytest.param(["--rename", "a.txt"], ExitStatus.USAGE, "OLD=NEW", id="rename"),
        pytest.param(["--rename", "a.txt="], ExitStatus.USAGE, "OLD=NEW", id="rename-to-nothing"),
        pytest.param(["--set", "A: 1\nB: 2"], ExitStatus.DATA, "'\\n'", id="injection"),
        pytest.param(["--set", "A\nB: 2"], ExitStatus.DATA, "'\\n'", id="injection-name"),
        pytest.param(["--rename", "a.txt=b\r\nc"], ExitStatus.DATA, "'\\r'", id="injection-file"),
        pytest.param(["--set", "To: @"], ExitStatus.DATA, "To", id="address"),
        pytest.param(["--set", "A: \udcff"], ExitStatus.DATA, "udcff", id="no-text"),
        pytest.param(["--set", "Content-Type: text/plain"], ExitStatus.DATA, "anew", id="frame"),
        pytest.param(["--remove", "X"], ExitStatus.NO_INPUT, "no field 'X'", id="no-field"),
        pytest.param(["--remove", ""], ExitStatus.NO_INPUT, "no field ''", id="no-name"),
        pytest.param(["--drop-attachment", "b"], ExitStatus.NO_INPUT, "no part 'b'", id="no-part"),
        pytest.param(["--drop-attachment", ""], ExitStatus.NO_INPUT, "no part ''", id="root"),
        pytest.param(["--rename", "b=c"], ExitStatus.NO_INPUT, "no part 'b'", id="no-old"),
        pytest.param(["--attach", "none"], ExitStatus.NO_INPUT, "read none", id="no-file"),
        pytest.param(["--attach", "a\0"], ExitStatus.NO_INPUT, "read a", id="nul"),
        pytest.param(["--attach", "."], ExitStatus.NO_INPUT, "read .", id="folder"),
        pytest.param(
            ["--drop-attachment", "1", "--drop-attachment", "1"], ExitStatus.DATA, "one part", id="last"
        ),
        pytest.param(["--set", "A: 1", "-o", "none/m"], ExitStatus.CANNOT_CREATE, "none/m", id="out"),
        pytest.param(["--set", "A: 1", "-o", "./m.eml"], ExitStatus.USAGE, "--in-place", id="same"),
        pytest.param(["--set", "A: 1", "-o", "x", "--in-place"], ExitStatus.USAGE, "exclude", id="both"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", [[], ["--in-place"]], ids=["out", "in-place"])
def test_failures_write_nothing(
    file: Path, where: list[str], arguments: list[str], status: ExitStatus, words: str
) -> None:
    if "-o" in arguments:
        where = []
    failed(run("edit", file, "--add" if arguments else "--strict", *(["Y: 1"] if arguments else []), *arguments, *where), status, words)  # fmt: skip
    assert file.read_bytes() == MESSAGE
    assert [*file.parent.iterdir()] == [file]


def test_files_that_cannot_be_edited(file: Path) -> None:
    failed(run("edit", "none.eml", "--set", "A: 1"), ExitStatus.NO_INPUT, "none.eml")
    failed(run("edit", "-", "--set", "A: 1", stdin=b"\nx"), ExitStatus.DATA, "no header field")
    failed(run("edit", "-", "--set", "A: 1", "--in-place"), ExitStatus.USAGE, "standard input")
    failed(run("edit"), ExitStatus.USAGE, "FILE")
    deep = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 20_000
    limit = run("edit", "-", "--strict", "--drop-attachment", "x", stdin=deep)
    failed(limit, ExitStatus.DATA, "limit")
    file.unlink()
    failed(run("edit", file, "--set", "A: 1", "--in-place"), ExitStatus.NO_INPUT, "m.eml")


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_in_place_in_a_folder_that_takes_no_file(file: Path) -> None:
    file.parent.chmod(0o500)
    try:
        result = run("edit", file, "--set", "A: 1", "--in-place")
    finally:
        file.parent.chmod(0o700)
    failed(result, ExitStatus.CANNOT_CREATE, "m.eml")


def test_folder_that_takes_no_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_open = Path.open

    def fail(path: Path, mode: str = "r") -> Any:
        if path.name.startswith(".mimekit-"):
            raise PermissionError(13, "Permission denied")
        return is_open(path, mode)

    monkeypatch.setattr(Path, "open", fail)
    result = run("edit", file, "--set", "A: 1", "--in-place")
    failed(result, ExitStatus.CANNOT_CREATE, "Permission denied")


def test_every_option_is_told() -> None:
    told = PAGE.partition("\n## edit\n")[2].partition("\n## ")[0]
    assert isinstance(module.edit, click.Command)
    for option in module.edit.params:
        names = [name for name in option.opts if name[:1] == "-"]
        assert all(f"`{name}" in told for name in names), names


def test_demo(tmp_path: Path) -> None:
    """A signature that covers other fields stays: all but the field is the same."""
    result = run("edit", DEMO, "--set", "X-Note: seen", "-o", tmp_path / "m.eml")
    assert result.status == ExitStatus.OK
    data = DEMO.read_bytes()
    head, _, rest = (
        data.partition(b"\n\n") if b"\r\n\r\n" not in data else data.partition(b"\r\n\r\n")
    )
    written = (tmp_path / "m.eml").read_bytes()
    assert written.startswith(head)
    assert written.endswith(rest)
    assert len(written) - len(data) in {len("X-Note: seen\n"), len("X-Note: seen\r\n")}
