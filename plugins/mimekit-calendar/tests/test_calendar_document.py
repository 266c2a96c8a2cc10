"""Invitations and calendars as people read them."""

from __future__ import annotations

from html.parser import HTMLParser

import mimekit_calendar
import pytest

from mimekit import Conversion, WarningCode, convert
from mimekit.plugin import Content, Registry

REGISTRY = Registry(built_in=False)
REGISTRY.register(mimekit_calendar, "calendar")

BERLIN = """\
BEGIN:VTIMEZONE
TZID:Our zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(lines: str, *, method: str = "", before: str = "", kind: str = "VEVENT") -> bytes:
    """A calendar with one entry of these lines."""
    first = f"METHOD:{method}\n" if method else ""
    text = f"BEGIN:VCALENDAR\n{first}{before}BEGIN:{kind}\n{lines}\nEND:{kind}\nEND:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(octets: bytes, to: str = "text/plain") -> Conversion:
    done = convert(Content(media_type="text/calendar", octets=octets), to, registry=REGISTRY)
    assert done.is_converted, done.warnings
    assert done.media_type == to
    return done


def rows(octets: bytes) -> dict[str, str]:
    """The rows of the text, by label."""
    text = read(octets).text or ""
    return dict(line.split(": ", 1) for line in text.splitlines()[1:] if ": " in line)


def title(octets: bytes) -> str:
    return (read(octets).text or "").partition("\n")[0]


@pytest.mark.parametrize(
    ("method", "kind", "lines", "expected"),
    [
        pytest.param("REQUEST", "VEVENT", "SUMMARY:Lamp", "Invitation: Lamp", id="request"),
        pytest.param("CANCEL", "VEVENT", "SUMMARY:Lamp", "Cancelled: Lamp", id="cancel"),
        pytest.param("PUBLISH", "VEVENT", "SUMMARY:Lamp", "Event: Lamp", id="publish"),
        pytest.param("COUNTER", "VEVENT", "SUMMARY:L", "Another proposal: L", id="counter"),
        pytest.param("", "VEVENT", "SUMMARY:Lamp", "Event: Lamp", id="no-method"),
        pytest.param("X-NEW", "VEVENT", "SUMMARY:Lamp", "Event: Lamp", id="unknown-method"),
        pytest.param("REQUEST", "VEVENT", "UID:1", "Invitation", id="no-summary"),
        pytest.param("request", "VEVENT", "SUMMARY:a\\nb", "Invitation: a b", id="two-lines"),
        pytest.param(
            "REPLY",
            "VEVENT",
            "ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@example.com\nSUMMARY:Lamp",
            "Reply: accepted by Ann <ann@example.com>: Lamp",
            id="reply",
        ),
        pytest.param(
            "REPLY", "VEVENT", "ATTENDEE;PARTSTAT=X-A:mailto:a@b", "Reply: answered by a@b", id="x"
        ),
        pytest.param("", "VTODO", "SUMMARY:Oil", "Task: Oil", id="task"),
        pytest.param("CANCEL", "VTODO", "SUMMARY:Oil", "Cancelled: Oil", id="task-cancelled"),
        pytest.param("", "VJOURNAL", "SUMMARY:Log", "Journal entry: Log", id="journal"),
        pytest.param("REPLY", "VFREEBUSY", "UID:1", "Reply: answered", id="free-busy-reply"),
    ],
)
def test_title(method: str, kind: str, lines: str, expected: str) -> None:
    assert title(calendar(lines, method=method, kind=kind)) == expected


def test_method_of_the_media_type_counts_if_the_calendar_has_none() -> None:
    content = Content(
        media_type="text/calendar",
        octets=calendar("SUMMARY:Lamp"),
        parameters={"method": "cancel"},
    )
    text = convert(content, "text/plain", registry=REGISTRY).text
    assert text is not None
    assert text.startswith("Cancelled: Lamp\n")


@pytest.mark.parametrize(
    ("lines", "when", "in_utc"),
    [
        pytest.param(
            "DTSTART:20261201T100000Z\nDTEND:20261201T113000Z",
            "Tuesday, 1 December 2026, 10:00 to 11:30 (UTC)",
            None,
            id="utc",
        ),
        pytest.param(
            "DTSTART;TZID=America/New_York:20261201T220000\nDURATION:PT90M",
            "Tuesday, 1 December 2026, 22:00 to 23:30 (America/New_York, UTC-05:00)",
            "Wednesday, 2 December 2026, 03:00 to 04:30",
            id="system-zone",
        ),
        pytest.param(
            'DTSTART;TZID="W. Europe Standard Time":20260701T100000',
            "Wednesday, 1 July 2026, 10:00 (W. Europe Standard Time, UTC+02:00)",
            "Wednesday, 1 July 2026, 08:00",
            id="windows-name",
        ),
        pytest.param(
            "DTSTART;TZID=/example.org/x/America/Indiana/Knox:20260701T100000",
            "Wednesday, 1 July 2026, 10:00 (/example.org/x/America/Indiana/Knox, UTC-05:00)",
            "Wednesday, 1 July 2026, 15:00",
            id="globally-unique-name",
        ),
        pytest.param(
            "DTSTART;TZID=Atlantis:20260701T100000",
            "Wednesday, 1 July 2026, 10:00 (Atlantis, an unknown time zone)",
            None,
            id="unknown-zone",
        ),
        pytest.param(
            "DTSTART;TZID=../../etc/passwd:20260701T100000",
            "Wednesday, 1 July 2026, 10:00 (../../etc/passwd, an unknown time zone)",
            None,
            id="zone-that-is-a-path",
        ),
        pytest.param(
            "DTSTART:20260701T100000",
            "Wednesday, 1 July 2026, 10:00 (local time of whoever is there)",
            None,
            id="floating",
        ),
        pytest.param(
            "DTSTART;TZID=Our zone:20260701T100000\nDTEND;TZID=Our zone:20260703T100030",
            "Wednesday, 1 July 2026, 10:00 to Friday, 3 July 2026, 10:00:30 (Our zone, UTC+02:00)",
            "Wednesday, 1 July 2026, 08:00 to Friday, 3 July 2026, 08:00:30",
            id="own-zone-over-days",
        ),
        pytest.param(
            "DTSTART;TZID=Our zone:20261024T120000\nDTEND;TZID=Our zone:20261025T120000",
            "Saturday, 24 October 2026, 12:00 to Sunday, 25 October 2026, 12:00"
            " (Our zone, UTC+02:00, then UTC+01:00)",
            "Saturday, 24 October 2026, 10:00 to Sunday, 25 October 2026, 11:00",
            id="over-the-change",
        ),
        pytest.param(
            "DTSTART;TZID=Our zone:20261025T010000\nDURATION:PT4H",
            "Sunday, 25 October 2026, 01:00 to 04:00 (Our zone, UTC+02:00, then UTC+01:00)",
            "Saturday, 24 October 2026, 23:00 to Sunday, 25 October 2026, 03:00",
            id="hours-over-the-change",
        ),
        pytest.param(
            "DTSTART;TZID=Asia/Tokyo:20260701T100000\nDTEND;TZID=Europe/London:20260701T100000",
            "Wednesday, 1 July 2026, 10:00 (Asia/Tokyo, UTC+09:00) to"
            " Wednesday, 1 July 2026, 10:00 (Europe/London, UTC+01:00)",
            "Wednesday, 1 July 2026, 01:00 to 09:00",
            id="two-zones",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20261201",
            "Tuesday, 1 December 2026 (all day)",
            None,
            id="one-day",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261204",
            "Tuesday, 1 December 2026 to Thursday, 3 December 2026 (3 days)",
            None,
            id="days",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20261201\nDURATION:P2D",
            "Tuesday, 1 December 2026 to Wednesday, 2 December 2026 (2 days)",
            None,
            id="days-by-duration",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20261201\nDTEND:20261201T100000Z",
            "Tuesday, 1 December 2026 (all day)",
            None,
            id="day-and-time",
        ),
        pytest.param(
            "DTSTART:99991231T235959Z\nDURATION:P9999D",
            "Friday, 31 December 9999, 23:59:59 (UTC)",
            None,
            id="end-of-the-calendar",
        ),
        pytest.param("DTSTART:PT1H", None, None, id="no-time"),
    ],
)
def test_when(lines: str, when: str | None, in_utc: str | None) -> None:
    told = rows(calendar(lines, before=BERLIN))
    assert (told.get("When"), told.get("In UTC")) == (when, in_utc)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "every week on Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=1", "every 2 weeks, once"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        (
            "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270101",
            "every month on the second Tuesday, until Friday, 1 January 2027",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "every month on day 15 and the last day"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last workday"),
        ("FREQ=YEARLY;BYMONTH=3,4;BYMONTHDAY=1", "every year on day 1 in March and April"),
        (
            "FREQ=DAILY;UNTIL=20261231T230000Z",
            "every day, until Thursday, 31 December 2026, 23:00 UTC",
        ),
        ("FREQ=YEARLY;BYWEEKNO=20", "by the rule FREQ=YEARLY;BYWEEKNO=20"),
        ("FREQ=MONTHLY;BYDAY=9TU", "by the rule FREQ=MONTHLY;BYDAY=9TU"),
        ("FREQ=NEVER", "by the rule FREQ=NEVER"),
    ],
)
def test_recurrence(rule: str, told: str) -> None:
    assert rows(calendar(f"DTSTART:20261201T100000Z\nRRULE:{rule}"))["Repeats"] == told


def test_exceptions_are_counted() -> None:
    dates = ",".join(f"202612{day:02}T100000Z" for day in range(1, 13))
    told = rows(calendar(f"EXDATE:{dates}\nRDATE;VALUE=PERIOD:20270101T100000Z/PT1H"))
    assert told["But not on"].startswith("12 dates: Tuesday, 1 December 2026, 10:00; ")
    assert told["But not on"].endswith("; 2 more")
    assert told["Also on"] == "Friday, 1 January 2027, 10:00"


def test_a_changed_occurrence_says_which() -> None:
    lines = "DTSTART:20261202T100000Z\nRECURRENCE-ID:20261201T100000Z"
    assert rows(calendar(lines))["Instead of"] == "Tuesday, 1 December 2026, 10:00 (UTC)"


PEOPLE = """\
ORGANIZER;CN="Zoë, of the light":MAILTO:zoe@example.org
ATTENDEE;CN=ann@example.com;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:ann@example.com
ATTENDEE;PARTSTAT=TENTATIVE;ROLE=OPT-PARTICIPANT:mailto:bob@example.com
ATTENDEE;CUTYPE=ROOM;CN=Gallery:mailto:gallery@example.com
ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:eve@example.com":mailto:dan@example.com
ATTENDEE;CN=No address:
"""


def test_people() -> None:
    text = read(calendar(PEOPLE.strip())).text or ""
    assert text.partition("\n\n")[2] == (
        "Organizer: Zoë, of the light <zoe@example.org>\n"
        "Attendees: 5\n"
        "  - ann@example.com: accepted, chair\n"
        "  - bob@example.com: may come, optional\n"
        "  - Gallery <gallery@example.com>: room\n"
        "  - dan@example.com: delegated, delegated to eve@example.com\n"
        "  - No address\n"
    )


def test_tasks_tell_when_they_are_due() -> None:
    lines = "DUE:20261201T100000Z\nPERCENT-COMPLETE:50\nPRIORITY:1\nSTATUS:IN-PROCESS"
    assert rows(calendar(lines, kind="VTODO")) == {
        "Due": "Tuesday, 1 December 2026, 10:00 (UTC)",
        "Status": "in process",
        "Done": "50%",
        "Priority": "1",
    }


def test_free_and_busy_times() -> None:
    lines = (
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261201T100000Z/PT1H,20261202T100000Z/20261202T110000Z"
    )
    text = read(calendar(lines, kind="VFREEBUSY")).text or ""
    assert text.splitlines()[2:] == [
        "Busy unavailable: Tuesday, 1 December 2026, 10:00 to 11:00 (UTC)",
        "Busy unavailable: Wednesday, 2 December 2026, 10:00 to 11:00 (UTC)",
    ]


def test_several_entries_stand_below_the_name_of_the_calendar() -> None:
    event = "BEGIN:VEVENT\nSUMMARY:{}\nEND:VEVENT\n"
    octets = (
        "BEGIN:VCALENDAR\nX-WR-CALNAME:The light\n"
        + event.format("One")
        + event.format("Two")
        + "END:VCALENDAR\n"
    ).encode()
    assert read(octets, "text/markdown").text == (
        "# The light\n\n- **Entries:** 2\n\n## Event: One\n\n\n## Event: Two\n\n"
    )


HOSTILE = (
    "SUMMARY:# <b>x</b> [y](http://evil.example) `z`\n"
    "LOCATION:javascript:alert(1)\n"
    'URL:http://x.example/"onclick=\n'
    "DESCRIPTION:# Heading\\n- item\\n1. one\\n> quote\\n===\\n    code\\n<script>\\n|a|b|\\n&lt\\;\n"
    "COMMENT:a\x1b[2J\u2028b"
)


def test_nothing_becomes_markdown() -> None:
    assert (read(calendar(HOSTILE), "text/markdown").text or "").splitlines() == [
        r"# Event: # \<b>x\</b> \[y\](http://evil.example) \`z\`",
        "",
        "- **Where:** javascript:alert(1)",
        '- **Link:** http://x.example/"onclick=',
        "- **Comment:** a \\[2J b",
        "",
        "\\# Heading\\",
        "\\- item\\",
        "1\\. one\\",
        "\\> quote\\",
        "\\===\\",
        "code\\",
        "\\<script>\\",
        "\\|a|b|\\",
        "\\&lt;",
    ]


def test_no_label_becomes_markdown() -> None:
    busy = 'FREEBUSY;FBTYPE="[a](http://evil.example)":20261201T160000Z/PT1H'
    done = read(calendar(busy, kind="VFREEBUSY"), "text/markdown")
    assert r"- **\[a\](http://evil.example):** Tuesday" in (done.text or "")


@pytest.mark.parametrize("to", ["text/plain", "text/markdown", "text/html"])
def test_what_nobody_sees_is_dropped(to: str) -> None:
    given = (
        "SUMMARY:The la\U000e0068\U000e0069mp\nLOCATION:#\u200b gal\u200blery\n"
        "ATTENDEE;CN=A\u200bnn:mailto:ann@example.com\nDESCRIPTION:\u202etil"
    )
    done = read(calendar(given), to)
    text = done.text or ""
    assert all(word in text for word in ("The lamp", "gallery", "Ann", "lit"))
    assert not any(mark in text for mark in "\U000e0068\U000e0069\u200b\u202e")
    assert r"\# gallery" in text or to != "text/markdown"
    assert [warning.detail for warning in done.warnings] == [
        "8 characters of hidden text were left out (bidi-override, tag-characters, zero-width)"
    ]
    assert {warning.code for warning in done.warnings} == {WarningCode.HIDDEN_TEXT}


def test_nothing_becomes_html() -> None:
    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: set[str] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.add(f"{tag}{dict(attrs) or ''}")

    parser = Tags()
    parser.feed(read(calendar(HOSTILE), "text/html").text or "")
    assert parser.found <= {
        *("html", "head", "body", "ul", "li", "h1", "p", "br", "strong"),
        "meta{'charset': 'utf-8'}",
    }


def test_a_link_shows_where_it_leads() -> None:
    octets = calendar("URL:https://example.org/?a=1&b=2")
    assert "<https://example.org/?a=1&b=2>" in (read(octets, "text/markdown").text or "")
    assert (
        '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">'
        "https://example.org/?a=1&amp;b=2</a>"
    ) in (read(octets, "text/html").text or "")
