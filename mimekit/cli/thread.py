"""``mimekit thread``: who answers whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from mimekit.cli import output
from mimekit.cli.branches import branches, lines_to_draw
from mimekit.cli.failures import ExitStatus
from mimekit.cli.mailboxes import about, iter_entries, opened_mailbox
from mimekit.cli.reading import json_option, readable_name, strict_option

if TYPE_CHECKING:
    from mimekit import Thread, ThreadFields

_DEEPEST = 20  # levels that are drawn: a line for each of thousands would be mostly lines


class _Row(NamedTuple):
    """What is printed of a message."""

    file: str
    number: int  # in its mailbox, from 1
    date: str
    senders: str
    subject: str


@click.command(short_help="Draw who answers whom in mailboxes.")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False)
)
@click.option(
    "--algorithm",
    type=click.Choice(["references", "jwz"]),
    default="references",
    show_default=True,
    help="RFC 5256, siblings by date; or JWZ's, siblings as they came.",
)
@click.option("--by-subject", is_flag=True, help="Join threads of the same subject, too.")
@json_option
@strict_option
def thread(
    files: tuple[str, ...], algorithm: str, by_subject: bool, as_json: bool, strict: bool
) -> ExitStatus:
    """Draw the threads of the messages of all FILEs, mailboxes or messages.

    Each line has the date, the subject and the sender; a message that others answer and that is
    not there is told where it holds several answers together.
    """
    import mimekit  # noqa: PLC0415 - not for --help

    fields: list[ThreadFields] = []
    rows: list[_Row] = []
    for file in files:
        _read(file, fields, rows, strict=strict)
    roots = mimekit.thread(
        fields, algorithm="jwz" if algorithm == "jwz" else "references", by_subject=by_subject
    )
    nodes = [each for root in roots for each in root.walk()]
    if as_json:
        output.write_json({"messages": [_value(depth, node, rows) for depth, node in nodes]})
        return ExitStatus.OK
    drawn = branches([depth for depth, _ in nodes], lines_to_draw(), deepest=_DEEPEST)
    for branch, (_, node) in zip(drawn, nodes, strict=True):
        _write(branch, node, rows)
    return ExitStatus.OK


def _read(file: str, fields: list[ThreadFields], rows: list[_Row], *, strict: bool) -> None:
    """Read what is needed of all messages of a mailbox; their octets are not kept."""
    from mimekit.mailbox.threading import thread_fields  # noqa: PLC0415 - not for --help

    with opened_mailbox(file, strict=strict) as mailbox:
        for entry in iter_entries(mailbox, "Reading"):
            fields.append(thread_fields(entry.message))
            rows.append(_Row(readable_name(file), entry.number, *about(entry.message)))


def _write(branch: str, node: Thread[ThreadFields], rows: list[_Row]) -> None:
    if node.number is None:
        missing = f"(missing: {node.message_id})" if node.message_id else "(same subject)"
        output.write_line(f"{'':25}  {branch}", (missing, "dim"))
        return
    row = rows[node.number]
    output.write_line((row.date, "dim"), f"  {branch}", (row.subject, "bold"), f"  {row.senders}")


def _value(depth: int, node: Thread[ThreadFields], rows: list[_Row]) -> dict[str, object]:
    row = None if node.number is None else rows[node.number]
    fields = node.message
    return {
        "depth": depth,
        "message_id": node.message_id,
        "file": row.file if row else None,
        "number": row.number if row else None,
        "date": fields.date.isoformat() if fields and fields.date else None,
        "subject": fields.subject if fields else None,
        "children": len(node.children),
    }
