"""A message that a command made or edited, to standard output or to a file."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
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
    with _created(target) as file:
        message.write_to(file)


@contextlib.contextmanager
def _created(target: str) -> Iterator[BinaryIO]:
    """A file to write to; one that could not be finished is removed."""
    path = Path(target)
    try:
        file = path.open("wb")
    except OSError as error:
        raise failure_of(error, f"write {label(target)}", ExitStatus.CANNOT_CREATE) from error
    try:
        with file:
            yield file
    except BaseException as error:
        with contextlib.suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise failure_of(error, f"write {label(target)}", ExitStatus.IO) from error
        raise


def replace_file(target: str, octets: bytes) -> None:
    """Give a file another content, in one step: who reads it sees the old one or the new one.

    The new one is on the disk before it has the name. The mode stays, and a link to the file.
    """
    import tempfile  # noqa: PLC0415 - not for --help

    path = Path(os.path.realpath(target))
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        descriptor, name = tempfile.mkstemp(prefix=".mimekit-", dir=path.parent)
    except OSError as error:
        raise failure_of(error, f"write {label(target)}", ExitStatus.CANNOT_CREATE) from error
    waiting = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(octets)
            file.flush()
            waiting.chmod(mode)
            os.fsync(file.fileno())
        waiting.replace(path)
        _sync_folder(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            waiting.unlink()
        if isinstance(error, OSError):
            raise failure_of(error, f"write {label(target)}", ExitStatus.IO) from error
        raise


def _sync_folder(folder: Path) -> None:
    from mimekit.mailbox.disk import sync_folder  # noqa: PLC0415 - not for --help

    sync_folder(folder)
