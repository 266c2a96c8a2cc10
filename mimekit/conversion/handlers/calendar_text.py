"""text/calendar and text/vcard where no plugin reads them: their main properties, as text.

RFC 5545 and RFC 6350 have the same content lines. Times are shown as they are written, with
the name of their zone: nothing is computed.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handler import Handler
from mimekit.conversion.handlers.records import WRITERS, Record
from mimekit.conversion.hidden_text import seen_text

MAX_COMPONENTS: Final = 200
"""Events, or cards, of one text that are shown."""
MAX_LINES: Final = 100
"""Properties of one of them that are shown: a meeting may have hundreds of attendees."""

# RFC 5545 section 3.1:
#   contentline = name *(";" param ) ":" value CRLF
_LINE = re.compile(
    r'(?:[\w-]+\.)?([A-Za-z][\w-]*)((?:;[^":;\n]*+(?:"[^"\n]*+"[^":;\n]*+)*)*):(.*)'
)
_PARAMETER = re.compile(r';([\w-]+)=("[^"\n]*"|[^":;,\n]*)')
_FOLD = re.compile(r"\n[ \t]")
_SOFT_BREAK = re.compile(r"=\n(?=[^\n])")
_ESCAPED = re.compile(r"\\(.)")
_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})(?:[0-9]{2})?(Z?))?\Z")

_METHODS: Final = {
    "REQUEST": "Invitation",
    "CANCEL": "Cancelled",
    "REPLY": "Answer to an invitation",
    "COUNTER": "Another time is proposed",
    "PUBLISH": "Announcement",
}
_SHOWN: Final[Mapping[str, Mapping[str, str]]] = {
    name: {
        "DTSTART": "Begins",
        "DTEND": "Ends",
        "DUE": "Due",
        "DURATION": "Takes",
        "RRULE": "Repeats",
        "LOCATION": "Where",
        "ORGANIZER": "Organiser",
        "ATTENDEE": "Attendee",
        "STATUS": "Status",
        "URL": "URL",
        "DESCRIPTION": "Description",
        "COMMENT": "Comment",
    }
    for name in ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")
} | {
    "VCARD": {
        "ORG": "Organisation",
        "TITLE": "Title",
        "ROLE": "Role",
        "EMAIL": "E-mail",
        "TEL": "Telephone",
        "ADR": "Address",
        "URL": "URL",
        "BDAY": "Birthday",
        "NOTE": "Note",
    }
}
_TITLES: Final = ("SUMMARY", "FN", "N")
_PARTS: Final = frozenset(("ADR", "ORG", "N"))  # have components with ";" between


class _Property(NamedTuple):
    """One content line."""

    name: str
    parameters: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as it is read."""
        value = self.value
        if self.parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":  # vCard 2.1
            value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
        if self.name in _PARTS:
            value = ", ".join(filter(None, re.split(r"(?<!\\);", value)))
        value = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
        if self.name in {"ORGANIZER", "ATTENDEE"}:
            return self._person(value)
        return self._time(value)

    def _person(self, value: str) -> str:
        address = value[7:] if value[:7].lower() == "mailto:" else value
        name = self.parameters.get("CN", "")
        shown = f"{name} <{address}>" if name else address
        status = self.parameters.get("PARTSTAT", "").lower()
        return f"{shown} ({status.replace('-', ' ')})" if status else shown

    def _time(self, value: str) -> str:
        match = _TIME.match(value)
        if match is None:
            return value
        year, month, day, hour, minute, utc = match.groups()
        zone = "UTC" if utc else self.parameters.get("TZID", "")
        time = f" {hour}:{minute}" if hour else ""
        return f"{year}-{month}-{day}{time}" + (f" ({zone})" if time and zone else "")


def read_records(text: str) -> Iterator[Record]:
    r"""The events, tasks and cards of a text, with what of them is shown.

    >>> list(read_records("BEGIN:VEVENT\nSUMMARY:Lunch\nDTSTART:20261128T120000Z\nEND:VEVENT"))
    [Record(title='Lunch', lines=(('Begins', '2026-11-28 12:00 (UTC)'),))]
    """
    method = ""
    open_names: list[str] = []  # of the components around, the innermost last
    found: list[_Property] = []
    for line in _iter_properties(text):
        name = line.value.strip().upper()
        if line.name == "BEGIN":
            open_names.append(name)
            if name in _SHOWN:
                found = []
        elif line.name == "END":
            if open_names and open_names.pop() == name and name in _SHOWN:
                yield _record(name, found, method)
        elif line.name == "METHOD":
            method = _METHODS.get(name, "")
        elif open_names and open_names[-1] in _SHOWN:
            found.append(line)


def _iter_properties(text: str) -> Iterator[_Property]:
    if "QUOTED-PRINTABLE" in text.upper():
        text = _SOFT_BREAK.sub("", text)
    for line in _FOLD.sub("", text).split("\n"):
        match = _LINE.match(line)
        if match is not None:
            parameters = {
                name.upper(): value.strip('"') for name, value in _PARAMETER.findall(match[2])
            }
            yield _Property(match[1].upper(), parameters, match[3])


def _record(component: str, properties: Iterable[_Property], method: str) -> Record:
    labels = _SHOWN[component]
    titles: dict[str, str] = {}
    lines: list[tuple[str, str]] = []
    for line in properties:
        if line.name in _TITLES:
            titles.setdefault(line.name, line.text)
        elif line.name in labels and len(lines) < MAX_LINES:
            lines.append((labels[line.name], line.text))
    title = next((titles[name] for name in _TITLES if titles.get(name)), component[1:].title())
    return Record(f"{method}: {title}" if method else title, tuple(lines))


def convert_properties(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The events or cards, one after the other."""
    records: list[Record] = []
    for record in read_records(seen_text(content, context)):
        context.check()
        if len(records) == MAX_COMPONENTS:
            detail = f"what is behind the first {MAX_COMPONENTS} is left out"
            context.warn(detail, WarningCode.LIMIT)
            break
        records.append(record)
    if not records:
        raise ValueError("it has no event and no card")
    yield Content.from_text(WRITERS[to](records), to)


HANDLERS = (
    Handler(
        name="calendar-text",
        accepts=(
            "text/calendar",
            "application/ics",
            "text/vcard",
            "text/x-vcard",
            "text/directory",
        ),
        produces=tuple(WRITERS),
        convert=convert_properties,
        priority=-20,
    ),
)
