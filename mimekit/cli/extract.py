"""``mimekit extract``: the attachments of a message, as files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

import mimekit
from mimekit.cli import output
from mimekit.cli.failures import ExitStatus, Failure, complain, failure_of
from mimekit.cli.reading import label, readable_name, takes_message
from mimekit.cli.values import holds_parts, part_value

if TYPE_CHECKING:
    from mimekit import ConversionWarning, Message, Part

_BAR_FROM_BYTES = 8 << 20  # encoded octets that take long enough to be watched
_CHUNK = 1 << 20
_MAX_EXPANDED_OCTETS = 1 << 30  # of all that is inside of archives and the like

_Advance = Callable[[int], None]


class _Saved(NamedTuple):
    path: Path
    media_type: str
    size: int
    sha256: str
    about: dict[str, object]
    """What JSON tells of where it was."""

    def value(self) -> dict[str, object]:
        """What JSON tells: where it was saved, and what it is."""
        known = {"size": self.size, "sha256": self.sha256}
        return {"saved_as": readable_name(str(self.path)), **self.about, **known}


@click.command()
@click.option(
    "-o",
    "--output",
    "folder",
    default=".",
    show_default=True,
    metavar="DIR",
    type=click.Path(),
    help="The folder to write to; made if it is not there.",
)
@click.option("--all", "everything", is_flag=True, help="Every part but multiparts, at any depth.")
@click.option(
    "--part",
    "paths",
    multiple=True,
    metavar="PATH",
    help="Only the part at PATH, as 2.1; '' is the root.",
)
@click.option(
    "--expand",
    "is_expanded",
    is_flag=True,
    help="What is inside of archives, enclosed messages and winmail.dat, not these.",
)
@takes_message
def extract(
    file: str,
    message: Message,
    as_json: bool,
    *,
    folder: str,
    everything: bool,
    paths: tuple[str, ...],
    is_expanded: bool,
) -> str | None:
    """Save the attachments of a message, decoded, each to a new file.

    Prints the SHA-256, the size in octets, the media type and the path of each file. The
    names are those that the sender gave, made safe; no file is ever overwritten, a
    number is put behind a name that is taken. --part may be given several times.
    """
    if everything and paths:
        raise click.UsageError("--all and --part exclude each other")
    parts = _chosen(file, message, everything=everything, paths=paths)
    saved: list[_Saved] = []
    try:
        save = _save_expanded if is_expanded else _save
        for one in save(parts, Path(folder)):
            saved.append(one)
            if not as_json:
                _write_saved(one)
    finally:  # tell what was saved, even if the disk is full now
        if as_json:
            output.write_json({"file": file, "saved": [one.value() for one in saved]})
    return None if parts else "no attachment"


def _chosen(
    file: str, message: Message, *, everything: bool, paths: Iterable[str]
) -> tuple[Part, ...]:
    """The parts to save, in the order of the message, or of the paths."""
    if everything:
        return tuple(part for part in message.walk() if not holds_parts(part))
    if not paths:
        return message.attachments
    return tuple(_part(file, message, path) for path in paths)


def _part(file: str, message: Message, path: str) -> Part:
    try:
        return message.part(path)
    except KeyError:
        sentence = f"{label(file)} has no part {path}; see 'mimekit tree'"
        raise Failure(ExitStatus.NO_INPUT, sentence) from None


def _save(parts: tuple[Part, ...], folder: Path) -> Iterator[_Saved]:
    """Save one part after the other."""
    with _bar(sum(len(part.raw) for part in parts)) as advance:
        for part in parts:
            size, sha256 = _measure(part, advance)
            try:
                path = part.save_in(folder)
            except OSError as error:
                raise _not_saved(error, folder) from error
            advance(len(part.raw) - size // 2)
            media_type = part.content_type.media_type
            yield _Saved(path, media_type, size, sha256, part_value(part))


def _save_expanded(parts: tuple[Part, ...], folder: Path) -> Iterator[_Saved]:
    """Save what is inside of one part after the other."""
    import hashlib  # noqa: PLC0415 - not for --help

    from mimekit.conversion.expand import expand  # noqa: PLC0415 - the same
    from mimekit.message.save import name_for, save_octets_in  # noqa: PLC0415 - the same

    limits = mimekit.ConversionLimits(max_octets=_MAX_EXPANDED_OCTETS)
    warnings: list[ConversionWarning] = []
    with _bar(sum(len(part.raw) for part in parts)) as advance:
        for part in parts:
            for path, content in expand(part, limits=limits, warnings=warnings):
                name = name_for(content.name, content.media_type)
                try:
                    saved = save_octets_in(content.octets, folder, name)
                except OSError as error:
                    raise _not_saved(error, folder) from error
                digest = hashlib.sha256(content.octets).hexdigest()
                about: dict[str, object] = {
                    "path": path,
                    "media_type": content.media_type,
                    "filename": content.name,
                }
                yield _Saved(saved, content.media_type, len(content.octets), digest, about)
            advance(len(part.raw))
    for warning in warnings:
        complain(str(warning))


def _measure(part: Part, advance: _Advance) -> tuple[int, str]:
    """The size and the SHA-256 of a part's content: half of the way to its file."""
    import hashlib  # noqa: PLC0415 - 10 ms, not for --help

    size, digest = 0, hashlib.sha256()
    with part.open() as content:
        while piece := content.read(_CHUNK):
            digest.update(piece)
            advance((size + len(piece)) // 2 - size // 2)
            size += len(piece)
    return size, digest.hexdigest()


def _not_saved(error: OSError, folder: Path) -> Failure:
    name = readable_name(str(folder))
    if os.path.isfile(folder):  # noqa: PTH113 - that of pathlib may raise
        return Failure(ExitStatus.CANNOT_CREATE, f"cannot write to {name}: it is no folder")
    return failure_of(error, f"write to {name}", ExitStatus.CANNOT_CREATE)


@contextmanager
def _bar(octets: int) -> Iterator[_Advance]:
    """A progress bar, if so many octets take long and somebody looks; what moves it on."""
    console = output.console()
    if console is None or octets < _BAR_FROM_BYTES:
        yield lambda _: None
        return
    from rich.progress import Progress  # noqa: PLC0415 - only for terminals

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Extracting", total=octets)
        yield lambda more: progress.advance(task, more)


def _write_saved(saved: _Saved) -> None:
    """One line a file; what the sender chose stands last, so that nothing can be forged."""
    output.write_line(
        (saved.sha256, "dim"),
        f"  {saved.size:>10}  {saved.media_type:24}  ",
        (readable_name(str(saved.path)), "bold"),
    )
