"""Calendars and cards where no plugin reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.conversion.content import Content
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handlers.calendar_text import (
    HANDLERS,
    MAX_COMPONENTS,
    MAX_LINES,
    read_records,
)
from mimekit.conversion.handlers.records import Record
from tests.conversion.handlers.calling import Called, call
from tests.growth import assert_linear


def event(*lines: str, method: str = "") -> str:
    head = f"METHOD:{method}\n" if method else ""
    body = "\n".join(lines)
    return f"BEGIN:VCALENDAR\n{head}BEGIN:VEVENT\n{body}\nEND:VEVENT\nEND:VCALENDAR\n"


def convert(text: str, to: str = "text/plain", media_type: str = "text/calendar") -> Called:
    return call(HANDLERS, Content(media_type=media_type, octets=text.encode()), to)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("DTSTART:20261128T100000Z", ("Begins", "2026-11-28 10:00 (UTC)"), id="utc"),
        pytest.param("DTSTART:20261128T100000", ("Begins", "2026-11-28 10:00"), id="floating"),
        pytest.param(
            "DTSTART;TZID=Europe/Berlin:20261128T100000",
            ("Begins", "2026-11-28 10:00 (Europe/Berlin)"),
            id="zone",
        ),
        pytest.param("DTEND;VALUE=DATE:20261128", ("Ends", "2026-11-28"), id="day"),
        pytest.param("DTSTART:tomorrow", ("Begins", "tomorrow"), id="no-time"),
        pytest.param(
            "LOCATION:Room 1\\, 2\\; \\\\x\\nHall", ("Where", "Room 1, 2; \\x\nHall"), id="escaped"
        ),
        pytest.param("LOCATION:Ro\n om", ("Where", "Room"), id="folded"),
        pytest.param(
            'ORGANIZER;CN="Weaver; Ann":MAILTO:ann@x',
            ("Organiser", "Weaver; Ann <ann@x>"),
            id="organiser",
        ),
        pytest.param(
            "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:b@x",
            ("Attendee", "b@x (needs action)"),
            id="attendee",
        ),
        pytest.param("x.LOCATION:a", ("Where", "a"), id="group"),
        pytest.param("location;a=b:a:b", ("Where", "a:b"), id="small-letters"),
    ],
)
def test_property(line: str, expected: tuple[str, str]) -> None:
    assert list(read_records(event("SUMMARY:Lunch", line))) == [Record("Lunch", (expected,))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            event("SUMMARY:a", method="REQUEST"), [Record("Invitation: a")], id="invitation"
        ),
        pytest.param(
            event("SUMMARY:a", method="CANCEL"), [Record("Cancelled: a")], id="cancelled"
        ),
        pytest.param(event("SUMMARY:a", method="ODD"), [Record("a")], id="unknown-method"),
        pytest.param(event("X-A:b"), [Record("Event")], id="no-title"),
        pytest.param(
            event(
                "SUMMARY:a", "BEGIN:VALARM", "DESCRIPTION:no", "SUMMARY:no", "END:VALARM", "URL:u"
            ),
            [Record("a", (("URL", "u"),))],
            id="alarm-inside",
        ),
        pytest.param("BEGIN:VEVENT\nSUMMARY:a\n", [], id="never-ended"),
        pytest.param("END:VEVENT\nBEGIN:VTODO\nEND:VEVENT\n", [], id="ended-wrongly"),
        pytest.param(
            "BEGIN:VCARD\nVERSION:4.0\nN:Weaver;Ann;;;\nFN:Ann Weaver\nORG:ACME;Looms\nTEL;TYPE=cell:1\n"
            "ADR:;;1 Street;Town;;12345;\nEND:VCARD\nBEGIN:VCARD\nN:Hook;Bob\nEND:VCARD\n",
            [
                Record(
                    "Ann Weaver",
                    (
                        ("Organisation", "ACME, Looms"),
                        ("Telephone", "1"),
                        ("Address", "1 Street, Town, 12345"),
                    ),
                ),
                Record("Hook, Bob"),
            ],
            id="cards",
        ),
        pytest.param(
            "BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BC=\nrg\nEND:VCARD\n",
            [Record("Jürg")],
            id="card-of-version-2.1",
        ),
    ],
)
def test_records(text: str, expected: list[Record]) -> None:
    assert list(read_records(text)) == expected


def test_written() -> None:
    made = convert(event("SUMMARY:*Lunch*", "LOCATION:<Hall>\u200b"), "text/markdown")
    assert made.text == "**\\*Lunch\\***\n\n- Where: \\<Hall>\n"
    assert made.codes == [WarningCode.HIDDEN_TEXT]


def test_what_has_none_is_passed_by() -> None:
    with pytest.raises(ValueError, match="it has no event and no card"):
        convert("BEGIN:VCALENDAR\nEND:VCALENDAR\n")


def test_components_are_cut() -> None:
    made = convert(event("SUMMARY:a") * (MAX_COMPONENTS + 1))
    assert made.text.count("a\n") == MAX_COMPONENTS
    assert made.codes == [WarningCode.LIMIT]


def test_lines_are_cut() -> None:
    (record,) = read_records(event(*["ATTENDEE:a"] * (MAX_LINES + 1)))
    assert len(record.lines) == MAX_LINES


@given(
    st.lists(
        st.sampled_from(
            [
                "BEGIN:VEVENT\n",
                "END:VEVENT\n",
                "BEGIN:X\n",
                "END:X\n",
                "SUMMARY",
                ":",
                ";",
                '"',
                "=",
                "\\",
                "\n",
                " ",
                "a",
            ]
        )
    ).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    for record in read_records(text):
        assert record.title


@pytest.mark.parametrize(
    "unit",
    [
        "BEGIN:VEVENT\n",
        "BEGIN:X\nEND:X\n",
        "A;B=",
        'A;B="',
        "\n ",
        "A:\\",
        "A;",
        '"',
        "=\n",
        event("SUMMARY:a"),
        "x",
    ],
)
def test_time_is_linear(unit: str) -> None:
    head = "BEGIN:VEVENT\nX;ENCODING=QUOTED-PRINTABLE:a\n"
    assert_linear(lambda text: list(read_records(head + text)), lambda size: unit * size)
