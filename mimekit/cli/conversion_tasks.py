"""The messages that ``mimekit convert`` converts, and what becomes of each."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import mimekit
from mimekit.cli.failures import ExitStatus, Failure, bug, failure_of
from mimekit.cli.mailboxes import opened_mailbox
from mimekit.cli.reading import STANDARD_INPUT, opened, readable_name

if TYPE_CHECKING:
    from mimekit import Conversion, Part

TYPES: Final = {
    "md": "text/markdown",
    "text": "text/plain",
    "html": "text/html",
    "json": "application/json",
}
_SUFFIXES: Final = {
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/json": ".json",
}


class Wanted(NamedTuple):
    """What all messages are converted to, and how."""

    media_type: str
    images: Literal["files", "data", "none"]
    fence: bool
    part: str | None
    max_seconds: float
    folder: str | None
    """Where the results go; None: nowhere, they are given back."""


class Task(NamedTuple):
    """One message: what it is called, where its result goes, and its octets."""

    label: str
    stem: str
    octets: bytes
    wanted: Wanted


class Outcome(NamedTuple):
    """What became of one message."""

    label: str
    written: str | None
    """The file that has the result."""
    warnings: tuple[str, ...]
    failure: str | None
    """Why there is no result, in a sentence."""
    octets: int
    """The size of the message."""

    def value(self) -> dict[str, object]:
        """What JSON tells."""
        return {
            "message": self.label,
            "written": self.written,
            "failure": self.failure,
            "warnings": list(self.warnings),
        }


def iter_tasks(files: Sequence[str], wanted: Wanted) -> Iterator[Task]:
    """Each message of all files and mailboxes; a `Failure` at a file that cannot be read."""
    from mimekit.conversion.result_names import ResultNames  # noqa: PLC0415 - not for --help

    names = ResultNames()
    for file in files:
        stem = "message" if file == STANDARD_INPUT else Path(readable_name(file)).stem
        for label, suffix, octets in _iter_octets(file):
            name = names.claim(stem + suffix, "message")
            yield Task(label, name, octets, wanted)


def _iter_octets(file: str) -> Iterator[tuple[str, str, bytes]]:
    """What a message is called, what stands behind the file's name, and its octets."""
    name = readable_name(file)
    if file == STANDARD_INPUT or not _is_mailbox(file):
        with opened(file, strict=False) as message:
            yield name, "", bytes(message)
        return
    with opened_mailbox(file) as mailbox:
        for number, message in enumerate(mailbox, 1):
            yield f"{name}#{number}", f"-{number:05}", bytes(message)


def _is_mailbox(file: str) -> bool:
    """Whether a file holds more than one message, or is a folder of them."""
    if os.path.isdir(file):  # noqa: PTH112 - that of pathlib may raise
        return True
    try:
        with mimekit.open_mailbox(file) as mailbox:
            return isinstance(mailbox, mimekit.Mbox) and len(mailbox) > 1
    except (OSError, mimekit.MailboxError):
        return False


def convert_task(task: Task) -> Outcome:
    """Convert one message and write the result; never raises but to be interrupted."""
    try:
        done = convert_octets(task)
        folder = task.wanted.folder
        is_kept = done.is_converted and folder is not None
        written = write_files(done, task.stem, str(folder)) if is_kept else None
        failure = None if done.is_converted else "it could not be converted"
        warnings = tuple(map(str, done.warnings))
    except Failure as error:
        written, failure, warnings = None, str(error), ()
    except Exception as error:  # noqa: BLE001 - one message never stops the others
        written, failure, warnings = None, str(bug(error)), ()
    return Outcome(task.label, written, warnings, failure, len(task.octets))


def died(task: Task) -> Outcome:
    """What is told of a message whose process died."""
    return Outcome(task.label, None, (), "its process died", len(task.octets))


def convert_octets(task: Task) -> Conversion:
    """The conversion of the message, or of the part of it that is wanted."""
    wanted = task.wanted
    part: Part = mimekit.parse(task.octets)
    if wanted.part is not None:
        try:
            part = part.part(wanted.part)
        except KeyError:
            sentence = f"{task.label} has no part {wanted.part}; see 'mimekit tree'"
            raise Failure(ExitStatus.NO_INPUT, sentence) from None
    return mimekit.convert(
        part,
        wanted.media_type,
        limits=mimekit.ConversionLimits(max_seconds=wanted.max_seconds),
        images=wanted.images,
        folder=f"{task.stem}_files/" if wanted.folder is not None else "",
        fence=wanted.fence,
    )


def write_files(done: Conversion, stem: str, folder: str) -> str:
    """Write a result and the files that it links to; the name of its own file."""
    path = Path(folder) / (stem + suffix_of(done.media_type))
    try:
        _write(path, done.content)
        if done.files:
            beside = Path(folder) / f"{stem}_files"
            _make(beside)
            for file in done.files:
                _write(beside / str(file.name), file.octets)
    except OSError as error:
        name = readable_name(str(error.filename or path))
        raise failure_of(error, f"write to {name}", ExitStatus.CANNOT_CREATE) from error
    return readable_name(str(path))


def _make(folder: Path) -> None:
    """Make a folder, if it is not there; `OSError` if its name is a link."""
    folder.mkdir(exist_ok=True)
    if folder.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))


def _write(path: Path, octets: bytes) -> None:
    """Write a file anew; `OSError` if its name is a link, which may lead anywhere."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(octets)


def suffix_of(media_type: str) -> str:
    """How the name of a file of that type ends."""
    from mimetypes import guess_extension  # noqa: PLC0415 - rarely needed

    return _SUFFIXES.get(media_type) or guess_extension(media_type) or ".bin"
