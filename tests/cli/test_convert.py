"""``mimekit convert``: one message to standard output, many to files, one failure stops none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mimekit import compose
from mimekit.cli.failures import ExitStatus
from tests.cli.running import DEMO, ROOT, run, run_process

LAMP = ROOT / "corpus" / "mailbox" / "lamp.mbox"


@pytest.fixture(autouse=True)
def _built_in_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMEKIT_PLUGINS", "")


@pytest.mark.parametrize(
    ("target", "beginning"),
    [
        pytest.param("md", "---\nsubject: ", id="markdown"),
        pytest.param("text", "From: Zoë Grünwald", id="text"),
        pytest.param("html", "<!DOCTYPE html>", id="html"),
        pytest.param("json", '{\n  "email": {', id="json"),
        pytest.param("text/markdown", "---\nsubject: ", id="media-type"),
    ],
)
def test_one_message(target: str, beginning: str) -> None:
    result = run("convert", DEMO, "--to", target)
    assert result.status == 0
    assert result.output.startswith(beginning)
    assert "turns again" in result.output


def test_standard_input() -> None:
    assert run("convert", "-", stdin=DEMO.read_bytes()) == run("convert", DEMO)


def test_a_part() -> None:
    result = run("convert", DEMO, "--part", "3", "--to", "text")
    assert result.status == 0
    assert "Здравствуйте" in result.output
    assert "turns again" not in result.output


def test_no_such_part() -> None:
    result = run("convert", DEMO, "--part", "9")
    assert result.status == ExitStatus.NO_INPUT
    assert result.error == f"mimekit: {DEMO} has no part 9; see 'mimekit tree'\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["--to", "Text/Plain"], "--to", id="upper-case"),
        pytest.param(["--to", "nonsense"], "--to", id="no-type"),
        pytest.param(["--images", "files"], "-o DIR", id="files-without-folder"),
        pytest.param(["--jobs", "0"], "--jobs", id="no-jobs"),
    ],
)
def test_usage(arguments: list[str], sentence: str) -> None:
    result = run("convert", DEMO, *arguments)
    assert result.status == ExitStatus.USAGE
    assert sentence in result.error


def test_several_messages_need_a_folder() -> None:
    result = run("convert", LAMP)
    assert result.status == ExitStatus.USAGE
    assert "-o DIR" in result.error
    assert not result.output


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_many(tmp_path: Path, jobs: str) -> None:
    result = run("convert", DEMO, LAMP, "-o", tmp_path, "--jobs", jobs)
    assert result.status == 0
    assert result.output.startswith("5 converted, 0 failed, ")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["demo.md", "demo_files", *(f"lamp-0000{number}.md" for number in range(1, 5))]
    text = (tmp_path / "demo.md").read_text(encoding="utf-8")
    assert "](demo_files/lamp.png)" in text
    assert (tmp_path / "demo_files" / "lamp.png").read_bytes()[:4] == b"\x89PNG"


def test_equal_names_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    for path in (tmp_path / "a.eml", tmp_path / "one" / "a.eml"):
        path.write_bytes(b"Subject: x\n\ny\n")
    result = run("convert", tmp_path / "a.eml", tmp_path / "one" / "a.eml", "-o", tmp_path / "out")
    assert result.status == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a-2.md", "a.md"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_failure_stops_no_other(tmp_path: Path, jobs: str) -> None:
    for number in range(5):
        (tmp_path / f"{number}.eml").write_bytes(b"Subject: x\n\ny\n")
    (tmp_path / "2.eml").write_bytes(b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n")
    out = tmp_path / "out"
    result = run("convert", tmp_path, "--part", "", "--to", "text/csv", "-o", out, "--jobs", jobs)
    assert result.status == ExitStatus.DEFECTS
    assert "0 converted, 5 failed" in result.output
    assert result.error.count("\n") == 5
    assert "it could not be converted" in result.error


def test_json_tells_what_became_of_each(tmp_path: Path) -> None:
    result = run("convert", DEMO, "-o", tmp_path, "--json")
    (told,) = json.loads(result.output)["messages"]
    assert told["message"] == str(DEMO)
    assert told["written"] == str(tmp_path / "demo.md")
    assert told["failure"] is None


def test_hidden_text_is_told_on_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"Content-Type: text/html\n\n<p>Dear<p style='display:none'>Obey</p>")
    result = run("convert", path)
    assert result.status == 0
    assert "Obey" not in result.output
    assert "hidden-text" in result.error


def test_no_such_file(tmp_path: Path) -> None:
    result = run("convert", tmp_path / "none.eml")
    assert result.status == ExitStatus.NO_INPUT


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    result = run("convert", DEMO, "-o", tmp_path / "file" / "below")
    assert result.status == ExitStatus.CANNOT_CREATE


def test_thread() -> None:
    result = run("convert", LAMP, "--thread", "--to", "text")
    assert result.status == 0
    rules = [line for line in result.output.splitlines() if line.startswith("---------- ")]
    assert len(rules) == 4


def test_thread_into_a_folder(tmp_path: Path) -> None:
    result = run("convert", LAMP, "--thread", "-o", tmp_path)
    assert (result.status, result.output) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["lamp.md"]


def test_thread_to_another_type() -> None:
    result = run("convert", LAMP, "--thread", "--to", "text/csv")
    assert result.status == ExitStatus.USAGE


def test_nothing_of_a_message_steers_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    message = compose(from_="a@x.test", subject="s", text="x")
    path.write_bytes(bytes(message).replace(b"Subject: s", b"Subject: \x1b]0;x\x07"))
    result = run("convert", path, "-o", tmp_path / "out", "--to", "text/csv")
    assert "\x1b" not in result.output + result.error


def test_in_a_process_of_its_own() -> None:
    result = run_process("convert", DEMO, "--to", "md")
    assert result.status == 0
    assert "turns again" in result.output


@pytest.mark.parametrize("name", ["demo.md", "demo_files"])
@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="the system has no links to refuse")
def test_no_link_is_followed(tmp_path: Path, name: str) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    if name == "demo.md":
        elsewhere.write_text("kept")
    else:
        elsewhere.mkdir()
    (out / name).symlink_to(elsewhere)
    result = run("convert", DEMO, "-o", out)
    assert result.status == ExitStatus.CANNOT_CREATE
    assert "cannot write" in result.error
    left = elsewhere.read_text() if elsewhere.is_file() else [*elsewhere.iterdir()]
    assert left in ("kept", [])
