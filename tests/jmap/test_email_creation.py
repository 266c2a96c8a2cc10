"""`from_jmap` as a whole."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mimekit
from mimekit import ComposeError, DefectCode, HeaderInjectionError, from_jmap, parse, to_jmap
from mimekit.jmap import BODY_PROPERTIES, EMAIL_PROPERTIES
from tests.jmap.creating import DATE, TEXT, create

# RFC 8621 section 4.6 has an example of this kind.
DRAFT = {
    "mailboxIds": {"2": True},
    "keywords": {"$seen": True, "$draft": True},
    "from": [{"name": "Joe", "email": "joe@example.com"}],
    "to": [{"name": "John", "email": "john@example.com"}],
    "header:List-Post:asURLs": ["mailto:list@example.com"],
    "subject": "World domination",
    "receivedAt": "2026-01-01T00:00:00Z",
    "sentAt": "2026-01-01T01:00:00+01:00",
    "bodyStructure": {
        "type": "multipart/alternative",
        "subParts": [{"partId": "a", "type": "text/html"}, {"partId": "b", "type": "text/plain"}],
        "header:Content-Language": "en",
    },
    "bodyValues": {
        "b": {"value": "I have the most brilliant plan.", "isTruncated": False},
        "a": {"value": "<p>I have the most brilliant plan.</p>"},
    },
}


def test_the_octets_are_reproducible() -> None:
    octets = bytes(create(DRAFT))
    assert bytes(create(DRAFT)) == octets
    boundary = re.search(rb"=_[0-9a-f]{32}", octets)
    message_id = re.search(rb"<([0-9a-f]{32})@example.com>", octets)
    assert boundary
    assert message_id
    assert octets.replace(boundary[0], b"b").replace(message_id[1], b"1") == (
        b"Date: Thu, 01 Jan 2026 01:00:00 +0100\r\n"
        b"From: Joe <joe@example.com>\r\n"
        b"To: John <john@example.com>\r\n"
        b"Subject: World domination\r\n"
        b"List-Post: <mailto:list@example.com>\r\n"
        b"Message-ID: <1@example.com>\r\n"
        b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative;\r\n boundary="b"\r\n'
        b"Content-Language: en\r\n"
        b"\r\n--b\r\n"
        b"Content-Type: text/html; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n"
        b"\r\n<p>I have the most brilliant plan.</p>\r\n--b\r\n"
        b"Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n"
        b"\r\nI have the most brilliant plan.\r\n--b--\r\n"
    )


def test_without_seed_and_date() -> None:
    first, second = from_jmap(DRAFT), from_jmap({**DRAFT, "sentAt": None})
    assert first.message_id != second.message_id
    assert second.date
    assert abs((datetime.now(tz=UTC) - second.date).total_seconds()) < 600


def test_date_and_message_id_stand_in() -> None:
    message = from_jmap(TEXT, date=DATE, message_id="<1@x.test>")
    assert (message.date, message.message_id) == (DATE, "1@x.test")
    own = {"sentAt": "2026-03-03T10:00:00Z", "messageId": ["2@x.test"]}
    message = from_jmap({**TEXT, **own}, date=DATE, message_id="<1@x.test>")
    assert (message.date, message.message_id) == (datetime(2026, 3, 3, 10, tzinfo=UTC), "2@x.test")
    assert [len(message.headers.get_all(name)) for name in ("Date", "Message-ID")] == [1, 1]


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        pytest.param({}, "localhost", id="no-author"),
        pytest.param({"from": [{"email": "a@b\u00fccher.test"}]}, "xn--bcher-kva.test", id="idn"),
        pytest.param({"header:From": "a@b..c, b@x.test"}, "x.test", id="the-first-that-is-one"),
        pytest.param({"header:From": "joe"}, "localhost", id="none-that-is-one"),
    ],
)
def test_where_a_message_id_is_made(email: dict[str, Any], domain: str) -> None:
    message_id = create(email).message_id
    assert message_id
    assert message_id.endswith(f"@{domain}")


def test_a_draft_may_be_incomplete() -> None:
    message = create({"header:To": "joe, (at"})
    assert message.headers["To"] == "joe, (at"
    missing = [each for each in message.check() if each.code is DefectCode.FIELD_MISSING]
    assert [each.detail for each in missing] == ["From"]


def test_utf8_only_where_it_must_be() -> None:
    plain = create({"from": [{"name": "J\u00f6", "email": "a@x.test"}], "subject": "\u00e9"})
    assert bytes(plain).isascii()
    utf8 = bytes(
        create({"from": [{"name": "J\u00f6", "email": "\u00e9@x.test"}], "subject": "\u00e9"})
    )
    assert "From: J\u00f6 <\u00e9@x.test>\r\n".encode() in utf8
    assert "Subject: \u00e9\r\n".encode() in utf8


@pytest.mark.parametrize("name", ["id", "blobId", "threadId", "size", "preview", "hasAttachment"])
def test_what_is_of_the_server_is_passed_over(name: str) -> None:
    assert bytes(create({name: [{}]})) == bytes(create())


@pytest.mark.parametrize(
    ("email", "options", "sentence"),
    [
        pytest.param([], {}, "email: an object (a dict) is needed, not list", id="list"),
        pytest.param(None, {}, "email: an object (a dict) is needed, not NoneType", id="null"),
        pytest.param({7: 7}, {}, "email: the name of a property is a str, not int", id="name"),
        pytest.param(
            {}, {"message_id": 7}, "message_id: a str is needed, not int", id="message-id"
        ),
        pytest.param({}, {"date": 7}, "Date does not take int", id="date"),
    ],
)
def test_a_wrong_type(email: Any, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(TypeError) as caught:
        from_jmap(email, **options)
    assert str(caught.value) == sentence


def test_arguments_that_cannot_be() -> None:
    with pytest.raises(ComposeError, match="naive"):
        from_jmap({}, date=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the mistake
    with pytest.raises(ComposeError, match="'a b' is no message id"):
        from_jmap({}, message_id="a b")
    with pytest.raises(HeaderInjectionError):
        from_jmap({}, message_id="a@x\r\nBcc: b")


def test_depth_is_no_recursion() -> None:
    deep: Any = []
    for _ in range(50_000):
        deep = [deep]
    part = {"partId": "1", "type": "text/plain", "size": deep}
    email = {**TEXT, "textBody": [part], "htmlBody": [{**part, "size": [deep]}], "keywords": deep}
    assert create(email).text == "Hi"
    for name in ("subject", "to", "header:X:asText:all", "headers", "attachments", "blobs"):
        with pytest.raises((TypeError, ComposeError), match=f"^{name}"):
            create({name: [deep]})
    while deep:  # else to free it is one
        deep = deep.pop()


# -- whatever JSON holds

TEXTS = st.text(
    st.sampled_from([*"ab1@.<>\"'\\();:,=?/*% \t\r\n\0\x85\u2028\u00e9\U0001f4e7\ud800"]),
    max_size=8,
) | st.sampled_from(
    [
        *("1", "b", "text/plain", "multipart/mixed", "image/png", "message/rfc822", "inline"),
        *(
            "a@x.test",
            '"a b"@x.test',
            "\u00e9@x.test",
            "2026-01-01T00:00:00Z",
            "utf-16",
            "us-ascii",
        ),
        *("From", "Subject", "Received", "Content-Type", "=?utf-8?q?=0A?= \u00e9"),
    ]
)
NAMES = [
    *EMAIL_PROPERTIES,
    *BODY_PROPERTIES,
    *("name", "email", "addresses", "value", "isTruncated", "isEncodingProblem", "1", "id"),
    *("header:X-A", "header:From:asAddresses", "header:Content-Type", "header:Content-Location"),
    *("header:X:asURLs:all", "header:X:asDate", "header:Y:asGroupedAddresses"),
    *("header:Keywords:asText", "header:List-Id", "header:Return-Path", "header:Date"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | TEXTS, below, max_size=4)
    ),
    max_leaves=12,
)
FIELD_NAMES = st.sampled_from(["X-Y", "Subject", "Received", "Content-Type", "To", "Date", "a b"])
HEADERS = st.lists(st.fixed_dictionaries({"name": FIELD_NAMES, "value": TEXTS}), max_size=3)
PARTS = st.recursive(
    st.fixed_dictionaries(
        {"partId": st.sampled_from(["1", None]), "type": st.just("text/plain") | TEXTS},
        optional=dict.fromkeys(("name", "charset", "cid", "location", "header:X-Q"), TEXTS)
        | {"blobId": st.sampled_from(["b", "c"]), "headers": HEADERS},
    ),
    lambda below: st.fixed_dictionaries(
        {"type": st.just("multipart/mixed"), "subParts": st.lists(below, min_size=1, max_size=3)}
    ),
    max_leaves=4,
)
ADDR_SPECS = st.sampled_from(["a@x.test", '"a b"@x.test', "\u00e9@x.test", "a@\u00e9.test", "joe"])
ADDRESSES = st.lists(
    st.fixed_dictionaries({"email": ADDR_SPECS, "name": TEXTS | st.none()}), max_size=2
)
EMAILS = st.fixed_dictionaries(
    {"bodyValues": st.just({"1": {"value": "\u00e9"}})},
    optional={
        "from": ADDRESSES,
        "subject": TEXTS,
        "bodyStructure": PARTS,
        "textBody": st.just([{"partId": "1"}]),
        "headers": HEADERS,
        "header:X-A": TEXTS,
        "header:X-B:asText": TEXTS,
        "header:Keywords:asText": TEXTS,
    },
)
ONCE = ("date", "message-id", "mime-version", "subject", "content-type")


@settings(deadline=None, max_examples=300)
@given(JSON | EMAILS | st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4))
def test_any_json_is_a_message_or_a_sentence(email: Any) -> None:
    blobs = {"b": b"caf\xe9\r\n", "1": b"Subject: x\n\n\xff"}
    try:
        message = from_jmap(email, blobs=blobs, date=DATE, seed=1)
    except (ComposeError, TypeError):
        return
    block, _, _ = bytes(message).partition(b"\r\n\r\n")
    lines = block.decode().split("\r\n")
    assert not re.search("[\0-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", "".join(lines))
    assert all(len(line.encode()) <= 998 for line in lines)
    names = [field.name.lower() for field in message.headers.fields]
    assert [names.count(name) for name in ONCE if name != "subject"] == [1] * 4
    assert names.count("subject") <= 1
    assert to_jmap(parse(bytes(message))) == to_jmap(message)


def test_fields_of_the_root_part_are_not_made_twice() -> None:
    root: dict[str, object] = {
        "partId": "1",
        "type": "text/plain",
        "header:From:asAddresses": [{"name": None, "email": "a@x.test"}],
        "header:Date:asDate": "2020-01-01T00:00:00Z",
    }
    email = {"bodyStructure": root, "bodyValues": {"1": {"value": "x"}}}
    message = mimekit.from_jmap(email)
    assert len(message.headers.get_all("Date")) == len(message.headers.get_all("Message-ID")) == 1
    assert message.message_id is not None
    assert message.message_id.endswith("@x.test")
    root["header:Message-ID"] = " <1@x.test>"
    assert mimekit.from_jmap(email).headers.get_all("Message-ID") == ["<1@x.test>"]
