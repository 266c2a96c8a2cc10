"""Names for the files of one result: safe, and each given once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from mimekit.conversion.content import Content
from mimekit.message.save import safe_name

_MAX_STEM_BYTES = 160
"""Octets of a name before its number and suffix: file systems take 255 in all."""


class ResultNames:
    """The names that are taken, without regard to case.

    >>> names = ResultNames()
    >>> names.claim("../logo.png", "x"), names.claim("LOGO.png", "x"), names.claim("", "image.png")
    ('logo.png', 'LOGO-2.png', 'image.png')
    """

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}  # name in lower case: how often it was asked for
        self._given: dict[str, bytes] = {}  # name: the octets of the file that has it

    def claim(self, name: str, default: str) -> str:
        """A name like the given one that nobody has yet; ``default`` stands for none."""
        name = safe_name(name).replace(" ", "_") or default
        count = self._taken.get(name.lower(), 0)
        self._taken[name.lower()] = count + 1
        if not count:
            return name
        path = PurePath(name)
        stem = path.stem.encode()[:_MAX_STEM_BYTES].decode("utf-8", "ignore")
        while True:
            count += 1
            numbered = f"{stem}-{count}{path.suffix}"
            if numbered.lower() not in self._taken:
                self._taken[name.lower()], self._taken[numbered.lower()] = count, 1
                return numbered

    def name(self, file: Content) -> Content:
        """The file under a name of its own; under the one that it has if that was given to it."""
        if file.name is not None and self._given.get(file.name) is file.octets:
            return file
        name = self.claim(file.name or "", "file")
        self._given[name] = file.octets
        return replace(file, name=name)
