"""Messages that have a file each: MH folders, EMLX files of Apple Mail, and plain .eml files.

    MH      files whose names are numbers, in a folder; others are of the program
    EMLX    length CRLF/LF message property-list: the message has so many octets
    .eml    the message and nothing else

They are read, not written. Deviations:

1. An EMLX whose first line is no number is read as a message; one whose number is too large
   has what is there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal, TypeAlias

from mimekit.limits import Limits
from mimekit.mailbox.closing import Closing
from mimekit.message.part import Message, parse
from mimekit.message.source import open_message

FilesFormat: TypeAlias = Literal["mh", "emlx", "eml"]

EMLX_SUFFIX: Final = ".emlx"
EML_SUFFIX: Final = ".eml"

_MH_NAME = re.compile(r"[1-9][0-9]{0,17}")
# The length is padded with blanks to ten octets, so that it can be changed in place.
_EMLX_LENGTH = re.compile(rb"[ \t]{0,20}([0-9]{1,18})[ \t]{0,20}\r?\n")


class MessageFiles(Closing):
    """Messages that have a file each, in order; read when they are asked for.

    The order is that of the numbers (MH) or of the names. A file that others remove meanwhile
    is passed by.
    """

    def __init__(
        self, paths: list[Path], files_format: FilesFormat, *, limits: Limits | None = None
    ) -> None:
        self.paths = tuple(paths)
        self.files_format = files_format
        self._limits = limits

    def __len__(self) -> int:
        return len(self.paths)

    def __iter__(self) -> Iterator[Message]:
        for path in self.paths:
            with suppress(FileNotFoundError):
                yield self._open(path)

    def __getitem__(self, index: int) -> Message:
        """The message of that number, from 0; from the end if it is negative."""
        return self._open(self.paths[index])

    def octets(self, index: int) -> bytes:
        """The octets of a message, without what an EMLX has around it."""
        return bytes(self[index])

    def _open(self, path: Path) -> Message:
        if path.suffix.lower() == EMLX_SUFFIX:
            return parse(emlx_message(path.read_bytes()), limits=self._limits)
        return open_message(path, limits=self._limits)

    def __repr__(self) -> str:
        return f"<MessageFiles, {len(self)} of format {self.files_format}>"


def emlx_message(octets: bytes) -> bytes:
    r"""The message in an EMLX file.

    >>> emlx_message(b"12        \nSubject: Hi\n<?xml version=...")
    b'Subject: Hi\n'
    """
    length = _EMLX_LENGTH.match(octets)
    return octets[length.end() : length.end() + int(length[1])] if length else octets


def find_files(folder: Path) -> tuple[list[Path], FilesFormat] | None:
    """The messages of a folder and what they are; None if there are none."""
    files = [Path(entry.path) for entry in os.scandir(folder) if entry.is_file()]
    numbered = [path for path in files if _MH_NAME.fullmatch(path.name)]
    if numbered or any(path.name == ".mh_sequences" for path in files):
        return sorted(numbered, key=lambda path: int(path.name)), "mh"
    formats: tuple[tuple[str, FilesFormat], ...] = ((EMLX_SUFFIX, "emlx"), (EML_SUFFIX, "eml"))
    for suffix, files_format in formats:
        if named := [path for path in files if path.suffix.lower() == suffix]:
            return sorted(named), files_format
    below = folder / "Messages"  # Apple Mail: NAME.mbox/Messages/1.emlx
    return find_files(below) if below.is_dir() else None
