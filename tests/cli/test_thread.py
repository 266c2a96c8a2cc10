"""``mimekit thread``: the tree as it is drawn, and as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from mimekit.cli.branches import branches
from mimekit.cli.program import program
from tests.cli.running import ROOT, run
from tests.cli.test_documentation import section

LAMP = ROOT / "corpus" / "mailbox" / "lamp.mbox"


def tree(*arguments: object) -> list[str]:
    result = run("thread", *arguments)
    assert (result.status, result.error) == (0, "")
    return [line[27:] for line in result.output.splitlines()]


def write(path: Path, number: int, *references: int, subject: str = "x") -> Path:
    ids = " ".join(f"<{each}@a.test>" for each in references)
    path.write_text(f"Message-ID: <{number}@a.test>\nReferences: {ids}\nSubject: {subject}\n\n")
    return path


def test_every_option_and_key_is_told() -> None:
    with click.Context(program) as context:
        loaded = program.get_command(context, "thread")
    assert loaded is not None
    told = section("thread") + section("What all commands share")
    options = [name for option in loaded.params for name in option.opts if name[0] == "-"]
    assert {"--json", "--strict", "--algorithm", "--by-subject"} == {*options}
    assert all(f"`{name}" in told for name in options)
    for key in {*re.findall(r'"([a-z0-9_]+)":', run("thread", "--json", LAMP).output)}:
        assert f"`{key}`" in told, key


def test_siblings_by_algorithm() -> None:
    by_date = [line.split()[-2] for line in tree(LAMP)]
    as_they_came = [line.split()[-2] for line in tree("--algorithm", "jwz", LAMP)]
    assert by_date == ["Dan", "Ann", "Cleo", "Ben"]
    assert as_they_came == ["Ann", "Ben", "Cleo", "Dan"]


def test_several_files_are_one_forest(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "1.eml", 1),
        write(tmp_path / "2.eml", 2, 1, 7, subject="Re: x"),
        write(tmp_path / "3.eml", 3, 9),
        write(tmp_path / "4.eml", 4, 9),
    ]
    assert tree(*files) == [
        "x  (nobody)",
        "└─ Re: x  (nobody)",
        "(missing: 9@a.test)",
        "├─ x  (nobody)",
        "└─ x  (nobody)",
    ]
    assert tree("--by-subject", *files) == [
        "(missing: 9@a.test)",
        "├─ x  (nobody)",
        "│  └─ Re: x  (nobody)",
        "├─ x  (nobody)",
        "└─ x  (nobody)",
    ]
    assert tree("--by-subject", files[0], write(tmp_path / "5.eml", 5)) == [
        "(same subject)",
        "├─ x  (nobody)",
        "└─ x  (nobody)",
    ]


def test_json(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{number}.eml", number, 9) for number in (1, 2)]
    told = json.loads(run("thread", "--json", *files).output)["messages"]
    assert [(each["depth"], each["number"], each["children"]) for each in told] == [
        (0, None, 2),
        (1, 1, 0),
        (1, 1, 0),
    ]
    assert told[0]["message_id"] == "9@a.test"
    assert [each["file"] for each in told] == [None, *map(str, files)]


def test_long_threads_are_drawn_with_their_depth(tmp_path: Path) -> None:
    path = tmp_path / "long.mbox"
    records = [
        b"From a Tue Mar  3 12:34:56 2026\nMessage-ID: <%d@a>\nReferences: <%d@a>\n\n\n" % (n, n - 1)
        for n in range(3000)
    ]  # fmt: skip
    path.write_bytes(b"".join(records))
    lines = tree(path)
    assert len(lines) == 3000
    assert "[20]" not in lines[20]
    assert "[21] " in lines[21]
    assert "[2999] " in lines[2999]
    assert max(map(len, lines)) < 120


@pytest.mark.parametrize("deepest", [0, 1, 2, 5])
def test_what_is_drawn_is_no_deeper(deepest: int) -> None:
    drawn = branches([0, 1, 2, 3, 4, 1], deepest=deepest)
    for depth, line in zip([0, 1, 2, 3, 4, 1], drawn, strict=True):
        assert (f"[{depth}]" in line) == (depth > deepest)
        assert len(line) <= 3 * deepest + len("[4] ")


def test_failures(tmp_path: Path) -> None:
    assert run("thread").status == 64
    assert run("thread", tmp_path / "nowhere").status == 66
    (tmp_path / "notes").write_bytes(b"\0")
    result = run("thread", LAMP, tmp_path / "notes")
    assert (result.status, result.output) == (65, "")
    assert "is no mailbox" in result.error
