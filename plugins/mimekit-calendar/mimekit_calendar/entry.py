"""One event, task, journal entry or free/busy time, as rows of a document."""

from __future__ import annotations

from typing import Final

from mimekit_calendar.content_lines import Component
from mimekit_calendar.document import Document, Heading, Paragraph
from mimekit_calendar.moments import (
    Period,
    moment,
    moment_of,
    moment_text,
    period,
    period_text,
    utc_text,
)
from mimekit_calendar.people import attendee_text, person_text, state_of
from mimekit_calendar.properties import (
    Properties,
    attribute,
    clean,
    parameter_of,
    read_properties,
)
from mimekit_calendar.recurrence import rule_text
from mimekit_calendar.zones import Zones

MAX_PEOPLE: Final = 500
"""Attendees of one entry that are listed; the rest is counted."""

MAX_DATES: Final = 10
"""Dates of exceptions that are listed; the rest is counted."""

KINDS: Final = {
    "VEVENT": "Event",
    "VTODO": "Task",
    "VJOURNAL": "Journal entry",
    "VFREEBUSY": "Free and busy times",
}

# RFC 5546 section 1.4.
_METHODS: Final = {
    "REQUEST": "Invitation",
    "CANCEL": "Cancelled",
    "ADD": "More dates",
    "COUNTER": "Another proposal",
    "DECLINECOUNTER": "Proposal declined",
    "REFRESH": "Request for the latest version",
}
_PROPERTIES: Final = frozenset(
    (
        *("DTSTART", "DTEND", "DUE", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE"),
        *("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CATEGORIES", "STATUS", "PRIORITY"),
        *("ORGANIZER", "ATTENDEE", "CONTACT", "URL", "CONFERENCE", "X-GOOGLE-CONFERENCE"),
        *("PERCENT-COMPLETE", "COMPLETED", "FREEBUSY"),
    )
)


class Entry:
    """A component with its properties read."""

    def __init__(self, component: Component, method: str, zones: Zones) -> None:
        self.kind = KINDS[component.name]
        self.method = method
        self.zones = zones
        self.properties: Properties = read_properties(component, _PROPERTIES)

    @property
    def title(self) -> str:
        """What it is and what about: ``Invitation: The lamp is lit``."""
        summary = " ".join(self.properties.text("SUMMARY").split())
        return f"{self._what()}: {summary}" if summary else self._what()

    def write(self, document: Document, level: int) -> None:
        """Add the heading and everything that is known."""
        document.blocks.append(Heading(level, self.title))
        self._write_times(document)
        self._write_busy(document)
        text = self.properties.text
        document.row("Where", text("LOCATION"))
        for name, label in (("CONFERENCE", "Online"), ("X-GOOGLE-CONFERENCE", "Online")):
            for value in self.properties.all(name)[:MAX_DATES]:
                document.row(label, clean(str(value)))
        self._write_people(document)
        document.row("Status", text("STATUS").lower().replace("-", " "))
        if self.kind == "Task":
            done = text("PERCENT-COMPLETE")
            document.row("Done", f"{done}%" if done else "")
            document.row("Priority", text("PRIORITY"))
        document.row("Categories", self._categories())
        document.row("Link", text("URL"))
        for value in self.properties.all("COMMENT")[:MAX_DATES]:
            document.row("Comment", clean(str(value)))
        for value in self.properties.all("DESCRIPTION"):
            description = clean(str(value)).strip()
            document.blocks += [Paragraph(description)] if description else []

    # -- inside

    def _what(self) -> str:
        if self.method == "REPLY":
            answers = {state_of(value) for value in self.properties.all("ATTENDEE")} - {""}
            who = [person_text(value) for value in self.properties.all("ATTENDEE")]
            told = answers.pop() if len(answers) == 1 else "answered"
            return f"Reply: {told} by {who[0]}" if len(who) == 1 else f"Reply: {told}"
        if self.kind != "Event" and self.method in ("", "PUBLISH", "REQUEST"):
            return self.kind
        return _METHODS.get(self.method, self.kind)

    def _write_times(self, document: Document) -> None:
        when = period(self.properties, self.zones, "DUE" if self.kind == "Task" else "DTEND")
        changed = moment(self.properties, "RECURRENCE-ID", self.zones)
        if changed is not None:
            document.row("Instead of", moment_text(changed))
        if when is not None:
            document.row("When", period_text(when))
            document.row("In UTC", utc_text(when) or "")
        elif due := moment(self.properties, "DUE", self.zones):
            document.row("Due", moment_text(due))
        for value in self.properties.all("RRULE")[:MAX_DATES]:
            document.row("Repeats", rule_text(value))
        self._write_dates(document, "Also on", "RDATE")
        self._write_dates(document, "But not on", "EXDATE")

    def _write_dates(self, document: Document, label: str, name: str) -> None:
        """Dates of exceptions, the number before them if there are several."""
        times = [
            (value, each.dt[0] if isinstance(each.dt, tuple) else each.dt)
            for value in self.properties.all(name)
            for each in attribute(value, "dts") or ()
        ]
        moments = [moment_of(value, time, self.zones) for value, time in times[:MAX_DATES]]
        told = [moment_text(each, zone=False) for each in moments if each is not None]
        if len(times) > MAX_DATES:
            told.append(f"{len(times) - MAX_DATES} more")
        number = f"{len(times)} dates: " if len(times) > 1 else ""
        document.row(label, number + "; ".join(told))

    def _write_busy(self, document: Document) -> None:
        """The times of a VFREEBUSY (RFC 5545 section 3.8.2.6), which are in UTC."""
        values = self.properties.all("FREEBUSY")
        for value in values[:MAX_PEOPLE]:
            start, end = attribute(value, "start"), attribute(value, "end")
            first, last = (moment_of(value, time, self.zones) for time in (start, end))
            if first is not None:
                kind = parameter_of(value, "FBTYPE").lower().replace("-", " ") or "busy"
                document.row(kind.capitalize(), period_text(Period(first, last)))
        if len(values) > MAX_PEOPLE:
            document.row("More times", str(len(values) - MAX_PEOPLE))

    def _write_people(self, document: Document) -> None:
        for value in self.properties.all("ORGANIZER")[:1]:
            document.row("Organizer", person_text(value))
        attendees = self.properties.all("ATTENDEE")
        told = [attendee_text(value) for value in attendees[:MAX_PEOPLE]]
        if len(attendees) > MAX_PEOPLE:
            told.append(f"and {len(attendees) - MAX_PEOPLE} more")
        document.row("Attendees", str(len(attendees)) if attendees else "", tuple(told))
        for value in self.properties.all("CONTACT")[:MAX_DATES]:
            document.row("Contact", clean(str(value)))

    def _categories(self) -> str:
        words = [
            clean(str(word))
            for value in self.properties.all("CATEGORIES")
            for word in attribute(value, "cats") or [str(value)]
        ]
        return ", ".join(words[:MAX_PEOPLE])
