"""Calendars that are broken, cut short, too large, or made to hurt; and jCal."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import mimekit_calendar
import pytest
from mimekit_calendar import content_lines, conversion
from mimekit_calendar.content_lines import Component, parse_components

from mimekit import Conversion, WarningCode, convert
from mimekit.plugin import Content, Handler, Registry
from mimekit.testing import handler_conformance
from tests.growth import assert_linear

REGISTRY = Registry(built_in=False)
REGISTRY.register(mimekit_calendar, "calendar")
JCAL = "application/calendar+json"

WHOLE = b"""\
BEGIN:VCALENDAR\r
VERSION:2.0\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
DTSTART;TZID=Europe/Oslo:20261201T100000\r
SUMMARY:L\xc3\r
 \xa6rdal\\, \r
\tlit\r
RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20270101T000000Z\r
GEO:60.1;7.5\r
CATEGORIES:light,tower\r
X-OWN;X-P="a:b":1\\,2\r
ATTACH;VALUE=BINARY;ENCODING=BASE64:TWFu\r
BEGIN:VALARM\r
TRIGGER:-PT5M\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""


def read(octets: bytes, to: str = "text/plain") -> Conversion:
    return convert(Content(media_type="text/calendar", octets=octets), to, registry=REGISTRY)


def test_jcal() -> None:
    done = read(WHOLE, JCAL)
    assert done.warnings == ()
    assert json.loads(done.content) == [
        "vcalendar",
        [["version", {}, "text", "2.0"], ["method", {}, "text", "REQUEST"]],
        [
            [
                "vevent",
                [
                    ["dtstart", {"tzid": "Europe/Oslo"}, "date-time", "2026-12-01T10:00:00"],
                    ["summary", {}, "text", "Lærdal, lit"],
                    [
                        "rrule",
                        {},
                        "recur",
                        {"freq": "WEEKLY", "byday": ["MO"], "until": "2027-01-01T00:00:00Z"},
                    ],
                    ["geo", {}, "float", [60.1, 7.5]],
                    ["categories", {}, "text", "light", "tower"],
                    ["x-own", {"x-p": "a:b"}, "unknown", "1\\,2"],
                    ["attach", {}, "binary", "TWFu"],
                ],
                [["valarm", [["trigger", {}, "duration", "-PT5M"]], []]],
            ]
        ],
    ]


def test_two_calendars_are_a_list_of_jcal() -> None:
    assert [name for name, *_ in json.loads(read(WHOLE * 2, JCAL).content)] == ["vcalendar"] * 2


def test_values_that_json_has_not_are_unknown() -> None:
    octets = b"BEGIN:VCALENDAR\nX-A;VALUE=FLOAT:nan\nEND:VCALENDAR\n"
    done = read(octets, JCAL)
    assert b"NaN" not in done.content
    assert json.loads(done.content)[1][0][2] == "unknown"


def test_a_bad_property_costs_only_itself() -> None:
    octets = WHOLE.replace(b"20261201T100000", b"soon").replace(b"GEO:", b"GEO")
    done = read(octets)
    assert "Lærdal, lit" in (done.text or "")
    assert [str(warning.code) for warning in done.warnings] == ["note"]
    assert "DTSTART" in done.warnings[0].detail
    assert len(read(octets, JCAL).warnings) == 2


def test_zones_of_one_calendar_are_not_those_of_another() -> None:
    """Libraries keep them in a cache of the process."""
    own = b"BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    event = b"BEGIN:VEVENT\nDTSTART;TZID=Mine:20261201T100000\nEND:VEVENT\nEND:VCALENDAR\n"
    assert "(Mine, UTC+03:00)" in (read(b"BEGIN:VCALENDAR\n" + own + event).text or "")
    assert "(Mine, an unknown" in (read(b"BEGIN:VCALENDAR\n" + event).text or "")


@pytest.mark.parametrize(
    ("text", "shape", "warned"),
    [
        pytest.param("BEGIN:A\nX:1\nEND:A", "A1()", [], id="whole"),
        pytest.param("begin : a\nEND: A ", "A0()", [], id="blanks-and-case"),
        pytest.param(
            "BEGIN:A\nBEGIN:B\nEND:A\nX:1",
            "A0(B0())",
            ["components that do not end: 1", "lines outside of any component: 1"],
            id="end-of-the-outer",
        ),
        pytest.param(
            "BEGIN:A\nEND:B\nEND:A", "A0()", ["ends of what did not begin: 1"], id="end-of-another"
        ),
        pytest.param("BEGIN:A\nX:1", "A1()", ["components that do not end: 1"], id="cut-short"),
        pytest.param(
            "X:1\nBEGIN:A\nEND:A", "A0()", ["lines outside of any component: 1"], id="before"
        ),
    ],
)
def test_structure(text: str, shape: str, warned: list[str]) -> None:
    def drawn(component: Component) -> str:
        return f"{component.name}{len(component.lines)}({''.join(map(drawn, component.children))})"

    said: list[str] = []
    found = parse_components(text.split("\n"), said.append)
    assert ("".join(map(drawn, found)), said) == (shape, warned)


