"""Where findings are, in lines, and which of them are told: for `check` and `lint`."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import click

from mimekit.cli.line_numbers import LineCounter

if TYPE_CHECKING:
    from mimekit import Defect, LintFinding, Message

Finding: TypeAlias = "Defect | LintFinding"

# The names of `mimekit.Severity`, in its order, and how they are printed.
STYLES = {"info": "cyan", "warning": "yellow", "error": "bold red"}

_CHUNK = 1 << 20  # octets read at a time

severity_option = click.option(
    "--severity",
    type=click.Choice([*STYLES]),
    default="info",
    show_default=True,
    help="Only findings of this severity or a worse one.",
)


class Located(NamedTuple):
    """A finding with its place for people."""

    finding: Finding
    severity: str
    source: str | None  # `Part.source` of the part that it is in
    line: int  # in that source


def locate(message: Message, findings: Iterable[Finding]) -> list[Located]:
    """Findings in a message, in their order, with their lines."""
    findings = [*findings]
    parts = {part.path: part for part in message.walk()}
    sources = {path: part.source for path, part in parts.items()}
    offsets: dict[str | None, list[int]] = {}
    for finding in findings:
        offsets.setdefault(sources[finding.path], []).append(finding.span.offset)
    counters = {source: LineCounter(wanted) for source, wanted in offsets.items()}
    for source, counter in counters.items():
        with io.BufferedWriter(counter, _CHUNK) as file:
            if source is None:
                message.write_to(file)
            else:
                file.writelines(iter(partial(parts[source].open().read, _CHUNK), b""))
    return [
        Located(
            finding,
            finding.severity.name.lower(),
            source := sources[finding.path],
            counters[source].line(finding.span.offset),
        )
        for finding in findings
    ]
