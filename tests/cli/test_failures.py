"""Each failure has its status and its one line, whatever the command."""

from __future__ import annotations

import contextlib
import os
import pathlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mimekit import LimitError, Part
from mimekit.cli.failures import ExitStatus
from tests.cli.running import COMMANDS, DEMO, ROOT, process_environment, run, run_process

NO_MESSAGE = b"\n\nNothing here has a header field.\n"
NESTED = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")
every_command = pytest.mark.parametrize("command", COMMANDS)


def nested(depth: int) -> bytes:
    return b"".join(NESTED % (level, level) for level in range(depth)) + b"\ntext\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with a few files."""
    (tmp_path / "demo.eml").write_bytes(DEMO.read_bytes())
    (tmp_path / "plain.txt").write_bytes(NO_MESSAGE)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "deep.eml").write_bytes(nested(120))
    (tmp_path / "a folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        pytest.param(
            ["show", "nowhere.eml"],
            66,
            "cannot read nowhere.eml: No such file or directory",
            id="missing-file",
        ),
        pytest.param(
            ["show", "a folder"], 66, "cannot read a folder: it is a folder", id="folder"
        ),
        pytest.param(
            ["tree", "demo.eml/x"],
            66,
            "cannot read demo.eml/x: Not a directory",
            id="file-used-as-folder",
            marks=posix,
        ),
        pytest.param(
            ["show", "\x1b]0;no\x07\n.eml"],
            66,
            r"cannot read \x1b]0;no\x07\x0a.eml: No such file or directory",
            id="controls-in-the-name",
        ),
        pytest.param(
            ["extract", "demo.eml", "--part", "9.9"],
            66,
            "demo.eml has no part 9.9; see 'mimekit tree'",
            id="no-such-part",
        ),
        pytest.param(
            ["extract", "demo.eml", "--part", "1", "--part", "one\x1b"],
            66,
            r"demo.eml has no part one\x1b; see 'mimekit tree'",
            id="no-path-at-all",
        ),
        pytest.param(
            ["extract", "demo.eml", "-o", "plain.txt"],
            73,
            "cannot write to plain.txt: it is no folder",
            id="output-folder-is-a-file",
        ),
        pytest.param(
            ["extract", "demo.eml", "-o", "plain.txt/saved"],
            73,
            "cannot write to plain.txt/saved: Not a directory",
            id="output-folder-in-a-file",
            marks=posix,
        ),
        pytest.param(
            ["show", "plain.txt"],
            65,
            "plain.txt has no header field; all of it was read as the body",
            id="no-header-field",
        ),
        pytest.param(
            ["trace", "empty"],
            65,
            "empty is empty",
            id="empty-file",
        ),
        pytest.param(
            ["tree", "--strict", "deep.eml"],
            65,
            "deep.eml passes a limit: max_depth: more than 100, at octet",
            id="limit-passed",
        ),
        pytest.param(
            ["show"], 64, "missing argument 'FILE'; see 'mimekit show --help'", id="no-file"
        ),
        pytest.param(
            ["check"], 64, "missing argument 'FILE...'; see 'mimekit check --help'", id="no-files"
        ),
        pytest.param(
            ["shaw", "demo.eml"],
            64,
            "no such command 'shaw' (did you mean 'show'?); see 'mimekit --help'",
            id="unknown-command",
        ),
        pytest.param(
            ["show", "--colour", "demo.eml"],
            64,
            "no such option '--colour'; see 'mimekit show --help'",
            id="unknown-option",
        ),
        pytest.param(
            ["show", "--jsno", "demo.eml"],
            64,
            "no such option '--jsno' (did you mean '--json'?); see 'mimekit show --help'",
            id="option-that-is-like-another",
        ),
        pytest.param(
            ["--json", "show", "demo.eml"],
            64,
            "option '--json' stands behind the command; see 'mimekit --help'",
            id="option-before-the-command",
        ),
        pytest.param(
            ["--colour", "show", "demo.eml"],
            64,
            "no such option '--colour'; see 'mimekit --help'",
            id="unknown-option-before-the-command",
        ),
        pytest.param(
            ["xyz", "demo.eml"], 64, "no such command 'xyz'; see 'mimekit --help'", id="no-guess"
        ),
        pytest.param(
            ["headers", "demo.eml", "--name"],
            64,
            "option '--name' requires an argument; see 'mimekit headers --help'",
            id="option-without-its-value",
        ),
        pytest.param(
            ["show", "demo.eml", "plain.txt"],
            64,
            "got unexpected extra argument (plain.txt); see 'mimekit show --help'",
            id="second-file",
        ),
        pytest.param(
            ["check", "--severity", "fatal", "demo.eml"],
            64,
            "invalid value for '--severity': 'fatal' is not one of 'info', 'warning', 'error'; "
            "see 'mimekit check --help'",
            id="value-not-in-list",
        ),
        pytest.param(
            ["check", "-", "demo.eml", "-"],
            64,
            "standard input can be read only once; see 'mimekit check --help'",
            id="standard-input-twice",
        ),
        pytest.param(
            ["extract", "demo.eml", "--all", "--part", "1"],
            64,
            "--all and --part exclude each other; see 'mimekit extract --help'",
            id="options-that-exclude-each-other",
        ),
        pytest.param(["tree", ""], 66, "cannot read '': it is a folder", id="empty-name"),
        pytest.param(
            ["extract", "-", "--part", "2"],
            66,
            "standard input has no part 2; see 'mimekit tree'",
            id="no-such-part-of-standard-input",
        ),
    ],
)
def test_failure(arguments: list[str], status: int, line: str) -> None:
    result = run(*arguments)
    assert result.status == status
    assert result.error.startswith(f"mimekit: {line}")
    assert result.error.endswith("\n")
    assert result.error.count("\n") == 1


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Be no superuser, who may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@posix
def test_unreadable_file(folder: Path) -> None:
    assert run("show", "demo.eml").status == ExitStatus.OK  # all modules are loaded now
    (folder / "demo.eml").chmod(0)
    with as_nobody():
        result = run("show", "demo.eml")
    assert result == (66, "", "mimekit: cannot read demo.eml: Permission denied\n")


