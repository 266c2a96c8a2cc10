"""Findings as a SARIF 2.1.0 log, which code hosts and editors show beside the lines.

SARIF: Static Analysis Results Interchange Format, an OASIS standard of 2020.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

import mimekit
from mimekit.cli.findings import Located
from mimekit.composition.lint_rules import LintRule
from mimekit.severity import Severity

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# Section 3.27.10.
_LEVELS: Final = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}
_INDEX: Final = {rule.value: number for number, rule in enumerate(LintRule)}
_RFC = re.compile(r"RFC ([0-9]+)(?: (section|appendix) ([A-Z0-9.]+))?")


def sarif_log(
    files: Iterable[tuple[str, list[Located]]], failures: Sequence[str]
) -> dict[str, object]:
    """One run with the findings in all files, and why others could not be read."""
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mimekit",
                        "version": mimekit.__version__,
                        "rules": [_rule(rule) for rule in LintRule],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": not failures,
                        "toolExecutionNotifications": [
                            {"level": "error", "message": {"text": text}} for text in failures
                        ],
                    }
                ],
                "results": [_result(file, located) for file, found in files for located in found],
            }
        ],
    }


def _rule(rule: LintRule) -> dict[str, object]:
    """A reportingDescriptor (section 3.49)."""
    value: dict[str, object] = {
        "id": rule.value,
        "shortDescription": {"text": rule.meaning},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"rfc": rule.rfc},
    }
    if match := _RFC.fullmatch(rule.rfc):
        number, kind, section = match.groups()
        place = f"#{kind}-{section}" if kind else ""
        value["helpUri"] = f"https://www.rfc-editor.org/rfc/rfc{number}{place}"
    return value


def _result(file: str, located: Located) -> dict[str, object]:
    """A result (section 3.27); its part is a logical location (section 3.33)."""
    finding = located.finding
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(file)},
            "region": {
                "startLine": located.line,
                "byteOffset": finding.span.offset,
                "byteLength": finding.span.length,
            },
        }
    }
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path, "kind": "member"}]
    return {
        "ruleId": finding.code.value,
        "ruleIndex": _INDEX[finding.code.value],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.sentence},
        "locations": [location],
    }


def _uri(file: str) -> str:
    """The file as a URI; one that is not absolute is relative to where the program ran."""
    if file == "-":
        return "stdin"
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
