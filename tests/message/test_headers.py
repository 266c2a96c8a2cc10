from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import Group, LimitError, Limits, Mailbox, Span, parse

MESSAGE = (
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
    b"To: a@example.org,\r\n team: B <b@example.org>;\r\n"
    b"junk without a colon\r\n"
    b"X-Note : blank before the colon\r\n"
    b"SUBJECT: second\r\n"
    b"Date: Mon, 02 Nov 2026 10:00:00 +0000\r\n"
    b"References: <1@example.org> <2@example.org>\r\n"
    b"List-Unsubscribe: <mailto:x@example.org>, <https://example.org/x>\r\n"
    b"Content-Type: text/plain; charset=UTF-8\r\n"
    b"\r\nbody\r\n"
)


def test_names_are_case_blind_and_the_first_counts() -> None:
    headers = parse(MESSAGE).headers
    assert headers["subject"] == headers["SUBJECT"] == "Grüße"
    assert headers.get_all("Subject") == ["Grüße", "second"]
    assert [field.name for field in headers.get_fields("subject")] == ["Subject", "SUBJECT"]


def test_a_missing_field() -> None:
    headers = parse(MESSAGE).headers
    with pytest.raises(KeyError, match="X-None"):
        headers["X-None"]
    assert headers.get("X-None") is None
    assert headers.get("X-None", "default") == "default"
    assert headers.get_all("X-None") == []
    assert "X-None" not in headers
    assert "subject" in headers
    assert 1 not in headers


def test_names_keep_order_case_and_repeats() -> None:
    assert list(parse(MESSAGE).headers) == [
        *("Subject", "To", "X-Note", "SUBJECT", "Date", "References"),
        *("List-Unsubscribe", "Content-Type"),
    ]
    assert len(parse(MESSAGE).headers) == 8


def test_a_blank_before_the_colon() -> None:
    headers = parse(MESSAGE).headers
    assert headers["x-note"] == "blank before the colon"
    (field,) = headers.get_fields("X-Note")
    assert [defect.code.value for defect in field.defects] == ["header-name-blank"]


def test_fields_know_their_place() -> None:
    message = parse(MESSAGE)
    for field in message.headers.fields:
        assert field.span is not None
        assert MESSAGE[field.span.slice] == field.raw
        assert field == message.headers.get_fields(field.name)[0] or field.name == "SUBJECT"
    assert message.headers.fields[0].span == Span(0, 38)


def test_forms() -> None:
    headers = parse(MESSAGE).headers
    fields = {field.name: field for field in headers.fields}
    to = fields["To"]
    b = Mailbox("B", "b", "example.org")
    assert to.as_addresses() == (Mailbox("", "a", "example.org"), b)
    assert to.as_grouped_addresses() == (Mailbox("", "a", "example.org"), Group("team", (b,)))
    assert fields["Date"].as_date() == datetime(2026, 11, 2, 10, tzinfo=UTC)
    assert fields["References"].as_message_ids() == ("1@example.org", "2@example.org")
    assert fields["List-Unsubscribe"].as_urls() == (
        "mailto:x@example.org",
        "https://example.org/x",
    )
    assert fields["Content-Type"].as_parameters() == {"charset": "UTF-8"}
    assert fields["Subject"].as_date() is None


def test_lone_cr_ends_lines() -> None:
    message = parse(b"A: 1\rB: 2\r 3\r\rbody")
    assert message.headers.items() == [("A", "1"), ("B", "2 3")]
    assert message.headers["b"] == "2 3"


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
def test_fields_are_limited_alike_for_every_reader(newline: bytes) -> None:
    data = (b"A: 1\n" * 10 + b"Subject: late\n\n").replace(b"\n", newline)
    message = parse(data, limits=Limits(max_header_fields=4))
    assert len(message.headers) == len(message.headers.fields) == len(message.headers.items()) == 4
    assert message.subject is None
    assert "subject" not in message.headers
    assert "limit-header-fields" in [defect.code.value for defect in message.check()]
    strict = parse(data, limits=Limits(max_header_fields=4, strict=True))
    for read in (strict.headers.keys, strict.headers.items, lambda: strict.headers.fields):
        with pytest.raises(LimitError, match="max_header_fields"):
            read()
    with pytest.raises(LimitError, match="max_header_fields"):
        _ = strict.subject


