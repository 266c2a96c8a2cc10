"""``mimekit convert``: messages as Markdown, text, HTML or JSON."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import click

from mimekit.cli import output
from mimekit.cli.conversion_inputs import PassedOver
from mimekit.cli.conversion_tasks import (
    TYPES,
    Outcome,
    Task,
    Wanted,
    convert_octets,
    convert_task,
    died,
    iter_tasks,
)
from mimekit.cli.failures import ExitStatus, Failure, complain, failure_of
from mimekit.cli.folder_files import iter_folder
from mimekit.cli.plugin_commands import tell_unknown_names
from mimekit.cli.progress import bar
from mimekit.cli.reading import STANDARD_INPUT, json_option, readable_name

_SHOWN_WARNINGS = 20


@click.command(short_help="Convert messages to Markdown, text, HTML or JSON.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "--to",
    "target",
    default="md",
    show_default=True,
    metavar="TYPE",
    help="md, text, html, json, or a media type such as text/csv.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    type=click.Path(),
    help="Write a file for each message, and its images, to this folder; made if not there.",
)
@click.option("--part", metavar="PATH", help="Only the part at PATH, as 2.1.")
@click.option(
    "--images",
    type=click.Choice(["files", "data", "none"]),
    help="Images as files (the default with -o), in data: URLs (of HTML), or not at all.",
)
@click.option("--fence", is_flag=True, help="Put each text in a fence that it cannot end.")
@click.option(
    "--thread", "as_thread", is_flag=True, help="One document of all messages, quotes cut."
)
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Processes; as many as cores.")
@click.option(
    "--max-seconds",
    type=click.FloatRange(0.1),
    default=120.0,
    show_default=True,
    help="Time for each message.",
)
@json_option
def convert(
    files: tuple[str, ...],
    *,
    target: str,
    folder: str | None,
    part: str | None,
    images: Literal["files", "data", "none"] | None,
    fence: bool,
    as_thread: bool,
    jobs: int | None,
    max_seconds: float,
    as_json: bool,
) -> ExitStatus:
    """Convert the messages of all FILEs: messages, mailboxes, folders of them; or other files.

    Header fields, text and each attachment become one document; hidden text and what would be
    fetched from elsewhere is left out, which is told on standard error. One message goes to
    standard output; with -o each goes to a file, and a message that cannot be converted stops
    no other. The status is 1 if there was one. --json tells what became of each.
    """
    if files.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input can be read only once")
    media_type = TYPES.get(target, target)
    wanted = Wanted(
        media_type,
        images or _usual_images(media_type, folder),
        fence,
        part,
        max_seconds,
        folder,
    )
    _check(wanted)
    tell_unknown_names()
    if folder is not None:
        _make(folder)
    if as_thread:
        from mimekit.cli.conversion_thread import convert_files  # noqa: PLC0415 - one of many

        return convert_files(files, wanted)
    if folder is None and not as_json:
        return _write_one(iter_tasks(files, wanted, []))
    return _convert_all(files, wanted, jobs or os.cpu_count() or 1, as_json=as_json)


def _usual_images(media_type: str, folder: str | None) -> Literal["files", "data", "none"]:
    """A page of HTML holds its images; what has files beside it links to them."""
    if media_type == "text/html":
        return "data"
    return "none" if folder is None else "files"


def _check(wanted: Wanted) -> None:
    from mimekit.conversion.media_range import is_media_type  # noqa: PLC0415 - not for --help

    if not is_media_type(wanted.media_type):
        known = ", ".join(TYPES)
        raise click.BadParameter(f"{known}, or a media type in lower case", param_hint="--to")
    if wanted.images == "files" and wanted.folder is None:
        raise click.UsageError("--images files needs a folder for them: -o DIR")


def _make(folder: str) -> None:
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        doing = f"write to {readable_name(folder)}"
        raise failure_of(error, doing, ExitStatus.CANNOT_CREATE) from error


def _write_one(tasks: Iterator[Task]) -> ExitStatus:
    """Write one message to standard output; a `Failure` if there are more."""
    first = next(tasks, None)
    if first is None:
        raise Failure(ExitStatus.DATA, "there is no message to convert")
    if next(tasks, None) is not None:
        raise Failure(ExitStatus.USAGE, "these are several messages: say where to, with -o DIR")
    from mimekit.cli.plugin_types import iter_told  # noqa: PLC0415 - not for --help

    done = convert_octets(first)
    if done.is_converted:
        output.write_exactly(done.content)
    output.flush()
    _tell_warnings(told.sentence for told in iter_told(done))
    return ExitStatus.OK if done.is_converted else ExitStatus.DEFECTS


def _tell_warnings(warnings: Iterable[str]) -> None:
    """Say what a reader should know, but not without end."""
    warnings = list(warnings)
    for warning in warnings[:_SHOWN_WARNINGS]:
        complain(warning)
    if len(warnings) > _SHOWN_WARNINGS:
        complain(f"{len(warnings) - _SHOWN_WARNINGS} more warnings: see --json")


def _convert_all(
    files: tuple[str, ...], wanted: Wanted, jobs: int, *, as_json: bool
) -> ExitStatus:
    from mimekit.cli.batch import iter_results  # noqa: PLC0415 - multiprocessing, not for --help

    outcomes: list[Outcome] = []
    passed_over: list[PassedOver] = []
    with bar("Converting", _size(files)) as advance:
        tasks = iter_tasks(files, wanted, passed_over)
        for outcome in iter_results(tasks, convert_task, jobs, died):
            outcomes.append(outcome)
            advance(outcome.octets)
    if as_json:
        output.write_json(
            {
                "messages": [outcome.value() for outcome in outcomes],
                "passed_over": [found._asdict() for found in passed_over],
            }
        )
    else:
        _tell(outcomes, passed_over)
    if len(outcomes) == 1:
        return outcomes[0].status
    is_failed = any(outcome.failure for outcome in outcomes)
    return ExitStatus.DEFECTS if is_failed else ExitStatus.OK


def _tell(outcomes: list[Outcome], passed_over: list[PassedOver]) -> None:
    """A line for each message that failed, for what would help, and one for all."""
    failed = [outcome for outcome in outcomes if outcome.failure is not None]
    for outcome in failed:
        complain(f"{outcome.label}: {outcome.failure}")
    lacking = Counter(each for outcome in outcomes for each in outcome.lacking)
    for (plugin, media_type), count in sorted(lacking.items()):
        complain(f"nothing here converts {media_type} ({count} found): {plugin} reads it")
    _tell_warnings(f"{file} is passed over: {reason}" for file, reason in passed_over)
    warnings = sum(len(outcome.warnings) for outcome in outcomes)
    counts = f"{len(outcomes) - len(failed)} converted, {len(failed)} failed, {warnings} warnings"
    others = f", {len(passed_over)} passed over" if passed_over else ""
    output.write_line(counts + others)


def _size(files: tuple[str, ...]) -> int:
    """About how many octets there are to convert."""
    paths = (Path(file) for file in files)
    return sum(
        found.stat().st_size
        for path in paths
        for found in (_iter_files(path) if path.is_dir() else (path,))
        if found.is_file()
    )


def _iter_files(folder: Path) -> Iterator[Path]:
    for entry in iter_folder(folder):
        yield from entry.messages or (() if entry.passed_over else (entry.path,))
