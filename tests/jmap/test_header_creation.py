"""Fields from ``headers``, from properties, and from both."""

from __future__ import annotations

from typing import Any

import pytest

from mimekit import ComposeError, HeaderInjectionError
from tests.jmap.creating import create, create_part, header


def fields(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


HEADERS = fields(
    ("Received", " by x.test"),
    ("To", " Team: Ann (boss) <a@x.test>,\r\n b@x.test;"),
    ("X-A", " 1"),
    ("Subject", " Old"),
    ("X-A", " 2"),
)
TEAM = [{"name": "Ann", "email": "a@x.test"}, {"name": None, "email": "b@x.test"}]
RAW = [
    "Received: by x.test",
    "To: Team: Ann (boss) <a@x.test>, b@x.test;",
    "X-A: 1",
    "Subject: Old",
    "X-A: 2",
]


def changed(line: int, *new: str) -> list[str]:
    return [*RAW[:line], *new, *RAW[line + 1 :]]


@pytest.mark.parametrize(
    ("properties", "lines"),
    [
        pytest.param({}, RAW, id="headers-alone"),
        pytest.param({"to": TEAM, "subject": "Old"}, RAW, id="the-same"),
        pytest.param({"to": TEAM[:1]}, changed(1, "To: Ann <a@x.test>"), id="edited"),
        pytest.param({"to": None}, changed(1), id="taken-away"),
        pytest.param({"to": []}, changed(1), id="emptied"),
        pytest.param({"subject": "New"}, changed(3, "Subject: New"), id="text-edited"),
        pytest.param({"header:X-A:asText": "2"}, RAW, id="the-last-one-is-the-same"),
        pytest.param(
            {"header:x-a:asText": "3"},
            ["Received: by x.test", RAW[1], "Subject: Old", "x-a: 3"],
            id="all-of-a-name-edited",
        ),
        pytest.param({"header:X-A:asText:all": ["1", "2"]}, RAW, id="all-are-the-same"),
        pytest.param(
            {"header:X-A:asText:all": ["1"]},
            [*RAW[:2], "Subject: Old", "X-A: 1"],
            id="one-of-all-taken-away",
        ),
        pytest.param(
            {"cc": TEAM[1:], "header:X-B": "b", "from": TEAM[1:]},
            [*RAW, "From: b@x.test", "Cc: b@x.test", "X-B: b"],
            id="others-follow",
        ),
    ],
)
def test_headers_and_properties(properties: dict[str, Any], lines: list[str]) -> None:
    assert header(create({"headers": HEADERS, **properties})) == lines


def test_the_order_of_properties_alone() -> None:
    email = {
        "header:X-A": "1",
        "subject": "s",
        "to": [{"email": "b@x.test"}],
        "header:A-X": "2",
        "sender": [{"email": "c@x.test"}],
        "from": [{"email": "a@x.test"}],
        "references": ["1@x.test"],
    }
    assert [line.partition(":")[0] for line in header(create(email))] == [
        *("From", "Sender", "To", "References", "Subject", "X-A", "A-X")
    ]


def test_the_last_counts_of_fields_that_may_stand_once() -> None:
    headers = fields(("Subject", " one"), ("To", " a@x.test"), ("subject", " two"))
    assert header(create({"headers": headers})) == ["To: a@x.test", "subject: two"]
    assert header(create({"headers": headers, "subject": "two"})) == [
        *("To: a@x.test", "subject: two")
    ]
    assert header(create({"headers": headers, "subject": "one"})) == [
        *("To: a@x.test", "Subject: one")
    ]


def test_fields_of_the_body_are_not_copied_from_those_of_the_message() -> None:
    headers = fields(
        ("Content-Type", " image/png"), ("MIME-Version", " 7"), ("Content-Length", " 9"), ("X", "")
    )
    message = create({"headers": headers})
    assert header(message) == ["X:"]
    assert message.content_type.media_type == "text/plain"
    assert message.headers.get_all("MIME-Version") == ["1.0"]


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        pytest.param(
            {"from": [], "header:From:asAddresses": []},
            "header:From:asAddresses: from is the same header field (RFC 8621 section 4.6)",
            id="two-properties",
        ),
        pytest.param(
            {"header:x-a": "", "header:X-A:asText": ""},
            "header:X-A:asText: header:x-a is the same header field (RFC 8621 section 4.6)",
            id="two-cases",
        ),
        pytest.param(
            {"header:Content-Type": "text/html"},
            "header:Content-Type: a part has it, not the Email (RFC 8621 section 4.6)",
            id="of-the-body",
        ),
        pytest.param(
            {"header:MIME-Version": "1.0"},
            "header:MIME-Version: a part has it, not the Email (RFC 8621 section 4.6)",
            id="mime-version",
        ),
        pytest.param(
            {"headers": fields(("A B", ""))},
            "headers[0].name: 'A B' is no name of a header field",
            id="name",
        ),
    ],
)
def test_refuses(email: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ComposeError) as caught:
        create(email)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("name", ["A\r\nB", "A\0", "A: b\n"])
def test_no_name_holds_a_control(name: str) -> None:
    with pytest.raises(HeaderInjectionError, match=r"headers\[1\]\.name"):
        create({"headers": [*HEADERS[:1], {"name": name, "value": ""}]})


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        pytest.param({}, "headers: a list is needed, not dict", id="list"),
        pytest.param([7], "headers[0]: an object (a dict) is needed, not int", id="object"),
        pytest.param([{}], "headers[0].name: a str is needed, not NoneType", id="name"),
        pytest.param(
            [{"name": "A"}], "headers[0].value: a str is needed, not NoneType", id="value"
        ),
    ],
)
def test_a_wrong_type_in_headers(headers: Any, sentence: str) -> None:
    with pytest.raises(TypeError) as caught:
        create({"headers": headers})
    assert str(caught.value) == sentence


def test_fields_of_a_part() -> None:
    headers = fields(("X-A", " 1"), ("Content-Description", " a text"), ("Content-MD5", " x"))
    inner = {"partId": "1", "headers": headers, "header:X-B:asText": "\u00e9"}
    message = create_part({"type": "multipart/mixed", "subParts": [inner]})
    assert [field.name for field in message.part("1").headers.fields] == [
        *("Content-Type", "Content-Transfer-Encoding", "X-A", "Content-Description", "X-B")
    ]
    assert message.part("1").headers["X-B"] == "\u00e9"


def test_of_the_root_only_those_of_the_body_are_copied() -> None:
    headers = fields(("X-A", " 1"), ("Content-Description", " a text"))
    message = create_part({"headers": headers})
    assert header(message) == ["Content-Description: a text"]


def test_the_root_may_not_have_a_field_of_the_email() -> None:
    email = {"bodyStructure": {"partId": "1", "header:X-A": "1"}, "header:X-A:asText": "2"}
    with pytest.raises(ComposeError, match=r"^bodyStructure\.header:X-A: the Email has X-A too$"):
        create({**email, "bodyValues": {"1": {"value": ""}}})