PIECES = [
    b"A",
    b"From",
    b":",
    b" ",
    b"\t",
    b"\n",
    b"\r\n",
    b"\r",
    b"x",
    b"=?",
    b"\xff",
    b"\0",
    b"B: 1\n",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join))
def test_all_ways_to_read_agree(block: bytes) -> None:
    headers = parse(b"X: 1\n" + block).headers
    items = [(field.name, field.as_text()) for field in headers.fields]
    assert headers.items() == items
    assert headers.keys() == [name for name, _ in items]
    for name, _ in items:
        assert headers.get_all(name) == [text for n, text in items if n.lower() == name.lower()]
        same = [field for field in headers.fields if field.name.lower() == name.lower()]
        assert list(headers.get_fields(name)) == same


@pytest.mark.parametrize("name", ["", "a: 1\nb", "a b", "X\ud800", ":", "\u00fc"])
def test_what_is_no_name_is_absent(name: str) -> None:
    headers = parse(b"A: 1\nB: 2\n: x\nX?: 3\n\n").headers
    assert name not in headers
    assert headers.get(name) is None


def test_a_folded_last_line_without_an_end_belongs_to_its_field() -> None:
    headers = parse(b"Subject: a\n b").headers
    assert headers.fields[0].raw == b"Subject: a\n b"
    assert headers.items() == [("Subject", "a b")]


def test_fields_of_two_messages_differ() -> None:
    data = b"A: 1\n\n"
    assert parse(data).headers.fields[0] != parse(data).headers.fields[0]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b"X: a\x00b\n", "header-nul", id="nul"),
        pytest.param(b"X: a\x07b\n", "header-control", id="control"),
        pytest.param(b"X: " + b"a" * 1000 + b"\n", "header-line-too-long", id="long"),
        pytest.param(b"Date: yesterday\n", "date-invalid", id="date"),
        pytest.param("X: \u00fc\n".encode(), "header-8bit", id="utf-8"),
        pytest.param(b"X: \xfc\n", "header-charset-guessed", id="latin-1"),
    ],
)
def test_findings_of_a_field(raw: bytes, code: str) -> None:
    (field,) = parse(raw + b"\n").headers.fields
    assert code in [defect.code.value for defect in field.defects]
    for defect in field.defects:
        assert 0 <= defect.span.offset <= defect.span.end <= len(raw)


# -- pickles

ENCLOSING = b"Subject: outer\nContent-Type: message/rfc822\n\nA: 1\nno field\nA: 2\n\nbody\n"


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own octets


@pytest.mark.parametrize("again", [pickled, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("path", ["", "1"])
def test_headers_can_be_pickled(again: Callable[[Any], Any], path: str) -> None:
    headers = parse(ENCLOSING).part(path).headers
    copied = again(headers)
    assert copied.items() == headers.items()
    assert [field.span for field in copied.fields] == [field.span for field in headers.fields]


@pytest.mark.parametrize("again", [pickled, copy.copy, copy.deepcopy])
def test_a_field_can_be_pickled(again: Callable[[Any], Any]) -> None:
    message = parse(MESSAGE)
    enclosed = parse(ENCLOSING).part("1")
    for field in (*message.headers.fields, *enclosed.headers.fields):
        copied = again(field)
        assert (copied.name, copied.raw, copied.span) == (field.name, field.raw, field.span)
        assert copied.defects == field.defects


def test_pickles_of_an_edited_header() -> None:
    message = parse(b"A: 1\nB: 2\nB: 2\n\n")
    before = message.headers.get_fields("A")[0]
    message.headers.set("A", "eleven")
    last = message.headers.fields[2]
    assert pickled(message.headers).items() == [("A", "eleven"), ("B", "2"), ("B", "2")]
    assert pickled(last).span == Span(15, 5)  # in what was written anew
    assert pickled(message.headers.fields[0]).as_text() == "eleven"
    gone = pickled(before)
    assert (gone.raw, gone.as_text(), gone.span) == (b"A: 1\n", "1", None)


def test_limits_go_along_with_a_pickle() -> None:
    headers = parse(MESSAGE, limits=Limits(max_header_fields=2)).headers
    assert pickled(headers).keys() == headers.keys() == ["Subject", "To"]
