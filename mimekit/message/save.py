"""Write the content of parts to files, under names that cannot do harm."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

from mimekit.message.body import content_type, filename
from mimekit.message.replacing import replacing
from mimekit.message.stream import open_content
from mimekit.message.tree import Tree

# Octets of a name: what ext4, APFS and NTFS allow, less room for a number.
MAX_NAME_BYTES = 240
_MAX_SUFFIX_BYTES = 32
_MAX_READ = 1024  # characters of a sender's name, its last ones
_CHUNK = 1 << 20

# What Windows does not allow in a name.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# The names of its devices, whatever their suffix.
_DEVICE = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³]) *(?:\.|$)", re.IGNORECASE
)
# Categories: controls, formats (bidi overrides, zero width), surrogates, private
# use, unassigned, line and paragraph separators.
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))

_SUFFIXES = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/csv": ".csv",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/json": ".json",
    "application/pkcs7-signature": ".p7s",
    "application/pgp-signature": ".asc",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}


def safe_name(name: str) -> str:
    r"""The last component of a sender's file name, without what can do harm; maybe empty.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\con.txt"), safe_name("a\u202egpj.exe")
    ('passwd', '_con.txt', 'agpj.exe')
    """
    # Cut first: to normalise marks without end takes the square of their number.
    name = unicodedata.normalize("NFC", name[-_MAX_READ:])
    name = "".join(c for c in name if unicodedata.category(c) not in _INVISIBLE)
    name = name.replace("\\", "/").rpartition("/")[2]
    name = _FORBIDDEN.sub("_", name)
    name = " ".join(name.split()).strip(" .")
    if _DEVICE.match(name):
        name = "_" + name
    if name.startswith(("-", "~")):
        name = "_" + name[1:]
    return _shortened(name)


def _shortened(name: str) -> str:
    """The name within the length that file systems allow, its suffix kept."""
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix.encode()) > _MAX_SUFFIX_BYTES:
        stem, dot, suffix = name, "", ""
    room = MAX_NAME_BYTES - len((dot + suffix).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").strip(" .") + dot + suffix


def name_of(tree: Tree, row: int) -> str:
    """A safe name for a part: the sender's, or one of its media type."""
    return name_for(filename(tree, row), content_type(tree, row).media_type)


def name_for(name: str | None, media_type: str) -> str:
    """A safe name for a content: like the given one, or one of its media type.

    >>> name_for("../a.txt", "text/plain"), name_for(None, "message/rfc822")
    ('a.txt', 'message.eml')
    """
    safe = _expressible(safe_name(name or ""))
    if safe:
        return safe
    stem = "message" if media_type.startswith("message/") else "part"
    return stem + _SUFFIXES.get(media_type, ".bin")


def _expressible(name: str) -> str:
    """The name with "_" for what the encoding of the file system lacks."""
    encoding = sys.getfilesystemencoding()
    try:
        name.encode(encoding)
    except UnicodeEncodeError:
        name = name.encode(encoding, "replace").decode(encoding).replace("?", "_")
    return name


def save(tree: Tree, row: int, path: Path) -> None:
    """Write the content to that file in one step, whether it exists or not."""
    with replacing(path) as file:
        _copy(tree, row, file.fileno())


def save_in(tree: Tree, row: int, folder: Path) -> Path:
    """Write the content to a file that did not exist before; return its path.

    The folder is made if need be. The name is `name_of` the part; if it is
    taken, a number is put behind it. Never overwrites, never follows a link.
    Raises `OSError` where the system does.
    """
    return _save_new(folder, name_of(tree, row), lambda file: _copy(tree, row, file))


def save_octets_in(octets: bytes, folder: Path, name: str) -> Path:
    """As `save_in`, for octets under a name as `name_for` gives it."""
    return _save_new(folder, name, lambda file: _write(octets, file))


def _save_new(folder: Path, name: str, write: Callable[[int], None]) -> Path:
    """Make a file of that name, or of that name and a number, and have it written."""
    folder.mkdir(parents=True, exist_ok=True)
    path, descriptor = _create(folder, name)
    try:
        try:
            write(descriptor)
        finally:
            os.close(descriptor)  # an open file cannot be removed on Windows
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _create(folder: Path, name: str) -> tuple[Path, int]:
    """Create a file of that name, or of that name and a number."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        path = folder / name_with_number(folder, name)
        try:
            return path, os.open(path, flags, 0o666)
        except FileExistsError:
            continue  # another process was faster


def name_with_number(folder: Path, name: str) -> str:
    """The name if it is free, else with a number behind it that is free.

    The number is found by doubling and halving: ten thousand attachments of one
    name must not cost fifty million looks.
    """
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""

    def numbered(number: int) -> str:
        return name if number == 1 else f"{stem} ({number}){dot}{suffix}"

    free = 1
    while os.path.lexists(folder / numbered(free)):
        free *= 2
    taken = free // 2
    while free - taken > 1:
        middle = (free + taken) // 2
        if os.path.lexists(folder / numbered(middle)):
            taken = middle
        else:
            free = middle
    return numbered(free)


def _copy(tree: Tree, row: int, descriptor: int) -> None:
    with open_content(tree, row) as content:
        while piece := content.read(_CHUNK):
            _write(piece, descriptor)


def _write(octets: bytes, descriptor: int) -> None:
    view = memoryview(octets)
    while view:
        view = view[os.write(descriptor, view) :]
