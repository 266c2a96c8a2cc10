"""The mbox: messages in one file, one behind the other (RFC 4155).

    mbox    := *record
    record  := From_ line, message with each line *">" "From " quoted, empty line

Written is mboxrd, in which any octets come back as they were. Two things are ours:

1. Of a message whose last line has no end, the From_ line ends in a tab; other readers see
   the message with a line end more.
2. From_ lines and the empty lines behind messages end in LF, whatever the messages have.

Read are mboxo, mboxrd, mboxcl and mboxcl2, with LF or CRLF. Deviations:

1. What stands before the first From_ line is no message: it is the `Mbox.prologue`.
2. Behind the last message the empty line may be missing.
3. A From_ line counts only behind an empty line, with a sender and a date: a text that has
   "From here on ..." is not cut there.
"""

from __future__ import annotations

import os
import sys
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Final

from mimekit.errors import MailboxError
from mimekit.limits import Limits
from mimekit.mailbox.closing import Closing
from mimekit.mailbox.content_length import body_end, iter_claimed, separator_behind
from mimekit.mailbox.detection import detect_format
from mimekit.mailbox.disk import octets_to_add, read_fully, write_all
from mimekit.mailbox.from_line import (
    NO_SENDER,
    UNENDED,
    FromLine,
    format_from_line,
    parse_from_line,
)
from mimekit.mailbox.lock import LOCK_SECONDS, locked
from mimekit.mailbox.quoting import MBOX_FORMATS, MboxFormat, quote, unquote
from mimekit.mailbox.separators import iter_by_window, iter_separators
from mimekit.message.part import Message, Part, parse
from mimekit.message.replacing import sync_folder
from mimekit.span import Span

SAMPLE_BYTES: Final = 1 << 20
"""How much of the file is looked at for its format and its first From_ line."""

READ_AHEAD_BYTES: Final = 64 << 10
"""What is read at least, so that many small messages are not as many calls of the system."""

_UNENDED: Final = UNENDED[0]
_BY_LENGTH = ("mboxcl", "mboxcl2")


