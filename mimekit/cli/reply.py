"""``mimekit reply`` and ``mimekit forward``: a new message that answers one, or passes it on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

import mimekit
from mimekit.cli.failures import ExitStatus, Failure, complain
from mimekit.cli.new_message import (
    arguments,
    failing,
    file_argument,
    given_values,
    output_option,
    takes,
)
from mimekit.cli.reading import label, opened, strict_option
from mimekit.cli.writing import write_message

if TYPE_CHECKING:
    from mimekit import Defect, Message

_MAX_TOLD = 3  # findings in the one line that standard error gets


@click.command()
@file_argument
@click.option("--to-all", "--all", "to_all", is_flag=True, help="Answer all who got it.")
@click.option("--own", multiple=True, metavar="ADDRESS", help="Another address of yours.")
@takes("from", "to", "cc", "bcc", "reply-to", "subject", "text", "html", "inline", "attach")
@click.option("--quote/--no-quote", default=True, help="Quote the message, or do not.")
@click.option("--quote-above", is_flag=True, help="The quote first, then the text.")
@click.option("--attribution", metavar="TEXT", help="Instead of 'On {date}, {name} wrote:'.")
@takes("header", "date", "message-id", "seed")
@strict_option
@output_option
def reply(
    file: str,
    strict: bool,
    target: str | None,
    **options: Any,  # noqa: ANN401 - texts, and several of them
) -> ExitStatus:
    """Write an answer to the message in FILE.

    It goes to its author, unless --to names others; with --to-all to all who got it, but for
    you: --from, and --own.
    """
    values = given_values({**options, "file": file, "target": target})
    defects: list[Defect] = []
    with opened(file, strict=strict) as message, failing("reply"):
        _check(file, message)
        answer = mimekit.reply(message, defects=defects, **arguments(values))
    return _finish(file, answer, target, defects)


@click.command()
@file_argument
@takes("from", "to", "cc", "bcc", "reply-to", "subject", "text", "html", "inline", "attach")
@click.option("--as-attachment", is_flag=True, help="Attach the message, octet for octet.")
@takes("header", "date", "message-id", "seed")
@strict_option
@output_option
def forward(
    file: str,
    strict: bool,
    target: str | None,
    **options: Any,  # noqa: ANN401 - texts, and several of them
) -> ExitStatus:
    """Write a message that passes on the one in FILE."""
    values = given_values({**options, "file": file, "target": target})
    if "to" not in values:
        raise click.UsageError("missing option '--to'")
    defects: list[Defect] = []
    with opened(file, strict=strict) as message, failing("forward"):
        _check(file, message)
        passed_on = mimekit.forward(message, defects=defects, **arguments(values))
    return _finish(file, passed_on, target, defects)


def _check(file: str, message: Message) -> None:
    if not message.headers.fields:
        why = "has no header field" if bytes(message) else "is empty"
        raise Failure(ExitStatus.DATA, f"{label(file)} {why}: it is no message")


def _finish(
    file: str, message: Message, target: str | None, defects: Sequence[Defect]
) -> ExitStatus:
    """Write the message, and tell what could not be copied as it was."""
    write_message(message, target)
    if defects:
        told = [*dict.fromkeys(defect.sentence for defect in defects)]
        more = len(told) - _MAX_TOLD
        end = f" And {more} more." if more > 0 else ""
        complain(f"{label(file)}: {' '.join(told[:_MAX_TOLD])}{end}")
    return ExitStatus.OK
