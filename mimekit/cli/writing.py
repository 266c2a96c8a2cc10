"""A message that a command made or edited, to standard output or to a file."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from mimekit.cli import output
from mimekit.cli.failures import ExitStatus, failure_of
from mimekit.cli.reading import STANDARD_INPUT, label

if TYPE_CHECKING:
    from mimekit import Message


def write_message(message: Message, target: str | None) -> None:
    """Write a message to a file, or to standard output if there is none or it is "-"."""
    if target is None or target == STANDARD_INPUT:
        if output.is_terminal():
            output.write_exactly(bytes(message))
        else:
            sys.stdout.flush()
            message.write_to(sys.stdout.buffer)
        return
    with replacing(target) as file:
        message.write_to(file)


@contextlib.contextmanager
def replacing(target: str) -> Iterator[BinaryIO]:
    """A file that gets another content in one step, durably; a `Failure` if it cannot."""
    from mimekit.message import replacing as disk  # noqa: PLC0415 - not for --help

    doing, status = f"write {label(target)}", ExitStatus.CANNOT_CREATE
    try:
        with disk.replacing(target, durable=True) as file:
            status = ExitStatus.IO
            yield file
    except OSError as error:
        raise failure_of(error, doing, status) from error
