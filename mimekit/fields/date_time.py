"""Dates: the field body of Date, Resent-Date, and the end of Received (RFC 5322 section 3.3).

Deviations from RFC 5322 sections 3.3 and 4.3, all of them seen in mail:

1. A leap second, ``:60``, is read as ``:59``, which is the last that `datetime` has.
2. Text before and behind the date is passed over; of several dates the first is read.
3. Weekdays and months may be longer than three letters, and a comma or dot may follow any word.
4. ``-``, ``.`` and ``/`` may separate day, month and year (RFC 850), dots the parts of the time.
5. The month may be a number: 15 09 2014, 15.09.2014. Slashes are refused there: 04/05/2014 has
   two meanings.
6. The month may stand first, the year last or before the time: C's asctime, and "Jul 1, 2003".
7. Year, month and day may stand in that order: ISO 8601. A fraction of a second is dropped.
8. Hours may have one digit, or a.m. and p.m.; 24:00 is the end of the day.
9. The zone may be +01:00, +01, GMT+0100 or UT +0000, or missing.
10. The whole may be hidden in encoded words.
11. Names of zones that the RFC does not know are read if they have one meaning in mail.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Final

from mimekit.codecs import encoded_word
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.lexical import Cursor
from mimekit.fields.parsed import Parsed
from mimekit.span import Span

UNKNOWN_ZONE: Final = timezone(timedelta(0), "-0000")
"""UTC, of which it is not known whether it is also the sender's local time.

It is equal to `datetime.UTC`; its name, ``moment.tzname() == "-0000"``, tells it apart."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    *(b"january", b"february", b"march", b"april", b"may", b"june"),
    *(b"july", b"august", b"september", b"october", b"november", b"december"),
)
_MONTH_OF = {name.encode(): number for number, name in enumerate(_MONTHS, 1)}
_NUMBER = {digits % n: n for n in range(100) for digits in (b"%d", b"%02d")}  # twice int()'s speed
_WEEKDAY_OF = {name.encode(): number for number, name in enumerate(_WEEKDAYS)}

# RFC 5322 section 4.3: obs-zone, in hours from UTC. All other names, and the military
# letters, "SHOULD be considered equivalent to -0000"; but see deviation 11.
_OBS_ZONES = b"ut 0 gmt 0 utc 0 edt -4 est -5 cdt -5 cst -6 mdt -6 mst -7 pdt -7 pst -8 "
_OTHER_ZONES = (
    b"hst -10 wet 0 west 1 cet 1 cest 2 met 1 mest 2 eet 2 eest 3 msk 3 jst 9 nzst 12 nzdt 13"
)
_ZONE_WORDS = (_OBS_ZONES + _OTHER_ZONES).split()
_ZONE_HOURS = dict(zip(_ZONE_WORDS[::2], map(int, _ZONE_WORDS[1::2]), strict=True))

# RFC 5322 section 3.3, as nearly all mail has it:
#   date-time := [ day-name "," ] day month year hour ":" minute ":" second zone [CFWS]
_PLAIN = re.compile(
    rb"[ \t]*+(?:(%b),[ \t]++)?([0-9]{1,2})[ \t]++(%b)[ \t]++([0-9]{4})[ \t]++"
    rb"([0-9]{2}):([0-9]{2}):([0-9]{2})[ \t]++([+-][0-9]{4})"
    rb"[ \t\r\n]*+(?:\([^()\\]*+\)[ \t\r\n]*+)?"
    % ("|".join(_WEEKDAYS).encode(), "|".join(_MONTHS).encode())
)

