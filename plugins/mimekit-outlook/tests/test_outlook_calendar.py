"""Meetings: their properties as iCalendar."""

from __future__ import annotations

from datetime import UTC, datetime

import outlook_msg_writer as msg
import outlook_properties as prop
import outlook_tnef_writer as tnef
import pytest
from mimekit_outlook import read_msg, read_tnef
from mimekit_outlook.calendar_text import calendar_text
from mimekit_outlook.composition import to_message

START = datetime(2024, 5, 6, 7, 0, tzinfo=UTC)
END = datetime(2024, 5, 6, 8, 0, tzinfo=UTC)


def calendar(id_: int, number: int) -> prop.Name:
    return prop.Name(prop.CALENDAR, id_, number)


MEETING = [
    prop.text(0x0037, "Plan; next, steps"),
    prop.text(0x1000, "First line\r\nSecond \\ line"),
    prop.time(0x0039, datetime(2024, 5, 1, tzinfo=UTC)),
    prop.text(0x0C1A, 'Ann "A" Example'),
    prop.text(0x5D01, "ann@example.com"),
    prop.time(calendar(0x820D, 0x8001), START),
    prop.time(calendar(0x820E, 0x8002), END),
    prop.text(calendar(0x8208, 0x8003), "Room 1"),
    prop.octets(prop.Name(prop.MEETING, 0x23, 0x8004), b"\1\2\xab"),
]
RECIPIENTS = [[prop.text(0x3001, "Bob"), prop.text(0x39FE, "bob@example.com")]]


def lines(message_class: str, *more: prop.Property) -> list[str]:
    file = msg.msg(prop.text(0x001A, message_class), *MEETING, *more, recipients=RECIPIENTS)
    text = calendar_text(read_msg(file))
    assert text is not None
    return text.split("\r\n")


def test_request() -> None:
    assert lines("IPM.Schedule.Meeting.Request") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mimekit//mimekit-outlook//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:0102AB",
        "DTSTAMP:20240501T000000Z",
        "DTSTART:20240506T070000Z",
        "DTEND:20240506T080000Z",
        r"SUMMARY:Plan\; next\, steps",
        "LOCATION:Room 1",
        r"DESCRIPTION:First line\nSecond \\ line",
        "ORGANIZER;CN=\"Ann 'A' Example\":mailto:ann@example.com",
        'ATTENDEE;CN="Bob":mailto:bob@example.com',
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("message_class", "expected"),
    [
        pytest.param("IPM.Schedule.Meeting.Canceled", "METHOD:CANCEL", id="cancelled"),
        pytest.param("IPM.Schedule.Meeting.Canceled", "STATUS:CANCELLED", id="status"),
        pytest.param("IPM.Appointment", "METHOD:PUBLISH", id="appointment"),
        pytest.param("IPM.Microsoft Schedule.MtgReq", "METHOD:REQUEST", id="old-class"),
        pytest.param(
            "IPM.Schedule.Meeting.Resp.Pos",
            "ATTENDEE;PARTSTAT=ACCEPTED;CN=\"Ann 'A' Example\":mailto:ann@example.com",
            id="accepted",
        ),
        pytest.param(
            "IPM.Schedule.Meeting.Resp.Neg",
            'ORGANIZER;CN="Bob":mailto:bob@example.com',
            id="organizer-of-an-answer",
        ),
    ],
)
def test_classes(message_class: str, expected: str) -> None:
    assert expected in lines(message_class)


def test_whole_days() -> None:
    """Midnight in Berlin is the evening before in UTC."""
    file = msg.msg(
        prop.text(0x001A, "IPM.Appointment"),
        prop.time(calendar(0x820D, 0x8001), datetime(2024, 5, 5, 22, 0, tzinfo=UTC)),
        prop.time(calendar(0x820E, 0x8002), datetime(2024, 5, 6, 22, 0, tzinfo=UTC)),
        prop.flag(calendar(0x8215, 0x8003), is_set=True),
    )
    text = calendar_text(read_msg(file)) or ""
    assert "DTSTART;VALUE=DATE:20240506\r\n" in text
    assert "DTEND;VALUE=DATE:20240507\r\n" in text


def test_series() -> None:
    more = [
        prop.flag(calendar(0x8223, 0x8005), is_set=True),
        prop.text(calendar(0x8232, 0x8006), "every Monday"),
    ]
    assert r"DESCRIPTION:Repeats: every Monday\n\nFirst line\nSecond \\ line" in lines(
        "IPM.Appointment", *more
    )


def test_uid_of_another_program() -> None:
    octets = bytes(40) + b"vCal-Uid\1\0\0\0abc@example.com\0"
    more = prop.octets(prop.Name(prop.MEETING, 0x3, 0x8007), octets)
    file = msg.msg(prop.text(0x001A, "IPM.Appointment"), *MEETING[:-1], more)
    assert "UID:abc@example.com\r\n" in (calendar_text(read_msg(file)) or "")


def test_uid_that_is_not_stated() -> None:
    def uid(subject: str) -> str:
        file = msg.msg(
            prop.text(0x001A, "IPM.Appointment"), MEETING[5], prop.text(0x0037, subject)
        )
        text = calendar_text(read_msg(file)) or ""
        return next(line for line in text.split("\r\n") if line.startswith("UID:"))

    assert uid("a") == uid("a") != uid("b")


@pytest.mark.parametrize(
    "properties",
    [
        pytest.param([prop.text(0x001A, "IPM.Note"), *MEETING], id="mail"),
        pytest.param([prop.text(0x001A, "IPM.Appointment")], id="no-time"),
    ],
)
def test_no_calendar(properties: list[prop.Property]) -> None:
    assert calendar_text(read_msg(msg.msg(*properties))) is None


def test_no_line_is_forged() -> None:
    forged = [
        prop.text(0x0037, "a\r\nATTACH:file:///etc"),
        prop.text(calendar(0x8208, 0x8003), "b\nEND:VEVENT"),
        prop.text(0x0C1A, 'c"\r\nX:y'),
        prop.text(0x5D01, "ann@example.com"),
    ]
    file = msg.msg(prop.text(0x001A, "IPM.Appointment"), *forged, MEETING[5])
    text = calendar_text(read_msg(file)) or ""
    names = [line.partition(":")[0].partition(";")[0] for line in text.split("\r\n")]
    assert names[4:] == [
        *("BEGIN", "UID", "DTSTAMP", "DTSTART", "SUMMARY", "LOCATION", "ORGANIZER"),
        *("END", "END", ""),
    ]


@pytest.mark.parametrize("character", ["e", "é"])
def test_lines_are_folded(character: str) -> None:
    file = msg.msg(
        prop.text(0x001A, "IPM.Appointment"), MEETING[5], prop.text(0x0037, character * 200)
    )
    text = calendar_text(read_msg(file)) or ""
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"SUMMARY:{character * 200}" in text.replace("\r\n ", "")


def test_is_a_part_of_the_message() -> None:
    file = msg.msg(prop.text(0x001A, "IPM.Schedule.Meeting.Request"), *MEETING)
    message = to_message(read_msg(file), [])
    types = [part.content_type.media_type for part in message.walk()]
    assert "text/calendar" in types


def test_old_attributes_of_tnef() -> None:
    read = read_tnef(
        tnef.tnef(
            tnef.attribute(tnef.MESSAGE_CLASS, b"IPM.Microsoft Schedule.MtgReq\0"),
            tnef.attribute(tnef.DATE_START, bytes.fromhex("e807 0500 0600 0700 0000 0000 0100")),
        )
    )
    assert "DTSTART:20240506T070000Z" in (calendar_text(read) or "")