class Mbox(Closing):
    r"""The messages of an mbox, in their order; read when they are asked for.

    The file is read in pieces and never mapped, so that another program which shortens it
    does no harm. What it appends later is seen when the mbox is opened anew; if it rewrites
    the file, reading a message raises `MailboxError`.

    ``mbox_format`` is found out if it is not given. With ``create`` a file that is not there is
    made. Raises `OSError` as the built-in ``open`` does, and `MailboxError` if the file has
    no From_ line in its first MiB.

    >>> with Mbox("corpus/mailbox/from-in-text.mbox") as mbox:
    ...     len(mbox), [message.subject for message in mbox], mbox.offsets[:2]
    (2, ['From here on', 'The second'], (0, 191))
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        mbox_format: MboxFormat | None = None,
        create: bool = False,
        limits: Limits | None = None,
    ) -> None:
        if mbox_format not in {None, *MBOX_FORMATS}:
            raise ValueError(f"no format of the mbox family: {mbox_format!r}")
        self.path = Path(path)
        self._limits = limits
        if create:
            _create(self.path)
        self._file = self.path.open("rb", buffering=0)
        self._reading = Lock()
        self._window = self._block = 0, b""  # what was read last, and from where
        try:
            self._end = os.fstat(self._file.fileno()).st_size
            self._format = mbox_format or self._detect()
        except BaseException:
            self._file.close()
            raise
        self._offsets = array("q")
        self._more = self._iter_offsets()

    def _detect(self) -> MboxFormat:
        sample = self._read(0, SAMPLE_BYTES)
        found = detect_format(sample, whole=len(sample) == self._end)
        if found is None and sample:
            raise MailboxError(f"{self.path} is no mbox: no From_ line begins a message")
        return found or "mboxrd"

    # -- the octets

    def _read(self, offset: int, length: int) -> bytes:
        start, block = self._block_with(offset, length)
        return block[offset - start : offset - start + length]

    def _read_window(self, offset: int, length: int) -> bytes:
        """Octets in which messages are looked for; most are cut from them too."""
        window = self._read_from(offset, length)
        self._window = offset, window
        return window

    def _read_from(self, offset: int, length: int) -> bytes:
        with self._reading:
            self._file.seek(offset)
            return read_fully(self._file, length)

    def _block_with(self, offset: int, length: int) -> tuple[int, bytes]:
        """Octets that hold these, as far as there are any, and where they begin.

        More than these are read, for what is asked next is behind them.
        """
        for start, block in (self._window, self._block):
            if start <= offset <= offset + length <= start + len(block):
                return start, block
        block = self._read_from(offset, max(length, READ_AHEAD_BYTES))
        self._block = offset, block
        return offset, block

    def _iter_offsets(self, start: int = 0) -> Iterator[Sequence[int]]:
        """Offsets of From_ lines, some at a time: those of what was read in one go."""
        if self._format not in _BY_LENGTH:
            return iter_by_window(self._read_window, start, self._end)
        strict = iter_separators(self._read, start, self._end)
        return ((offset,) for offset in iter_claimed(self._read, self._end, strict))

    def _find(self, count: int) -> None:
        """Find so many messages, as far as there are any."""
        while len(self._offsets) < count and (found := next(self._more, None)) is not None:
            self._offsets.extend(found)

    def _has(self, index: int) -> bool:
        """Whether there is a message of that number, from 0; finds where it ends, too."""
        self._find(index + 2)
        return 0 <= index < len(self._offsets)

    def _place(self, index: int) -> tuple[int, int]:
        """Where a message's record begins and ends; `IndexError` if there is none."""
        if not isinstance(index, int):
            raise TypeError(f"a message has a number, not a {type(index).__name__}")
        if index < 0:
            index += len(self)
        if not self._has(index):
            raise IndexError(f"{self.path} has no message {index}")
        offsets = self._offsets
        return offsets[index], offsets[index + 1] if index + 1 < len(offsets) else self._end

    def _record(self, index: int) -> tuple[bytes, int, int]:
        """Octets that have a message with its From_ line, and where: from, and to before."""
        return self._framed(*self._place(index))

    def _framed(self, start: int, end: int) -> tuple[bytes, int, int]:
        """The same of the record that stands there."""
        offset, block = self._block_with(start, end - start)
        first, last = start - offset, end - offset
        if last > len(block) or not block.startswith(b"From ", first):
            raise MailboxError(f"{self.path} was changed by another program: open it anew")
        return block, first, last

    # -- the messages

    @property
    def mbox_format(self) -> MboxFormat:
        """The format that was given or found: "mboxo", "mboxrd", "mboxcl" or "mboxcl2"."""
        return self._format

    @property
    def prologue(self) -> bytes:
        """What stands before the first message; nearly always nothing."""
        return self._read(0, self._offsets[0] if self._has(0) else self._end)

    @property
    def offsets(self) -> tuple[int, ...]:
        """Where the messages begin with their From_ lines, in octets."""
        self._find(sys.maxsize)
        return tuple(self._offsets)

    def __len__(self) -> int:
        self._find(sys.maxsize)
        return len(self._offsets)

    def __iter__(self) -> Iterator[Message]:
        # Hot (benchmarks/mailboxes.py): all of one window, before the next one is read.
        index = 0
        while self._has(index):
            starts = self._offsets[index:].tolist()
            if len(starts) == 1:
                starts.append(self._end)
            for start, end in pairwise(starts):
                yield parse(self._octets(*self._framed(start, end)), limits=self._limits)
            index += len(starts) - 1

    def __getitem__(self, index: int) -> Message:
        """The message of that number, from 0; from the end if it is negative."""
        return parse(self.octets(index), limits=self._limits)

    def octets(self, index: int) -> bytes:
        """The octets of a message, as they were before it was put into the mbox."""
        return self._octets(*self._record(index))

    def _octets(self, block: bytes, first: int, last: int) -> bytes:
        """Those of the message in a record."""
        if self._format in _BY_LENGTH:
            record = block[first:last]
            end = body_end(record)
            if end is not None and separator_behind(record, end) is not None:
                return unquote(record[record.index(b"\n") + 1 : end], self._format)
        return unquote(_without_framing(block, first, last), self._format)

    def span(self, index: int) -> Span:
        """Where a message stands in the file: From_ line, message and empty line."""
        start, end = self._place(index)
        return Span(start, end - start)

    def from_line(self, index: int) -> FromLine:
        """What the From_ line of a message says."""
        block, first, _ = self._record(index)
        line = block[first : block.index(b"\n", first) + 1]
        return parse_from_line(line) or FromLine("", None)

    # -- writing

    def add(
        self,
        message: Part | bytes,
        *,
        envelope_sender: str = NO_SENDER,
        date: datetime | None = None,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        """Append a message; when this returns it is on the disk.

        The file is locked (`mimekit.mailbox.lock`). If writing fails, the file is cut to what
        it was. ``date`` is now if it is not given; both stand in the From_ line. Raises
        `ComposeError` for what cannot stand there, `MailboxError` if the file is not mboxrd or
        another program keeps it locked.
        """
        if self._format != "mboxrd":
            raise MailboxError(
                f"{self.path} is {self._format}, and only mboxrd is written: convert it"
            )
        record = format_record(octets_to_add(message), envelope_sender, date or datetime.now(UTC))
        flags = os.O_RDWR | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self.path, flags)
        try:
            if not os.path.samestat(os.fstat(descriptor), os.fstat(self._file.fileno())):
                raise MailboxError(f"{self.path} was replaced by another program: open it anew")
            with locked(self.path, descriptor, lock_seconds):
                end = os.lseek(descriptor, 0, os.SEEK_END)
                _append(descriptor, end, record)
                self._grow(os.lseek(descriptor, 0, os.SEEK_END))
        finally:
            os.close(descriptor)

    def _grow(self, end: int) -> None:
        """See what was appended, by this object or others."""
        self._find(sys.maxsize)
        start, self._end = self._end, end
        self._more = self._iter_offsets(start)

    # -- the file

    def close(self) -> None:
        """Close the file; the messages that were read stay."""
        self._file.close()

    def __repr__(self) -> str:
        return f"<Mbox {str(self.path)!r}, {self._format}>"


