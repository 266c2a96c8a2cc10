"""Content lines (RFC 5545 section 3.1), and the components that they make (section 3.6).

Only the structure is read here, so that one bad line costs no more than itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from mimekit.plugin import Content

MAX_OCTETS: Final = 16 << 20
"""Octets of a calendar that are read: ten thousand events, where an invitation has one."""

MAX_LINE_CHARACTERS: Final = 1 << 20
"""Characters of an unfolded line; longer ones, attached files of a megabyte, are left out."""

MAX_COMPONENTS: Final = 10_000
"""Components of all kinds. Each costs some microseconds although its text has ten octets."""

MAX_LINES: Final = 60_000
"""Content lines with properties: four thousand events. Each costs a tenth of a millisecond."""

MAX_DEPTH: Final = 8
"""Components inside of each other; the standards need three."""

# RFC 5545 section 3.1: a line end and a blank can be put anywhere, between the octets of one
# character too. So they are taken out of the octets, not out of the text.
_FOLD = re.compile(rb"\r?\n[ \t]")

# RFC 5545 section 3.1:
#   contentline = name *(";" param ) ":" value CRLF
# Deviation: blanks in and around the name count for nothing, as in icalendar.
_NAME = re.compile(r"[^:;\"]*")
_VALUE = re.compile(r"[^:\"]*:(.*)", re.DOTALL)


@dataclass
class Component:
    """A component: its content lines without those of the components inside of it."""

    name: str
    """In capitals: ``VEVENT``."""
    lines: list[str] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)

    def of_kind(self, *names: str) -> Iterator[Component]:
        """The components right inside of this one that have one of the names."""
        return (child for child in self.children if child.name in names)


def name_of(line: str) -> str:
    """The name of a content line, in capitals and without blanks.

    >>> name_of("dtstart;TZID=Europe/Berlin:20261201T100000")
    'DTSTART'
    """
    match = _NAME.match(line)
    return "".join(match[0].split()).upper() if match else ""


def unfolded_lines(content: Content) -> list[str]:
    """The content lines of a calendar or card that are not empty, each whole."""
    octets = content.octets[:MAX_OCTETS]
    if b"\0" not in octets:  # UTF-16 has a line end in other octets
        octets = _FOLD.sub(b"", octets)
    text = replace(content, octets=octets).text
    if b"\0" in octets:
        text = text.replace("\n ", "").replace("\n\t", "")
    return [line for line in text.split("\n") if line.strip()]


def parse_components(lines: list[str], warn: Callable[[str], None]) -> list[Component]:
    """The outermost components; ``warn`` is told, in a sentence, what is left out."""
    parser = _Parser()
    for line in lines:
        parser.take(line)
    if len(parser.stack) > 1:
        parser.skipped["components that do not end"] += len(parser.stack) - 1
    for what, number in parser.skipped.items():
        warn(f"{what}: {number}")
    return parser.root.children


class _Parser:
    def __init__(self) -> None:
        self.root = Component("")
        self.stack = [self.root]
        self.count = 0
        self.lines = 0
        self.too_deep = 0  # components that began and were left out
        self.skipped: Counter[str] = Counter()

    def take(self, line: str) -> None:
        name = name_of(line)
        if name in ("BEGIN", "END"):
            match = _VALUE.match(line)
            value = match[1].strip().upper() if match else ""
            (self.begin if name == "BEGIN" else self.end)(value)
        elif self.too_deep:
            return
        elif len(self.stack) == 1:
            self.skipped["lines outside of any component"] += 1
        elif len(line) > MAX_LINE_CHARACTERS:
            self.skipped[f"lines of more than {MAX_LINE_CHARACTERS} characters"] += 1
        elif self.lines == MAX_LINES:
            self.skipped[f"lines behind the first {MAX_LINES}"] += 1
        else:
            self.lines += 1
            self.stack[-1].lines.append(line)

    def begin(self, name: str) -> None:
        self.count += 1
        if self.too_deep or len(self.stack) > MAX_DEPTH or self.count > MAX_COMPONENTS:
            self.too_deep += 1
            self.skipped["components that are too many or too deep"] += 1
            return
        component = Component(name)
        self.stack[-1].children.append(component)
        self.stack.append(component)

    def end(self, name: str) -> None:
        """End the component of that name, and what did not end inside of it."""
        if self.too_deep:
            self.too_deep -= 1
            return
        names = [component.name for component in self.stack]
        if name not in names[1:]:
            self.skipped["ends of what did not begin"] += 1
            return
        place = len(names) - 1 - names[::-1].index(name)
        if place != len(names) - 1:
            self.skipped["components that do not end"] += len(names) - 1 - place
        del self.stack[place:]
