"""A meeting as iCalendar (RFC 5545), from the properties of [MS-OXOCAL]."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from mimekit import Group, Mailbox

from . import property_tag as tag
from .header_text import header_text, read_address
from .outlook_message import OutlookMessage
from .property_tag import PropertyName

# [MS-OXOCAL] section 2.2: the method of RFC 5546 for each class; the longer ones first.
_METHODS: Final = (
    ("ipm.schedule.meeting.request", "REQUEST"),
    ("ipm.schedule.meeting.canceled", "CANCEL"),
    ("ipm.schedule.meeting.resp", "REPLY"),
    ("ipm.microsoft schedule.mtgreq", "REQUEST"),
    ("ipm.microsoft schedule.mtgcncl", "CANCEL"),
    ("ipm.microsoft schedule.mtgresp", "REPLY"),
    ("ipm.appointment", "PUBLISH"),
)
_ANSWERS: Final = (
    (("resp.pos", "mtgrespp"), "ACCEPTED"),
    (("resp.neg", "mtgrespn"), "DECLINED"),
    (("resp.tent", "mtgrespa"), "TENTATIVE"),
)
_LINE_OCTETS: Final = 75  # RFC 5545 section 3.1, without the line end


def calendar_method(message: OutlookMessage) -> str | None:
    """The method of a meeting's message; None if it is about no meeting."""
    for message_class, method in _METHODS:
        if message.message_class.startswith(message_class):
            return method
    return None


def calendar_text(message: OutlookMessage) -> str | None:
    """The meeting that a message is about; None if it is about none, or does not say when.

    Of a series it has the first meeting, and in the description how the series goes on.
    """
    method = calendar_method(message)
    start = _time(message, tag.APPOINTMENT_START, tag.START_DATE)
    if method is None or start is None:
        return None
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mimekit//mimekit-outlook//EN"]
    lines += [f"METHOD:{method}", "BEGIN:VEVENT", *_event(message, method, start)]
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VEVENT", "END:VCALENDAR"))


def _event(message: OutlookMessage, method: str, start: datetime) -> Iterator[str]:
    properties = message.properties
    yield f"UID:{_uid(message)}"
    stamp = properties.time(tag.CLIENT_SUBMIT_TIME, tag.CREATION_TIME) or start
    yield f"DTSTAMP:{_utc(stamp)}"
    end = _time(message, tag.APPOINTMENT_END, tag.END_DATE)
    is_of_days = properties.flag(tag.APPOINTMENT_ALL_DAY)
    for name, moment in (("DTSTART", start), ("DTEND", end)):
        if moment is not None:
            yield f"{name}{_day(moment) if is_of_days else ':' + _utc(moment)}"
    for name, text in (
        ("SUMMARY", properties.text(tag.SUBJECT)),
        ("LOCATION", properties.text(tag.LOCATION)),
        ("DESCRIPTION", _recurrence(message)),
    ):
        if text:
            yield f"{name}:{_escaped(text)}"
    yield from _people(message, method)
    if method == "CANCEL":
        yield "STATUS:CANCELLED"


def _people(message: OutlookMessage, method: str) -> Iterator[str]:
    """ORGANIZER and ATTENDEE; of an answer, who answers is the attendee."""
    sender = sender_of(message)
    receivers = [
        read_address(recipient.name, recipient.address) for recipient in message.recipients
    ]
    organizers, attendees, parameters = [sender], receivers, ""
    if method == "REPLY":
        organizers, attendees = receivers[:1], [sender]
        answer = (answer for ends, answer in _ANSWERS if message.message_class.endswith(ends))
        parameters = f";PARTSTAT={next(answer, 'NEEDS-ACTION')}"
    for name, people in (("ORGANIZER", organizers), (f"ATTENDEE{parameters}", attendees)):
        yield from (_person(name, person) for person in people if isinstance(person, Mailbox))


def _person(name: str, person: Mailbox) -> str:
    shown = person.display_name.replace('"', "'")
    return f'{name};CN="{shown}":mailto:{person.addr_spec}'


def sender_of(message: OutlookMessage) -> Mailbox | Group | None:
    """Who a message is from: whom the sender represents, else the sender."""
    properties = message.properties
    represented = read_address(
        properties.text(tag.SENT_REPRESENTING_NAME),
        properties.text(tag.SENT_REPRESENTING_SMTP_ADDRESS, tag.SENT_REPRESENTING_ADDRESS),
    )
    sender = read_address(
        properties.text(tag.SENDER_NAME),
        properties.text(tag.SENDER_SMTP_ADDRESS, tag.SENDER_ADDRESS),
    )
    return represented if isinstance(represented, Mailbox) else sender or represented


def _time(message: OutlookMessage, *keys: PropertyName | int) -> datetime | None:
    return message.properties.time(*keys)


def _recurrence(message: OutlookMessage) -> str:
    body = message.body("text/plain")
    text = body.text.strip() if body else ""
    pattern = message.properties.text(tag.RECURRENCE_PATTERN)
    if message.properties.flag(tag.RECURRING) and pattern:
        return f"Repeats: {header_text(pattern)}\n\n{text}"
    return text


def _uid(message: OutlookMessage) -> str:
    """The id that all messages about one meeting share; of an iCalendar one its own.

    [MS-OXCICAL] section 2.1.3.1.1.20.26: that stands behind ``vCal-Uid`` and a number.
    """
    for key in (tag.CLEAN_GLOBAL_OBJECT_ID, tag.GLOBAL_OBJECT_ID):
        octets = message.properties.octets(key)
        if octets:
            _, mark, foreign = octets.partition(b"vCal-Uid\x01\0\0\0")
            if mark:
                return header_text(foreign.partition(b"\0")[0].decode("utf-8", "replace"))
            return octets[:200].hex().upper()
    stated = message.properties.text(tag.INTERNET_MESSAGE_ID)
    return header_text(stated) if stated else _digest(message)


def _digest(message: OutlookMessage) -> str:
    """An id where none is stated: the same for the same meeting."""
    properties = message.properties
    start = properties.time(tag.APPOINTMENT_START, tag.START_DATE)
    what = f"{start} {properties.text(tag.SUBJECT)}"
    return sha256(what.encode("utf-8", "replace")).hexdigest()[:32]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _day(moment: datetime) -> str:
    """The day that begins then where the organizer is, which is at most half a day away."""
    return f";VALUE=DATE:{(moment + timedelta(hours=12)).astimezone(UTC):%Y%m%d}"


def _escaped(text: str) -> str:
    """RFC 5545 section 3.3.11: the value of a text."""
    return "\\n".join(map(_without_controls, text.splitlines()))


def _without_controls(line: str) -> str:
    escaped = line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join(
        character for character in escaped if character == "\t" or character.isprintable()
    )


def _folded(line: str) -> str:
    """RFC 5545 section 3.1: lines of at most 75 octets, no character divided."""
    pieces: list[str] = []
    length = 0
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if length + octets > _LINE_OCTETS:
            pieces.append("\r\n ")
            length = 1
        pieces.append(character)
        length += octets
    return "".join(pieces)