@every_command
def test_file_without_header_field_is_read_all_the_same(command: str) -> None:
    result = run(command, "plain.txt", "--json")
    assert result.status == ExitStatus.DATA
    assert result.error.count("\n") == 1
    assert '"file": "plain.txt"' in result.output


def test_of_an_mbox_the_first_message_is_read_and_that_is_said() -> None:
    lamp = (ROOT / "corpus" / "mailbox" / "lamp.mbox").read_bytes()
    result = run("show", "-", stdin=lamp)
    assert result.status == 0
    assert result.error == (
        "mimekit: standard input is an mbox, and this its first message: see 'mimekit mbox'\n"
    )
    assert (
        run("show", "-", stdin=b"From a Tue Mar  3 12:34:56 2026\nA: 1\n\nFrom here").error == ""
    )


def test_text_without_header_field_is_shown() -> None:
    assert "Nothing here has a header field.\n" in run("show", "plain.txt").output


@pytest.mark.parametrize(
    ("stdin", "line"),
    [
        pytest.param(b"", "mimekit: standard input is empty\n", id="empty"),
        pytest.param(NO_MESSAGE, "mimekit: standard input has no header field;", id="text"),
    ],
)
def test_standard_input_without_header_field(stdin: bytes, line: str) -> None:
    result = run("show", "-", stdin=stdin)
    assert result.status == ExitStatus.DATA
    assert result.error.startswith(line)


def test_closed_standard_input() -> None:
    result = run("show", "-", stdin=None)
    assert result == (66, "", "mimekit: cannot read standard input: it is closed\n")


def test_deep_nesting_without_strict_is_shown() -> None:
    assert run("tree", "deep.eml").status == ExitStatus.OK


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        pytest.param(MemoryError(), 71, "the message is too large for the memory", id="memory"),
        pytest.param(KeyboardInterrupt(), 130, "interrupted", id="interrupt"),
        pytest.param(
            LimitError("max_parts", allowed=1, offset=2),
            65,
            "demo.eml passes a limit: max_parts: more than 1, at octet 2",
            id="limit-found-late",
        ),
        pytest.param(IndexError("no\nitem"), 70, "bug at test_failures.py:", id="bug"),
    ],
)
def test_what_a_message_may_raise(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, line: str
) -> None:
    def fail(_: Part) -> object:
        raise error

    monkeypatch.setattr(Part, "content_type", property(fail))
    result = run("tree", "demo.eml")
    assert result.status == status
    assert result.error.startswith(f"mimekit: {line}")
    assert result.error.count("\n") == 1


