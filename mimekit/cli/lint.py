"""``mimekit lint``: what should be put right before messages are sent."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

import click

from mimekit.cli import output
from mimekit.cli.failures import ExitStatus, Failure, complain, guess
from mimekit.cli.findings import STYLES, Located, locate, severity_option
from mimekit.cli.reading import (
    STANDARD_INPUT,
    json_option,
    opened,
    readable_name,
    status_of,
    strict_option,
)
from mimekit.cli.sarif import sarif_log
from mimekit.cli.values import counts_text, defect_value, severity_counts
from mimekit.composition.lint_rules import LintRule

if TYPE_CHECKING:
    from mimekit import LintFinding, Message


class Report(NamedTuple):
    """What was found in one file."""

    file: str
    status: ExitStatus
    failure: str | None  # why the file could not be read
    findings: list[Located]


class _RuleName(click.Choice[str]):
    """The name of a rule; the message for another one does not list them all."""

    def __init__(self) -> None:
        super().__init__([rule.value for rule in LintRule])

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            near = guess(get_close_matches(value, self.choices)) or ": --list-rules tells all"
            self.fail(f"there is no rule '{value}'{near}", param, ctx)
        return value


def _list_rules(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Write the rules and end, whatever else is asked."""
    if not asked:
        return
    for rule in LintRule:
        name = str(rule.severity).lower()
        output.write_line(f"{rule.value:34}", (f"{name:9}", STYLES[name]), rule.meaning)
    output.flush()
    ctx.exit()


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False)
)
@click.option(
    "--rule",
    "wanted",
    multiple=True,
    metavar="RULE",
    type=_RuleName(),
    help="Only this rule; may be given several times.",
)
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="RULE",
    type=_RuleName(),
    help="All rules but this one; may be given several times.",
)
@click.option(
    "--list-rules",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_rules,
    help="Write the rules with their severities, and end.",
)
@severity_option
@json_option
@click.option("--sarif", "as_sarif", is_flag=True, help="Write a SARIF 2.1.0 log instead of text.")
@strict_option
def lint(
    files: tuple[str, ...],
    *,
    wanted: tuple[str, ...],
    ignored: tuple[str, ...],
    severity: str,
    as_json: bool,
    as_sarif: bool,
    strict: bool,
) -> ExitStatus:
    """Tell what should be put right before messages are sent.

    The findings of each file stand below its name, with their lines. The exit status is 1
    if there is one of severity error, of the rules that count.
    """
    if files.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input can be read only once")
    if as_json and as_sarif:
        raise click.UsageError("--json and --sarif exclude each other")
    rules = {*(wanted or [rule.value for rule in LintRule])} - {*ignored}
    told = [*STYLES][[*STYLES].index(severity) :]
    written = None if as_json or as_sarif else told
    reports = [_lint(file, rules, written, strict=strict) for file in files]
    if as_json:
        output.write_json({"files": [_report_value(report, told) for report in reports]})
    elif as_sarif:
        output.write_json(
            sarif_log(
                [(report.file, _told(report, told)) for report in reports],
                [report.failure for report in reports if report.failure],
            )
        )
    return max(report.status for report in reports)


def _lint(file: str, rules: set[str], told: list[str] | None, *, strict: bool) -> Report:
    """Look at one file and write what is to be told; if it cannot be read, say so at once."""
    name = readable_name(file)
    try:
        with opened(file, strict=strict) as message:
            findings = locate(message, _findings(message, rules))
            found_error = any(located.severity == "error" for located in findings)
            status = ExitStatus.DEFECTS if found_error else ExitStatus.OK
            report = Report(name, status, None, findings)
            if told is not None:
                _write(report, told)
            return report._replace(status=max(status, status_of(file, message)))
    except Failure as failure:
        complain(str(failure))
        return Report(name, failure.status, str(failure), [])


def _findings(message: Message, rules: set[str]) -> list[LintFinding]:
    from mimekit import lint as lint_message  # noqa: PLC0415 - not for --help

    return [finding for finding in lint_message(message) if finding.code.value in rules]


def _told(report: Report, told: list[str]) -> list[Located]:
    return [located for located in report.findings if located.severity in told]


def _counts(report: Report) -> dict[str, int]:
    return severity_counts(located.finding for located in report.findings)


def _write(report: Report, told: list[str]) -> None:
    from mimekit.defect_codes import NO_RULE  # noqa: PLC0415 - not for --help

    output.write_line((report.file, "bold"))
    for finding, severity, _, line in _told(report, told):
        rule = "" if finding.rfc == NO_RULE else f", {finding.rfc}"
        part = f", part {finding.path}" if finding.path else ""
        output.write_line(
            f"{line:6}  ",
            (f"{severity:7}", STYLES[severity]),
            f"  {finding.sentence}",
            (f" [{finding.code.value}{rule}{part}]", "dim"),
        )
    output.write_line(f"        {counts_text(_counts(report)).replace('defects', 'findings')}")


def _report_value(report: Report, told: list[str]) -> dict[str, object]:
    return {
        "file": report.file,
        "failure": report.failure,
        "counts": _counts(report),
        "findings": [
            {**defect_value(located.finding), "line": located.line}
            for located in _told(report, told)
        ],
    }
