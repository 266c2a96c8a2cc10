"""The From_ line: what is one, what it says, what may be written into it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import ComposeError, HeaderInjectionError
from mimekit.mailbox.from_line import (
    FROM_LINE,
    MAX_FROM_LINE_BYTES,
    FromLine,
    format_from_line,
    parse_from_line,
)

DATE = "Thu Jan  1 00:00:00 1970"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "sender", "date"),
    [
        pytest.param(f"From a@b.test {DATE}\n", "a@b.test", EPOCH, id="rfc-4155"),
        pytest.param(f"From a@b.test {DATE}\r\n", "a@b.test", EPOCH, id="crlf"),
        pytest.param(f"From a@b.test {DATE}\t\n", "a@b.test", EPOCH, id="unended"),
        pytest.param(f"From - {DATE}\n", "-", EPOCH, id="dash"),
        pytest.param(f"From a at b.test  {DATE}\n", "a at b.test", EPOCH, id="blanks"),
        pytest.param(f"From é@b.test {DATE}\n", "é@b.test", EPOCH, id="utf-8"),
        pytest.param(f"From {DATE} {DATE}\n", DATE, EPOCH, id="sender-like-a-date"),
        pytest.param(
            "From a Thu Jan 1 00:00 EST 1970\n",
            "a",
            datetime(1970, 1, 1, tzinfo=timezone(timedelta(hours=-5))),
            id="zone-before-the-year",
        ),
        pytest.param(f"From a {DATE} remote from b\n", "a", EPOCH, id="remote-from"),
        pytest.param("From a Mon Feb 30 00:00:00 1970\n", "a", None, id="no-such-day"),
    ],
)
def test_is_read(line: str, sender: str, date: datetime | None) -> None:
    assert parse_from_line(line.encode()) == FromLine(sender, date)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("From here on\n", id="text"),
        pytest.param(f"From {DATE}\n", id="no-sender"),
        pytest.param("From a@b.test\n", id="no-date"),
        pytest.param("From a 1970-01-01 00:00:00\n", id="other-date"),
        pytest.param("From a Foo Jan  1 00:00:00 1970\n", id="no-weekday"),
        pytest.param("From a Thu Jan  1 70:00:00 1970\n", id="no-hour"),
        pytest.param(f"From a {DATE} and so on\n", id="more-text"),
        pytest.param(f"From a {DATE}", id="no-end"),
        pytest.param(f"From a\n{DATE}\n", id="two-lines"),
        pytest.param(f">From a {DATE}\n", id="quoted"),
        pytest.param(f"from a {DATE}\n", id="small-letter"),
        pytest.param(f"From: a {DATE}\n", id="header-field"),
        pytest.param(f"From {'a' * MAX_FROM_LINE_BYTES} {DATE}\n", id="too-long"),
    ],
)
def test_is_none(line: str) -> None:
    assert parse_from_line(line.encode()) is None


def test_what_is_not_utf_8_is_real_text() -> None:
    line = parse_from_line(b"From \xff " + DATE.encode() + b"\n")
    assert line is not None
    assert line.envelope_sender == "\ufffd"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=99),
    st.datetimes(timezones=st.just(UTC)),
)
def test_what_is_written_is_read(sender: str, date: datetime) -> None:
    sender = sender.strip() or "-"
    line = format_from_line(sender, date)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert parse_from_line(line) == FromLine(sender, date.replace(microsecond=0))


def test_a_date_is_written_in_utc() -> None:
    zone = timezone(timedelta(hours=2))
    line = format_from_line("a", datetime(2026, 1, 1, 1, 2, 3, tzinfo=zone), unended=True)
    assert line == b"From a Wed Dec 31 23:02:03 2025\t\n"


@pytest.mark.parametrize("control", ["\r", "\n", "\0", "\x85", "\u2028", "\x1b"])
def test_controls_are_refused(control: str) -> None:
    with pytest.raises(HeaderInjectionError):
        format_from_line(f"a{control}b", EPOCH)


@pytest.mark.parametrize(
    ("sender", "date"),
    [
        pytest.param("", EPOCH, id="no-sender"),
        pytest.param(" a", EPOCH, id="blank-before"),
        pytest.param("a ", EPOCH, id="blank-behind"),
        pytest.param("\ud800", EPOCH, id="lone-surrogate"),
        pytest.param("a" * MAX_FROM_LINE_BYTES, EPOCH, id="too-long"),
        pytest.param("a", datetime(1970, 1, 1), id="naive"),  # noqa: DTZ001 - on purpose
        pytest.param(
            "a", datetime.min.replace(tzinfo=timezone(timedelta(hours=1))), id="year-0-in-utc"
        ),
    ],
)
def test_what_cannot_be_read_back_is_refused(sender: str, date: datetime) -> None:
    with pytest.raises(ComposeError):
        format_from_line(sender, date)


@pytest.mark.parametrize("piece", [b" ", b"Thu ", b" Thu Jan  1 00:00:00 1970", b"a\t"])
def test_hostile_lines_are_bounded(piece: bytes) -> None:
    line = b"From " + piece * 100_000 + b"\n"
    assert FROM_LINE.match(line) is None
