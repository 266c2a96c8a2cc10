"""``mimekit show`` and ``mimekit text``: a message for people to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from mimekit.cli import output
from mimekit.cli.reading import takes_message
from mimekit.cli.values import (
    counts_text,
    defect_value,
    mailbox_value,
    part_value,
    severity_counts,
    size_text,
)

if TYPE_CHECKING:
    from mimekit import Mailbox, Message


_MISSING = "(none)"


@click.command(short_help="Show a message: main fields, attachments, defects, text.")
@takes_message
def show(file: str, message: Message, as_json: bool) -> None:
    """Show a message: its main header fields, attachments, defects and text.

    The text is the plain one, else what a reader sees of the HTML. It comes last, so
    that nothing in it can pass for what stands above.
    """
    if as_json:
        output.write_json(_message_value(file, message))
        return
    for name, value in _main_fields(message):
        _write_entry(name, value)
    for part in message.attachments:
        about = f"{part.path} {part.content_type.media_type}".lstrip()  # the root has no path
        about += f", {size_text(len(part.content))}"
        _write_entry("Attachment", f'{about}, "{part.filename}"' if part.filename else about)
    counts = severity_counts(message.check())
    if any(counts.values()):
        about = f"{counts_text(counts)}; see 'mimekit check'"
        _write_entry("Defects", about, "red" if counts["error"] else "")
    output.write_line()
    output.write_block(message.readable_text())


@click.command()
@click.option("--html", is_flag=True, help="The HTML of the body as it was sent.")
@takes_message
def text(file: str, message: Message, as_json: bool, *, html: bool) -> str | None:
    """Print the readable text of a message, and nothing else.

    The text is the plain one, else what a reader sees of the HTML.
    """
    if as_json:
        both = {"text": message.readable_text(), "html": message.html}
        output.write_json({"file": file, **both})
        return None
    wanted = message.html if html else message.readable_text()
    if wanted is None:
        return "no HTML body"
    output.write_text(wanted)
    return None


def _write_entry(name: str, value: str, style: str = "") -> None:
    output.write_line((f"{name + ':':12}", "bold"), (value, style))


def _mailboxes(message: Message) -> dict[str, tuple[Mailbox, ...]]:
    """The address fields, by their names."""
    return {
        "From": message.from_,
        "Sender": message.sender,
        "Reply-To": message.reply_to,
        "To": message.to,
        "Cc": message.cc,
        "Bcc": message.bcc,
    }


def _main_fields(message: Message) -> Iterator[tuple[str, str]]:
    """The header fields that a reader wants; those that a message must have in any case.

    RFC 5322 section 3.6: "The only required header fields are the origination date field
    and the originator address field(s)."
    """
    for name, mailboxes in _mailboxes(message).items():
        if mailboxes:
            yield name, ", ".join(map(str, mailboxes))
        elif name == "From":
            yield name, _MISSING
    yield "Date", str(message.date or message.headers.get("Date") or _MISSING)
    if message.subject is not None:
        yield "Subject", message.subject


def _message_value(file: str, message: Message) -> dict[str, object]:
    mailboxes = {
        name.lower().replace("-", "_"): [mailbox_value(mailbox) for mailbox in found]
        for name, found in _mailboxes(message).items()
    }
    defects = [*message.check()]
    return {
        "file": file,
        **mailboxes,
        "date": message.date.isoformat() if message.date else None,
        "subject": message.subject,
        "message_id": message.message_id,
        "text": message.readable_text(),
        "attachments": [part_value(part) for part in message.attachments],
        "defects": [defect_value(defect) for defect in defects],
        "counts": severity_counts(defects),
    }
