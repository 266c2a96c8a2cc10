"""Dates: every form that mail has, what is no date, and the way back."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.date_time import UNKNOWN_ZONE, format_date_time, parse_date_time
from tests.growth import assert_linear

SYNTAX, OBSOLETE = DefectCode.DATE_SYNTAX, DefectCode.DATE_OBSOLETE
ZONE, WEEKDAY = DefectCode.DATE_ZONE_MISSING, DefectCode.DATE_WEEKDAY_WRONG


def read(text: str) -> str | None:
    moment = parse_date_time(text.encode()).value
    return None if moment is None else moment.isoformat()


def codes(text: str) -> set[DefectCode]:
    return {defect.code for defect in parse_date_time(text.encode()).defects}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00", id="plain"),
        pytest.param("21 Nov 1997 09:55 +0545", "1997-11-21T09:55:00+05:45", id="short"),
        pytest.param("1 Nov 1997 09:55:06 +0000", "1997-11-01T09:55:06+00:00", id="one-digit-day"),
        pytest.param(
            "Thu,\r\n  13\r\n Feb\r\n\t1969\r\n 23:32\r\n -0330 (Newfoundland Time)\r\n",
            "1969-02-13T23:32:00-03:30",
            id="folded-everywhere",
        ),
        pytest.param(
            "Fri, 21 Nov 1997 09:55:06 -0600 (a (b \\) c) d)",
            "1997-11-21T09:55:06-06:00",
            id="comment-nested",
        ),
        pytest.param("fri, 21 NOV 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00", id="case"),
        pytest.param("30 Jun 2015 23:59:60 +0000", "2015-06-30T23:59:59+00:00", id="leap-second"),
        pytest.param("29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00+00:00", id="leap-day"),
        pytest.param("1 Jan 9998 00:00:00 +0000", "9998-01-01T00:00:00+00:00", id="far-future"),
        pytest.param("1 Jan 2024 10:00 +2359", "2024-01-01T10:00:00+23:59", id="widest-zone"),
    ],
)
def test_reads_what_the_standard_allows(text: str, moment: str) -> None:
    assert read(text) == moment
    assert codes(text) == set()


@pytest.mark.parametrize(
    ("text", "moment", "wrong"),
    [
        pytest.param("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06+00:00", {OBSOLETE}, id="gmt"),
        pytest.param("21 Nov 97 09:55 PDT", "1997-11-21T09:55:00-07:00", {OBSOLETE}, id="pdt"),
        pytest.param("1 Jan 24 10:00 EST", "2024-01-01T10:00:00-05:00", {OBSOLETE}, id="est"),
        pytest.param("1 Jan 49 10:00 +0000", "2049-01-01T10:00:00+00:00", {OBSOLETE}, id="49"),
        pytest.param("1 Jan 50 10:00 +0000", "1950-01-01T10:00:00+00:00", {OBSOLETE}, id="50"),
        pytest.param("1 Jan 124 10:00 +0000", "2024-01-01T10:00:00+00:00", {OBSOLETE}, id="124"),
        pytest.param("1 Jan 2024 10:00 A", "2024-01-01T10:00:00+00:00", {OBSOLETE, ZONE}, id="a"),
        pytest.param("1 Jan 2024 10:00 z", "2024-01-01T10:00:00+00:00", {OBSOLETE, ZONE}, id="z"),
        pytest.param("1 Jan 2024 10:00 JST", "2024-01-01T10:00:00+09:00", {OBSOLETE}, id="jst"),
        pytest.param("1 Jan 2024 10:00 CEST", "2024-01-01T10:00:00+02:00", {OBSOLETE}, id="cest"),
        pytest.param(
            "1 Jan 2024 10:00 XYZT", "2024-01-01T10:00:00+00:00", {OBSOLETE, ZONE}, id="xyzt"
        ),
        pytest.param(
            "1 (a) Jan ((b) c) 2024 10:00 +0100",
            "2024-01-01T10:00:00+01:00",
            {OBSOLETE},
            id="comments-inside",
        ),
        pytest.param(
            "1 Jan 2024 10 : 00 : 01 +0100", "2024-01-01T10:00:01+01:00", {OBSOLETE}, id="blanks"
        ),
        pytest.param(
            "1 Jan 2024 10:00:00", "2024-01-01T10:00:00+00:00", {ZONE}, id="zone-missing"
        ),
        pytest.param(
            "1 Jan 2024 10:00 +9999", "2024-01-01T10:00:00+00:00", {ZONE}, id="zone-too-far"
        ),
        pytest.param(
            "1 Jan 2024 10:00 +0160", "2024-01-01T10:00:00+00:00", {ZONE}, id="zone-60-minutes"
        ),
        pytest.param(
            "Fri, 01 Jan 2024 00:00:00 +0000", "2024-01-01T00:00:00+00:00", {WEEKDAY}, id="weekday"
        ),
        pytest.param(
            "Montag, 1 Jan 2024 00:00 +0000",
            "2024-01-01T00:00:00+00:00",
            {SYNTAX},
            id="weekday-beginning-alike",
        ),
        pytest.param(
            "Lundi, 1 Jan 2024 00:00 +0000",
            "2024-01-01T00:00:00+00:00",
            {SYNTAX, WEEKDAY},
            id="weekday-french",
        ),
        pytest.param(
            "1 Jan 2024 24:00 +0000", "2024-01-02T00:00:00+00:00", {SYNTAX}, id="hour-24"
        ),
        pytest.param(
            "Mon, 1 Jan 2024 24:00 +0000",
            "2024-01-02T00:00:00+00:00",
            {SYNTAX},
            id="hour-24-weekday-of-the-day-that-ends",
        ),
        pytest.param("1 Jan 0098 10:00 +0000", "0098-01-01T10:00:00+00:00", {SYNTAX}, id="old"),
        pytest.param(
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "1994-11-06T08:49:37+00:00",
            {SYNTAX, OBSOLETE},
            id="rfc-850",
        ),
        pytest.param(
            "Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37+00:00", {SYNTAX, ZONE}, id="asctime"
        ),
        pytest.param(
            "Fri Sep 14 14:36:56 EDT 2018",
            "2018-09-14T14:36:56-04:00",
            {SYNTAX, OBSOLETE},
            id="asctime-with-zone",
        ),
        pytest.param(
            "Fri Feb 07 10:18:12 2003 -0800",
            "2003-02-07T10:18:12-08:00",
            {SYNTAX},
            id="asctime-with-offset",
        ),
        pytest.param(
            "Jul 1, 2003 10:52:37 AM +0200", "2003-07-01T10:52:37+02:00", {SYNTAX}, id="american"
        ),
        pytest.param(
            "1 Jul 2003 12:10 am +0000", "2003-07-01T00:10:00+00:00", {SYNTAX}, id="after-midnight"
        ),
        pytest.param(
            "1 Jul 2003 12:10 p.m. +0000", "2003-07-01T12:10:00+00:00", {SYNTAX}, id="after-noon"
        ),
        pytest.param(
            "1 Jul 2003 11:38:38 PM +0000", "2003-07-01T23:38:38+00:00", {SYNTAX}, id="evening"
        ),
        pytest.param(
            "2024-01-05T10:11:12.345Z", "2024-01-05T10:11:12+00:00", {SYNTAX}, id="iso-8601"
        ),
        pytest.param(
            "2024-01-05 10:11:12+01:00", "2024-01-05T10:11:12+01:00", {SYNTAX}, id="iso-blank"
        ),
        pytest.param(
            "2024/01/05 10:11 +01", "2024-01-05T10:11:00+01:00", {SYNTAX}, id="year-first-slashes"
        ),
        pytest.param(
            "21.11.1997 09:55:06 +0100", "1997-11-21T09:55:06+01:00", {SYNTAX}, id="dots"
        ),
        pytest.param(
            "21.Nov.1997 09.55.06 +0100", "1997-11-21T09:55:06+01:00", {SYNTAX}, id="dots-in-time"
        ),
        pytest.param(
            "Mon, 15 09 2014 05:25:04 +0000",
            "2014-09-15T05:25:04+00:00",
            {SYNTAX},
            id="month-by-number",
        ),
        pytest.param(
            "WED 04, JAN 2006 21:47:28 +0000", "2006-01-04T21:47:28+00:00", {SYNTAX}, id="commas"
        ),
        pytest.param(
            "1 September 2024 1:2:3 +0000", "2024-09-01T01:02:03+00:00", {SYNTAX}, id="long-month"
        ),
        pytest.param("1 Sept 2024 10:00 +0000", "2024-09-01T10:00:00+00:00", {SYNTAX}, id="sept"),
        pytest.param(
            "1 Jan 2024 10:00 GMT+0100", "2024-01-01T10:00:00+01:00", {SYNTAX, OBSOLETE}, id="gmt+"
        ),
        pytest.param(
            "1 Jan 2024 10:00 UT +0000", "2024-01-01T10:00:00+00:00", {SYNTAX, OBSOLETE}, id="ut+"
        ),
        pytest.param(
            "1 Jan 2024 10:00 -0800 PST", "2024-01-01T10:00:00-08:00", {SYNTAX}, id="zone-behind"
        ),
        pytest.param(
            "1 Jan 2024 10:00 EST5EDT", "2024-01-01T10:00:00-05:00", {SYNTAX, OBSOLETE}, id="posix"
        ),
        pytest.param(
            "1 Jan 2024 10:00 +0000 <x@y.example>",
            "2024-01-01T10:00:00+00:00",
            {SYNTAX},
            id="text-behind",
        ),
        pytest.param(
            "by a.example with SMTP id 7; Mon, 1 Jan 2024 10:00 +0000",
            "2024-01-01T10:00:00+00:00",
            {SYNTAX},
            id="text-before",
        ),
        pytest.param(
            "Mon, 1 Jan 2024 10:00 +0000 (((",
            "2024-01-01T10:00:00+00:00",
            {DefectCode.COMMENT_UNTERMINATED},
            id="comment-unterminated",
        ),
        pytest.param(
            "=?UTF-8?Q?Mon,_1_Jan_2024_10:00_+0100_(=C3=A9t=C3=A9)?=",
            "2024-01-01T10:00:00+01:00",
            {DefectCode.ENCODED_WORD_PLACE},
            id="encoded-word",
        ),
    ],
)
def test_reads_what_mail_has(text: str, moment: str, wrong: set[DefectCode]) -> None:
    assert read(text) == moment
    assert codes(text) == wrong


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("   \r\n", id="blank"),
        pytest.param("yesterday", id="word"),
        pytest.param("Tue, 19 Jan 2038", id="no-time"),
        pytest.param("10:00:00 +0000", id="no-date"),
        pytest.param("31 Feb 2024 10:00:00 +0000", id="no-such-day"),
        pytest.param("29 Feb 2023 10:00:00 +0000", id="no-leap-year"),
        pytest.param("0 Jan 2024 10:00:00 +0000", id="day-0"),
        pytest.param("1 All 2024 10:00:00 +0000", id="no-such-month"),
        pytest.param("1 Janxy 2024 10:00:00 +0000", id="month-with-a-tail"),
        pytest.param("1 13 2024 10:00:00 +0000", id="month-13"),
        pytest.param("04/05/2014 10:00:00 +0000", id="two-meanings"),
        pytest.param("1 Jan 2024 25:00:00 +0000", id="hour-25"),
        pytest.param("1 Jan 2024 24:00:01 +0000", id="past-the-end-of-the-day"),
        pytest.param("1 Jan 2024 10:61:00 +0000", id="minute-61"),
        pytest.param("1 Jan 2024 10:00:61 +0000", id="second-61"),
        pytest.param("1 Jan 12024 10:00:00 +0000", id="year-12024"),
        pytest.param("1 Jan 0000 10:00:00 +0000", id="year-0"),
        pytest.param("1 Jan 0001 00:00:00 +0100", id="before-the-first-moment"),
        pytest.param("31 Dec 9999 23:59:59 -0100", id="behind-the-last-moment"),
        pytest.param("31 Dec 9999 24:00:00 +0000", id="day-behind-the-last"),
        pytest.param("1 Jan 2024 ((a)\nb) 10:00:00 +0000", id="field-ends-in-a-comment"),
        pytest.param("99999999999999999999 Jan 2024 10:00 +0000", id="day-overflow"),
    ],
)
def test_refuses_what_names_no_moment(text: str) -> None:
    parsed = parse_date_time(text.encode())
    assert parsed.value is None
    assert parsed.spans == ()
    assert parsed.defects[-1].code is DefectCode.DATE_INVALID


def test_unknown_zone_is_told_apart() -> None:
    known = parse_date_time(b"1 Jan 2024 10:00:00 +0000").value
    unknown = parse_date_time(b"1 Jan 2024 10:00:00 -0000").value
    assert known == unknown
    assert unknown is not None
    assert known is not None
    assert (known.tzname(), unknown.tzname()) == ("UTC", "-0000")
    assert format_date_time(pickle.loads(pickle.dumps(unknown))).endswith(" -0000")  # noqa: S301
    assert format_date_time(known).endswith(" +0000")


def test_span_is_the_date_alone() -> None:
    for text in (
        b"  Mon, 01 Jan 2024 10:00:00 +0000 (UTC)\r\n",
        b"  (x) Mon, 01 Jan 2024 10:00:00 GMT (UTC)\r\n",
        b"; Mon, 01 Jan 2024 10:00:00 +0000 and more",
    ):
        (span,) = parse_date_time(text).spans
        assert text[span.slice].startswith(b"Mon, 01 Jan 2024 10:00:00 ")
        assert text[span.slice].endswith((b"+0000", b"GMT"))


ZONES = st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(
    datetime(1900, 1, 2),  # noqa: DTZ001 - hypothesis adds the zones
    datetime(9998, 12, 30),  # noqa: DTZ001
    timezones=st.one_of(st.just(UTC), st.just(UNKNOWN_ZONE), ZONES),
)


@given(MOMENTS)
@settings(deadline=None, max_examples=100)
def test_written_dates_read_as_the_same(moment: datetime) -> None:
    text = format_date_time(moment)
    parsed = parse_date_time(text.encode())
    assert parsed.value == moment.replace(microsecond=0)
    assert parsed.value is not None
    assert parsed.value.utcoffset() == moment.utcoffset()
    assert parsed.defects == ()
    assert format_date_time(parsed.value) == text


def test_local_mean_time_is_rounded_to_minutes() -> None:
    paris = timezone(timedelta(minutes=9, seconds=21))
    moment = datetime(1910, 1, 1, 12, tzinfo=paris)
    text = format_date_time(moment)
    assert text == "Sat, 01 Jan 1910 11:59:39 +0009"
    assert parse_date_time(text.encode()).value == moment


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2024, 1, 1), id="naive"),  # noqa: DTZ001
        pytest.param(datetime(1899, 12, 31, tzinfo=UTC), id="too-old"),
    ],
)
def test_a_date_that_cannot_be_written_raises(moment: datetime) -> None:
    with pytest.raises(ComposeError):
        format_date_time(moment)


@pytest.mark.parametrize(
    "pattern", [b"(", b")", b"\\(", b"()", b"1", b"1 ", b" ", b"a", b"Mon, 1 ", b"1 Jan ", b"1:"]
)
def test_hostile_dates_are_linear(pattern: bytes) -> None:
    assert_linear(
        parse_date_time, lambda size: b"1 Jan 2024 10:00 " + pattern * (size // len(pattern))
    )


@given(
    st.binary(max_size=60)
    | st.text("JanFeb 0123456789:+-()=?T.,/\r\n", max_size=60).map(str.encode)
)
@settings(deadline=None, max_examples=100)
def test_nothing_raises(value: bytes) -> None:
    moment, defects, spans = parse_date_time(value)
    assert (moment is None) == (spans == ())
    assert all(0 <= defect.span.offset <= defect.span.end for defect in defects)
    if moment is not None:
        moment.astimezone(UTC)
        assert moment.tzinfo is not None


@pytest.mark.parametrize("length", range(len(b"Fri, 21 Nov 1997 09:55:06 -0600 (CST)") + 1))
def test_cut_anywhere(length: int) -> None:
    text = b"Fri, 21 Nov 1997 09:55:06 -0600 (CST)"
    moment = parse_date_time(text[:length]).value
    assert (moment is not None) == (length >= len(b"Fri, 21 Nov 1997 09:5"))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"=?utf-8?q?1_Jan_2024_10:00_(=C3=BC?= \x84\x84 (", id="date-and-8-bit"),
        pytest.param(b"=?x?= \x84\x84\x84", id="no-date"),
        pytest.param(b"=?tis-620?B?ysfRyrTVqNKhy+nNp8rB2LQ=?=", id="longer-when-decoded"),
    ],
)
def test_findings_in_encoded_words_lie_in_the_field(body: bytes) -> None:
    parsed = parse_date_time(body)
    assert parsed.defects
    for span in (*parsed.spans, *(defect.span for defect in parsed.defects)):
        assert 0 <= span.offset <= span.end <= len(body)
