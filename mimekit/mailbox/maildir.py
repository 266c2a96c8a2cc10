"""The Maildir: a folder with a file a message, which needs no locks (maildir(5), Maildir++).

    maildir  := new/ cur/ tmp/ *( "." folder-name "/" maildir )
    new/     *unique                    what nobody has seen yet
    cur/     *( unique ":2," *flag )    flag: a letter, in ASCII order

A message is written to tmp/ and then given its name in new/ or cur/, in one step that
overwrites nothing; so many processes may add at once, and no reader sees half a message.

Deviations:

1. Where a file name may have no ":" (Windows), "!" stands for it; ":", "!" and ";" are read.
2. A file in cur/ without flags, or with others than letters, has none, and its name is its key.
3. The names of folders are those on the disk (modified UTF-7 by custom); "." parts them.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from mimekit.codecs.controls import CONTROL
from mimekit.errors import MailboxError
from mimekit.limits import Limits
from mimekit.mailbox.closing import Closing
from mimekit.mailbox.disk import octets_to_add, write_all
from mimekit.message.part import Message, Part
from mimekit.message.replacing import sync_folder
from mimekit.message.source import open_message

FLAGS: Final = {
    "P": "passed on",
    "R": "replied to",
    "S": "seen",
    "T": "to be deleted",
    "D": "draft",
    "F": "flagged",
}
"""The flags that every program knows; small letters are keywords of some."""

_INFO = re.compile(r"[:!;]2,([A-Za-z]*)")
_FLAGS = re.compile(r"[A-Za-z]*")
_FOLDER_NAME = re.compile(r"[^./\\:\x00-\x1f]+(?:\.[^./\\:\x00-\x1f]+)*")
_SEPARATOR = "!" if os.name == "nt" else ":"
_ATTEMPTS = 10  # how often a file is looked for that others rename meanwhile
_SERIAL = count()


class Maildir(Closing):
    """The messages of a Maildir, in the order of their keys; read when they are asked for.

    The key of a message is its file name without the flags; it never changes. A message that
    others remove meanwhile is passed by; whoever asks for it by its key gets a `KeyError`.
    With ``create`` a folder that is none yet is made one. Raises `MailboxError` if it is
    none.

    >>> maildir = Maildir("corpus/mailbox/maildir")
    >>> for key in maildir.keys():
    ...     print(maildir[key].subject, sorted(maildir.flags(key)))
    The first, seen ['R', 'S']
    The second, new []
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self.path = Path(path)
        self._limits = limits
        self._known: dict[str, Path] = {}  # where the messages were when they were last listed
        if create:
            for name in ("tmp", "new", "cur"):
                (self.path / name).mkdir(parents=True, exist_ok=True)
        if not is_maildir(self.path):
            raise MailboxError(f"{self.path} is no Maildir: it lacks cur, new or tmp")

    # -- the messages

    def _files(self) -> dict[str, Path]:
        """The files by their keys, as they are named now.

        Of files with the same name before the flags the first one has that for its key, each
        other one its whole name: none is hidden.
        """
        new = _names_in(self.path / "new")  # first: a file may move from here to cur/
        found: dict[str, Path] = {}
        for file in _names_in(self.path / "cur"):
            base = _split(file)[0]
            found[file if base in found else base] = self.path / "cur" / file
        for file in new:
            path, base = self.path / "new" / file, _split(file)[0]
            if base not in found:
                found[base] = path
            elif path.exists():  # else it has moved
                found[f"new/{file}"] = path
        self._known = found
        return found

    def keys(self) -> list[str]:
        """The keys of all messages that are there now, in order."""
        return sorted(self._files())

    def __len__(self) -> int:
        return len(self._files())

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str):
            return False
        try:
            self._path(key)
        except KeyError:
            return False
        return True

    def __iter__(self) -> Iterator[Message]:
        for key, path in sorted(self._files().items()):
            with suppress(KeyError):
                yield self._open(key, path)

    def __getitem__(self, key: str) -> Message:
        """The message with that key; `KeyError` if there is none."""
        return self._open(key, self._path(key))

    def octets(self, key: str) -> bytes:
        """The octets of a message, as they stand in its file."""
        return bytes(self[key])

    def _path(self, key: str) -> Path:
        """The file of a message; `KeyError` if there is none."""
        if not isinstance(key, str):
            raise TypeError(f"a key is a str, one of keys(), not {type(key).__name__}")
        path = self._known.get(key)
        return path if path is not None and path.is_file() else self._files()[key]

    def _open(self, key: str, path: Path) -> Message:
        for _ in range(_ATTEMPTS):
            try:
                return open_message(path, limits=self._limits)
            except FileNotFoundError:
                path = self._path(key)  # others gave it flags, or removed it
        raise KeyError(key)

    # -- flags

    def flags(self, key: str) -> frozenset[str]:
        """The flags of a message, letters; `KeyError` if there is none of that key."""
        path = self._path(key)
        return frozenset(_split(path.name)[1] if path.parent.name == "cur" else "")

    def set_flags(self, key: str, flags: Iterable[str]) -> None:
        """Give a message these flags and no others; it is no longer new.

        Raises `ValueError` for what is no letter, `KeyError` if there is no such message.
        """
        for _ in range(_ATTEMPTS):
            path = self._path(key)
            target = self.path / "cur" / _file_name(_split(path.name)[0], flags)
            if path == target:
                return
            try:
                _give_name(path, target)
            except FileExistsError:
                raise MailboxError(f"two files of {self.path} have the key {key}") from None
            except FileNotFoundError:
                continue  # others were faster: look again
            path.unlink(missing_ok=True)
            for folder in {path.parent, target.parent}:
                sync_folder(folder)
            self._known[key] = target
            return
        raise KeyError(key)

    # -- writing

    def add(self, message: Part | bytes, flags: Iterable[str] = ()) -> str:
        """Add a message and return its key; when this returns it is on the disk.

        Without flags it is new. Raises `ValueError` for flags that are no letters.
        """
        octets = octets_to_add(message)
        key = _unique_name()
        name = _file_name(key, flags)
        is_new = name.endswith(",")
        folder = self.path / ("new" if is_new else "cur")
        waiting = self.path / "tmp" / key
        try:
            _write_new(waiting, octets)
            _give_name(waiting, folder / (key if is_new else name))
            self._known[key] = folder / (key if is_new else name)
        finally:
            waiting.unlink(missing_ok=True)
        sync_folder(folder)
        return key

    def remove(self, key: str) -> None:
        """Delete a message; `KeyError` if there is none of that key."""
        for _ in range(_ATTEMPTS):
            path = self._path(key)
            with suppress(FileNotFoundError):  # others gave it flags, or were faster
                path.unlink()
                sync_folder(path.parent)
                return
        raise KeyError(key)

    # -- folders

    def folders(self) -> list[str]:
        """The names of the folders in this one, as "Archive" or "Archive.2026", in order."""
        names = (entry.name for entry in os.scandir(self.path) if entry.name[:1] == ".")
        return sorted(
            name[1:]
            for name in names
            if _FOLDER_NAME.fullmatch(name[1:]) and is_maildir(self.path / name)
        )

    def folder(self, name: str, *, create: bool = False) -> Maildir:
        """The folder of that name; with ``create`` it is made if it is not there.

        Raises `ValueError` for a name that no folder can have, `MailboxError` if there is none.
        """
        if not _FOLDER_NAME.fullmatch(name) or (create and CONTROL.search(name)):
            raise ValueError(f"no name of a folder: {name!r}")
        path = self.path / f".{name}"
        if create:
            path.mkdir(exist_ok=True)
            (path / "maildirfolder").touch()  # Maildir++: this one is in another
        return Maildir(path, create=create, limits=self._limits)

    def __repr__(self) -> str:
        return f"<Maildir {str(self.path)!r}>"


