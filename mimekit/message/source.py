"""Open a message's file."""

from __future__ import annotations

import mmap
import os
from pathlib import Path

from mimekit.limits import Limits
from mimekit.message.part import Message, parse
from mimekit.structure.rows import Source

# A mapped file that another process truncates kills this one when it is read
# next (SIGBUS), so only what is too large to be read into memory is mapped.
MAP_FROM_BYTES = 64 << 20


def open_message(
    path: str | bytes | os.PathLike[str] | os.PathLike[bytes], *, limits: Limits | None = None
) -> Message:
    """Open a file that holds one message; a context manager.

    Files of up to 64 MiB are read, larger ones mapped: nobody may shorten those
    while the message is open. Leaving the ``with`` block drops the source, and
    never raises. Raises `OSError` as the built-in ``open`` does.
    """
    return parse(_read(Path(os.fsdecode(path))), limits=limits)


def _read(path: Path) -> Source:
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < MAP_FROM_BYTES:
            return file.read()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
