"""Hidden text of a Word document, found by its properties and cut out of the XML."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Final, NamedTuple

from mimekit_office.xml_events import END, START, Event, XmlError, iter_events

_OFF: Final = ("0", "false", "off")
_TINY_HALF_POINTS: Final = 4
"""Text of two points and less cannot be read."""

_DECLARATION = re.compile(r"<\?xml[^>]*\?>")


class Cut(NamedTuple):
    """XML without hidden runs."""

    octets: bytes
    hidden: int
    """How many runs were cut out."""
    deletions: int
    """How many deletions of tracked changes there are; they stay in the XML."""


class _Run(NamedTuple):
    offset: int
    is_hidden: bool


def cut_hidden(octets: bytes, styles: AbstractSet[str] = frozenset()) -> Cut:
    """The XML of a document without the runs (``w:r``) that are hidden.

    Hidden is what has ``w:vanish`` (ECMA-376 part 1 section 17.3.2.41), two points or less, or
    one of the styles. Nothing behind a fault of the XML is cut.
    """
    octets = _in_ascii_superset(octets)
    finder = _Finder(octets, styles)
    with suppress(XmlError):
        for event in iter_events(octets):
            finder.take(event)
    kept = []
    place = 0
    for start, end in finder.ranges:
        kept.append(octets[place:start])
        place = end
    kept.append(octets[place:])
    return Cut(b"".join(kept), len(finder.ranges), finder.deletions)


def hidden_styles(octets: bytes) -> frozenset[str]:
    """The identifiers of the styles whose text is hidden."""
    found: set[str] = set()
    style = ""
    path: list[str] = []
    with suppress(XmlError):
        for event in iter_events(_in_ascii_superset(octets)):
            if event.kind == START:
                path.append(event.name)
                if event.name == "w:style":
                    style = event.attributes.get("w:styleId", "")
                elif path[-3:-1] == ["w:style", "w:rPr"] and _hides(event):
                    found.add(style)
            elif event.kind == END:
                path.pop()
    return frozenset(found)


class _Finder:
    """Where the hidden runs are."""

    def __init__(self, octets: bytes, styles: AbstractSet[str]) -> None:
        self.ranges: list[tuple[int, int]] = []
        self.deletions = 0
        self._octets = octets
        self._styles = styles
        self._path: list[str] = []
        self._runs: list[_Run] = []  # those that are open; text boxes have runs in runs
        self._paragraphs: list[bool] = []  # for those that are open, whether their style hides

    def take(self, event: Event) -> None:
        if event.kind == START:
            self._path.append(event.name)
            self._start(event)
        elif event.kind == END:
            self._path.pop()
            if event.name == "w:p":
                self._paragraphs.pop()
            elif event.name == "w:r":
                self._end_run(event)

    def _start(self, event: Event) -> None:
        name = event.name
        if name == "w:p":
            self._paragraphs.append(False)
        elif name == "w:r":
            self._runs.append(_Run(event.offset, bool(self._paragraphs) and self._paragraphs[-1]))
        elif name in ("w:del", "w:moveFrom"):
            self.deletions += 1
        elif name == "w:pStyle" and self._path[-3:-1] == ["w:p", "w:pPr"]:
            self._paragraphs[-1] = event.attributes.get("w:val") in self._styles
        elif self._path[-3:-1] == ["w:r", "w:rPr"] and self._is_hiding(event):
            self._runs[-1] = self._runs[-1]._replace(is_hidden=True)

    def _is_hiding(self, event: Event) -> bool:
        if event.name == "w:rStyle":
            return event.attributes.get("w:val") in self._styles
        return _hides(event)

    def _end_run(self, event: Event) -> None:
        run = self._runs.pop()
        if run.is_hidden:
            while self.ranges and self.ranges[-1][0] > run.offset:
                self.ranges.pop()  # a run inside of this one
            end = self._octets.find(b">", event.offset) + 1
            self.ranges.append((run.offset, end))


def _hides(event: Event) -> bool:
    value = event.attributes.get("w:val", "")
    if event.name == "w:vanish":
        return value not in _OFF
    return event.name == "w:sz" and value.isdecimal() and int(value[:9]) <= _TINY_HALF_POINTS


def _in_ascii_superset(octets: bytes) -> bytes:
    """The XML in an encoding in which markup is ASCII, so that it can be cut."""
    if not octets.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return octets
    text = octets.decode("utf-16", "replace")
    return _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
