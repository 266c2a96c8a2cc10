"""The files and Maildirs below a folder, in order; no symbolic link is followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

MAILDIR: Final = "maildir"
_OF_MAILDIR: Final = frozenset(("cur", "new", "tmp"))
_MAX_DIGITS: Final = 18
_HIDDEN: Final = (".", ",")  # MH puts a comma before the names of messages that were removed


class FolderEntry(NamedTuple):
    """A file, a Maildir, or what is neither."""

    path: Path
    kind: Literal["file", "maildir"]
    messages: tuple[Path, ...] = ()
    """The files of a Maildir, by their names."""
    passed_over: str | None = None
    """Why it is not looked at: a link, a folder that cannot be read."""


def iter_folder(root: Path, but: Path | None = None) -> Iterator[FolderEntry]:
    """All below a folder: its files, then those of each folder in it; by names, by numbers first.

    The folder itself may be a Maildir or a link. What is found below it is never a link, nor
    behind one: nothing leads out of the folder. What is in the folder ``but``, where results
    go, is left out.
    """
    left_out = but.resolve() if but is not None else None
    waiting = [root]  # no recursion: whoever made the folders may nest them as they like
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=_order)
        except OSError as error:
            reason = f"it cannot be read: {error.strerror}"
            yield FolderEntry(folder, "file", passed_over=reason)
            continue
        below = {entry.name: Path(entry.path) for entry in entries if _is_folder(entry)}
        if below.keys() >= _OF_MAILDIR:
            messages, links = _messages(below)
            yield FolderEntry(folder, MAILDIR, messages)
            yield from links
            below = {name: path for name, path in below.items() if name not in _OF_MAILDIR}
        yield from (_entry(entry) for entry in entries if not _is_folder(entry))
        waiting += [path for path in reversed(below.values()) if path.resolve() != left_out]


def _entry(entry: os.DirEntry[str]) -> FolderEntry:
    path = Path(entry.path)
    if entry.is_symlink():
        return FolderEntry(path, "file", passed_over="it is a symbolic link")
    if entry.name.startswith(_HIDDEN):
        return FolderEntry(path, "file", passed_over="its name begins with a dot or a comma")
    if not entry.is_file(follow_symlinks=False):
        return FolderEntry(path, "file", passed_over="it is no file")
    return FolderEntry(path, "file")


def _messages(folders: dict[str, Path]) -> tuple[tuple[Path, ...], list[FolderEntry]]:
    """The messages of a Maildir, and what stands among them that is none."""
    entries: list[os.DirEntry[str]] = []
    others: list[FolderEntry] = []
    for name in ("cur", "new"):
        try:
            entries += os.scandir(folders[name])
        except OSError as error:
            reason = f"it cannot be read: {error.strerror}"
            others.append(FolderEntry(folders[name], "file", passed_over=reason))
    found = [_entry(entry) for entry in sorted(entries, key=lambda entry: entry.name)]
    others += [entry for entry in found if entry.passed_over is not None]
    return tuple(entry.path for entry in found if entry.passed_over is None), others


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _order(entry: os.DirEntry[str]) -> tuple[bool, int, str]:
    """Messages of an MH folder have numbers for names: 2 stands before 10."""
    name = entry.name
    is_number = name.isascii() and name.isdecimal() and len(name) <= _MAX_DIGITS
    return not is_number, int(name) if is_number else 0, name
