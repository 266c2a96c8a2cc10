"""A whole calendar: its entries as a document, and everything as jCal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from mimekit.plugin import Content, Context, WarningCode
from mimekit_calendar.content_lines import (
    MAX_OCTETS,
    Component,
    parse_components,
    unfolded_lines,
)
from mimekit_calendar.document import Document, Heading
from mimekit_calendar.entry import KINDS, Entry
from mimekit_calendar.properties import TZID, Properties, clean, read_properties
from mimekit_calendar.zones import Zones

MAX_ENTRIES: Final = 200
"""Entries that are told; of a calendar with more, a person reads no further."""

MAX_PROBLEMS: Final = 20
"""Properties that could not be read of which there is a warning each."""

_CALENDAR_PROPERTIES: Final = ("METHOD", "X-WR-CALNAME", "NAME")


def document_of(content: Content, context: Context) -> Document:
    """The entries one below the other, each with its heading."""
    calendars = _calendars(content, context)
    zones = Zones(calendars)
    entries: list[Entry] = []
    left_out = 0
    name = ""
    problems = _Problems(context)
    for calendar in calendars:
        said = read_properties(calendar, _CALENDAR_PROPERTIES)
        method = (said.text("METHOD") or content.parameters.get("method", "")).strip().upper()
        name = name or said.text("NAME") or said.text("X-WR-CALNAME")
        for component in calendar.of_kind(*KINDS):
            if len(entries) == MAX_ENTRIES:
                left_out += 1
                continue
            context.check()
            entry = Entry(component, method, zones)
            problems.tell(component.name, entry.properties)
            entries.append(entry)
    problems.end()
    if left_out:
        context.warn(f"entries of the calendar left out: {left_out}", WarningCode.LIMIT)
    document = _joined(entries, " ".join(name.split()), left_out)
    document.drop_unseen(context)
    return document


def jcal_of(content: Content, context: Context) -> str:
    """One calendar as jCal (RFC 7265), or a list of several."""
    problems = _Problems(context)
    calendars = [_jcal(calendar, problems, context) for calendar in _calendars(content, context)]
    problems.end()
    return json.dumps(
        calendars[0] if len(calendars) == 1 else calendars, ensure_ascii=False, default=str
    )


def _calendars(content: Content, context: Context) -> list[Component]:
    """The VCALENDARs; `ValueError` if there is none, so that others may try."""
    if len(content.octets) > MAX_OCTETS:
        context.warn(f"only {MAX_OCTETS} octets were read", WarningCode.LIMIT)
    lines = unfolded_lines(content)
    found = parse_components(lines, context.warn)
    calendars = [component for component in found if component.name == "VCALENDAR"]
    loose = [component for component in found if component.name in KINDS]
    if loose:  # as some programs attach events
        calendars.append(Component("VCALENDAR", children=loose))
    if not calendars:
        raise ValueError("there is no VCALENDAR in it")
    return calendars


def _joined(entries: list[Entry], name: str, left_out: int) -> Document:
    document = Document()
    if len(entries) != 1:
        number = len(entries) + left_out
        document.blocks.append(Heading(1, name or "Calendar"))
        document.row("Entries", str(number))
    for entry in entries:
        entry.write(document, 1 if len(entries) == 1 else 2)
    return document


def _jcal(outermost: Component, problems: _Problems, context: Context) -> list[Any]:
    """A component with those inside of it."""
    root: list[Any] = []
    waiting = [(outermost, root)]
    while waiting:
        component, siblings = waiting.pop()
        context.check()
        properties = read_properties(component)
        problems.tell(component.name, properties)
        node: list[Any] = [clean(component.name.lower()), [*_jcal_properties(properties)], []]
        siblings.append(node)
        waiting += [(child, node[2]) for child in reversed(component.children)]
    found: list[Any] = root[0]
    return found


def _jcal_properties(properties: Properties) -> Iterator[list[Any]]:
    for name, value in properties:
        try:
            found = value.to_jcal(name.lower())
            json.dumps(found, default=str, allow_nan=False)
            if found[2] in ("float", "integer") and any(isinstance(v, str) for v in found[3:]):
                found[2] = "unknown"  # an X- property, whose value icalendar does not look at
        except Exception:  # noqa: BLE001 - whatever icalendar says of a value that it took
            found = [name.lower(), {}, "unknown", str(value)]
        parameters = {
            "tzid" if key.upper() == TZID else key: said for key, said in found[1].items()
        }
        yield [found[0], parameters, *found[2:]]


class _Problems:
    """Warnings of properties that could not be read, not too many."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._count = 0

    def tell(self, component: str, properties: Properties) -> None:
        for problem in properties.problems:
            self._count += 1
            if self._count <= MAX_PROBLEMS:
                said = f"{component[:40]}: {problem.name[:40]}: {problem.detail[:200]}"
                self._context.warn("".join(c if c.isprintable() else " " for c in said))

    def end(self) -> None:
        if self._count > MAX_PROBLEMS:
            more = self._count - MAX_PROBLEMS
            self._context.warn(f"properties more that could not be read: {more}")
