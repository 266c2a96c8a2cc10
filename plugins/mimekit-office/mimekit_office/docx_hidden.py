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

MAX_STYLE_DEPTH: Final = 50
"""Styles that are based on each other in a row: Word has under ten, and a loop has no end."""

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
    """The identifiers of the styles whose text is hidden, by themselves or by what they are of.

    A style has what the one has on which it is based (ECMA-376 part 1 section 17.7.4.3), unless
    it says otherwise itself.
    """
    styles = _Styles()
    path: list[str] = []
    with suppress(XmlError):
        for event in iter_events(_in_ascii_superset(octets)):
            if event.kind == START:
                path.append(event.name)
                styles.take(event, path)
            elif event.kind == END:
                path.pop()
    return styles.hidden()


class _Styles:
    """What each style says of itself, and on which it is based."""

    def __init__(self) -> None:
        self._style = ""
        self._based_on: dict[str, str] = {}
        self._hides: dict[str, dict[str, bool]] = {"w:vanish": {}, "w:sz": {}}

    def take(self, event: Event, path: list[str]) -> None:
        if event.name == "w:style":
            self._style = event.attributes.get("w:styleId", "")
        elif event.name == "w:basedOn" and path[-2:-1] == ["w:style"]:
            self._based_on[self._style] = event.attributes.get("w:val", "")
        elif event.name in self._hides and path[-3:-1] == ["w:style", "w:rPr"]:
            self._hides[event.name][self._style] = _hides(event)

    def hidden(self) -> frozenset[str]:
        known = {*self._based_on, *(style for own in self._hides.values() for style in own)}
        return frozenset(
            style for style in known if any(self._says(own, style) for own in self._hides.values())
        )

    def _says(self, own: dict[str, bool], style: str) -> bool:
        """What a style says, or the first of those below it that says something."""
        for _ in range(MAX_STYLE_DEPTH):
            if style in own:
                return own[style]
            if style not in self._based_on:
                return False
            style = self._based_on[style]
        return False


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
