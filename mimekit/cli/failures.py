"""How a command ends: its exit status, and the one line that says why."""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from mimekit.cli.safe_text import one_line


class ExitStatus(IntEnum):
    """What a command returns: from 64 on the numbers of BSD's sysexits, from 128 the shell's."""

    OK = 0
    """Done; whatever was found in the message."""
    DEFECTS = 1
    """`check`, `lint` or `sniff` found an error; `convert` or `plugins` had a failure."""
    USAGE = 64
    """The command line is wrong."""
    DATA = 65
    """The file has no header field (it is shown all the same), passes a limit (--strict), or is
    no mailbox."""
    NO_INPUT = 66
    """The file, or the part or field of it that was asked for, is not there or cannot be read."""
    UNAVAILABLE = 69
    """click is not installed."""
    INTERNAL = 70
    """A bug of mimekit."""
    OUT_OF_MEMORY = 71
    """The message is too large for this machine."""
    CANNOT_CREATE = 73
    """The output folder or a file in it cannot be made."""
    IO = 74
    """Reading or writing failed midway, as on a full disk."""
    INTERRUPTED = 130
    """Ctrl-C."""
    BROKEN_PIPE = 141
    """Whoever read the output has gone."""


class Failure(Exception):  # noqa: N818 - what ends a command is no error of the program
    """The end of a command, with its exit status and a sentence for standard error, or none."""

    def __init__(self, status: ExitStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


# What goes wrong with a medium, whatever was done to which file.
_MEDIUM = frozenset(
    getattr(errno, name) for name in ("EIO", "ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name)
)


def failure_of(error: OSError, doing: str, status: ExitStatus) -> Failure:
    """The failure for what the system said; one of the medium has a status of its own."""
    if error.errno in _MEDIUM:
        status = ExitStatus.IO
    return Failure(status, f"cannot {doing}: {error.strerror or error}")


def guess(names: Sequence[str] | None) -> str:
    """What may have been meant, behind a sentence that refuses a name."""
    return f" (did you mean {' or '.join(map(repr, names))}?)" if names else ""


def bug(error: Exception) -> Failure:
    """The failure for an exception that nobody foresaw: what, and where."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    what = f"{type(error).__name__}: {error}"
    return Failure(ExitStatus.INTERNAL, f"bug at {place}, please report it: {what}")


def complain(sentence: str) -> None:
    """Write one line to standard error, if there is one and somebody reads it."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"mimekit: {one_line(sentence)}\n")
