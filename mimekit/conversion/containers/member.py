"""What is inside of an archive, and how much of it is unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeVar

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.message.save import safe_name

Item = TypeVar("Item")

MAX_MEMBERS: Final = 1_000
"""Members of one archive that are unpacked. A zip of 10 MB can list 200,000 empty ones."""
MAX_RATIO: Final = 200
"""Octets that one octet may become. Text becomes smaller by 3 to 30 times; zeros, by deflate
1,032 times, by bzip2 and xz many thousands."""
FREE_OCTETS: Final = 1 << 20
"""So many octets may come out of however few: small files of blanks do no harm."""
MAX_PATH_PARTS: Final = 16
"""Folders of a name that are kept, the last ones."""

_SEPARATOR = re.compile(r"[/\\]+")
_DRIVE = re.compile(r"[A-Za-z]:")
_MAX_READ: Final = 4096  # characters of a name


class Member(NamedTuple):
    """One file of an archive."""

    name: str
    """As the archive has it."""
    octets: bytes
    media_type: str = "application/octet-stream"
    """Not known but to who looks at the octets, if nobody did."""

    def content(self) -> Content:
        """The member as a content, under a clean name."""
        return Content(
            media_type=self.media_type, octets=self.octets, name=clean_path(self.name) or None
        )


def clean_path(name: str) -> str:
    r"""A name from an archive as a path that leads down and nowhere else; maybe empty.

    >>> clean_path("/../etc/./passwd"), clean_path("C:\\temp\\a\nb.txt"), clean_path("..")
    ('etc/passwd', 'temp/ab.txt', '')
    """
    parts = _SEPARATOR.split(name[-_MAX_READ:])
    cleaned = [safe_name(part) for part in parts if not _DRIVE.fullmatch(part)]
    return "/".join([part for part in cleaned if part][-MAX_PATH_PARTS:])


class Allowance:
    """What an archive may still unpack, and where it says what it left out.

    Octets that are thrown away count too: who makes them is not let off for making too many.
    """

    def __init__(self, context: Context) -> None:
        self.octets_left = context.octets_left
        self._context = context

    def limit(self, packed: int) -> int:
        """How many octets so many packed ones may become."""
        return min(self.octets_left, max(FREE_OCTETS, packed * MAX_RATIO))

    def spend(self, octets: int) -> None:
        """Octets that were unpacked."""
        self.octets_left = max(self.octets_left - octets, 0)
        self._context.check()

    def check(self) -> None:
        """Raise if the time is over."""
        self._context.check()

    def leave_out(self, name: str, why: str) -> None:
        """Say that a member is not among what comes out."""
        self._context.warn(f"{self._shown(name)} is left out: {why}")

    def stop(self, name: str, limit: int) -> None:
        """Say that a member is left out because it becomes too large."""
        detail = f"{self._shown(name)} is left out: it becomes more than {limit} octets"
        self._context.warn(detail, WarningCode.LIMIT)

    def note(self, name: str, what: str) -> None:
        """Say something of a member that comes out."""
        self._context.warn(f"{self._shown(name)}: {what}")

    def first_of(self, members: Iterable[Item]) -> Iterator[Item]:
        """As many as are unpacked; the others are only told of."""
        for number, member in enumerate(members):
            if number == MAX_MEMBERS:
                detail = f"what is behind the first {MAX_MEMBERS} members is left out"
                self._context.warn(detail, WarningCode.LIMIT)
                return
            self.check()
            yield member

    def _shown(self, name: str) -> str:
        return clean_path(name) or "a member without a name"
