"""``mimekit check``: everything that is wrong with messages."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from mimekit.cli import output
from mimekit.cli.failures import ExitStatus, Failure, complain
from mimekit.cli.line_numbers import LineCounter
from mimekit.cli.reading import (
    STANDARD_INPUT,
    json_option,
    opened,
    readable_name,
    status_of,
    strict_option,
)
from mimekit.cli.values import counts_text, defect_value, severity_counts

if TYPE_CHECKING:
    from mimekit import Defect, Message

# The names of `mimekit.Severity`, in its order, and how they are printed.
_STYLES = {"info": "cyan", "warning": "yellow", "error": "bold red"}


_CHUNK = 1 << 20  # octets read at a time


class _Finding(NamedTuple):
    defect: Defect
    severity: str
    source: str | None  # `Part.source` of the part that it is in
    line: int  # in that source


class _Report(NamedTuple):
    file: str
    status: ExitStatus
    failure: str | None  # why the file could not be read
    findings: list[_Finding]

    @property
    def counts(self) -> dict[str, int]:
        return severity_counts(finding.defect for finding in self.findings)


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False)
)
@click.option(
    "--severity",
    type=click.Choice([*_STYLES]),
    default="info",
    show_default=True,
    help="Only defects of this severity or a worse one.",
)
@json_option
@strict_option
def check(files: tuple[str, ...], severity: str, as_json: bool, strict: bool) -> ExitStatus:
    """Tell what is wrong with messages: one line a defect.

    It begins with the file and the line; FILE#2:3 is line 3 of the decoded content of
    part 2. The exit status is 1 if there is a defect of severity error.
    """
    if files.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input can be read only once")
    told = [*_STYLES][[*_STYLES].index(severity) :]
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
            findings = _findings(message)
            found_error = any(finding.severity == "error" for finding in findings)
            status = ExitStatus.DEFECTS if found_error else ExitStatus.OK
            report = _Report(name, status, None, findings)
            if told is not None:
                _write_report(report, told)
            return report._replace(status=max(status, status_of(file, message)))
    except Failure as failure:
        complain(str(failure))
        return _Report(name, failure.status, str(failure), [])


def _findings(message: Message) -> list[_Finding]:
    """All defects, in the order of `Part.check`, with their lines."""
    defects = [*message.check()]
    parts = {part.path: part for part in message.walk()}
    sources = {path: part.source for path, part in parts.items()}
    offsets: dict[str | None, list[int]] = {}
    for defect in defects:
        offsets.setdefault(sources[defect.path], []).append(defect.span.offset)
    counters = {source: LineCounter(wanted) for source, wanted in offsets.items()}
    for source, counter in counters.items():
        with io.BufferedWriter(counter, _CHUNK) as file:
            if source is None:
                message.write_to(file)
            else:
                file.writelines(iter(partial(parts[source].open().read, _CHUNK), b""))
    return [
        _Finding(
            defect,
            defect.severity.name.lower(),
            source := sources[defect.path],
            counters[source].line(defect.span.offset),
        )
        for defect in defects
    ]


def _write_report(report: _Report, told: list[str]) -> None:
    from mimekit.defects import NO_RULE  # noqa: PLC0415 - not for --help

    for defect, severity, source, line in report.findings:
        if severity not in told:
            continue
        place = report.file if source is None else f"{report.file}#{source}"
        part = f"part {defect.path}, " if defect.path else ""
        rule = "" if defect.rfc == NO_RULE else f"{defect.rfc}, "
        output.write_line(
            (f"{place}:{line}: ", "bold"),
            (severity, _STYLES[severity]),
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
