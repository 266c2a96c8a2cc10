from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.messages import BROKEN, NESTED, PLAIN
from tests.cli.running import run, run_process


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, octets in (("broken", BROKEN), ("nested", NESTED), ("plain", PLAIN)):
        (tmp_path / f"{name}.eml").write_bytes(octets)
    (tmp_path / "text").write_bytes(b"\nNo message.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


BROKEN_LINES = (
    "broken.eml:2: info: The date uses obsolete syntax: a zone's name, a short year, or comments."
    " [date-obsolete, RFC 5322 section 4.3, octet 26]\n"
    "broken.eml:8: error: Base64 ends with a lone character; the octet that it began is lost."
    " [base64-truncated, RFC 4648 section 4, part 1, octet 142]\n"
    "broken.eml: 1 error, 1 info\n"
)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        pytest.param(["plain.eml"], 0, id="clean"),
        pytest.param(["nested.eml"], 0, id="no-error"),
        pytest.param(["broken.eml"], 1, id="error"),
        pytest.param(["broken.eml", "plain.eml"], 1, id="error-in-the-first"),
        pytest.param(["plain.eml", "broken.eml"], 1, id="error-in-the-last"),
        pytest.param(["text"], 65, id="no-header-field"),
        pytest.param(["text", "broken.eml"], 65, id="no-header-field-and-error"),
        pytest.param(["broken.eml", "nowhere", "plain.eml"], 66, id="missing-file"),
        pytest.param(["nowhere", "text"], 66, id="missing-file-and-no-header-field"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--json"], ["--severity", "error"]], ids=" ".join)
def test_status(files: list[str], status: int, options: list[str]) -> None:
    assert run("check", *options, *files).status == status


def test_lines() -> None:
    result = run("check", "broken.eml")
    assert result.output == BROKEN_LINES
    assert result.error == ""


def test_clean_file_says_so() -> None:
    assert run("check", "plain.eml").output == "plain.eml: no defects\n"


def test_place_in_the_content_of_an_encoded_message() -> None:
    lines = run("check", "nested.eml").output.splitlines()
    assert lines[0].startswith("nested.eml:14: warning: An enclosed message declares")
    assert all(line.startswith("nested.eml#2:1: info: ") for line in lines[1:-1])
    assert lines[-1] == "nested.eml: 1 warning, 2 info"


@pytest.mark.parametrize(
    ("severity", "codes"),
    [
        ("info", ["message-encoded", "field-missing", "field-missing"]),
        ("warning", ["message-encoded"]),
        ("error", []),
    ],
)
def test_severity_leaves_out_what_is_less_severe(severity: str, codes: list[str]) -> None:
    lines = run("check", "--severity", severity, "nested.eml").output.splitlines()
    assert [line.partition(" [")[2].partition(",")[0] for line in lines[:-1]] == codes
    assert lines[-1] == "nested.eml: 1 warning, 2 info"
    value = json.loads(run("check", "--json", "--severity", severity, "nested.eml").output)
    (report,) = value["files"]
    assert [defect["code"] for defect in report["defects"]] == codes
    assert report["counts"] == {"error": 0, "warning": 1, "info": 2}


def test_file_that_cannot_be_read_does_not_stop_the_others() -> None:
    result = run("check", "nowhere", "plain.eml")
    assert result.output == "plain.eml: no defects\n"
    assert result.error == "mimekit: cannot read nowhere: No such file or directory\n"


def test_what_a_file_has_not_is_told_behind_its_defects(folder: Path) -> None:
    (folder / "nothing").write_bytes(b"")
    with (folder / "both").open("wb+") as both:
        run_process("check", "nothing", "plain.eml", cwd=folder, stdout=both, stderr=both)
        both.seek(0)
        lines = both.read().decode().splitlines()
    assert lines[2:] == ["nothing: 2 info", "mimekit: nothing is empty", "plain.eml: no defects"]


def test_a_flood_is_counted_in_a_line_that_names_no_rule(folder: Path) -> None:
    fields = b"".join(b"X-%d : v\n" % number for number in range(150))
    (folder / "flood").write_bytes(PLAIN.replace(b"From:", fields + b"From:", 1))
    *_, line, counts = run("check", "flood").output.splitlines()
    assert line.startswith("flood:101: info: There are more defects of one code than are told")
    assert line.endswith(f"(50 x header-name-blank). [defects-omitted, octet {offset(fields)}]")
    assert counts == "flood: 100 warnings, 1 info"


def offset(fields: bytes) -> int:
    """Where the blank of the hundred and first field stands; it is on the first lines."""
    return fields.index(b"X-100 ") + len(b"X-100")


def test_json() -> None:
    value = json.loads(run("check", "--json", "broken.eml", "nowhere").output)
    assert [*value] == ["files"]
    broken, nowhere = value["files"]
    assert (broken["file"], broken["failure"]) == ("broken.eml", None)
    assert broken["counts"] == {"error": 1, "warning": 0, "info": 1}
    assert broken["defects"][1] == {
        "code": "base64-truncated",
        "severity": "error",
        "path": "1",
        "span": {"offset": 142, "length": 1},
        "rfc": "RFC 4648 section 4",
        "meaning": "Base64 ends with a lone character; the octet that it began is lost.",
        "detail": "",
        "source": None,
        "line": 8,
    }
    assert nowhere == {
        "file": "nowhere",
        "failure": "cannot read nowhere: No such file or directory",
        "counts": {"error": 0, "warning": 0, "info": 0},
        "defects": [],
    }


def test_json_tells_the_source() -> None:
    (report,) = json.loads(run("check", "--json", "nested.eml").output)["files"]
    places = [(defect["source"], defect["line"]) for defect in report["defects"]]
    assert places == [(None, 14), ("2", 1), ("2", 1)]


def test_detail_is_told(folder: Path) -> None:
    (folder / "m").write_bytes(PLAIN.replace(b"From:", b"From: x@example.org\nFrom:"))
    assert "(From)" in run("check", "m").output
