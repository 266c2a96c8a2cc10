"""docs/command-line.md tells every command and option, and its examples are what happens."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mimekit.cli.program import program
from tests.cli.running import (
    COMMANDS,
    CONVERSION_COMMANDS,
    DEMO,
    FILE_COMMANDS,
    ROOT,
    WRITING_COMMANDS,
    run,
)
from tests.corpus.expectation import iter_differences

PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^\$ ", re.MULTILINE)


def iter_examples() -> Iterator[tuple[str, str]]:
    """Each command line of a block and what stands below it; a block's run one after the other."""
    for block in _BLOCK.findall(PAGE):
        for example in _COMMAND.split(block)[1:]:
            command, _, output = example.partition("\n")
            yield command, output


def test_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    shutil.copy(DEMO, tmp_path / "corpus")
    shutil.copytree(DEMO.parent / "mailbox", tmp_path / "corpus" / "mailbox")
    monkeypatch.chdir(tmp_path)
    examples = [*iter_examples()]
    assert len(examples) >= 10
    for command, output in examples:
        name, *arguments = shlex.split(command)
        assert name == "mimekit"
        result = run(*arguments)
        told = (result.output + result.error).replace("\r\n", "\n")  # of --raw
        assert told == output, command


def section(command: str) -> str:
    return PAGE.partition(f"\n## {command}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize(
    "command", [*COMMANDS, *WRITING_COMMANDS, *CONVERSION_COMMANDS, *FILE_COMMANDS]
)
def test_every_option_is_told(command: str) -> None:
    with click.Context(program) as context:
        loaded = program.get_command(context, command)
    assert loaded is not None
    told = section(command) + section("What all commands share")
    options = [name for option in loaded.params for name in option.opts if name[0] == "-"]
    assert command in (*WRITING_COMMANDS, *CONVERSION_COMMANDS) or {"--json", "--strict"} <= {
        *options
    }
    for name in options:
        assert f"`{name}" in told


@pytest.mark.parametrize("command", [*COMMANDS, *FILE_COMMANDS])
def test_every_json_key_is_told(command: str, tmp_path: Path) -> None:
    more = ["-o", tmp_path] if command == "extract" else []
    output = run(command, "--json", DEMO, *more).output
    told = section(command)
    shared = section("tree") + section("check")  # parts and defects are told once
    for key in {*re.findall(r'"([a-z0-9_]+)":', output)}:
        assert f"`{key}`" in told or f"`{key}`" in shared, key


def test_demo_gives_what_is_stated() -> None:
    assert [*iter_differences(DEMO)] == []
