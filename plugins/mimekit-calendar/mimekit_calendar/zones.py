"""Time zones: the calendar's own VTIMEZONE (RFC 5545 section 3.6.5), else the system's by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Final, NamedTuple, Protocol

from mimekit_calendar.content_lines import Component
from mimekit_calendar.properties import Properties, attribute, clean, read_properties

MAX_OBSERVANCES: Final = 200
"""STANDARD and DAYLIGHT blocks of one zone; all of the history of one takes about a hundred."""

MAX_ONSETS: Final = 400
"""Dates (RDATE) at which one observance begins: two a year, for two centuries."""

_WANTED: Final = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE")
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ORDINALS: Final = {str(number): number for number in range(-5, 6) if number}
_RULE_PARTS: Final = {"FREQ", "INTERVAL", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "WKST"}


class Zone(Protocol):
    """What tells how far a local time is from UTC."""

    def offset(self, local: datetime) -> timedelta | None:
        """The offset from UTC of a local time; None if it is not known."""


class Zones:
    """The time zones of one calendar, by TZID."""

    def __init__(self, calendars: Iterable[Component]) -> None:
        self._components = [
            component for calendar in calendars for component in calendar.of_kind("VTIMEZONE")
        ]
        self._own: dict[str, Zone] | None = None
        self._found: dict[str, Zone | None] = {}

    def find(self, tzid: str) -> Zone | None:
        """The zone of that name; None if neither the calendar nor the system knows it."""
        if tzid not in self._found:
            self._found[tzid] = self._own_zones().get(tzid) or system_zone(tzid)
        return self._found[tzid]

    def _own_zones(self) -> dict[str, Zone]:
        if self._own is None:
            self._own = {}
            for component in self._components:
                tzid = read_properties(component, ("TZID",)).text("TZID")
                zone = calendar_zone(component)
                if zone is not None:
                    self._own.setdefault(tzid, zone)
        return self._own


class Rule(NamedTuple):
    """A day of each year: a weekday in a month, counted from an end or from a day on."""

    month: int
    weekday: int | None
    """From 0, Monday; None for the same day of the month each year."""
    ordinal: int
    """Which of the weekdays: 2 the second, -1 the last; or the day from which to look."""
    is_day: bool
    """Whether ``ordinal`` is a day of the month."""
    until: date | None

    def in_year(self, year: int) -> date | None:
        """The day in a year; None if there is none."""
        try:
            if self.is_day or self.weekday is None:
                day = date(year, self.month, self.ordinal)
                ahead = 0 if self.weekday is None else (self.weekday - day.weekday()) % 7
                return day + timedelta(ahead)
            if self.ordinal > 0:
                first = date(year, self.month, 1)
                ahead = (self.weekday - first.weekday()) % 7 + 7 * (self.ordinal - 1)
                return first + timedelta(ahead)
            last = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(1)
            behind = (last.weekday() - self.weekday) % 7 + 7 * (-self.ordinal - 1)
            return last - timedelta(behind)
        except (ValueError, OverflowError):
            return None


class Observance(NamedTuple):
    """A STANDARD or DAYLIGHT block: from when on which offset counts."""

    onsets: tuple[datetime, ...]
    """Local times, by the offset before."""
    rule: Rule | None
    """How the first of them is repeated each year."""
    before: timedelta
    after: timedelta

    def last_onset(self, local: datetime) -> datetime | None:
        """When this began last, at a local time; None if it had not begun."""
        onsets = [*self.onsets]
        if self.rule is not None:
            until = self.rule.until or date.max
            # The year before, if it is too early in this one; the rule may have ended long ago.
            for year in {local.year, local.year - 1, until.year, until.year - 1}:
                day = self.rule.in_year(year)
                if day is not None and onsets[0].date() <= day <= until:
                    onsets.append(datetime.combine(day, onsets[0].time()))
        return max((onset for onset in onsets if onset <= local), default=None)


class CalendarZone:
    """A zone by its observances."""

    def __init__(self, observances: tuple[Observance, ...]) -> None:
        self._observances = observances

    def offset(self, local: datetime) -> timedelta | None:
        """By RFC 5545 section 3.3.5: of two readings the first; in a gap, as before the gap."""
        begun = [
            (onset, observance)
            for observance in self._observances
            if (onset := observance.last_onset(local)) is not None
        ]
        if not begun:
            return min(self._observances, key=lambda each: each.onsets[0]).before
        onset, observance = max(begun, key=lambda pair: pair[0])
        gap = observance.after - observance.before
        return observance.before if local < onset + gap else observance.after


class SystemZone:
    """A zone that the system, or the package tzdata, has."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def offset(self, local: datetime) -> timedelta | None:
        """As `zoneinfo` has it."""
        return local.replace(tzinfo=self._zone).utcoffset()


