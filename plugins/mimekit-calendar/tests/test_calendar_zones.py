"""The calendar's own time zones, against those of the system."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mimekit_calendar.content_lines import Component
from mimekit_calendar.zones import Zones, calendar_zone, system_zone


def block(kind: str, start: str, before: str, after: str, *more: str) -> Component:
    lines = [f"DTSTART:{start}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", *more]
    return Component(kind, lines)


def zone(*blocks: Component, name: str = "Our zone") -> Component:
    return Component("VTIMEZONE", [f"TZID:{name}"], [*blocks])


BERLIN = zone(
    block(
        "STANDARD", "19701025T030000", "+0200", "+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"
    ),
    block(
        "DAYLIGHT", "19700329T020000", "+0100", "+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"
    ),
)
# The second Sunday of March and the first of November, one as the second Sunday, one by days;
# an older rule that ended before.
NEW_YORK = zone(
    block(
        "DAYLIGHT",
        "19870405T020000",
        "-0500",
        "-0400",
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z",
    ),
    block(
        "STANDARD",
        "19871025T020000",
        "-0400",
        "-0500",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z",
    ),
    block(
        "DAYLIGHT", "20070311T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"
    ),
    block(
        "STANDARD",
        "20071104T020000",
        "-0400",
        "-0500",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1,2,3,4,5,6,7;BYDAY=SU",
    ),
)

minutes = st.integers(0, 40 * 366 * 24 * 60)


@pytest.mark.parametrize(
    ("component", "name", "year"),
    [
        pytest.param(BERLIN, "Europe/Berlin", 1996, id="berlin"),
        pytest.param(NEW_YORK, "America/New_York", 1988, id="new-york"),
    ],
)
@given(minutes=minutes)
def test_offsets_are_those_of_the_system(
    component: Component, name: str, year: int, minutes: int
) -> None:
    found = calendar_zone(component)
    assert found is not None
    local = datetime(year, 1, 1) + timedelta(minutes=minutes)  # noqa: DTZ001 - local times
    assert found.offset(local) == local.replace(tzinfo=ZoneInfo(name)).utcoffset()


@pytest.mark.parametrize(
    ("local", "hours"),
    [
        pytest.param("2026-03-29 01:59", 1, id="before-the-gap"),
        pytest.param("2026-03-29 02:30", 1, id="in-the-gap"),
        pytest.param("2026-03-29 03:00", 2, id="behind-the-gap"),
        pytest.param("2026-10-25 02:30", 2, id="the-first-of-two"),
        pytest.param("2026-10-25 03:00", 1, id="behind-both"),
        pytest.param("1960-07-01 12:00", 1, id="before-everything"),
        pytest.param("9999-12-31 23:59", 1, id="last-minute"),
        pytest.param("0001-01-01 00:00", 1, id="first-minute"),
    ],
)
def test_changes(local: str, hours: int) -> None:
    found = calendar_zone(BERLIN)
    assert found is not None
    assert found.offset(datetime.fromisoformat(local)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["RRULE:FREQ=SECONDLY"], id="every-second"),
        pytest.param(["RRULE:FREQ=YEARLY;BYMONTH=1,2;BYDAY=1SU"], id="two-months"),
        pytest.param(["RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=9SU"], id="no-such-sunday"),
        pytest.param(["RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=XX"], id="no-weekday"),
        pytest.param(["RRULE:FREQ=YEARLY;BYSETPOS=1"], id="positions"),
        pytest.param(["RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY"], id="two-rules"),
        pytest.param(["RDATE:" + ",".join(["20200101T000000"] * 401)], id="many-dates"),
    ],
)
def test_more_than_a_zone_needs_is_left_to_the_system(lines: list[str]) -> None:
    odd = zone(block("STANDARD", "20200101T000000", "+0000", "+0300", *lines), name="Europe/Oslo")
    assert calendar_zone(odd) is None
    found = Zones([Component("VCALENDAR", children=[odd])]).find("Europe/Oslo")
    assert found is not None
    assert found.offset(datetime(2026, 1, 1)) == timedelta(hours=1)  # noqa: DTZ001


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(zone(), id="no-observance"),
        pytest.param(zone(Component("STANDARD", ["TZOFFSETTO:+0100"])), id="no-start"),
        pytest.param(zone(block("STANDARD", "x", "+0100", "+0100")), id="bad-start"),
        pytest.param(zone(block("STANDARD", "20200101T000000", "x", "+0100")), id="bad-offset"),
        pytest.param(
            zone(*[block("STANDARD", "20200101T000000", "+0100", "+0100")] * 201), id="many"
        ),
    ],
)
def test_broken_zones_are_none(broken: Component) -> None:
    assert calendar_zone(broken) is None


def test_dates_begin_an_observance_too() -> None:
    found = calendar_zone(
        zone(
            block("STANDARD", "20200101T000000", "+0000", "+0100", "RDATE:20220101T000000"),
            block("DAYLIGHT", "20210101T000000", "+0100", "+0200"),
        )
    )
    assert found is not None
    offsets = [found.offset(datetime(year, 6, 1)) for year in (2019, 2020, 2021, 2022)]  # noqa: DTZ001
    assert offsets == [timedelta(hours=hours) for hours in (0, 1, 2, 1)]


def test_the_calendar_knows_better_than_the_system() -> None:
    own = zone(block("STANDARD", "19700101T000000", "+0500", "+0500"), name="Europe/Oslo")
    found = Zones([Component("VCALENDAR", children=[own])]).find("Europe/Oslo")
    assert found is not None
    assert found.offset(datetime(2026, 1, 1)) == timedelta(hours=5)  # noqa: DTZ001


@pytest.mark.parametrize(
    "name", ["", "/", "//", "../x", "Europe", "a\0b", "x" * 5000, "\ud800", "Nowhere/Land"]
)
def test_unknown_names_are_none(name: str) -> None:
    assert system_zone(name) is None