# -- real pipes, real disks, real signals


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], *([command, DEMO] for command in COMMANDS)]
)
def test_full_disk_behind_standard_output(arguments: list[str]) -> None:
    with pathlib.Path("/dev/full").open("wb") as full:
        result = run_process(*arguments, stdout=full)
    assert result.status == ExitStatus.IO
    line = "mimekit: cannot write to standard output: No space left on device\n"
    assert result.error == line


@posix
@pytest.mark.parametrize("json", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize("command", ["show", "headers"])
def test_broken_pipe_is_silent(folder: Path, command: str, json: tuple[str, ...]) -> None:
    long = b"".join(b"X-%d: %s\n" % (number, b"x" * 60) for number in range(9000))
    (folder / "long.eml").write_bytes(long + b"\n" + b"y" * 900000)
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "mimekit", command, *json, "long.eml"],
        env=process_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1)
        process.stdout.close()
        error = process.stderr.read()
    assert process.returncode == ExitStatus.BROKEN_PIPE
    assert error == b""


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "-c", command.replace("mimekit", f"{sys.executable} -m mimekit")],
        env=process_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@posix
@every_command
def test_closed_standard_output(command: str) -> None:
    done = shell(f"mimekit {command} demo.eml >&-")
    assert done.returncode == ExitStatus.IO
    assert done.stderr == "mimekit: cannot write to standard output: it is closed\n"


@posix
def test_closed_standard_error_goes_unsaid() -> None:
    done = shell("mimekit show nowhere.eml 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (66, "", "")


def limit_file_size(octets: int) -> Callable[[], Any]:
    resource = pytest.importorskip("resource")
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (octets, octets))


@posix
@pytest.mark.parametrize("json", [(), ("--json",)], ids=["text", "json"])
def test_disk_full_while_saving(folder: Path, json: tuple[str, ...]) -> None:
    result = run_process(
        *("extract", "demo.eml", "-o", "saved", *json), preexec_fn=limit_file_size(105)
    )
    assert result.status == ExitStatus.IO
    assert result.error == "mimekit: cannot write to saved: File too large\n"
    # What was saved before stays and is told; of the file that failed nothing is left.
    assert [path.name for path in (folder / "saved").glob("letter*")] == []
    assert "lamp.png" in result.output
    assert result.output.count("saved/") == len([*(folder / "saved").iterdir()]) == 2


# The first write to a file that is being saved gets Ctrl-C.
INTERRUPTED_MIDWAY = """
import os, signal, sys
from mimekit.cli import main

def write(descriptor, octets, write=os.write):
    written = write(descriptor, octets)
    os.kill(os.getpid(), signal.SIGINT)
    return written

os.write = write
sys.exit(main(sys.argv[1:]))
"""


@posix
def test_interrupt_leaves_no_partial_file(folder: Path) -> None:
    result = run_process("extract", "demo.eml", "-o", "saved", python=["-c", INTERRUPTED_MIDWAY])
    assert result == (130, "", "mimekit: interrupted\n")
    assert [*(folder / "saved").iterdir()] == []


WITHOUT_CLICK = """
import sys
sys.modules["click"] = None
from mimekit.cli import main
sys.exit(main(["show", "x"]))
"""


def test_without_click() -> None:
    result = run_process(python=["-c", WITHOUT_CLICK])
    assert result.status == ExitStatus.UNAVAILABLE
    assert result.output == ""
    assert result.error == (
        "mimekit: the command line needs two more packages: python -m pip install click rich\n"
    )


INTERRUPTED_EARLY = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
from mimekit.cli import main
sys.exit(main(["show", "x"]))
"""


def test_interrupt_while_click_is_loaded() -> None:
    result = run_process(python=["-c", INTERRUPTED_EARLY])
    assert result == (130, "", "mimekit: interrupted\n")


def test_every_status_is_documented() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    documented = {
        int(number)
        for line in text.splitlines()
        if (number := line.removeprefix("| ").partition(" |")[0]).isdigit()
    }
    assert documented == {*map(int, ExitStatus)}