_PIECES = {
    "weekday": r"(?:(?<![a-z])(?P<weekday>[a-z]{2,12}+)[\s,.]*+)?",
    "day": r"(?<![0-9])(?P<day>[0-9]{1,2})(?![0-9])",
    "month": rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}+)",
    "year": r"(?P<year>[0-9]{2,4})(?![0-9])",
    "time": r"(?P<hour>[0-9]{1,2})\s*+[:.]\s*+(?P<minute>[0-9]{1,2})(?![0-9])"
    r"(?:\s*+[:.]\s*+(?P<second>[0-9]{1,2})(?![0-9])(?:[.,][0-9]{1,9})?)?"
    r"(?:\s*+(?P<noon>[ap])\.?m\b\.?)?",
    "zone": r"(?:\s*+(?P<zone>[a-z]{1,12}+)?"
    r"\s*+(?P<offset>[+-][0-9]{1,2}(?::?[0-9]{2})?(?![0-9]))?)",
    "asctime_zone": r"(?:\s++(?P<asctime_zone>[a-z]{1,12}+))?",
    "iso_date": r"(?<![0-9])(?P<year>[0-9]{4})(?P<iso>[-/.])(?P<month>[0-9]{2})(?P=iso)"
    r"(?P<day>[0-9]{2})",
    "s": r"[\s,]",
    "weekdays": "|".join(_WEEKDAYS),
    "months": "|".join(_MONTHS),
}


@cache  # of `_STANDARD` and `_FORMS`, which most programs never need
def _form(pattern: str) -> re.Pattern[bytes]:
    """A form of the date, in which ``{name}`` stands for one of ``_PIECES``."""
    return re.compile(pattern.format_map(_PIECES).encode(), re.IGNORECASE)


# RFC 5322 sections 3.3 and 4.3, comments taken out before:
#   date-time   := [ day-of-week "," ] date time [CFWS]
#   date        := day month year
#   obs-year    := [CFWS] 2*DIGIT [CFWS]
#   time-of-day := hour ":" minute [ ":" second ]
#   zone        := (FWS ( "+" / "-" ) 4DIGIT) / obs-zone
_STANDARD = (
    r"\s*+(?:(?P<weekday>{weekdays})\s*+,)?\s*+(?P<day>[0-9]{{1,2}})\s*+(?P<month>{months})\s*+"
    r"(?P<year>[0-9]{{2,4}})\s++(?P<hour>[0-9]{{2}})\s*+:\s*+(?P<minute>[0-9]{{2}})"
    r"(?:\s*+:\s*+(?P<second>[0-9]{{2}}))?"
    r"(?:\s*+(?P<zone>[a-z]{{1,5}}+)|\s++(?P<offset>[+-][0-9]{{4}}))?\s*+"
)

# Deviations 3 to 9, in the order in which they are tried. RFC 3339 section 5.6:
#   date-time := full-date "T" full-time
_FORMS = (
    r"{weekday}{day}[\s,.\-/]*+{month}[\s,.\-/]*+{year}{s}*+{time}{zone}",
    r"{weekday}(?<![a-z]){month}[\s.]++{day}{s}++{time}{asctime_zone}{s}++{year}{zone}",
    r"{weekday}(?<![a-z]){month}[\s.]++{day}{s}++{year}{s}++{time}{zone}",
    r"{weekday}{iso_date}(?:t|{s}++){time}{zone}",
    r"{weekday}{day}(?:\s++|\.)(?P<month>[0-9]{{1,2}})(?:\s++|\.){year}{s}++{time}{zone}",
)

# Comments without nested ones and quoted pairs, in one step.
_PLAIN_COMMENTS = re.compile(rb"(?>(?:\([^()\\]*+\)[ \t\r\n]*+)+)")

_new = tuple.__new__  # half the time of NamedTuple's own, for the plain case

# A line end that no blank follows is not a fold: the field ends there (section 2.2.3).
_FIELD_END = re.compile(rb"\r?\n(?![ \t])")


