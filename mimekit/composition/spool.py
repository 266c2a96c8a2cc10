"""Octets as they are made: in memory while they are few, else in a file that is mapped."""

from __future__ import annotations

import io
from typing import BinaryIO

from mimekit.structure.rows import Source

# From this size on octets go to a temporary file; the size from which `mimekit.open` maps one.
SPOOL_FROM_BYTES = 64 << 20


class Spool:
    """Takes octets, and gives them as what a message is parsed from."""

    def __init__(self) -> None:
        self._memory = io.BytesIO()
        self._file: BinaryIO | None = None

    def write(self, octets: bytes | memoryview) -> None:
        """Add octets at the end."""
        if self._file is None and self._memory.tell() + len(octets) > SPOOL_FROM_BYTES:
            import tempfile  # noqa: PLC0415 - rarely needed

            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `finish`
            self._file.write(self._memory.getbuffer())
            self._memory = io.BytesIO()
        (self._memory if self._file is None else self._file).write(octets)

    def finish(self) -> Source:
        """All of it; the temporary file lives as long as what is returned."""
        if self._file is None:
            return self._memory.getvalue()  # shares the buffer: nothing is copied
        import mmap  # noqa: PLC0415 - with `tempfile`

        with self._file:
            self._file.flush()
            return mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
