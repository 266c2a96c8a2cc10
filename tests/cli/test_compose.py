"""``mimekit compose``: options and descriptions to octets, and what goes wrong on the way."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from mimekit import Message, parse
from mimekit.cli.compose import compose
from mimekit.cli.failures import ExitStatus
from tests.cli.running import ROOT, Result, run

PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def composed(*arguments: object, stdin: bytes = b"") -> Message:
    result = run("compose", *arguments, stdin=stdin)
    assert (result.status, result.error) == (ExitStatus.OK, "")
    return parse(result.output.encode())


def test_options(tmp_path: Path) -> None:
    html = write(tmp_path / "a.html", '<p>Grüße <img src="cid:logo"></p>')
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    message = composed(
        *("--from", "Jörg <j@x.test>", "--to", "a@x.test, b@x.test", "--to", "c@x.test"),
        *("--cc", "d@x.test", "--bcc", "e@x.test", "--reply-to", "r@x.test", "--subject", "Grüße"),
        *("--text", "-", "--html", html, "--inline", f"logo={tmp_path / 'logo.png'}"),
        *("--attach", html, "--calendar", write(tmp_path / "c.ics", ICS)),
        *("--header", "X-A: b: c", "--header", "X-A: d"),
        *("--date", "2026-11-28T10:00:00+01:00", "--message-id", "1@x.test", "--seed", "s"),
        stdin="Grüße\n".encode(),
    )
    assert [mailbox.local_part for mailbox in message.to] == ["a", "b", "c"]
    assert (message.cc[0].local_part, message.bcc[0].local_part) == ("d", "e")
    assert message.reply_to[0].local_part == "r"
    assert (message.subject, message.text) == ("Grüße", "Grüße\n")
    assert message.html is not None
    assert message.html.startswith("<p>Grüße")
    assert message.headers.get_all("X-A") == ["b: c", "d"]
    assert (str(message.date), message.message_id) == ("2026-11-28 10:00:00+01:00", "1@x.test")
    assert message.by_content_id("logo") is not None
    assert [part.filename for part in message.attachments][-2:] == ["invite.ics", "a.html"]


def test_output_file(tmp_path: Path) -> None:
    fixed = ("--date", "2026-11-28T10:00:00Z", "--seed", "1")
    written = run("compose", "--from", "a@x.test", *fixed, "-o", tmp_path / "m.eml")
    assert written == (ExitStatus.OK, "", "")
    shown = run("compose", "--from", "a@x.test", *fixed, "-o", "-")
    assert (tmp_path / "m.eml").read_bytes() == shown.output.encode()


def test_description_with_options_over_it(tmp_path: Path) -> None:
    description = {
        "from": "a@x.test",
        "to": ["b@x.test", "c@x.test"],
        "reply_to": "r@x.test",
        "subject": "one",
        "text": "text",
        "html": "<img src=cid:i>",
        "inline": {"i": "f.bin"},
        "attachments": ["f.bin"],
        "calendar": ICS,
        "headers": {"References": ["1@x.test"]},
        "date": "2026-11-28T10:00:00+00:00",
        "message_id": "2@x.test",
        "seed": 1,
    }
    (tmp_path / "f.bin").write_bytes(b"content")
    path = write(tmp_path / "m.json", json.dumps(description))
    message = composed("--spec", path, "--subject", "two")
    assert (message.subject, message.text) == ("two", "text")
    assert message.references == ("1@x.test",)
    assert message.attachments[-1].content == b"content"
    pairs = write(tmp_path / "p.json", '{"from": "a@x.test", "headers": [["X", "1"], ["X", "2"]]}')
    assert composed("--spec", pairs).headers.get_all("X") == ["1", "2"]
    stdin = b'{"from": "a@x.test", "cc": "b@x.test"}'
    assert composed("--spec", "-", stdin=stdin).cc[0].local_part == "b"


def test_yaml_needs_pyyaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "m.yaml", "from: a@x.test\n")
    monkeypatch.setitem(sys.modules, "yaml", None)
    result = run("compose", "--spec", path)
    assert result.status == ExitStatus.UNAVAILABLE
    assert "pip install pyyaml" in result.error


def test_yaml(tmp_path: Path) -> None:
    text = "from: a@x.test\nsubject: b\ndate: 2026-11-28T10:00:00+01:00\n"
    assert composed("--spec", write(tmp_path / "m.yml", text)).subject == "b"
    broken = run("compose", "--spec", write(tmp_path / "n.yml", "a: [\n"))
    assert broken.status == ExitStatus.DATA


def failed(result: Result, status: ExitStatus, words: str) -> None:
    assert result.status == status
    assert result.output == ""
    assert result.error.startswith("mimekit: ")
    assert result.error.count("\n") == 1
    assert words in result.error


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        pytest.param([], ExitStatus.DATA, "no author", id="no-author"),
        pytest.param(["--from", "a"], ExitStatus.DATA, "cannot compose", id="address"),
        pytest.param(["--subject", "a\nBcc: b@x.test"], ExitStatus.DATA, "'\\n'", id="injection"),
        pytest.param(["--header", "X-A"], ExitStatus.USAGE, "NAME: VALUE", id="header"),
        pytest.param(["--header", "To: a@x.test"], ExitStatus.DATA, "To", id="own-field"),
        pytest.param(["--inline", "a"], ExitStatus.USAGE, "CID=FILE", id="inline"),
        pytest.param(
            ["--date", "now"], ExitStatus.DATA, "'now' is no date and time, as 2026", id="date"
        ),
        pytest.param(
            ["--date", "2026-11-28"], ExitStatus.DATA, "has no time zone", id="date-without-zone"
        ),
        pytest.param(
            ["--text", "-", "--html", "-"], ExitStatus.USAGE, "can be read once", id="twice"
        ),
        pytest.param(
            ["--spec", "-", "--text", "-"],
            ExitStatus.USAGE,
            "can be read once",
            id="spec-and-text",
        ),
        pytest.param(["--attach", "-"], ExitStatus.USAGE, "is a file", id="attach-standard-input"),
        pytest.param(
            ["--inline", "a=-"], ExitStatus.USAGE, "is a file", id="inline-standard-input"
        ),
        pytest.param(["--text", "none"], ExitStatus.NO_INPUT, "read none", id="text"),
        pytest.param(["--attach", "none"], ExitStatus.NO_INPUT, "read none", id="attachment"),
        pytest.param(["--spec", "none.json"], ExitStatus.NO_INPUT, "none.json", id="spec"),
        pytest.param(["-o", "none/m.eml"], ExitStatus.CANNOT_CREATE, "write", id="output"),
    ],
)
def test_failures(
    arguments: list[str], status: ExitStatus, words: str, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    author = [] if not arguments or "--from" in arguments else ["--from", "a@x.test"]
    failed(run("compose", *author, *arguments), status, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("{", "no JSON", id="json"),
        pytest.param("[" * 100_000, "no JSON", id="nested"),
        pytest.param("[]", "names and values", id="list"),
        pytest.param('{"form": "a@x.test"}', "unknown names: form", id="name"),
        pytest.param('{"from": 1}', "cannot compose", id="type"),
        pytest.param('{"from": "a@x.test", "attachments": "a"}', "cannot compose", id="no-list"),
        pytest.param('{"from": "a@x.test", "headers": [1]}', "cannot compose", id="pairs"),
        pytest.param('{"from": "a@x.test", "headers": 1}', "cannot compose", id="headers"),
        pytest.param('{"from": "a@x.test", "text": 1}', "cannot compose", id="text"),
    ],
)
def test_descriptions_that_are_none(text: str, words: str, tmp_path: Path) -> None:
    path = write(tmp_path / "m.json", text)
    failed(run("compose", "--spec", path), ExitStatus.DATA, words)


def test_text_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(b"\xe9")
    result = run("compose", "--from", "a@x.test", "--text", tmp_path / "t")
    failed(result, ExitStatus.DATA, "UTF-8")


def test_file_that_could_not_be_finished_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Message, "write_to", fail)
    result = run("compose", "--from", "a@x.test", "-o", tmp_path / "m.eml")
    failed(result, ExitStatus.IO, "No space left")
    assert [*tmp_path.iterdir()] == []


def test_every_option_is_told() -> None:
    told = PAGE.partition("\n## compose\n")[2].partition("\n## ")[0]
    assert isinstance(compose, click.Command)
    for option in compose.params:
        assert any(f"`{name}" in told for name in option.opts), option.opts
