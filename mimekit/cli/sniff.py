"""``mimekit sniff``: what files are by their octets, and what contradicts that."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

import click

from mimekit.cli import output
from mimekit.cli.failures import ExitStatus, Failure, complain
from mimekit.cli.findings import STYLES
from mimekit.cli.reading import (
    STANDARD_INPUT,
    json_option,
    opened,
    read_head,
    readable_name,
    status_of,
    strict_option,
)
from mimekit.cli.values import holds_parts

if TYPE_CHECKING:
    from mimekit import Conflict, Sniffed


class _Item(NamedTuple):
    """A file, or a part of one, and what it is."""

    path: str | None  # of the part; None for the file itself
    name: str | None
    declared: str | None
    sniffed: Sniffed


class _Report(NamedTuple):
    file: str
    status: ExitStatus
    failure: str | None  # why the file could not be read
    items: list[_Item]


@click.command(short_help="Tell what files are by their octets, whatever they are called.")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False)
)
@click.option(
    "--declared", metavar="TYPE", help="The media type that somebody said the files have."
)
@click.option("--parts", is_flag=True, help="Look at each part of FILE, which is a message.")
@json_option
@strict_option
def sniff(
    files: tuple[str, ...], *, declared: str | None, parts: bool, as_json: bool, strict: bool
) -> ExitStatus:
    """Tell what files are by their octets: the media type, and what decided.

    Conflicts with the name of the file, or what is declared, stand below. The exit status
    is 1 if there is one of severity error: a program that goes as an image.
    """
    if files.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input can be read only once")
    if parts and declared is not None:
        raise click.UsageError("--parts and --declared exclude each other")
    if strict and not parts:
        raise click.UsageError("--strict is of --parts")
    if declared is not None:
        _check_declared(declared)
    reports = []
    for file in files:
        report = _of_parts(file, strict=strict) if parts else _of_file(file, declared)
        reports.append(report)
        if not as_json:
            _write(report)
    if as_json:
        output.write_json({"files": [_report_value(report) for report in reports]})
    return max(report.status for report in reports)


def _check_declared(declared: str) -> None:
    """Refuse what is no media type; parameters and capitals are what header fields have, too."""
    from mimekit.conversion.media_range import is_media_type  # noqa: PLC0415 - not for --help

    if not is_media_type(declared.partition(";")[0].strip().lower()):
        raise click.BadParameter(f"{declared!r} is no media type", param_hint="--declared")


def _of_file(file: str, declared: str | None) -> _Report:
    """Look at a file itself; if it cannot be read, say so at once."""
    from mimekit import sniff as sniff_octets  # noqa: PLC0415 - not for --help
    from mimekit.conversion.sniffing.sample import MAX_SNIFFED_BYTES  # noqa: PLC0415 - the same

    shown = readable_name(file)
    try:
        octets = read_head(file, MAX_SNIFFED_BYTES + 1)
    except Failure as failure:
        complain(str(failure))
        return _Report(shown, failure.status, str(failure), [])
    name = None if file == STANDARD_INPUT else PurePath(shown).name
    sniffed = sniff_octets(octets, name=name, declared=declared)
    items = [_Item(None, name, declared, sniffed)]
    return _Report(shown, _status(items), None, items)


def _of_parts(file: str, *, strict: bool) -> _Report:
    """Look at the parts of a message, but for those that only hold others."""
    from mimekit import sniff as sniff_part  # noqa: PLC0415 - not for --help

    shown = readable_name(file)
    try:
        with opened(file, strict=strict) as message:
            items = [
                _Item(part.path, part.filename, part.content_type.media_type, sniff_part(part))
                for part in message.walk()
                if not holds_parts(part)
            ]
            status = max(_status(items), status_of(file, message))
    except Failure as failure:
        complain(str(failure))
        return _Report(shown, failure.status, str(failure), [])
    return _Report(shown, status, None, items)


def _status(items: list[_Item]) -> ExitStatus:
    conflicts = [conflict for item in items for conflict in item.sniffed.conflicts]
    has_error = any(_severity(conflict) == "error" for conflict in conflicts)
    return ExitStatus.DEFECTS if has_error else ExitStatus.OK


def _severity(conflict: Conflict) -> str:
    return conflict.severity.name.lower()


def _write(report: _Report) -> None:
    for item in report.items:
        media_type, by, confidence, conflicts = item.sniffed
        place = f"{report.file}#{item.path}" if item.path else report.file
        about = f", by {by}, {confidence:.2f}" if by != "unknown" else ", unknown"
        output.write_line((f"{place}: ", "bold"), media_type, (about, "dim"))
        for conflict in conflicts:
            severity = _severity(conflict)
            output.write_line("  ", (severity, STYLES[severity]), f": {conflict.sentence}")


def _report_value(report: _Report) -> dict[str, object]:
    return {
        "file": report.file,
        "failure": report.failure,
        "items": [_item_value(item) for item in report.items],
    }


def _item_value(item: _Item) -> dict[str, object]:
    return {
        "path": item.path,
        "name": item.name,
        "declared": item.declared,
        "type": item.sniffed.media_type,
        "by": item.sniffed.by,
        "confidence": item.sniffed.confidence,
        "conflicts": [
            {
                "kind": conflict.kind.value,
                "severity": _severity(conflict),
                "claimed": conflict.claimed,
                "found": conflict.found,
                "sentence": conflict.sentence,
            }
            for conflict in item.sniffed.conflicts
        ],
    }
