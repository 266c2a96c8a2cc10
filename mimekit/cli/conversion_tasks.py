"""The messages that ``mimekit convert`` converts, and what becomes of each."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import mimekit
from mimekit.cli.conversion_inputs import Input, PassedOver, iter_inputs
from mimekit.cli.failures import ExitStatus, Failure, bug, failure_of
from mimekit.cli.reading import readable_name

if TYPE_CHECKING:
    from mimekit import Conversion, Part
    from mimekit.plugin import Content

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
    """What to convert, and how its result is called."""

    input: Input
    stem: str
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
    status: ExitStatus = ExitStatus.OK
    text: str | None = None
    """The result, if it is not written and is text."""
    lacking: tuple[tuple[str, str], ...] = ()
    """A plugin that is not installed and the type that it reads, for each part that lacks it."""

    def value(self) -> dict[str, object]:
        """What JSON tells."""
        return {
            "message": self.label,
            "written": self.written,
            "text": self.text,
            "failure": self.failure,
            "warnings": list(self.warnings),
        }


def iter_tasks(
    files: Sequence[str], wanted: Wanted, passed_over: list[PassedOver]
) -> Iterator[Task]:
    """Each message of all files; a `Failure` at a file that cannot be read.

    What folders hold that is no mail is added to ``passed_over``.
    """
    from mimekit.conversion.result_names import ResultNames  # noqa: PLC0415 - not for --help

    names = ResultNames()
    for found in iter_inputs(files, passed_over, wanted.folder):
        yield Task(found, names.claim(found.stem, "message"), wanted)


def convert_task(task: Task) -> Outcome:
    """Convert one message and write the result; never raises but to be interrupted."""
    try:
        return _outcome(task)
    except Failure as error:
        failure = error
    except Exception as error:  # noqa: BLE001 - one message never stops the others
        failure = bug(error)
    label = task.input.label
    sentence = str(failure).removeprefix(f"{label} ")  # it is told behind the label
    return Outcome(label, None, (), sentence, len(task.input.octets), failure.status)


def _outcome(task: Task) -> Outcome:
    from mimekit.cli.plugin_types import iter_told  # noqa: PLC0415 - not for --help

    done = convert_octets(task)
    folder = task.wanted.folder
    is_kept = done.is_converted and folder is not None
    told = [*iter_told(done)]
    return Outcome(
        task.input.label,
        write_files(done, task.stem, str(folder)) if is_kept else None,
        tuple(each.sentence for each in told),
        None if done.is_converted else "it could not be converted",
        len(task.input.octets),
        ExitStatus.OK if done.is_converted else ExitStatus.DEFECTS,
        done.text if done.is_converted and folder is None else None,
        tuple(each.lacking for each in told if each.lacking is not None),
    )


def died(task: Task) -> Outcome:
    """What is told of a message whose process died."""
    found = task.input
    status = ExitStatus.DEFECTS
    return Outcome(found.label, None, (), "its process died", len(found.octets), status)


def convert_octets(task: Task) -> Conversion:
    """The conversion of the message, of the part of it that is wanted, or of what is none."""
    wanted = task.wanted
    return mimekit.convert(
        _to_convert(task.input, wanted.part),
        wanted.media_type,
        limits=mimekit.ConversionLimits(max_seconds=wanted.max_seconds),
        images=wanted.images,
        folder=f"{task.stem}_files/" if wanted.folder is not None else "",
        fence=wanted.fence,
    )


def _to_convert(found: Input, path: str | None) -> Part | Content:
    if found.failure is not None:
        raise Failure(ExitStatus.DATA, found.failure)
    if found.media_type is not None:
        if path:
            sentence = f"{found.label} is no message: it has no part {path}"
            raise Failure(ExitStatus.NO_INPUT, sentence)
        from mimekit.plugin import Content  # noqa: PLC0415 - not for --help

        return Content(media_type=found.media_type, octets=found.octets, name=found.name)
    message: Part = mimekit.parse(found.octets)
    try:
        return message if path is None else message.part(path)
    except KeyError:
        sentence = f"{found.label} has no part {path}; see 'mimekit tree'"
        raise Failure(ExitStatus.NO_INPUT, sentence) from None


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
