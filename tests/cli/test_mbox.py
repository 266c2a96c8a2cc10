"""``mimekit mbox``: list, split, convert; octets stay, and failures are told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mimekit import Maildir, Mbox, open_mailbox
from mimekit.cli.mbox import mbox as group
from tests.cli.running import ROOT, process_environment, run, run_process
from tests.cli.test_documentation import section

FOLDER = ROOT / "corpus" / "mailbox"
LAMP = FOLDER / "lamp.mbox"
SUBCOMMANDS = ("list", "split", "convert")
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


def octets_of(path: Path) -> list[bytes]:
    with open_mailbox(path) as mailbox:
        return sorted(bytes(message) for message in mailbox)


def test_help() -> None:
    result = run("mbox")
    assert (result.status, result.error) == (0, "")
    assert result == run("mbox", "--help")
    for command in SUBCOMMANDS:
        assert run("mbox", command, "--help").status == 0


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_every_option_is_told(command: str) -> None:
    loaded = group.commands[command]
    told = section("mbox") + section("What all commands share")
    options = [name for option in loaded.params for name in option.opts if name[0] == "-"]
    assert "--json" in options
    for name in options:
        assert f"{name}" in told


def test_every_json_key_is_told(tmp_path: Path) -> None:
    calls = [
        ["list", LAMP],
        ["split", LAMP, "-o", tmp_path / "a"],
        ["convert", LAMP, tmp_path / "b", "--format", "eml"],
    ]
    for call in calls:
        output = run("mbox", *call, "--json").output
        for key in {*re.findall(r'"([a-z0-9_]+)":', output)}:
            assert f"`{key}`" in section("mbox"), key


def test_list_as_json() -> None:
    told = json.loads(run("mbox", "list", "--json", LAMP).output)
    assert (told["format"], len(told["messages"])) == ("mboxrd", 4)
    assert told["messages"][1] == {
        "number": 2,
        "offset": 176,
        "size": 219,
        "date": "2026-03-02T09:30:00+01:00",
        "from": [{"name": "Ben", "address": "ben@example.org"}],
        "subject": "Re: The lamp",
        "message_id": "2@example.org",
        "envelope_sender": "ben@example.org",
        "delivery_date": "2026-03-02T10:00:00+00:00",
        "flags": "",
    }


@pytest.mark.parametrize(
    ("name", "found", "flags"),
    [
        pytest.param("maildir", "maildir", ["RS", ""], id="maildir"),
        pytest.param("mh", "mh", ["", ""], id="mh"),
        pytest.param("apple.emlx", "emlx", [""], id="emlx"),
        pytest.param("length-right.mbox", "mboxcl2", ["", "", ""], id="mboxcl2"),
        pytest.param("../demo.eml", "eml", [""], id="eml"),
        pytest.param("empty.mbox", "mboxrd", [], id="empty"),
    ],
)
def test_lists_any_mailbox(name: str, found: str, flags: list[str]) -> None:
    told = json.loads(run("mbox", "list", "--json", FOLDER / name).output)
    assert told["format"] == found
    assert [message["flags"] for message in told["messages"]] == flags
    lines = run("mbox", "list", FOLDER / name).output.splitlines()
    assert len(lines) == len(flags)


def test_split_writes_the_octets_and_overwrites_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    for _ in range(2):
        result = run("mbox", "split", FOLDER / "nul.mbox", "-o", folder)
        assert (result.status, result.error) == (0, "")
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["000001 (2).eml", "000001.eml"]
    [octets] = octets_of(FOLDER / "nul.mbox")
    assert octets_of(folder) == [octets, octets]


def test_split_as_json(tmp_path: Path) -> None:
    told = json.loads(run("mbox", "split", LAMP, "-o", tmp_path, "--json").output)
    assert [each["number"] for each in told["saved"]] == [1, 2, 3, 4]
    for each in told["saved"]:
        assert Path(each["saved_as"]).stat().st_size == each["size"]


@pytest.mark.parametrize(
    "name", ["lamp", "nul", "unended", "empty-messages", "length-right", "crlf"]
)
def test_octets_stay_in_every_format(tmp_path: Path, name: str) -> None:
    source = FOLDER / f"{name}.mbox"
    expected = octets_of(source)
    steps = [("maildir", "a"), ("mboxrd", "b"), ("eml", "c"), ("mboxrd", "d"), ("maildir", "e")]
    for target_format, target in steps:
        command = ["mbox", "convert", source, tmp_path / target, "--format", target_format]
        result = run(*command)
        assert (result.status, result.error) == (0, "")
        assert f"{len(expected)} message" in result.output
        source = tmp_path / target
        assert octets_of(source) == expected


def test_convert_keeps_senders_and_dates(tmp_path: Path) -> None:
    target = tmp_path / "target.mbox"
    assert (
        run("mbox", "convert", FOLDER / "senders.mbox", target, "--format", "mboxrd").status == 0
    )
    with Mbox(FOLDER / "senders.mbox") as source, Mbox(target) as mbox:
        for index in range(len(source) - 1):  # the last one has no date
            assert mbox.from_line(index) == source.from_line(index)


def test_convert_takes_date_where_there_is_no_from_line(tmp_path: Path) -> None:
    eml, target = tmp_path / "a.eml", tmp_path / "target.mbox"
    eml.write_bytes(b"Date: Tue, 03 Mar 2026 12:34:56 +0000\n\nFrom here\n")
    assert run("mbox", "convert", eml, target, "--format", "mboxrd").status == 0
    assert target.read_bytes().startswith(b"From MAILER-DAEMON Tue Mar  3 12:34:56 2026\n")


def test_convert_does_without_a_sender_that_cannot_be_written(tmp_path: Path) -> None:
    source, target = tmp_path / "source.mbox", tmp_path / "target.mbox"
    source.write_bytes(b"From a\x1b[2J Tue Mar  3 12:34:56 2026\nSubject: x\n\n")
    assert run("mbox", "convert", source, target, "--format", "mboxrd").status == 0
    assert octets_of(target) == octets_of(source)
    assert b"\x1b" not in target.read_bytes()


def test_convert_keeps_flags(tmp_path: Path) -> None:
    command = ["mbox", "convert", FOLDER / "maildir", tmp_path / "m", "--format", "maildir"]
    told = json.loads(run(*command, "--json").output)
    assert (told["from_format"], told["to_format"], told["messages"]) == ("maildir", "maildir", 2)
    maildir = Maildir(tmp_path / "m")
    assert {maildir[key].subject: maildir.flags(key) for key in maildir.keys()} == {  # noqa: SIM118
        "The first, seen": {"R", "S"},
        "The second, new": frozenset(),
    }


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        pytest.param(["list", "nowhere"], 66, "cannot read nowhere: No such file", id="missing"),
        pytest.param(
            ["list", "notes.txt"],
            65,
            "notes.txt is no mailbox: no From_ line, no header field",
            id="no-mailbox",
        ),
        pytest.param(
            ["split", ".", "-o", "x"], 65, ". is no mailbox: no Maildir, and no files", id="folder"
        ),
        pytest.param(["list"], 64, "missing argument 'FILE'", id="no-file"),
        pytest.param(["split", "a.mbox"], 64, "missing option '-o'", id="no-folder"),
        pytest.param(["lost"], 64, "no such command 'lost'", id="no-command"),
        pytest.param(
            ["convert", "a.mbox", "b", "--format", "pst"], 64, "invalid value for '--format'", id="no-format"
        ),
        pytest.param(
            ["convert", "a.mbox", "notes.txt", "--format", "mboxrd"],
            73,
            "cannot write to notes.txt: it is there already",
            id="target-is-there",
        ),
        pytest.param(
            ["convert", "a.mbox", "notes.txt", "--format", "eml"], 73, "cannot write to notes.txt: ", id="target-is-a-file"
        ),
        pytest.param(
            ["convert", "a.mbox", "no/where", "--format", "mboxrd"], 73, "cannot write to no/where: No such file", id="no-folder-for-it"
        ),
        pytest.param(
            ["convert", "a.mbox", "./a.mbox"], 64, "FROM and TO are the same mailbox", id="onto-itself"
        ),
        pytest.param(["convert", "a.mbox", "b"], 64, "say what TO becomes: --format", id="no-format-said"),
        pytest.param(["list", "-"], 64, "a mailbox is a file or a folder, not standard", id="standard-input"),
        pytest.param(
            ["list", "--strict", "deep.mbox"], 65, "deep.mbox passes a limit: max_depth", id="limit"
        ),
    ],
)  # fmt: skip
def test_failures(
    arguments: list[str], status: int, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.mbox").write_bytes(LAMP.read_bytes())
    Path("notes.txt").write_bytes(b"From here on\n")
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(120)
    )
    Path("deep.mbox").write_bytes(b"From a Tue Mar  3 12:34:56 2026\n" + nested)
    before = Path("a.mbox").read_bytes()
    result = run("mbox", *arguments)
    assert result.status == status
    assert result.error.startswith(f"mimekit: {line}")
    assert result.error.count("\n") == 1
    assert Path("a.mbox").read_bytes() == before


@posix
def test_a_full_disk_leaves_no_half_mbox(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    target = tmp_path / "target.mbox"
    result = run_process(
        *("mbox", "convert", LAMP, target, "--format", "mboxrd"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)),
    )
    assert result.status == 74
    assert result.error == f"mimekit: cannot write to {target}: File too large\n"
    assert not target.exists()


@posix
@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_broken_pipe_is_silent(tmp_path: Path, more: tuple[str, ...]) -> None:
    (tmp_path / "long.mbox").write_bytes(LAMP.read_bytes() * 1000)
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "mimekit", "mbox", "list", *more, "long.mbox"],
        cwd=tmp_path,
        env=process_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1)
        process.stdout.close()
        error = process.stderr.read()
    assert (process.returncode, error) == (141, b"")


def test_nothing_harmful_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "evil.mbox"
    path.write_bytes(
        b"From a\x1b[2J Tue Mar  3 12:34:56 2026\nFrom: \x1b[5m <a@b.test>\n"
        b"Subject: =?utf-8?q?=1B[2J=0AX?=\nMessage-ID: <\x1b@x>\n\n"
    )
    for command in (["mbox", "list"], ["thread"]):
        for more in ([], ["--json"]):
            output = run(*command, *more, path).output
            assert "\x1b" not in output
            assert more or output.count("\n") == 1
