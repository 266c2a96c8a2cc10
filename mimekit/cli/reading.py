"""The message that a command reads, and the options that all such commands have."""

from __future__ import annotations

import functools
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Concatenate, ParamSpec

import click

import mimekit
from mimekit.cli.failures import ExitStatus, Failure, complain, failure_of

if TYPE_CHECKING:
    import mmap

    from mimekit import Limits, Message

P = ParamSpec("P")

STANDARD_INPUT = "-"
# Standard input up to this size stays in memory; more goes to a temporary file,
# which is mapped. The size from which `mimekit.open` maps a file.
SPOOL_FROM_BYTES = 64 << 20
_TOP_BYTES = 1 << 20  # in which a second message of an mbox is looked for

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Write one JSON document instead of text."
)
strict_option = click.option(
    "--strict", is_flag=True, help="Fail where a limit on size, parts or nesting is passed."
)


def takes_message(
    function: Callable[Concatenate[str, Message, bool, P], str | None],
) -> Callable[..., ExitStatus]:
    """Give a command FILE, --json and --strict, and its function the message.

    The function gets the name of the file, the message, whether JSON is wanted, and the
    other options by their names. If there was nothing to print, it may return what the
    message has not, for standard error.
    """

    @click.argument("file", type=click.Path(allow_dash=True, readable=False))
    @json_option
    @strict_option
    @functools.wraps(function)
    def command(
        file: str, as_json: bool, strict: bool, *args: P.args, **options: P.kwargs
    ) -> ExitStatus:
        with opened(file, strict=strict) as message:
            lacking = function(readable_name(file), message, as_json, *args, **options)
            return status_of(file, message, lacking)

    return command


@contextmanager
def opened(file: str, *, strict: bool) -> Iterator[Message]:
    """The message in a file; a `Failure` if there is none or a limit was passed."""
    try:
        with _open(file, mimekit.Limits(strict=strict)) as message:
            yield message
    except mimekit.LimitError as error:
        sentence = f"{label(file)} passes a limit: {error}"
        raise Failure(ExitStatus.DATA, sentence) from error


def status_of(file: str, message: Message, lacking: str | None = None) -> ExitStatus:
    """The status of a command that read the message; what was lacking goes to standard error."""
    is_message = bool(message.headers.fields)
    if not is_message:
        lacking = "no header field; all of it was read as the body"
    if lacking is not None:
        sys.stdout.flush()
        complain(f"{label(file)} has {lacking}" if bytes(message) else f"{label(file)} is empty")
    elif _is_mailbox(message):
        sys.stdout.flush()
        complain(f"{label(file)} is an mbox, and this its first message: see 'mimekit mbox'")
    return ExitStatus.OK if is_message else ExitStatus.DATA


def _is_mailbox(message: Message) -> bool:
    """Whether a second message stands behind a From_ line, near the top of the body."""
    if not any(defect.code is mimekit.DefectCode.MBOX_FROM_LINE for defect in message.defects):
        return False
    from mimekit.mailbox.separators import iter_separators  # noqa: PLC0415 - for an mbox only

    body = b"\n" + bytes(message.raw[:_TOP_BYTES])  # behind the empty line
    found = iter_separators(lambda at, size: body[at : at + size], 0, len(body))
    return next(found, None) is not None


def readable_name(file: str) -> str:
    """The name of a file as real text, for JSON and for people."""
    return os.fsencode(file).decode("utf-8", "replace")


def label(file: str) -> str:
    """What a sentence calls the file."""
    return "standard input" if file == STANDARD_INPUT else readable_name(file) or "''"


def _open(file: str, limits: Limits) -> Message:
    try:
        if file == STANDARD_INPUT:
            return mimekit.parse(_spool(), limits=limits)
        return mimekit.open(file, limits=limits)
    except OSError as error:
        raise _unreadable(file, error) from error


def read_head(file: str, size: int) -> bytes:
    """The first octets of a file; a `Failure` if there is none."""
    try:
        if file == STANDARD_INPUT:
            return _standard_input().read(size)
        with Path(file).open("rb") as stream:
            return stream.read(size)
    except OSError as error:
        raise _unreadable(file, error) from error


def is_stream(file: str) -> bool:
    """Whether a file can be read only once: standard input, a pipe."""
    try:
        return file == STANDARD_INPUT or stat.S_ISFIFO(os.stat(file).st_mode)  # noqa: PTH116 - that of pathlib may raise
    except (OSError, ValueError):
        return False


@contextmanager
def spooled(file: str) -> Iterator[Path]:
    """A temporary file with all of a stream, for what has to be looked at twice."""
    import shutil  # noqa: PLC0415 - rarely needed
    import tempfile  # noqa: PLC0415 - the same

    with tempfile.TemporaryDirectory(prefix="mimekit-") as folder:
        path = Path(folder) / "input"
        try:
            with _stream(file) as stream, path.open("wb") as spool:
                shutil.copyfileobj(stream, spool)
        except OSError as error:
            raise failure_of(error, f"read {label(file)}", ExitStatus.NO_INPUT) from error
        yield path


def _stream(file: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(_standard_input()) if file == STANDARD_INPUT else Path(file).open("rb")


def _unreadable(file: str, error: OSError) -> Failure:
    if os.path.isdir(file or "."):  # noqa: PTH112 - that of pathlib may raise
        return Failure(ExitStatus.NO_INPUT, f"cannot read {label(file)}: it is a folder")
    return failure_of(error, f"read {label(file)}", ExitStatus.NO_INPUT)


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise Failure(ExitStatus.NO_INPUT, "cannot read standard input: it is closed")
    return sys.stdin.buffer


def _spool() -> bytes | mmap.mmap:
    """All of standard input, mapped if it is large."""
    octets = _standard_input().read(SPOOL_FROM_BYTES)
    if len(octets) < SPOOL_FROM_BYTES:
        return octets
    import mmap  # noqa: PLC0415 - rarely needed
    import shutil  # noqa: PLC0415 - the same
    import tempfile  # noqa: PLC0415 - the same

    with tempfile.TemporaryFile() as spool:
        spool.write(octets)
        shutil.copyfileobj(_standard_input(), spool)
        spool.flush()
        return mmap.mmap(spool.fileno(), 0, access=mmap.ACCESS_READ)
