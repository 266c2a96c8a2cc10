"""The mailbox that a command reads, of whatever kind, message by message."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import mimekit
from mimekit.cli.failures import ExitStatus, Failure, failure_of
from mimekit.cli.progress import bar
from mimekit.cli.reading import STANDARD_INPUT, label
from mimekit.cli.values import mailbox_value

if TYPE_CHECKING:
    from mimekit import Message
    from mimekit.mailbox.opening import AnyMailbox


class Entry(NamedTuple):
    """A message of a mailbox, and what only the mailbox knows of it."""

    number: int  # from 1
    message: Message
    offset: int | None  # where it begins in an mbox, with its From_ line
    envelope_sender: str | None
    delivery_date: datetime | None
    flags: str  # of a Maildir

    def value(self) -> dict[str, object]:
        """What JSON tells."""
        message = self.message
        return {
            "number": self.number,
            "offset": self.offset,
            "size": len(bytes(message)),
            "date": _iso(message.date),
            "from": [mailbox_value(mailbox) for mailbox in message.from_],
            "subject": message.subject,
            "message_id": message.message_id,
            "envelope_sender": self.envelope_sender,
            "delivery_date": _iso(self.delivery_date),
            "flags": self.flags,
        }


def about(message: Message) -> tuple[str, str, str]:
    """Date, senders and subject for people."""
    date = message.date
    senders = ", ".join(map(str, message.from_))
    return f"{date.isoformat(' ') if date else 'no date':25}", senders or "(nobody)", (
        message.subject or "(no subject)"
    )  # fmt: skip


def _iso(date: datetime | None) -> str | None:
    return date.isoformat() if date else None


@contextmanager
def opened_mailbox(file: str, *, strict: bool = False) -> Iterator[AnyMailbox]:
    """The mailbox at a path; a `Failure` if there is none, or it changes, or a limit is passed."""
    try:
        with _open(file, strict=strict) as mailbox:
            yield mailbox
    except mimekit.MailboxError as error:
        raise Failure(ExitStatus.DATA, str(error)) from error
    except mimekit.LimitError as error:
        sentence = f"{label(file)} passes a limit: {error}"
        raise Failure(ExitStatus.DATA, sentence) from error


def _open(file: str, *, strict: bool) -> AnyMailbox:
    if file == STANDARD_INPUT:
        sentence = "a mailbox is a file or a folder, not standard input"
        raise Failure(ExitStatus.USAGE, sentence)
    try:
        return mimekit.open_mailbox(file, limits=mimekit.Limits(strict=strict))
    except OSError as error:
        raise failure_of(error, f"read {label(file)}", ExitStatus.NO_INPUT) from error


def mailbox_format(mailbox: AnyMailbox) -> str:
    """The name of what a mailbox is."""
    if isinstance(mailbox, mimekit.Mbox):
        return mailbox.mbox_format
    return "maildir" if isinstance(mailbox, mimekit.Maildir) else mailbox.files_format


def iter_entries(mailbox: AnyMailbox, doing: str) -> Iterator[Entry]:
    """The messages in their order, under a progress bar if they are many."""
    with bar(doing, _size(mailbox)) as advance:
        for entry in _iter_entries(mailbox):
            yield entry
            advance(len(bytes(entry.message)))


def _iter_entries(mailbox: AnyMailbox) -> Iterator[Entry]:
    """Each message, and what the mailbox knows of it."""
    if isinstance(mailbox, mimekit.Mbox):
        for index, message in enumerate(mailbox):
            line, offset = mailbox.from_line(index), mailbox.span(index).offset
            yield Entry(index + 1, message, offset, line.envelope_sender, line.date, "")
    elif isinstance(mailbox, mimekit.Maildir):
        for number, key in enumerate(mailbox.keys(), 1):
            with suppress(KeyError):  # it was removed meanwhile
                flags = "".join(sorted(mailbox.flags(key)))
                yield Entry(number, mailbox[key], None, None, None, flags)
    else:
        for number, message in enumerate(mailbox, 1):
            yield Entry(number, message, None, None, None, "")


def _size(mailbox: AnyMailbox) -> int:
    """About how many octets the messages have together."""
    if isinstance(mailbox, mimekit.Mbox):
        return mailbox.path.stat().st_size
    if isinstance(mailbox, mimekit.Maildir):
        folders = [mailbox.path / "cur", mailbox.path / "new"]
        return sum(entry.stat().st_size for folder in folders for entry in os.scandir(folder))
    return sum(path.stat().st_size for path in mailbox.paths if path.exists())


def not_written(error: OSError, path: Path) -> Failure:
    """The failure for a file or folder that cannot be made or written."""
    name = os.fsencode(path).decode("utf-8", "replace")
    return failure_of(error, f"write to {name}", ExitStatus.CANNOT_CREATE)
