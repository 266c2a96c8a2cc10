from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.messages import BROKEN, ENCLOSED, NESTED, PLAIN
from tests.cli.running import DEMO, run

NAMES = [
    "lamp.png",
    "Kostenübersicht für das Leuchtfeuer – Stand September 2026.csv",
    "letter from the glass works.eml",
]


def hashes(folder: Path) -> dict[str, str]:
    return {str(p): sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_attachments_are_saved_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    result = run("extract", DEMO, "-o", folder)
    assert (result.status, result.error) == (0, "")
    lines = [line.split(maxsplit=3) for line in result.output.splitlines()]
    assert [name for _, _, _, name in lines] == [str(folder / name) for name in NAMES]
    assert {name: digest for digest, _, _, name in lines} == hashes(folder)
    assert [size for _, size, _, _ in lines] == ["105", "82", "420"]
    assert [type_ for _, _, type_, _ in lines] == ["image/png", "text/csv", "message/rfc822"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "lamp.png").write_bytes(b"mine")
    run("extract", DEMO, "--output", tmp_path, "--part", "1.2.2")
    assert (tmp_path / "lamp.png").read_bytes() == b"mine"
    assert (tmp_path / "lamp (2).png").stat().st_size == 105


def test_without_a_folder_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("extract", DEMO)
    assert {path.name for path in tmp_path.iterdir()} == {*NAMES}


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        pytest.param([], ["2"], id="attachments"),
        pytest.param(["--all"], ["1", "2", "2.1.1"], id="all"),
        pytest.param(["--part", "2.1.1", "--part", "1"], ["2.1.1", "1"], id="parts-as-asked"),
        pytest.param(["--part", "2.1"], ["2.1"], id="a-multipart-by-its-path"),
    ],
)
def test_choice_of_parts(options: list[str], paths: list[str], tmp_path: Path) -> None:
    result = run("extract", "-", "--json", "-o", tmp_path, *options, stdin=NESTED)
    assert [part["path"] for part in json.loads(result.output)["saved"]] == paths
    assert len([*tmp_path.iterdir()]) == len(paths)


def test_all_saves_a_multipart_that_was_not_taken_apart(tmp_path: Path) -> None:
    message = b"Content-Type: multipart/mixed\n\nText.\n"
    assert run("extract", "-", "--all", "-o", tmp_path, stdin=message).status == 0
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"Text.\n"]


def test_json(tmp_path: Path) -> None:
    result = run("extract", "-", "--json", "-o", tmp_path, stdin=NESTED)
    assert json.loads(result.output) == {
        "file": "-",
        "saved": [
            {
                "saved_as": str(tmp_path / "message.eml"),
                "path": "2",
                "type": "message/rfc822",
                "charset": None,
                "filename": None,
                "disposition": None,
                "content_id": None,
                "transfer_encoding": "base64",
                "size": len(ENCLOSED),
                "sha256": sha256(ENCLOSED).hexdigest(),
                "span": {"offset": 190, "length": 185},
                "source": None,
            }
        ],
    }
    assert (tmp_path / "message.eml").read_bytes() == ENCLOSED


def test_json_of_a_multipart_has_its_size(tmp_path: Path) -> None:
    result = run("extract", "-", "--json", "-o", tmp_path, "--part", "2.1", stdin=NESTED)
    (saved,) = json.loads(result.output)["saved"]
    (path,) = tmp_path.iterdir()
    assert (saved["size"], saved["sha256"]) == (path.stat().st_size, hashes(tmp_path)[str(path)])


def test_no_attachment_is_no_failure_and_makes_no_folder(tmp_path: Path) -> None:
    result = run("extract", "-", "-o", tmp_path / "none", stdin=PLAIN)
    assert result == (0, "", "mimekit: standard input has no attachment\n")
    assert not (tmp_path / "none").exists()


def test_bad_path_saves_nothing(tmp_path: Path) -> None:
    result = run("extract", DEMO, "--part", "2", "--part", "8", "-o", tmp_path)
    assert result.status == 66
    assert [*tmp_path.iterdir()] == []


def test_damaged_content_is_saved_as_far_as_it_goes(tmp_path: Path) -> None:
    run("extract", "-", "--all", "-o", tmp_path, stdin=BROKEN)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"Man"]


def test_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    message = b'Content-Type: a/b; name="../../x\x1b[1m.txt"\n\nText.'
    folder = tmp_path / "saved"
    result = run("extract", "-", "--all", "-o", folder, stdin=message)
    assert result.status == 0
    assert [path.parent for path in tmp_path.rglob("*") if path.is_file()] == [folder]
    assert "\x1b" not in result.output
