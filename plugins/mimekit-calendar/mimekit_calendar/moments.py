"""Dates and times as people read them: in their own time zone, and in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from mimekit_calendar.properties import TZID, Properties, attribute, parameter_of
from mimekit_calendar.zones import Zone, Zones

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
MAX_ZONE_NAME: Final = 80
"""Characters of a time zone's name that are shown; the longest real one has 32."""


class Moment(NamedTuple):
    """A day, or a local time and where it is local."""

    local: date
    """A `date`, or a `datetime` without time zone."""
    zone_name: str = ""
    """As the calendar has it; empty for a day, and for a time that is local to the reader."""
    zone: Zone | None = None

    @property
    def time(self) -> datetime | None:
        """The local time; None for a day."""
        return self.local if isinstance(self.local, datetime) else None

    @property
    def offset(self) -> timedelta | None:
        """The offset from UTC; None if nobody knows it."""
        if self.time is None or self.zone is None:
            return None
        try:
            return self.zone.offset(self.time)
        except OverflowError:  # at the ends of the calendar
            return None

    @property
    def in_utc(self) -> datetime | None:
        """The same time in UTC; None if nobody knows it."""
        if self.time is None or self.offset is None:
            return None
        try:
            return self.time - self.offset
        except OverflowError:
            return None

    def later(self, duration: timedelta) -> Moment | None:
        """So much later: days on the calendar, hours on the watch (RFC 5545 section 3.3.6)."""
        days = timedelta(duration.days)
        try:
            middle = self._replace(local=self.local + days)
            if middle.time is None:
                return middle
            end = middle._replace(local=middle.time + (duration - days))
            if middle.offset is None or end.offset is None or end.time is None:
                return end
            return end._replace(local=end.time + end.offset - middle.offset)
        except OverflowError:
            return None


class Period(NamedTuple):
    """From when to when; the end is not part of it."""

    start: Moment
    end: Moment | None


def moment_of(value: object, time: object, zones: Zones) -> Moment | None:
    """A time as icalendar has it, with the TZID of its property; None for a duration and such."""
    if isinstance(time, datetime):
        if time.tzinfo is not None:
            return Moment(time.astimezone(UTC).replace(tzinfo=None), "UTC", zones.find("UTC"))
        name = parameter_of(value, TZID)
        return Moment(time, name[:MAX_ZONE_NAME], zones.find(name) if name else None)
    return Moment(time) if isinstance(time, date) else None


def moment(properties: Properties, name: str, zones: Zones) -> Moment | None:
    """The time that the first readable property of that name has."""
    for value in properties.all(name):
        found = moment_of(value, attribute(value, "dt"), zones)
        if found is not None:
            return found
    return None


def period(properties: Properties, zones: Zones, end: str = "DTEND") -> Period | None:
    """When an event, or with another end a task, is; None if it does not say so."""
    start = moment(properties, "DTSTART", zones)
    if start is None:
        return None
    until = moment(properties, end, zones)
    duration = properties.duration("DURATION")
    if until is None and duration is not None:
        until = start.later(duration)
    if until is not None and (until.time is None) != (start.time is None):
        until = None  # a day and a time are no period
    return Period(start, until)


def period_text(when: Period) -> str:
    """A period in words, in its own time zone.

    >>> period_text(Period(Moment(date(2026, 12, 1)), Moment(date(2026, 12, 4))))
    'Tuesday, 1 December 2026 to Thursday, 3 December 2026 (3 days)'
    >>> noon = datetime(2026, 12, 1, 12)
    >>> period_text(Period(Moment(noon), Moment(noon + timedelta(minutes=90))))
    'Tuesday, 1 December 2026, 12:00 to 13:30 (local time of whoever is there)'
    """
    start, end = when
    if start.time is None:
        return _days_text(start.local, end.local if end else None)
    text = moment_text(start, zone=False)
    if end is None or end.time is None or end == start:
        return f"{text} ({_zone_text(start)})"
    if end.zone_name != start.zone_name:
        return f"{text} ({_zone_text(start)}) to {moment_text(end)}"
    same_day = end.time.date() == start.time.date()
    until = clock_text(end.time) if same_day else moment_text(end, zone=False)
    return f"{text} to {until} ({_zone_text(start, end)})"


def utc_text(when: Period) -> str | None:
    """A period in UTC; None if that is its own time zone, or it has none."""
    start = when.start.in_utc
    if start is None or when.start.zone_name == "UTC":
        return None
    text = f"{day_text(start)}, {clock_text(start)}"
    end = when.end.in_utc if when.end else None
    if end is None or end == start:
        return text
    until = clock_text(end)
    return f"{text} to {until if end.date() == start.date() else f'{day_text(end)}, {until}'}"


def moment_text(when: Moment, *, zone: bool = True) -> str:
    """A day, or a time with or without its zone."""
    if when.time is None:
        return day_text(when.local)
    text = f"{day_text(when.local)}, {clock_text(when.time)}"
    return f"{text} ({_zone_text(when)})" if zone else text


def day_text(day: date) -> str:
    """A day: ``Tuesday, 1 December 2026``."""
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_text(time: datetime) -> str:
    """Hours and minutes, seconds only if there are some."""
    return f"{time:%H:%M:%S}" if time.second else f"{time:%H:%M}"


def month_name(number: int) -> str | None:
    """The name of a month; None if there is no such month."""
    return _MONTHS[number - 1] if 1 <= number <= len(_MONTHS) else None


def day_name(weekday: int) -> str:
    """The name of a weekday, Monday 0."""
    return _DAYS[weekday]


def _days_text(start: date, end: date | None) -> str:
    days = (end - start).days if end is not None else 1
    if days <= 1:
        return f"{day_text(start)} (all day)"
    return f"{day_text(start)} to {day_text(start + timedelta(days - 1))} ({days} days)"


def _zone_text(start: Moment, end: Moment | None = None) -> str:
    if not start.zone_name:
        return "local time of whoever is there"
    if start.zone_name == "UTC":
        return "UTC"
    if start.offset is None:
        return f"{start.zone_name}, an unknown time zone"
    offsets = [_offset_text(start.offset)]
    if end is not None and end.offset is not None and end.offset != start.offset:
        offsets.append(_offset_text(end.offset))
    return f"{start.zone_name}, {', then '.join(offsets)}"


def _offset_text(offset: timedelta) -> str:
    minutes = round(offset / timedelta(minutes=1))
    hours, minutes = divmod(abs(minutes), 60)
    return f"UTC{'-' if offset < timedelta() else '+'}{hours:02}:{minutes:02}"
