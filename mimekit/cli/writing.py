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
    with replacing(target) as file:
        message.write_to(file)


@contextlib.contextmanager
def replacing(target: str) -> Iterator[BinaryIO]:
    """A file to write to: who reads it sees what was there, or all of the new content.

    That is written into a new file beside it, which is on the disk before it gets the name; the
    mode stays, and a link to the file. What is no file, as a pipe or a device, is written to
    as it is.
    """
    path = Path(os.path.realpath(target))
    try:
        file, waiting = _opened(path)
    except OSError as error:
        raise failure_of(error, f"write {label(target)}", ExitStatus.CANNOT_CREATE) from error
    try:
        with file:
            yield file
            file.flush()
            if waiting is not None:
                os.fsync(file.fileno())
        if waiting is not None:
            waiting.replace(path)
            _sync_folder(path.parent)
    except BaseException as error:
        if waiting is not None:
            with contextlib.suppress(OSError):
                waiting.unlink()
        if isinstance(error, OSError):
            raise failure_of(error, f"write {label(target)}", ExitStatus.IO) from error
        raise


def _opened(path: Path) -> tuple[BinaryIO, Path | None]:
    """A file to write to, and the path that it has until it is whole, if it has one."""
    import secrets  # noqa: PLC0415 - not for --help

    if path.exists() and not path.is_file():
        return path.open("wb"), None
    waiting = path.with_name(f".mimekit-{secrets.token_hex(8)}")
    file = waiting.open("xb")
    with contextlib.suppress(FileNotFoundError):
        waiting.chmod(stat.S_IMODE(path.stat().st_mode))
    return file, waiting


def _sync_folder(folder: Path) -> None:
    from mimekit.mailbox.disk import sync_folder  # noqa: PLC0415 - not for --help

    sync_folder(folder)