def parse_date_time(value: bytes) -> Parsed[datetime | None]:
    """Read the moment that a date names, aware, to the second; None if it names none.

    The zone is the one written. ``-0000``, a missing zone and one that is not known
    (RFC 5322 section 4.3: the military letters too) give `UNKNOWN_ZONE`. What cannot be
    a moment of the years 1 to 9999, or has no time of day, is None.

    >>> parse_date_time(b"Fri, 21 Nov 1997 09:55:06 -0600 (CST)").value.isoformat()
    '1997-11-21T09:55:06-06:00'
    >>> parsed = parse_date_time(b"Sunday, 06-Nov-94 08:49:37 GMT")
    >>> parsed.value.isoformat(), [defect.code.value for defect in parsed.defects]
    ('1994-11-06T08:49:37+00:00', ['date-syntax', 'date-obsolete'])
    >>> parse_date_time(b"Mon, 31 Feb 2024 10:00:00 +0000").value is None
    True
    """
    # Hot (benchmarks/run.py headers): one regex, one constructor, for what nearly all write.
    match = _PLAIN.fullmatch(value)
    if match is not None:
        weekday, day, month, year, hour, minute, second, offset = match.groups()
        zone = _offset_zone(offset)
        if zone is not None and b"1900" <= year < b"9999":
            try:
                moment = datetime(
                    int(year), _MONTH_OF[month], _NUMBER[day],
                    _NUMBER[hour], _NUMBER[minute], _NUMBER[second], 0, zone,
                )  # fmt: skip
            except ValueError:
                return _parse_any(value)
            if weekday is None or _WEEKDAY_OF[weekday] == moment.weekday():
                start = match.start(1 if weekday else 2)
                span = _new(Span, (start, match.end(8) - start))
                return _new(Parsed, (moment, (), (span,)))
    return _parse_any(value)


def format_date_time(moment: datetime) -> str:
    """A date as RFC 5322 section 3.3 has it, in the zone of ``moment``, without microseconds.

    `UNKNOWN_ZONE` is written ``-0000``. A zone that is off by seconds (local mean time)
    is rounded to minutes, the instant kept. Raise `ComposeError` if ``moment`` has no
    zone or a year before 1900.

    >>> format_date_time(datetime(1997, 11, 21, 9, 55, 6, tzinfo=timezone(timedelta(hours=-6))))
    'Fri, 21 Nov 1997 09:55:06 -0600'
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ComposeError("a date needs a time zone: this datetime is naive")
    minutes = round(offset / timedelta(minutes=1))
    if offset != timedelta(minutes=minutes):
        moment = moment.astimezone(timezone(timedelta(minutes=minutes)))
    if moment.year < 1900:
        raise ComposeError("a date before 1900 cannot be written")
    sign = "-" if minutes < 0 or moment.tzname() == "-0000" else "+"
    hours, minutes = divmod(abs(minutes), 60)
    return (
        f"{_WEEKDAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]}"
        f" {moment.year:04} {moment:%H:%M:%S} {sign}{hours:02}{minutes:02}"
    )


def _parse_any(value: bytes) -> Parsed[datetime | None]:
    """Every form, also in encoded words, and what is wrong with it."""
    if b"=?" not in value:
        return _parse_forms(value)
    # QUIRK: RFC 2047 section 5 allows encoded words in text only; some mailers encode
    # the whole of a date, for the letters in its comment.
    moment, defects, spans = _parse_forms(encoded_word.decode(value).encode())
    whole = Span(0, len(value))  # what is found in the decoded text has no other place
    place = Defect(DefectCode.ENCODED_WORD_PLACE, whole)
    found = (place, *(defect._replace(span=whole) for defect in defects))
    return Parsed(moment, found, (whole,) * len(spans))


def _parse_forms(value: bytes) -> Parsed[datetime | None]:
    """Every form, and what is wrong with it."""
    defects: list[Defect] = []
    text, comments = _blank_comments(value, defects)
    match = _form(_STANDARD).fullmatch(text)
    standard = match is not None
    if match is None:
        match = next((found for form in _FORMS if (found := _form(form).search(text))), None)
    moment = None if match is None else _moment(match)
    if match is None or moment is None:
        whole = Span(0, len(value))
        return Parsed(None, (*defects, Defect(DefectCode.DATE_INVALID, whole)), ())
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    end = match.start() + len(match[0].rstrip())
    span = Span(start, end - start)
    codes = _codes(match, moment, standard=standard, inner_comment=comments < end)
    return Parsed(moment, (*defects, *(Defect(code, span) for code in codes)), (span,))


def _codes(
    match: re.Match[bytes], moment: datetime, *, standard: bool, inner_comment: bool
) -> list[DefectCode]:
    """What is unusual about a date that was understood."""
    codes = []
    name, offset = _zone_texts(match)
    if not standard or moment.year < 1900 or match["hour"] == b"24":
        codes.append(DefectCode.DATE_SYNTAX)
    blanks = match.end("minute") - match.start("hour") > 5
    if inner_comment or blanks or len(match["year"]) < 4 or name:
        codes.append(DefectCode.DATE_OBSOLETE)
    if (_offset_zone(offset) is None) if offset else (name not in _ZONE_HOURS):
        codes.append(DefectCode.DATE_ZONE_MISSING)
    weekday = match["weekday"]
    if weekday and _WEEKDAY_OF.get(weekday[:3].title()) != _written_weekday(match, moment):
        codes.append(DefectCode.DATE_WEEKDAY_WRONG)
    return codes


def _written_weekday(match: re.Match[bytes], moment: datetime) -> int:
    """The weekday of the date that is written: 24:00 belongs to the day that it ends."""
    return (moment.weekday() - (int(match["hour"]) == 24)) % 7


def _blank_comments(value: bytes, defects: list[Defect]) -> tuple[bytes, int]:
    """The field body with blanks for its comments, so that offsets stay; where the first began."""
    end = _FIELD_END.search(value)
    cursor = Cursor(value if end is None else value[: end.start()])
    pieces: list[bytes] = []
    first = len(value)
    while (start := cursor.body.find(b"(", cursor.offset)) >= 0:
        pieces.append(cursor.body[cursor.offset : start])
        first = min(first, start)
        cursor.offset = start
        if not cursor.consume(_PLAIN_COMMENTS):
            cursor.comment()
        pieces.append(b" " * (cursor.offset - start))
    pieces.append(cursor.body[cursor.offset :])
    defects += cursor.defects
    return b"".join(pieces), first


def _moment(match: re.Match[bytes]) -> datetime | None:
    """The moment that the pieces of a form name, if they name one."""
    hour = _hour(int(match["hour"]), match["noon"] if "noon" in match.re.groupindex else None)
    minute, second = int(match["minute"]), int(match["second"] or 0)
    midnight = hour == 24 and minute == second == 0
    date = _year(match["year"]), _month(match["month"].lower()), int(match["day"])
    time = 0 if midnight else hour, minute, 59 if second == 60 else second
    try:
        moment = datetime(*date, *time, tzinfo=_zone(match))
        if midnight:
            moment += timedelta(days=1)
        if moment.year in (1, 9999):
            moment.astimezone(UTC)  # raises if it is no moment that can be compared
    except (ValueError, OverflowError):
        return None
    return moment


def _year(digits: bytes) -> int:
    """RFC 5322 section 4.3: two digits from 50 and three digits are counted from 1900."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _month(text: bytes) -> int:
    """A month by number, name or the beginning of its name; 0 if it is none."""
    if text.isdigit():
        return int(text)
    number = _MONTH_OF[text[:3].title()]
    return number if text == b"sept" or _LONG_MONTHS[number - 1].startswith(text) else 0


