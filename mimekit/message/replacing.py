"""A file that gets another content in one step.

A message is mapped from its file (`mimekit.message.source`): to write over that file while it is
read would destroy both.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(target: str | os.PathLike[str], *, durable: bool = False) -> Iterator[BinaryIO]:
    """A file to write to, which gets its name when all is written; `OSError` if it cannot.

    Who reads it sees what was there, or all of the new content; if writing fails, what was
    there stays. The mode stays, and a link to the file. With ``durable`` the octets and the
    name are on the disk at the end. What is no file, as a pipe or a device, is written to as
    it is.
    """
    path = Path(os.path.realpath(target))
    if path.exists() and not path.is_file():
        with path.open("wb") as special:
            yield special
        return
    import secrets  # noqa: PLC0415 - rarely needed

    waiting = path.with_name(f".mimekit-{secrets.token_hex(8)}")
    file = _opened(waiting, target)
    try:
        with file:
            with suppress(FileNotFoundError):
                waiting.chmod(stat.S_IMODE(path.stat().st_mode))
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        waiting.replace(path)
        if durable:
            sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            waiting.unlink()
        raise


def _opened(waiting: Path, target: str | os.PathLike[str]) -> BinaryIO:
    """The new file; an exception names the one that it is to become."""
    try:
        return waiting.open("xb")
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(target)) from None


def sync_folder(folder: Path) -> None:
    """Put the names that a folder has onto the disk.

    Windows cannot open a folder for that; NTFS keeps a journal of names itself.
    """
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