def calendar_zone(component: Component) -> Zone | None:
    """The zone that a VTIMEZONE describes; None if it is more than can be told from it."""
    blocks = [*component.of_kind("STANDARD", "DAYLIGHT")]
    if not blocks or len(blocks) > MAX_OBSERVANCES:
        return None
    observances = [_observance(read_properties(block, _WANTED)) for block in blocks]
    if None in observances:
        return None
    return CalendarZone(tuple(each for each in observances if each is not None))


def system_zone(tzid: str) -> Zone | None:
    """A zone by its name in the IANA database, in Windows, or behind a program's prefix.

    >>> zone = system_zone("W. Europe Standard Time")
    >>> zone.offset(datetime(2026, 7, 1, 12)) if zone else None
    datetime.timedelta(seconds=7200)
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - with icalendar

    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415

    if tzid.upper() in ("UTC", "Z", "GMT"):
        return SystemZone(UTC)
    for name in _names(WINDOWS_TO_OLSON.get(tzid.strip(), tzid.strip())):
        try:
            return SystemZone(ZoneInfo(name))
        except (ValueError, OSError, LookupError):  # no name, no file, no such zone
            continue
    return None


def _names(tzid: str) -> Iterator[str]:
    """The name, then what is behind the slashes of one that is globally unique.

    RFC 5545 section 3.2.19 has "/" before those; programs put the usual name behind theirs:
    ``/freeassociation.sourceforge.net/Europe/Berlin``. Three words are the longest name.
    """
    words = tzid.split("/")
    yield tzid
    if tzid.startswith("/"):
        for count in (3, 2, 1):
            yield "/".join(words[-count:])


def _observance(properties: Properties) -> Observance | None:
    start = properties.time("DTSTART")
    before, after = _offset(properties, "TZOFFSETFROM"), _offset(properties, "TZOFFSETTO")
    if not isinstance(start, datetime) or before is None or after is None:
        return None
    start = start.replace(tzinfo=None)
    dates = [
        each.dt for value in properties.all("RDATE") for each in attribute(value, "dts") or ()
    ]
    onsets = [start, *(each.replace(tzinfo=None) for each in dates if isinstance(each, datetime))]
    rules = properties.all("RRULE")
    if len(onsets) > MAX_ONSETS or len(rules) > 1:
        return None
    rule = _rule(rules[0], start) if rules else None
    if rules and rule is None:
        return None
    return Observance(tuple(onsets), rule, before, after)


def _offset(properties: Properties, name: str) -> timedelta | None:
    offsets = (attribute(value, "td") for value in properties.all(name))
    return next((offset for offset in offsets if isinstance(offset, timedelta)), None)


def _rule(recur: Any, start: datetime) -> Rule | None:  # noqa: ANN401 - vRecur, or a broken value
    """A rule that zones have; None for any other."""
    try:
        parts = {str(name).upper(): values for name, values in recur.items()}
        return _yearly(parts, start)
    except (AttributeError, ValueError, TypeError, LookupError):
        return None


def _yearly(parts: Mapping[str, Any], start: datetime) -> Rule:
    """One day a year; `ValueError` or `LookupError` for what is more than that."""
    months, days = parts.get("BYMONTH", [start.month]), [*map(int, parts.get("BYMONTHDAY", []))]
    weekdays = [clean(str(word)).upper() for word in parts.get("BYDAY", [])]
    is_plain = parts["FREQ"] == ["YEARLY"] and parts.get("INTERVAL", [1]) == [1]
    if not is_plain or not {*parts} <= _RULE_PARTS or len(months) != 1 or len(weekdays) > 1:
        raise ValueError("not one day a year")
    until = parts.get("UNTIL", [None])[0]
    until = until.date() if isinstance(until, datetime) else until
    month = int(months[0])
    if not weekdays:
        [day] = days or [start.day]
        return Rule(month, None, day, True, until)
    ordinal = weekdays[0][:-2].removeprefix("+")
    weekday = _WEEKDAYS.index(weekdays[0][-2:])
    if not days:
        return Rule(month, weekday, _ORDINALS[ordinal], False, until)
    if ordinal or sorted(days) != [*range(min(days), min(days) + 7)]:
        raise ValueError("not seven days in a row, one of which is that weekday")
    return Rule(month, weekday, min(days), True, until)