def _create(path: Path) -> None:
    """Make an empty file, and its name last, if it is not there."""
    with suppress(FileExistsError):
        path.open("xb").close()
        sync_folder(path.parent)


def _without_framing(octets: bytes, first: int, last: int) -> bytes:
    """What is between a From_ line and the empty line behind the message."""
    start = octets.index(b"\n", first) + 1
    is_unended = octets[start - 2] == _UNENDED
    before = start - 1  # the end of the line before belongs to an empty one
    if octets.endswith(b"\n\n", before, last):
        last -= 1 + is_unended
    elif octets.endswith(b"\n\r\n", before, last) and not is_unended:
        last -= 2
    return octets[start:last]


def format_record(octets: bytes, envelope_sender: str, date: datetime) -> bytes:
    """A message with what an mbox puts around it."""
    unended = bool(octets) and not octets.endswith(b"\n")
    line = format_from_line(envelope_sender, date, unended=unended)
    return b"%b%b%b" % (line, quote(octets), b"\n\n" if unended else b"\n")


def _append(descriptor: int, end: int, record: bytes) -> None:
    """Write behind the end, which is made an empty line if it is none; all or nothing."""
    os.lseek(descriptor, max(0, end - 3), os.SEEK_SET)
    last = os.read(descriptor, 3)
    if last and not last.endswith((b"\n\n", b"\n\r\n")):
        record = (b"\n" if last.endswith(b"\n") else b"\n\n") + record
    os.lseek(descriptor, end, os.SEEK_SET)
    try:
        write_all(descriptor, record)
        os.fsync(descriptor)
    except BaseException:
        os.ftruncate(descriptor, end)
        raise
