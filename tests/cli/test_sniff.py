from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import run, run_process
from tests.conversion.sniffing.labelled import FOLDER

PE = "application/vnd.microsoft.portable-executable"
MESSAGE = b"""\
From: a@example.org
To: b@example.org
Content-Type: multipart/mixed; boundary=b

--b

Text.
--b
Content-Type: image/png; name="a.png"

GIF89a\x01\x00\x01\x00\x00\x00\x00;
--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/html

<p>Text.</p>
--c--
--b--
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, source in (("holiday.png", "exe"), ("a.pdf", "pdf"), ("a.gif", "png")):
        shutil.copy(FOLDER / "files" / source, tmp_path / name)
    (tmp_path / "message.eml").write_bytes(MESSAGE)
    (tmp_path / "noise").write_bytes(bytes(range(200)))
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MIMEKIT_MAGIC", "0")
    return tmp_path


def test_lines() -> None:
    result = run("sniff", "a.pdf", "noise", "holiday.png")
    assert result.output == (
        "a.pdf: application/pdf, by signature, 0.95\n"
        "noise: application/octet-stream, unknown\n"
        f"holiday.png: {PE}, by signature, 0.95\n"
        f"  error: named as image/png, but the octets are a program for Windows ({PE})\n"
    )
    assert (result.status, result.error) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["a.pdf"], 0, id="sound"),
        pytest.param(["a.gif"], 0, id="warning"),
        pytest.param(["holiday.png", "a.pdf"], 1, id="error"),
        pytest.param(["a.pdf", "--declared", "image/png"], 0, id="declared"),
        pytest.param(["nowhere", "holiday.png"], 66, id="missing"),
        pytest.param(["folder"], 66, id="folder"),
        pytest.param(["--parts", "message.eml"], 0, id="parts"),
        pytest.param(["--parts", "noise"], 65, id="parts-of-no-message"),
        pytest.param(["--parts", "nowhere"], 66, id="parts-of-nothing"),
        pytest.param(["-", "-"], 64, id="standard-input-twice"),
        pytest.param(["--parts", "--declared", "a/b", "a.pdf"], 64, id="parts-declared"),
        pytest.param(["--declared", "foo", "a.pdf"], 64, id="declared-no-type"),
        pytest.param(["--declared", "", "a.pdf"], 64, id="declared-nothing"),
        pytest.param(["--declared", "Image/PNG; a=b", "a.pdf"], 0, id="declared-as-in-a-field"),
        pytest.param(["--strict", "a.pdf"], 64, id="strict-without-parts"),
        pytest.param([], 64, id="no-file"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_status(arguments: list[str], status: int, options: list[str]) -> None:
    assert run("sniff", *options, *arguments).status == status


def test_parts() -> None:
    result = run("sniff", "--parts", "message.eml")
    assert result.output == (
        "message.eml#1: text/plain, by text, 0.70\n"
        "message.eml#2: image/gif, by signature, 0.95\n"
        "  warning: declared image/png, but the octets are a GIF image (image/gif)\n"
        "  warning: named as image/png, but the octets are a GIF image (image/gif)\n"
        "message.eml#3.1: text/html, by signature, 0.90\n"
    )


def test_json() -> None:
    value = json.loads(run("sniff", "--json", "a.pdf", "nowhere").output)
    assert value == {
        "files": [
            {
                "file": "a.pdf",
                "failure": None,
                "items": [
                    {
                        "path": None,
                        "name": "a.pdf",
                        "declared": None,
                        "type": "application/pdf",
                        "by": "signature",
                        "confidence": 0.95,
                        "conflicts": [],
                    }
                ],
            },
            {
                "file": "nowhere",
                "failure": "cannot read nowhere: No such file or directory",
                "items": [],
            },
        ]
    }


def test_json_of_parts() -> None:
    value = json.loads(run("sniff", "--json", "--parts", "message.eml").output)
    items = value["files"][0]["items"]
    assert [item["path"] for item in items] == ["1", "2", "3.1"]
    assert (items[1]["name"], items[1]["declared"]) == ("a.png", "image/png")
    assert items[1]["conflicts"][0] == {
        "kind": "declared",
        "severity": "warning",
        "claimed": "image/png",
        "found": "image/gif",
        "sentence": "declared image/png, but the octets are a GIF image (image/gif)",
    }


def test_standard_input_has_no_name() -> None:
    octets = (FOLDER / "files" / "exe").read_bytes()
    result = run("sniff", "-", stdin=octets)
    assert (result.status, result.output) == (0, f"-: {PE}, by signature, 0.95\n")
    result = run("sniff", "-", "--declared", "image/png", stdin=octets)
    assert result.status == 1


def test_closed_standard_input() -> None:
    result = run("sniff", "-", stdin=None)
    assert result == (66, "", "mimekit: cannot read standard input: it is closed\n")


def test_controls_of_a_sender_are_harmless() -> None:
    message = b"From: a@b.zz\nTo: c\nContent-Type: image/png\x1b[1m\n\n%PDF-1.7\n"
    (Path("evil")).write_bytes(message)
    assert "\x1b" not in run("sniff", "--parts", "evil").output
    assert "\x1b" not in run("sniff", "evil", "--declared", "a/\x1b[1m").output


def test_help_does_not_load_the_library() -> None:
    script = (
        "import sys; from mimekit.cli import main; main(['sniff', '--help']);"
        "sys.exit('mimekit.conversion' in sys.modules or 'mimekit.message' in sys.modules)"
    )
    assert run_process(python=["-c", script]).status == 0
