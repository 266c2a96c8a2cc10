"""The From_ line, which separates the messages of an mbox (RFC 4155 appendix A).

    From_ line := "From " envelope-sender SP timestamp end-of-line
    timestamp  := asctime, in UTC without a zone: "Thu Jan  1 00:00:00 1970"

A line of a text that begins with "From " has no timestamp at its end, and is none.
Deviations, all of them seen in mailboxes:

1. The sender may hold blanks ("user at example.org", a quoted local part) and need not be
   an address ("-", "MAILER-DAEMON").
2. Blanks may stand two and more together.
3. Seconds may be missing. A zone, or two, may stand before the year or behind it.
4. "remote from" a host may follow (RFC 976 section 2.4).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final, NamedTuple

from mimekit.errors import ComposeError
from mimekit.fields.date_time import UNKNOWN_ZONE, parse_date_time
from mimekit.fields.injection import refuse_controls

MAX_FROM_LINE_BYTES: Final = 998
"""A longer line is no From_ line: each that begins as one is looked at (RFC 5322 section
2.1.1 has the number)."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZONE = rb"(?: {1,4}(?:[A-Z]{1,5}|[+-][0-9]{4}))"
_TIMESTAMP = (
    rb"(?:%b) {1,4}(?:%b) {1,4}[0-3]?[0-9] {1,4}[0-2]?[0-9]:[0-5][0-9](?::[0-6][0-9])?"
    rb"%b{0,2} {1,4}[0-9]{4}%b{0,2}"
    % ("|".join(_WEEKDAYS).encode(), "|".join(_MONTHS).encode(), _ZONE, _ZONE)
)
FROM_LINE = re.compile(
    rb"From ([^\r\n]{1,%d}?) (%b)(?: {1,4}remote from [!-~]{1,255})?[ \t]{0,4}\r?\n"
    % (MAX_FROM_LINE_BYTES - 30, _TIMESTAMP)
)
"""A whole From_ line: its envelope sender, its timestamp."""

UNENDED: Final = b"\t"
"""What stands last in the From_ line of a message whose last line has no end: the mbox
gives it one, and this tells that it is not the message's own. Nobody else has a tab there."""

NO_SENDER: Final = "MAILER-DAEMON"
"""The envelope sender where none is known, or it is null."""


class FromLine(NamedTuple):
    r"""What a From_ line says: who sent the message, by its envelope, and when it came.

    >>> parse_from_line(b"From joe@example.org Thu Jan  1 00:00:00 1970\n")
    FromLine(envelope_sender='joe@example.org',
             date=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))
    """

    envelope_sender: str
    """The address, or whatever stands there; not decoded."""

    date: datetime | None
    """When the message was put into the mailbox, aware; None if there is no such day."""


def parse_from_line(line: bytes) -> FromLine | None:
    """Read a line with its end; None if it is no From_ line."""
    match = FROM_LINE.match(line)
    if match is None:
        return None
    return FromLine(match[1].strip(b" ").decode("utf-8", "replace"), _date(match[2]))


def _date(timestamp: bytes) -> datetime | None:
    """The moment of a timestamp, in UTC if there is no zone."""
    _, month, day, time, *others = timestamp.split()
    year = next(word for word in others if word.isdigit())
    zone = next((word for word in others if word != year), b"")
    date = parse_date_time(b" ".join((day, month, year, time, zone))).value
    return date.replace(tzinfo=UTC) if date and date.tzinfo is UNKNOWN_ZONE else date


def format_from_line(envelope_sender: str, date: datetime, *, unended: bool = False) -> bytes:
    r"""A From_ line with its end, LF; ``unended``: the message's last line has no end.

    Raise `HeaderInjectionError` for a control in the sender, `ComposeError` for one that would
    be read otherwise and for a date without a zone.

    >>> format_from_line("joe@example.org", datetime(1970, 1, 1, tzinfo=UTC))
    b'From joe@example.org Thu Jan  1 00:00:00 1970\n'
    """
    refuse_controls(envelope_sender)
    if not isinstance(date, datetime):
        raise TypeError(f"a date is a datetime, not {type(date).__name__}")
    if date.utcoffset() is None:
        raise ComposeError("a date needs a time zone: this datetime is naive")
    try:
        moment = date.astimezone(UTC)
    except OverflowError:
        raise ComposeError(f"{date} is no year of four digits in UTC") from None
    line = b"From %b %b %b %2d %02d:%02d:%02d %04d%b\n" % (
        envelope_sender.encode(),
        _WEEKDAYS[moment.weekday()].encode(),
        _MONTHS[moment.month - 1].encode(),
        *(moment.day, moment.hour, moment.minute, moment.second, moment.year),
        UNENDED if unended else b"",
    )
    read = parse_from_line(line)
    if read is None or read.envelope_sender != envelope_sender:
        raise ComposeError(f"{envelope_sender!r} is no envelope sender")
    return line
