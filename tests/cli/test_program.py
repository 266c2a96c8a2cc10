"""The program as a whole: help, completion, what it loads, its terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

import mimekit
from mimekit.cli import output, reading
from mimekit.cli.program import program
from tests.cli.running import (
    COMMANDS,
    CONVERSION_COMMANDS,
    DEMO,
    FILE_COMMANDS,
    MAILBOX_COMMANDS,
    PLUGIN_COMMANDS,
    WRITING_COMMANDS,
    run,
    run_process,
    standard_input,
)

every_command = pytest.mark.parametrize("command", COMMANDS)

EVIL = (
    b"From: =?utf-8?q?=1B]0;boss=07?= <a@example.org>\n"
    b"Subject: a =?utf-8?q?=1B[2J=E2=80=AEgpj?=\n"
    b"Received: from \x1b[5mx by \xc2\x9by; Mon, 1 Jan 2024 00:00:00 +0000\n"
    b"Content-Type: multipart/mixed; boundary=b; charset=\x1b[1m\n\n--b\n\n"
    b"Body \x1b[31m\xe2\x80\xae\n--b\n"
    b'Content-Type: a/b\x1b[1m; name="\x1b[3mx\xe2\x80\xae"\nContent-ID: <\x1b[4m@x>\n\n--b--\n'
)
RAW = ("\x1b", "\x9b", "\x07", "\u202e")
STYLED = ("\x1b[1m", "\x1b[0m")  # a style of ours is not one of the message: no other SGR


@pytest.mark.parametrize("module", ["mimekit", "mimekit.cli"])
def test_runs_as_a_module(module: str) -> None:
    result = run_process("--version", python=["-m", module])
    assert result == (0, f"mimekit {mimekit.__version__}\n", "")


def test_is_installed_as_a_script() -> None:
    script = Path(sys.executable).with_name("mimekit")
    if not script.exists():
        pytest.skip("mimekit is not installed beside this Python")
    version = subprocess.check_output([script, "--version"], text=True)  # noqa: S603 - our own
    assert version == f"mimekit {mimekit.__version__}\n"


def test_help_lists_the_commands() -> None:
    result = run("--help")
    assert result.status == 0
    listed = [line.split()[0] for line in result.output.partition("Commands:\n")[2].splitlines()]
    mail = [*COMMANDS, *WRITING_COMMANDS, *MAILBOX_COMMANDS]
    assert listed == [*mail, *CONVERSION_COMMANDS, *FILE_COMMANDS, *PLUGIN_COMMANDS]
    assert "..." not in result.output.partition("Commands:\n")[2]  # no sentence is cut
    assert run() == result


@pytest.mark.parametrize("command", [*COMMANDS, *WRITING_COMMANDS])
def test_commands_explain_themselves(command: str) -> None:
    result = run(command, "--help")
    assert result.status == 0
    assert result.output.startswith(f"Usage: mimekit {command} ")


def test_module_of_a_command_is_loaded_when_it_is_asked_for() -> None:
    with click.Context(program) as context:
        for command in (*COMMANDS, *WRITING_COMMANDS):
            loaded = program.get_command(context, command)
            assert loaded is not None
            assert loaded.name == command
        assert program.get_command(context, "nothing") is None


LOADED = """
import sys
from mimekit.cli import main
main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
"""


def loaded_modules(*arguments: object) -> set[str]:
    return {*run_process(*arguments, python=["-c", LOADED]).error.split()}


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS)])
def test_help_has_a_short_name(command: list[str]) -> None:
    assert run(*command, "-h") == run(*command, "--help")
    assert run(*command, "-h").status == 0


def test_help_loads_neither_the_library_nor_rich() -> None:
    loaded = loaded_modules("--help")
    # tempfile comes with importlib.metadata, which knows the commands of plugins.
    heavy = {"mimekit.message.part", "mimekit.codecs", "rich", "hashlib", "pluggy"}
    assert not loaded & heavy


@every_command
def test_rich_is_not_loaded_without_a_terminal(command: str, tmp_path: Path) -> None:
    more = ["-o", tmp_path] if command == "extract" else []
    loaded = loaded_modules(command, DEMO, *more)
    assert "mimekit.message.part" in loaded
    assert "rich" not in loaded


# -- shell completion


@pytest.mark.parametrize(
    ("words", "position", "expected"),
    [
        pytest.param("mimekit t", 1, ["text", "tree", "trace", "thread"], id="command"),
        pytest.param("mimekit headers --n", 2, ["--name"], id="option"),
        pytest.param("mimekit check --severity ''", 3, ["info", "warning", "error"], id="choice"),
    ],
)
def test_completion(words: str, position: int, expected: list[str]) -> None:
    environment = {"COMP_WORDS": words, "COMP_CWORD": str(position)}
    asked = {"_MIMEKIT_COMPLETE": "bash_complete", **environment}
    result = run_process(environment=asked)
    assert [line.partition(",")[2] for line in result.output.splitlines()] == expected


def test_completion_script_calls_mimekit() -> None:
    result = run_process(environment={"_MIMEKIT_COMPLETE": "zsh_source"})
    assert result.status == 0
    assert "_MIMEKIT_COMPLETE=zsh_complete mimekit" in result.output


# -- encodings, standard input


def test_output_that_lacks_a_character_has_it_escaped() -> None:
    result = run("show", DEMO, encoding="ascii")
    assert result.status == 0
    assert r"Zo\xeb Gr\xfcnwald" in result.output
    tree = run("tree", DEMO, encoding="ascii").output
    assert "|  `- 1.2 multipart/related\n" in tree


@every_command
def test_standard_input_is_a_file(command: str, tmp_path: Path) -> None:
    more = ["-o", tmp_path, "--json"] if command == "extract" else ["--json"]
    from_file = run(command, DEMO, *more)
    for file in tmp_path.iterdir():
        file.unlink()
    from_input = run(command, "-", *more, stdin=DEMO.read_bytes())
    assert from_input.status == from_file.status
    assert from_input.output == from_file.output.replace(str(DEMO), "-")


def test_large_standard_input_is_mapped(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = DEMO.read_bytes()
    monkeypatch.setattr(reading, "SPOOL_FROM_BYTES", 1000)
    with standard_input(octets):
        spooled = reading._spool()
    assert not isinstance(spooled, bytes)
    assert spooled[:] == octets
    spooled.close()


# -- the terminal


def run_in_terminal(*arguments: object, environment: Mapping[str, str] | None = None) -> str:
    """Run a command whose standard output is a terminal, and return what that got."""
    pty = pytest.importorskip("pty")
    terminal, output_end = pty.openpty()
    result = run_process(*arguments, stdout=output_end, environment=environment)
    os.close(output_end)
    assert result.error == ""
    got = b""
    try:
        while piece := os.read(terminal, 65536):
            got += piece
    except OSError:  # Linux: the other end is closed
        pass
    os.close(terminal)
    return got.decode().replace("\r\n", "\n")


def test_terminal_gets_styles() -> None:
    shown = run_in_terminal("show", DEMO)
    assert "\x1b[1mSubject:    \x1b[0mDas Licht von Høvik" in shown


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
@pytest.mark.parametrize("command", ["show", "tree", "headers", "check", "trace", "text"])
def test_terminal_that_wants_plain_text_gets_it(command: str, environment: dict[str, str]) -> None:
    plain = run_in_terminal(command, DEMO, environment=environment)
    assert plain == run(command, DEMO).output


@pytest.mark.parametrize("command", ["show", "tree", "headers", "check", "trace"])
def test_narrow_terminal_breaks_lines_itself(command: str) -> None:
    shown = run_in_terminal(command, DEMO, environment={"COLUMNS": "40"})
    assert "\x1b[" in shown
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == run(command, DEMO).output


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    path = tmp_path / "evil.eml"
    path.write_bytes(EVIL)
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        *(["show"], ["tree"], ["headers"], ["headers", "--raw"], ["check"], ["trace"], ["text"]),
        ["extract", "--all"],
    ],
    ids=" ".join,
)
def test_nothing_harmful_reaches_the_terminal(
    arguments: list[str], evil: Path, tmp_path: Path
) -> None:
    more = ["-o", tmp_path / "saved"] if arguments[0] == "extract" else []
    shown = run_in_terminal(*arguments, *more, evil, environment={"NO_COLOR": "1"})
    assert shown
    assert not [character for character in RAW if character in shown]


@pytest.mark.parametrize("json", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize("command", ["show", "tree", "headers", "check", "trace", "extract"])
def test_nothing_harmful_is_in_lines_in_a_pipe(
    command: str, json: tuple[str, ...], evil: Path, tmp_path: Path
) -> None:
    more = ["-o", tmp_path / "saved"] if command == "extract" else []
    shown = run(command, evil, *json, *more).output
    assert shown
    assert not [character for character in RAW if character in shown]


def test_text_in_a_pipe_is_as_it_stands(evil: Path) -> None:
    assert run("text", evil).output == "Body \x1b[31m\u202e"


def test_large_input_has_a_bar_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "large.eml"
    head = b"Content-Type: application/zip; name=large.zip\nContent-Disposition: attachment\n\n"
    path.write_bytes(head + bytes(9 << 20))
    shown = run_in_terminal("extract", path, "-o", tmp_path)
    assert "Extracting" in shown
    assert "100%" in shown
    assert "large.zip" in shown
    assert "Extracting" not in run("extract", path, "-o", tmp_path).output


def test_console_is_none_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert output.console.__wrapped__() is None
