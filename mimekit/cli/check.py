"""``mimekit check``: everything that is wrong with messages."""

from __future__ import annotations

from typing import NamedTuple

import click

from mimekit.cli import output
from mimekit.cli.failures import ExitStatus, Failure, complain
from mimekit.cli.findings import STYLES, Located, locate, severity_option
from mimekit.cli.reading import (
    STANDARD_INPUT,
    json_option,
    opened,
    readable_name,
    status_of,
    strict_option,
)
from mimekit.cli.values import counts_text, defect_value, severity_counts


class _Report(NamedTuple):
    file: str
    status: ExitStatus
    failure: str | None  # why the file could not be read
    findings: list[Located]

    @property
    def counts(self) -> dict[str, int]:
        return severity_counts(located.finding for located in self.findings)


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False)
)
@severity_option
@json_option
@strict_option
def check(files: tuple[str, ...], severity: str, as_json: bool, strict: bool) -> ExitStatus:
    """Tell what is wrong with messages: one line a defect.

    It begins with the file and the line; FILE#2:3 is line 3 of the decoded content of
    part 2. The exit status is 1 if there is a defect of severity error.
    """
    if files.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input can be read only once")
    told = [*STYLES][[*STYLES].index(severity) :]
    statuses, values = [ExitStatus.OK], []
    for file in files:
        report = _check(file, None if as_json else told, strict=strict)
        statuses.append(report.status)
        if as_json:
            values.append(_report_value(report, told))
    if as_json:
        output.write_json({"files": values})
    return max(statuses)


def _check(file: str, told: list[str] | None, *, strict: bool) -> _Report:
    """Check one file and write what is to be told; if it cannot be read, say so at once."""
    name = readable_name(file)
    try:
        with opened(file, strict=strict) as message:
            findings = locate(message, message.check())
            found_error = any(finding.severity == "error" for finding in findings)
            status = ExitStatus.DEFECTS if found_error else ExitStatus.OK
            report = _Report(name, status, None, findings)
            if told is not None:
                _write_report(report, told)
            return report._replace(status=max(status, status_of(file, message)))
    except Failure as failure:
        complain(str(failure))
        return _Report(name, failure.status, str(failure), [])


def _write_report(report: _Report, told: list[str]) -> None:
    from mimekit.defect_codes import NO_RULE  # noqa: PLC0415 - not for --help

    for defect, severity, source, line in report.findings:
        if severity not in told:
            continue
        place = report.file if source is None else f"{report.file}#{source}"
        part = f"part {defect.path}, " if defect.path else ""
        rule = "" if defect.rfc == NO_RULE else f"{defect.rfc}, "
        output.write_line(
            (f"{place}:{line}: ", "bold"),
            (severity, STYLES[severity]),
            f": {defect.sentence}",
            (f" [{defect.code.value}, {rule}{part}octet {defect.span.offset}]", "dim"),
        )
    output.write_line((f"{report.file}: ", "bold"), counts_text(report.counts))


def _report_value(report: _Report, told: list[str]) -> dict[str, object]:
    return {
        "file": report.file,
        "failure": report.failure,
        "counts": report.counts,
        "defects": [
            {**defect_value(defect), "source": source, "line": line}
            for defect, severity, source, line in report.findings
            if severity in told
        ],
    }
