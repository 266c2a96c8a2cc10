"""The log has what SARIF 2.1.0 requires, and what code hosts read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mimekit import LintRule, __version__
from mimekit.cli.sarif import sarif_log
from tests.cli.running import run
from tests.cli.test_lint import LATE


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    (tmp_path / "a letter.eml").write_bytes(LATE)
    monkeypatch.chdir(tmp_path)
    value = json.loads(run("lint", "--sarif", "a letter.eml", "nowhere").output)
    assert isinstance(value, dict)
    return value


def test_log_has_its_required_properties(log: dict[str, Any]) -> None:
    assert log.keys() == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (only,) = log["runs"]
    assert only["tool"]["driver"]["name"] == "mimekit"
    assert only["tool"]["driver"]["version"] == __version__


def test_every_rule_is_described(log: dict[str, Any]) -> None:
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.value for rule in LintRule]
    assert all(rule["shortDescription"]["text"] for rule in rules)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {
        *("note", "warning", "error")
    }
    by_id = {rule["id"]: rule for rule in rules}
    place = "https://www.rfc-editor.org/rfc/rfc8058#section-3.1"
    assert by_id["one-click-missing"]["helpUri"] == place
    assert "helpUri" not in by_id["hidden-text"]


def test_results_name_rule_level_message_and_place(log: dict[str, Any]) -> None:
    _, nul, _ = log["runs"][0]["results"]
    assert nul == {
        "ruleId": "nul-octet",
        "ruleIndex": [*LintRule].index(LintRule.NUL_OCTET),
        "level": "error",
        "message": {"text": "There is a NUL octet."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "a%20letter.eml"},
                    "region": {
                        "startLine": 13,
                        "byteOffset": LATE.index(b"\0"),
                        "byteLength": 1,
                    },
                },
                "logicalLocations": [{"fullyQualifiedName": "1", "kind": "member"}],
            }
        ],
    }


def test_failures_are_told(log: dict[str, Any]) -> None:
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["level"] == "error"
    assert notification["message"]["text"].startswith("cannot read nowhere")


def test_nothing_found_is_an_empty_list() -> None:
    (only,) = json.loads(json.dumps(sarif_log([("a.eml", [])], [])))["runs"]
    assert only["results"] == []
    assert only["invocations"][0]["executionSuccessful"] is True
