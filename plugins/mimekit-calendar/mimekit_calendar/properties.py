"""The properties of a component, read by icalendar, one by one if need be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple

from mimekit_calendar.content_lines import Component, name_of

# Any component is read as an event: of all of icalendar's classes that one alone keeps what it
# can when a property is bad.
_AS_EVENT: Final = "BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n"

# icalendar would look the zone up by itself, in a cache that all calendars of the process
# share, and warn on standard error. So it sees a parameter that it does not know.
TZID: Final = "X-MIMEKIT-TZID"
_TZID_PARAMETER = re.compile(r'^((?:[^":]|"[^"]*")*;\s*)TZID(\s*=)', re.IGNORECASE)

# Controls but tab and line end, and separators that some programs take for line ends.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class Problem(NamedTuple):
    """A property that could not be read, and what icalendar says of it."""

    name: str
    detail: str


class Properties:
    """What a component says; each value is one of icalendar's types."""

    def __init__(self) -> None:
        self._values: dict[str, list[Any]] = {}
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Name, in capitals, and value, in the order of the component."""
        return ((name, value) for name, values in self._values.items() for value in values)

    def all(self, name: str) -> list[Any]:
        """The values of all properties of that name."""
        return self._values.get(name, [])

    def text(self, name: str) -> str:
        """The first value as text without controls, its line ends LF; empty if there is none."""
        values = self.all(name)
        return clean(str(values[0])) if values else ""

    def time(self, name: str) -> Any:  # noqa: ANN401 - a date, datetime, duration, or None
        """The first value that is a time, as `datetime` has it; None if there is none."""
        times = (attribute(value, "dt") for value in self.all(name))
        return next((time for time in times if time is not None), None)

    def duration(self, name: str) -> timedelta | None:
        """The first value, if it is a duration."""
        value = self.time(name)
        return value if isinstance(value, timedelta) else None

    def parameter(self, name: str, parameter: str) -> str:
        """A parameter of the first property of that name; empty if it has none."""
        values = self.all(name)
        return parameter_of(values[0], parameter) if values else ""

    def add(self, name: str, value: object) -> None:
        """Add one more value."""
        self._values.setdefault(name, []).append(value)


def read_properties(component: Component, wanted: Collection[str] | None = None) -> Properties:
    """The properties of a component, or those of the wanted names."""
    lines = [
        _TZID_PARAMETER.sub(rf"\1{TZID}\2", line)
        for line in component.lines
        if wanted is None or name_of(line) in wanted
    ]
    properties = Properties()
    if lines and not _read("\r\n".join(lines), properties):
        for line in lines:
            if not _read(line, properties):
                properties.problems.append(Problem(name_of(line), "icalendar cannot read it"))
    return properties


def parameter_of(value: object, name: str) -> str:
    """A parameter of a value, on one line; empty if it has none."""
    found = getattr(value, "params", {}).get(name, "")
    if isinstance(found, list | tuple):
        found = found[0] if found else ""
    return " ".join(clean(str(found)).split())


def attribute(value: object, name: str) -> Any:  # noqa: ANN401 - of any of icalendar's types
    """An attribute of a value; None if it has none, or is broken."""
    try:
        return getattr(value, name, None)
    except ValueError:  # icalendar's, for a value that it could not read
        return None


def clean(text: str) -> str:
    r"""A text without controls, its line ends LF.

    >>> clean("one\r\ntwo\x1b[1m")
    'one\ntwo [1m'
    """
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _read(lines: str, into: Properties) -> bool:
    """Read lines, all or none of them; whether that could be done."""
    from icalendar import Event  # noqa: PLC0415 - 300 ms

    try:
        event = Event.from_ical(_AS_EVENT.format(lines))
        found = [*event.items()]
        problems = [Problem(clean(name or "a line"), clean(said)) for name, said in event.errors]
    except Exception:  # noqa: BLE001 - whatever icalendar raises, one line alone may be bad
        return False
    for name, value in found:
        for item in value if isinstance(value, list) else [value]:
            into.add(name.upper(), item)
    into.problems += problems
    return True