def _hour(hour: int, noon: bytes | None) -> int:
    """The hour of a day of 24: 12 a.m. is 0, 1 p.m. is 13; 13 p.m. is taken as 13."""
    if noon is None or hour > 12:
        return hour
    return hour % 12 + (12 if noon in b"pP" else 0)


def _zone_texts(match: re.Match[bytes]) -> tuple[bytes | None, bytes | None]:
    """The zone's name, in lower case, and its offset, as they are written."""
    name = match["zone"]
    if name is None and "asctime_zone" in match.re.groupindex:
        name = match["asctime_zone"]
    if "iso" in match.re.groupindex and name in {b"Z", b"z"}:
        return None, b"+0000"  # there it is no military letter
    return name and name.lower(), match["offset"]


def _zone(match: re.Match[bytes]) -> timezone:
    """The zone of a form: the offset if there is one, else by its name."""
    name, offset = _zone_texts(match)
    if offset:
        return _offset_zone(offset) or UNKNOWN_ZONE
    hours = _ZONE_HOURS.get(name) if name else None
    return UNKNOWN_ZONE if hours is None else timezone(timedelta(hours=hours))


@cache  # of at most 20,000 texts that the patterns let through
def _offset_zone(offset: bytes) -> timezone | None:
    """The zone of ``+0100``, ``+01:00`` or ``+1``; None if it is a day or more off."""
    if offset == b"-0000":
        return UNKNOWN_ZONE
    digits = offset[1:].replace(b":", b"")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 23 or minutes > 59:
        return None
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if offset[:1] == b"-" else distance)
