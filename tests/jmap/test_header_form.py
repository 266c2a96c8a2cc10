"""Header fields in each form of RFC 8621 section 4.1.2."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import parse, to_jmap
from mimekit.jmap.header_form import all_headers, check_property, read_property


def value(field: bytes, form: str) -> object:
    """The value of the one field, X, in that form."""
    return read_property(parse(b"X:" + field + b"\r\n\r\n").headers, "header:x" + form)


@pytest.mark.parametrize(
    ("field", "form", "expected"),
    [
        pytest.param(b" a\r\n  b ", "", " a\r\n  b ", id="raw"),
        pytest.param(b"a", ":asRaw", "a", id="raw-by-name"),
        pytest.param(b" =?utf-8?q?=C3=A9?=", "", " =?utf-8?q?=C3=A9?=", id="raw-encoded-word"),
        pytest.param(" é".encode(), "", " é", id="raw-utf-8"),
        pytest.param(b" a\xe9b", "", " a\ufffdb", id="raw-8-bit"),
        pytest.param(b" a\0b", "", " ab", id="raw-nul"),
        pytest.param(b"", "", "", id="raw-empty"),
        pytest.param(b"  a\r\n b", ":asText", "a b", id="text-unfolded"),
        pytest.param(b" =?utf-8?q?e=CC=81?=", ":asText", "é", id="text-nfc"),
        pytest.param(b" =?utf-8?q?a=00=0Ab=7F?=", ":asText", "ab", id="text-controls"),
        pytest.param(b" a\tb", ":asText", "a\tb", id="text-tab"),
        pytest.param(
            b' "Joe, \\"J\\"" <joe@x.test>, ann@x.test',
            ":asAddresses",
            [
                {"name": 'Joe, "J"', "email": "joe@x.test"},
                {"name": None, "email": "ann@x.test"},
            ],
            id="addresses",
        ),
        pytest.param(
            b' "  James Smythe" <james@example.com>, Friends:\r\n jane@example.com,'
            b" =?UTF-8?Q?John_Sm=C3=AEth?=\r\n <john@example.com>;",
            ":asAddresses",
            [
                {"name": "James Smythe", "email": "james@example.com"},
                {"name": None, "email": "jane@example.com"},
                {"name": "John Smîth", "email": "john@example.com"},
            ],
            id="addresses-of-groups",
        ),
        pytest.param(
            b" joe", ":asAddresses", [{"name": None, "email": "joe"}], id="address-without-domain"
        ),
        pytest.param(b"", ":asAddresses", [], id="no-address"),
        pytest.param(
            b" =?utf-8?q?J=0Doe_e=CC=81?= <joe@x.test>",
            ":asAddresses",
            [{"name": "Joe é", "email": "joe@x.test"}],
            id="name-controls-and-nfc",
        ),
        pytest.param(
            b" a@x.test, b@x.test, G: c@x.test;, d@x.test, H:;, f@x.test",
            ":asGroupedAddresses",
            [
                {
                    "name": None,
                    "addresses": [
                        {"name": None, "email": "a@x.test"},
                        {"name": None, "email": "b@x.test"},
                    ],
                },
                {"name": "G", "addresses": [{"name": None, "email": "c@x.test"}]},
                {"name": None, "addresses": [{"name": None, "email": "d@x.test"}]},
                {"name": "H", "addresses": []},
                {"name": None, "addresses": [{"name": None, "email": "f@x.test"}]},
            ],
            id="grouped-addresses",
        ),
        pytest.param(b" <a@x> <b@y>", ":asMessageIds", ["a@x", "b@y"], id="message-ids"),
        pytest.param(b" ", ":asMessageIds", None, id="no-message-id"),
        pytest.param(
            b" Thu, 30 Oct 2014 14:12:00 +0800",
            ":asDate",
            "2014-10-30T14:12:00+08:00",
            id="date",
        ),
        pytest.param(
            b" Thu, 30 Oct 2014 14:12:00 GMT",
            ":asDate",
            "2014-10-30T14:12:00+00:00",
            id="date-utc",
        ),
        pytest.param(b" tomorrow", ":asDate", None, id="no-date"),
        pytest.param(
            b" <https://x.test/a>, (or) <mailto:b@x.test>",
            ":asURLs",
            ["https://x.test/a", "mailto:b@x.test"],
            id="urls",
        ),
        pytest.param(b" NO", ":asURLs", None, id="no-url"),
    ],
)
def test_form(field: bytes, form: str, expected: object) -> None:
    assert value(field, form) == expected
    assert value(field, form + ":all") == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("header:X", " 3", id="the-last"),
        pytest.param("header:x:all", [" 1", " 3"], id="all"),
        pytest.param("header:x:asText:all", ["1", "3"], id="all-in-a-form"),
        pytest.param("header:z", None, id="none"),
        pytest.param("header:z:asAddresses", None, id="none-in-a-form"),
        pytest.param("header:z:all", [], id="all-of-none"),
        pytest.param("header:asText", " 4", id="a-name-like-a-form"),
        pytest.param("header:all:all", [" 5"], id="a-name-like-the-suffix"),
    ],
)
def test_instances(name: str, expected: object) -> None:
    octets = b"X: 1\r\nY: 2\r\nx: 3\r\nasText: 4\r\nALL: 5\r\n\r\n"
    assert read_property(parse(octets).headers, name) == expected


@pytest.mark.parametrize(
    "name",
    [
        *("", "Subject", "header", "header:", "header::all", "header:a b", "header:ä"),
        *(
            "header:a:",
            "header:a:asNothing",
            "header:a:astext",
            "header:a:as",
            "header:a:all:asText",
        ),
        *("header:a:all:all", "header:a:asText:asText", "header:a\n", "Header:a"),
    ],
)
def test_no_such_property(name: str) -> None:
    with pytest.raises(ValueError, match="there is no property"):
        check_property(name)
    with pytest.raises(ValueError, match="there is no property"):
        to_jmap(parse(b"A: 1\n\n"), properties=[name])
    with pytest.raises(ValueError, match="there is no property"):
        to_jmap(parse(b"A: 1\n\n"), properties=[], body_properties=[name])


def test_all_headers() -> None:
    headers = parse(b"Subject : a\r\n b\r\nno field\r\nsubject:\xff\r\n\r\n").headers
    assert all_headers(headers) == [
        {"name": "Subject", "value": " a\r\n b"},
        {"name": "subject", "value": "\ufffd"},
    ]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from([*'<>,:;"()@ \t\\\r\n=?', "a", "=?utf-8?q?", "\0", "é"])))
def test_any_field_is_written(words: list[str]) -> None:
    message = parse(b"X:" + "".join(words).encode() + b"\r\n\r\n")
    forms = ("", "Text", "Addresses", "GroupedAddresses", "MessageIds", "Date", "URLs")
    names = [f"header:x:as{form}:all" if form else "header:x:all" for form in forms]
    json.dumps(to_jmap(message, properties=names), ensure_ascii=False).encode()