def is_maildir(path: Path) -> bool:
    """Whether a folder has what every Maildir has."""
    return all((path / name).is_dir() for name in ("cur", "new", "tmp"))


def _names_in(folder: Path) -> list[str]:
    """The names of the files of a folder that are messages, in order."""
    with os.scandir(folder) as entries:
        return sorted(e.name for e in entries if e.name[:1] != "." and e.is_file())


def _split(file: str) -> tuple[str, str]:
    """The key and the flags of a file name."""
    at = max(file.rfind(separator) for separator in ":!;")
    info = _INFO.fullmatch(file, at) if at > 0 else None
    return (file[:at], info[1]) if info else (file, "")


def _file_name(key: str, flags: Iterable[str]) -> str:
    """The name of a file in cur/ (maildir(5): flags in ASCII order, each once)."""
    letters = "".join(sorted(frozenset("".join(flags))))
    if not _FLAGS.fullmatch(letters):
        raise ValueError(f"flags are ASCII letters, not {letters!r}")
    return f"{key}{_SEPARATOR}2,{letters}"


def _unique_name() -> str:
    """A name that no other message has: time, process, number, chance, host."""
    host = socket.gethostname().replace("/", "\\057").replace(":", "\\072")
    host = re.sub(r"[^A-Za-z0-9.\\-]", "_", host) if os.name != "nt" else "host"
    seconds, nanoseconds = divmod(time.time_ns(), 10**9)
    chance = secrets.token_hex(8)
    number = next(_SERIAL)
    return f"{seconds}.M{nanoseconds // 1000:06}P{os.getpid()}Q{number}R{chance}.{host}"


def _write_new(path: Path, octets: bytes) -> None:
    """Write a file that was not there before, onto the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        write_all(descriptor, octets)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _give_name(source: Path, target: Path) -> None:
    """Give a file another name, in one step, and overwrite nothing; the old one may stay."""
    if os.name == "nt":
        source.rename(target)  # fails there if the target exists
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is unique by chance alone
        if os.path.lexists(target):
            raise
        source.rename(target)
