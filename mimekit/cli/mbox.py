"""``mimekit mbox``: what a mailbox holds, and the same as another one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mimekit.cli import output
from mimekit.cli.failures import ExitStatus, Failure
from mimekit.cli.mailboxes import (
    Entry,
    about,
    iter_entries,
    mailbox_format,
    not_written,
    opened_mailbox,
)
from mimekit.cli.reading import json_option, readable_name, strict_option

if TYPE_CHECKING:
    from mimekit.mailbox.opening import AnyMailbox

_file = click.argument("file", type=click.Path(readable=False))


@click.group(invoke_without_command=True, short_help="List, split and convert mailboxes.")
@click.pass_context
def mbox(context: click.Context) -> None:
    """List a mailbox, split it into files, convert it.

    FILE is an mbox (mboxo, mboxrd, mboxcl, mboxcl2), a Maildir, an MH folder, an EMLX file or
    a folder of them, a folder of .eml files, or one message.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@mbox.command("list")
@_file
@json_option
@strict_option
def list_(file: str, as_json: bool, strict: bool) -> ExitStatus:
    """List the messages: number, offset, octets, date, sender, subject.

    The offset is that of the From_ line in an mbox; the octets are those of the message.
    """
    with opened_mailbox(file, strict=strict) as mailbox:
        entries = iter_entries(mailbox, "Listing")
        if as_json:
            output.write_json(
                {
                    "file": readable_name(file),
                    "format": mailbox_format(mailbox),
                    "messages": [entry.value() for entry in entries],
                }
            )
        else:
            for entry in entries:
                _write_entry(entry)
    return ExitStatus.OK


def _write_entry(entry: Entry) -> None:
    date, senders, subject = about(entry.message)
    place = "" if entry.offset is None else f"{entry.offset}"
    output.write_line(
        (f"{entry.number:>6} {place:>12} {len(bytes(entry.message)):>10}  ", "dim"),
        f"{date}  {senders}  ",
        (subject, "bold"),
    )


@mbox.command(short_help="Write each message to a file of its own.")
@_file
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(),
    help="The folder to write to; made if it is not there.",
)
@json_option
def split(file: str, folder: str, as_json: bool) -> ExitStatus:
    """Write each message to a file of its own in DIR: 000001.eml, 000002.eml ...

    The octets are those of the message. No file is overwritten: a name that is taken gets a
    number. Prints the octets and the path of each file.
    """
    with opened_mailbox(file) as mailbox:
        saved: list[dict[str, object]] = []
        for entry, path in _iter_saved(mailbox, Path(folder), "Splitting"):
            name, size = readable_name(str(path)), len(bytes(entry.message))
            saved.append({"number": entry.number, "saved_as": name, "size": size})
            if not as_json:
                output.write_line((f"{size:>10}  ", "dim"), (name, "bold"))
        if as_json:
            output.write_json({"file": readable_name(file), "saved": saved})
    return ExitStatus.OK


def _iter_saved(mailbox: AnyMailbox, folder: Path, doing: str) -> Iterator[tuple[Entry, Path]]:
    """Write each message to a new file."""
    for entry in iter_entries(mailbox, doing):
        try:
            yield entry, _save(entry, folder)
        except OSError as error:
            raise not_written(error, folder) from error


def _save(entry: Entry, folder: Path) -> Path:
    from mimekit.message.save import name_with_number  # noqa: PLC0415 - not for --help

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name_with_number(folder, f"{entry.number:06}.eml")
    try:
        with path.open("xb") as file:
            entry.message.write_to(file)
    except FileExistsError:
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


@mbox.command(short_help="Write the messages to an mbox, a Maildir or .eml files.")
@click.argument("source", metavar="FROM", type=click.Path(readable=False))
@click.argument("target", metavar="TO", type=click.Path())
@click.option(
    "--format",
    "target_format",
    type=click.Choice(["mboxrd", "maildir", "eml"]),
    help="What TO becomes; mboxrd if its name ends in .mbox.",
)
@json_option
def convert(source: str, target: str, target_format: str | None, as_json: bool) -> ExitStatus:
    """Write the messages of FROM to TO, a new mbox, a Maildir or a folder of .eml files.

    The octets of each message stay. An mbox must not be there yet, and is removed if it could
    not be finished. To a Maildir and to a folder messages are added. The flags of a Maildir go
    to another one; senders and dates of From_ lines go to an mbox.
    """
    if target_format is None:
        target_format = _format_by_name(target)
    if os.path.realpath(source) == os.path.realpath(target):
        raise Failure(ExitStatus.USAGE, "FROM and TO are the same mailbox")
    write = _WRITERS[target_format]
    with opened_mailbox(source) as mailbox:
        try:
            count = write(mailbox, Path(target))
        except OSError as error:
            raise not_written(error, Path(target)) from error
        found = mailbox_format(mailbox)
    if as_json:
        names = {"from": readable_name(source), "to": readable_name(target)}
        formats = {"from_format": found, "to_format": target_format}
        output.write_json({**names, **formats, "messages": count})
    else:
        written = f"{count} message{'' if count == 1 else 's'}"
        output.write_line(f"{written}, {found} to {target_format}: {readable_name(target)}")
    return ExitStatus.OK


def _format_by_name(target: str) -> str:
    if not target.lower().endswith(".mbox"):
        raise Failure(ExitStatus.USAGE, "say what TO becomes: --format mboxrd, maildir or eml")
    return "mboxrd"


def _to_mboxrd(mailbox: AnyMailbox, path: Path) -> int:
    count = 0
    try:
        file = path.open("xb")
    except FileExistsError:
        sentence = f"cannot write to {readable_name(str(path))}: it is there already"
        raise Failure(ExitStatus.CANNOT_CREATE, sentence) from None
    try:
        with file:
            for entry in iter_entries(mailbox, "Converting"):
                file.write(_record(entry))
                count += 1
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return count


def _record(entry: Entry) -> bytes:
    """A message with its From_ line: the one that it had, else of its own date."""
    from mimekit import ComposeError  # noqa: PLC0415 - not for --help
    from mimekit.mailbox.from_line import NO_SENDER  # noqa: PLC0415 - the same
    from mimekit.mailbox.mbox import format_record  # noqa: PLC0415 - the same

    octets, date = bytes(entry.message), entry.delivery_date or entry.message.date
    try:
        sender = entry.envelope_sender or NO_SENDER
        return format_record(octets, sender, date or datetime.now(UTC))
    except ComposeError:  # a sender with controls, a date before the year 1
        return format_record(octets, NO_SENDER, datetime.now(UTC))


def _to_maildir(mailbox: AnyMailbox, path: Path) -> int:
    from mimekit import Maildir  # noqa: PLC0415 - not for --help

    count = 0
    target = Maildir(path, create=True)
    for entry in iter_entries(mailbox, "Converting"):
        target.add(entry.message, entry.flags)
        count += 1
    return count


def _to_eml(mailbox: AnyMailbox, path: Path) -> int:
    return sum(1 for _ in _iter_saved(mailbox, path, "Converting"))


_WRITERS: dict[str, Callable[[AnyMailbox, Path], int]] = {
    "mboxrd": _to_mboxrd,
    "maildir": _to_maildir,
    "eml": _to_eml,
}
