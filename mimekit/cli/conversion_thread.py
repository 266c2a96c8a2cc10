"""``mimekit convert --thread``: one document of the messages of mailboxes, by threads."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import mimekit
from mimekit.cli import output
from mimekit.cli.conversion_tasks import Wanted, write_files
from mimekit.cli.failures import ExitStatus, Failure, complain
from mimekit.cli.mailboxes import opened_mailbox
from mimekit.cli.reading import readable_name

if TYPE_CHECKING:
    from mimekit import Conversion, Message

_MAX_SHARES: Final = 16
"""Of the octets that one message may make: all are held until the document is written."""


def convert_files(files: Sequence[str], wanted: Wanted) -> ExitStatus:
    """Write one document of all messages: thread after thread, answers below questions."""
    with ExitStack() as stack:
        messages = [
            message for file in files for message in stack.enter_context(opened_mailbox(file))
        ]
        stem = Path(readable_name(files[0])).stem or "thread"
        try:
            done = _convert(_by_threads(messages), stem, wanted)
        except ValueError as error:
            raise Failure(ExitStatus.USAGE, str(error)) from error
        if wanted.folder is None:
            output.write_exactly(done.content)
            output.flush()
        else:
            write_files(done, stem, wanted.folder)
    if done.warnings:
        complain(f"{len(done.warnings)} warnings: they stand in the document")
    return ExitStatus.OK


def _limits(count: int, max_seconds: float) -> mimekit.ConversionLimits:
    """What so many messages may cost: each as much as one, but octets of 16 at most."""
    one = mimekit.ConversionLimits()
    return mimekit.ConversionLimits(
        max_octets=one.max_octets * min(count, _MAX_SHARES),
        max_parts=one.max_parts * count,
        max_seconds=max_seconds * count,
    )


def _by_threads(messages: list[Message]) -> list[Message]:
    """Each message below the one that it answers."""
    return [
        node.message
        for root in mimekit.thread(messages)
        for _, node in root.walk()
        if node.message is not None
    ]


def _convert(messages: list[Message], stem: str, wanted: Wanted) -> Conversion:
    return mimekit.convert_thread(
        messages,
        wanted.media_type,
        title=stem,
        limits=_limits(len(messages), wanted.max_seconds),
        images=wanted.images,
        folder=f"{stem}_files/" if wanted.folder is not None else "",
        fence=wanted.fence,
    )