@pytest.mark.parametrize("end", range(len(WHOLE)))
def test_cut_anywhere(end: int) -> None:
    """Once the event is there it is told, with what stands before the cut."""
    done = read(WHOLE[:end])
    begun = WHOLE.index(b"VEVENT") + len("VEVENT")
    if end >= WHOLE.index(b"END:VCALENDAR") + len("END:VCALENDAR"):
        assert done.warnings == ()
    elif end >= begun:
        assert done.is_converted
        assert any("do not end" in warning.detail for warning in done.warnings)
        assert "Invitation" in (done.text or "")
    if end >= WHOLE.index(b"RRULE"):
        assert "Lærdal, lit" in (done.text or "")


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("to", ["text/plain", "text/markdown", JCAL])
def test_changed_anywhere(to: str, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    octets = bytearray(WHOLE)
    for _ in range(rng.randint(1, 12)):
        place = rng.randrange(len(octets))
        octets[place : place + rng.randint(0, 3)] = rng.randbytes(rng.randint(0, 3))
    done = read(bytes(octets), to)
    failed = [warning for warning in done.warnings if warning.code == WarningCode.HANDLER_FAILED]
    assert [warning.detail for warning in failed] in (
        [],
        ["ValueError: there is no VCALENDAR in it"],
    )
    assert done == read(bytes(octets), to)
    if done.is_converted and to == JCAL:
        json.loads(done.content)


@pytest.mark.parametrize(
    "handler", mimekit_calendar.mimekit_handlers(), ids=lambda each: each.name
)
def test_handlers_keep_the_rules(handler: Handler) -> None:
    handler_conformance(handler, samples=[WHOLE])


def test_what_is_no_calendar_is_left_to_others() -> None:
    done = read(b"Dear all, the lamp is lit.")
    assert not done.is_converted
    assert done.content == b"Dear all, the lamp is lit."


def test_an_event_without_its_calendar() -> None:
    text = read(b"BEGIN:VEVENT\nSUMMARY:Alone\nEND:VEVENT\n").text or ""
    assert text.startswith("Event: Alone\n")


def test_utf_16() -> None:
    octets = WHOLE.replace(b"\xc3\r\n \xa6", "æ".encode()).decode().encode("utf-16")
    content = Content(media_type="text/calendar", octets=octets, parameters={"charset": "utf-16"})
    text = convert(content, "text/plain", registry=REGISTRY).text or ""
    assert text.startswith("Invitation: Lærdal, lit\n")


# -- sizes


def calendar(lines: bytes) -> bytes:
    return (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Lamp\n" + lines + b"\nEND:VEVENT\nEND:VCALENDAR\n"
    )


def limits(done: Conversion) -> str:
    return "; ".join(warning.detail for warning in done.warnings)


def test_entries_are_capped() -> None:
    event = b"BEGIN:VEVENT\nSUMMARY:Lamp\nEND:VEVENT\n"
    done = read(b"BEGIN:VCALENDAR\n" + event * 250 + b"END:VCALENDAR\n")
    assert (done.text or "").count("Event: Lamp") == conversion.MAX_ENTRIES
    assert "Entries: 250\n" in (done.text or "")
    assert limits(done) == "entries of the calendar left out: 50"


def test_attendees_are_capped() -> None:
    text = read(calendar(b"ATTENDEE:mailto:a@b\n" * 600)).text or ""
    assert "Attendees: 600\n" in text
    assert text.count("  - a@b\n") == 500
    assert text.endswith("  - and 100 more\n")


def test_lines_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_lines, "MAX_LINE_CHARACTERS", 50)
    monkeypatch.setattr(content_lines, "MAX_LINES", 3)
    lines = b"ATTACH:" + b"x" * 60 + b"\nLOCATION:here\nURL:http://a.example\nSTATUS:CONFIRMED"
    done = read(calendar(lines))
    assert limits(done) == "lines of more than 50 characters: 1; lines behind the first 3: 1"
    assert "Link: http://a.example\n" in (done.text or "")
    assert "confirmed" not in (done.text or "")


def test_components_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_lines, "MAX_COMPONENTS", 3)
    done = read(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 4 + b"END:VCALENDAR\n")
    assert "Entries: 2\n" in (done.text or "")
    assert limits(done) == "components that are too many or too deep: 2"


def test_nesting_is_capped() -> None:
    depth = 100_000
    octets = b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * depth + b"END:VEVENT\n" * depth
    done = read(octets + b"END:VCALENDAR\n", JCAL)
    assert limits(done) == f"components that are too many or too deep: {depth - 7}"
    assert done.content.count(b"vevent") == 7


def test_octets_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_lines, "MAX_OCTETS", 60)
    monkeypatch.setattr(conversion, "MAX_OCTETS", 60)
    done = read(calendar(b"LOCATION:" + b"x" * 100))
    assert done.is_converted
    assert limits(done) == "only 60 octets were read; components that do not end: 2"


def test_problems_are_counted() -> None:
    done = read(calendar(b"DTSTART:soon\n" * 30))
    assert len(done.warnings) == conversion.MAX_PROBLEMS + 1
    assert done.warnings[-1].detail == "properties more that could not be read: 10"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda size: calendar(b"DTSTART:soon\n" * (size // 12)), id="bad-values"),
        pytest.param(lambda size: calendar(b"ATTENDEE:a\n" * (size // 11)), id="attendees"),
        pytest.param(lambda size: calendar(b"X;TZID=;" * (size // 8)), id="parameters"),
        pytest.param(
            lambda size: calendar(
                b"".join(b"EXDATE;TZID=/a/b/%d:20261201T100000\n" % n for n in range(size // 36))
            ),
            id="zones",
        ),
        pytest.param(lambda size: calendar(b'X;"";' * (size // 5)), id="quotes"),
        pytest.param(lambda size: calendar(b"SUMMARY:" + b"\n x" * (size // 3)), id="folds"),
        pytest.param(lambda size: calendar(b"\n" * size), id="empty-lines"),
        pytest.param(lambda size: calendar(b"BEGIN:A\n" * (size // 8)), id="nesting"),
        pytest.param(lambda size: calendar(b"DESCRIPTION:" + b"1. \\n" * (size // 5)), id="text"),
    ],
)
def test_cost_is_linear(make: Callable[[int], bytes]) -> None:
    assert_linear(lambda octets: read(octets, "text/markdown"), make)
