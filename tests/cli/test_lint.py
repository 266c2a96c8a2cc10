from __future__ import annotations

import json
from pathlib import Path

import pytest

from mimekit.composition.lint_rules import LintRule
from tests.cli.running import run
from tests.composition.lint_cases import PDF, TEXT, letter, parts

LATE = parts(TEXT + b"\0", PDF + b"\r\nAAAA", fields=b"Bcc: c@example.org\r\n")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "good.eml").write_bytes(letter())
    (tmp_path / "bad.eml").write_bytes(LATE)
    (tmp_path / "text").write_bytes(b"\r\nNo message.\r\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


LINES = (
    "bad.eml\n"
    "     1  warning  Bcc has mailboxes; all receivers may see them."
    " [bcc-present, RFC 5322 section 3.6.3]\n"
    "    13  error    There is a NUL octet. [nul-octet, RFC 2045 section 2.8, part 1]\n"
    "    15  warning  An attachment has no file name."
    " [file-name-missing, RFC 2183 section 2.3, part 2]\n"
    "        1 error, 2 warnings\n"
)


def test_lines_stand_below_their_file() -> None:
    result = run("lint", "bad.eml", "good.eml")
    assert result.output == LINES + "good.eml\n        no findings\n"
    assert result.error == ""


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["good.eml"], 0, id="nothing"),
        pytest.param(["bad.eml"], 1, id="error"),
        pytest.param(["bad.eml", "good.eml"], 1, id="error-in-the-first"),
        pytest.param(["--ignore", "nul-octet", "bad.eml"], 0, id="error-ignored"),
        pytest.param(["--rule", "bcc-present", "bad.eml"], 0, id="warning-alone"),
        pytest.param(["--severity", "error", "bad.eml"], 1, id="severity"),
        pytest.param(["text", "bad.eml"], 65, id="no-header-field"),
        pytest.param(["bad.eml", "nowhere", "good.eml"], 66, id="missing"),
        pytest.param(["--rule", "nonsense", "good.eml"], 64, id="unknown-rule"),
        pytest.param(["-", "-"], 64, id="standard-input-twice"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--json"], ["--sarif"]], ids=" ".join)
def test_status(arguments: list[str], status: int, options: list[str]) -> None:
    assert run("lint", *options, *arguments).status == status


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        pytest.param([], ["bcc-present", "nul-octet", "file-name-missing"], id="all"),
        pytest.param(["--rule", "nul-octet"], ["nul-octet"], id="rule"),
        pytest.param(
            ["--rule", "nul-octet", "--rule", "bcc-present"],
            ["bcc-present", "nul-octet"],
            id="rules",
        ),
        pytest.param(["--ignore", "nul-octet"], ["bcc-present", "file-name-missing"], id="ignore"),
        pytest.param(["--rule", "nul-octet", "--ignore", "nul-octet"], [], id="rule-ignored"),
        pytest.param(["--severity", "error"], ["nul-octet"], id="severity"),
    ],
)
def test_rules_are_chosen(options: list[str], codes: list[str]) -> None:
    (report,) = json.loads(run("lint", "--json", *options, "bad.eml").output)["files"]
    assert [finding["code"] for finding in report["findings"]] == codes
    lines = run("lint", *options, "bad.eml").output.splitlines()[1:-1]
    assert len(lines) == len(codes)
    assert all(f"[{code}" in line for code, line in zip(codes, lines, strict=True))
    (sarif,) = json.loads(run("lint", "--sarif", *options, "bad.eml").output)["runs"]
    assert [result["ruleId"] for result in sarif["results"]] == codes


def test_standard_input() -> None:
    result = run("lint", "-", stdin=LATE)
    assert result.output == LINES.replace("bad.eml", "-")
    (report,) = json.loads(run("lint", "--sarif", "-", stdin=LATE).output)["runs"]
    uri = report["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "stdin"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--rule", "nonsense", "good.eml"], "invalid value for '--rule': there is no rule"),
        (
            ["--rule", "cid-unknwon", "good.eml"],
            "invalid value for '--rule': there is no rule 'cid-unknwon' (did you mean 'cid-unknown'",
        ),
        (["--json", "--sarif", "good.eml"], "--json and --sarif exclude each other; see"),
    ],
)
def test_mistakes_are_told_in_one_line(arguments: list[str], sentence: str) -> None:
    result = run("lint", *arguments)
    assert (result.status, result.output) == (64, "")
    assert result.error.startswith(f"mimekit: {sentence}")
    assert result.error.count("\n") == 1


def test_file_that_cannot_be_read_does_not_stop_the_others() -> None:
    result = run("lint", "nowhere", "good.eml")
    assert result.output == "good.eml\n        no findings\n"
    assert result.error == "mimekit: cannot read nowhere: No such file or directory\n"


def test_json() -> None:
    value = json.loads(run("lint", "--json", "bad.eml", "nowhere").output)
    bad, nowhere = value["files"]
    assert (bad["file"], bad["failure"]) == ("bad.eml", None)
    assert bad["counts"] == {"error": 1, "warning": 2, "info": 0}
    assert bad["findings"][1] == {
        "code": "nul-octet",
        "severity": "error",
        "path": "1",
        "span": {"offset": LATE.index(b"\0"), "length": 1},
        "rfc": "RFC 2045 section 2.8",
        "meaning": "There is a NUL octet.",
        "detail": "",
        "line": 13,
    }
    assert nowhere == {
        "file": "nowhere",
        "failure": "cannot read nowhere: No such file or directory",
        "counts": {"error": 0, "warning": 0, "info": 0},
        "findings": [],
    }


def test_rules_are_listed() -> None:
    result = run("lint", "--list-rules")
    assert result.status == 0
    lines = result.output.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [rule.value, rule.severity.name.lower()] for rule in LintRule
    ]
