"""What ``mimekit convert`` converts: messages, those of mailboxes and folders, and other files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final, NamedTuple

import mimekit
from mimekit.cli.failures import ExitStatus, Failure, failure_of
from mimekit.cli.folder_files import MAILDIR, FolderEntry, iter_folder
from mimekit.cli.mailboxes import opened_mailbox
from mimekit.cli.reading import (
    STANDARD_INPUT,
    is_stream,
    opened,
    read_head,
    readable_name,
    spooled,
)
from mimekit.cli.reading import (
    label as label_of,
)

_EMLX: Final = ".emlx"
_MESSAGE_SUFFIXES: Final = (".eml", _EMLX)
_MESSAGE: Final = "message/rfc822"
_MBOX: Final = "application/mbox"
_MAIL: Final = frozenset((_MESSAGE, _MBOX, "application/vnd.ms-outlook"))
_SURE: Final = 0.7
"""How sure the octets must be of another type than a message's, if they begin as one does."""

# RFC 5322 section 2.2: a header field begins with its name and a colon.
# Deviation: a byte order mark and empty lines may come first.
_HEADER_FIELD = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*[!-9;-~]+[ \t]*:")


class Input(NamedTuple):
    """One message, or what is none."""

    label: str
    stem: str
    """What its result would be called, without a suffix."""
    octets: bytes = b""
    media_type: str | None = None
    """By its octets and its name; None for a message."""
    name: str | None = None
    """The file name of what is no message."""
    failure: str | None = None
    """Why there are no octets, in a sentence."""


class PassedOver(NamedTuple):
    """What a folder holds that is not converted, and why."""

    file: str
    reason: str


def iter_inputs(
    files: Sequence[str], passed_over: list[PassedOver], folder: str | None = None
) -> Iterator[Input]:
    """All that is to be converted; a `Failure` at a file that cannot be read.

    What of a folder cannot be read stops nothing; what of it is no mail is added to
    ``passed_over``. The folder of the results is never one of its files.
    """
    results = None if folder is None else Path(folder)
    for file in files:
        name = readable_name(file)
        if is_stream(file):
            stem = "message" if file == STANDARD_INPUT else Path(name).stem
            with spooled(file) as path:
                yield from _iter_file(str(path), label_of(file), stem, None)
        elif os.path.isdir(file):  # noqa: PTH112 - that of pathlib may raise
            yield from _iter_folder(Path(file), passed_over, results)
        else:
            yield from _iter_file(file, name, Path(name).stem, PurePath(name).name)


def _iter_file(path: str, label: str, stem: str, name: str | None) -> Iterator[Input]:
    """The message in a file, those of a mailbox, or what is no message."""
    if _is_mailbox(path):
        with opened_mailbox(path) as mailbox:
            for number, message in enumerate(mailbox, 1):
                yield Input(f"{label}#{number}", f"{stem}-{number:05}", bytes(message))
        return
    octets = read_head(path, _sniffed_bytes())
    if not octets:
        yield Input(label, stem, failure=f"{label} is empty")
        return
    sniffed = mimekit.sniff(octets, name=name)
    if _is_message(octets, sniffed, name):
        yield Input(label, stem, _message_octets(path))
    else:
        yield Input(label, stem, _octets(path), sniffed.media_type, name)


def _is_mailbox(file: str) -> bool:
    """Whether a file holds more than one message."""
    try:
        with mimekit.open_mailbox(file) as mailbox:
            return isinstance(mailbox, mimekit.Mbox) and len(mailbox) > 1
    except (OSError, mimekit.MailboxError):
        return False


def _is_message(octets: bytes, sniffed: mimekit.Sniffed, name: str | None) -> bool:
    """Whether octets are a message: they say so, or begin with a header field as nothing else.

    A calendar begins with one as well (``BEGIN:VCALENDAR``), and so may what a name tells.
    """
    if sniffed.media_type in (_MESSAGE, _MBOX) or (name or "").lower().endswith(_EMLX):
        return True
    is_told = sniffed.by == "name" or (sniffed.by == "signature" and sniffed.confidence >= _SURE)
    return not is_told and _HEADER_FIELD.match(octets) is not None


def _message_octets(path: str) -> bytes:
    if path.lower().endswith(_EMLX):
        with opened_mailbox(path) as mailbox:
            return bytes(next(iter(mailbox)))
    with opened(path, strict=False) as message:
        return bytes(message)


def _octets(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        doing = f"read {readable_name(path)}"
        raise failure_of(error, doing, ExitStatus.NO_INPUT) from error


# -- folders


def _iter_folder(
    root: Path, passed_over: list[PassedOver], results: Path | None
) -> Iterator[Input]:
    """The messages of all files, mailboxes and Maildirs below a folder, in their order."""
    for entry in iter_folder(root, results):
        label = readable_name(str(entry.path))
        stem = _stem(root, entry)
        if entry.kind == MAILDIR:
            for number, path in enumerate(entry.messages, 1):
                yield from _iter_message(path, f"{label}#{number}", f"{stem}-{number:05}")
        elif (reason := entry.passed_over or _why_not(entry.path)) is not None:
            passed_over.append(PassedOver(label, reason))
        else:
            try:
                yield from _iter_file(str(entry.path), label, stem, PurePath(label).name)
            except Failure as failure:
                yield Input(label, stem, failure=str(failure))


def _iter_message(path: Path, label: str, stem: str) -> Iterator[Input]:
    """A file that is a message, whatever it looks like."""
    try:
        yield Input(label, stem, _message_octets(str(path)))
    except Failure as failure:
        yield Input(label, stem, failure=str(failure))


def _stem(root: Path, entry: FolderEntry) -> str:
    """The path below the folder as one name: ``2026_march_lunch``."""
    below = entry.path.relative_to(root)
    if entry.kind != MAILDIR:
        below = below.with_suffix("")
    return readable_name("_".join(below.parts) or root.resolve().name)


def _why_not(path: Path) -> str | None:
    """Why a file of a folder is passed over; None for mail, and for what cannot be read."""
    try:
        octets = read_head(str(path), _sniffed_bytes())
    except Failure:
        return None
    if not octets:
        return "it is empty"
    name = readable_name(path.name)
    sniffed = mimekit.sniff(octets, name=name)
    is_named = name.lower().endswith(_MESSAGE_SUFFIXES) or name.isdecimal()  # MH: numbers
    is_mail = sniffed.media_type in _MAIL or (is_named and _is_message(octets, sniffed, name))
    return None if is_mail else f"it is no mail, but {sniffed.media_type}"


def _sniffed_bytes() -> int:
    from mimekit.conversion.sniffing.sample import MAX_SNIFFED_BYTES  # noqa: PLC0415 - not for --help

    return MAX_SNIFFED_BYTES + 1
