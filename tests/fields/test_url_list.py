"""List-* fields: the URLs that are read, and the way back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.url_list import format_url_list, parse_url_list
from tests.growth import assert_linear

INVALID, WORD = DefectCode.URL_LIST_INVALID, DefectCode.ENCODED_WORD_PLACE


@pytest.mark.parametrize(
    ("body", "urls", "wrong"),
    [
        pytest.param(b"<mailto:l@a.test>", ("mailto:l@a.test",), set(), id="one"),
        pytest.param(
            b" <mailto:l@a.test?subject=x>,\r\n\t<https://a.test/u>\r\n",
            ("mailto:l@a.test?subject=x", "https://a.test/u"),
            set(),
            id="two",
        ),
        pytest.param(b"<a:1><b:2>", ("a:1", "b:2"), set(), id="comma-missing"),
        pytest.param(b"<a:1>,, <b:2>,", ("a:1", "b:2"), set(), id="commas"),
        pytest.param(b"<a:1,2>", ("a:1,2",), set(), id="comma-inside"),
        pytest.param(b"(see <a:1>) <b:2> (or (not))", ("b:2",), set(), id="comments"),
        pytest.param(b"<a:(1)>", ("a:(1)",), set(), id="parentheses-inside"),
        pytest.param(b"NO", (), set(), id="no"),
        pytest.param(b"no (posting not allowed on this list)", (), set(), id="no-and-comment"),
        # deviation 1
        pytest.param(
            b"<https://a.test/\r\n b c>", ("https://a.test/bc",), set(), id="fold-inside"
        ),
        pytest.param(b"< a:1 >", ("a:1",), set(), id="blanks-inside"),
        # deviation 2
        pytest.param(b"<a:1, <b:2>", ("a:1", "b:2"), {INVALID}, id="not-closed"),
        pytest.param(b"<a:1, b:2", ("a:1", "b:2"), {INVALID}, id="not-closed-and-no-brackets"),
        pytest.param(b"<a:1", ("a:1",), {INVALID}, id="not-closed-at-the-end"),
        pytest.param(b"<a:1 <b:2>", ("a:1", "b:2"), {INVALID}, id="not-closed-and-no-comma"),
        pytest.param(b"https://a.test/", ("https://a.test/",), {INVALID}, id="no-brackets"),
        pytest.param(b"a:1, b:2 c:3", ("a:1", "b:2", "c:3"), {INVALID}, id="no-brackets-many"),
        pytest.param(b"a:(1)", ("a:(1)",), {INVALID}, id="no-brackets-but-parentheses"),
        pytest.param(b"a:1 <b:2>", ("a:1", "b:2"), {INVALID}, id="brackets-for-one"),
        # deviation 3
        pytest.param(b"=?utf-8?q?=3Ca:1=3E?=", ("a:1",), {WORD}, id="encoded"),
        pytest.param(
            b"=?us-ascii?q?=3Chttps=3A//a.test?=\r\n =?us-ascii?q?/u=3E=2C?= <b:2>",
            ("https://a.test/u", "b:2"),
            {WORD},
            id="encoded-in-part",
        ),
        pytest.param(b"=?utf-8?q?a:1?=", ("a:1",), {WORD, INVALID}, id="encoded-without-brackets"),
        pytest.param(b"<a:?b=?c>", ("a:?b=?c",), set(), id="no-encoded-word"),
        # deviation 4
        pytest.param(b"", (), {INVALID}, id="empty"),
        pytest.param(b"<>", (), {INVALID}, id="brackets-alone"),
        pytest.param(b"unsubscribe here", (), {INVALID}, id="text"),
        pytest.param(b"click <a:1>", ("a:1",), {INVALID}, id="text-and-url"),
        pytest.param(b"<l@a.test>", ("l@a.test",), {INVALID}, id="no-url-in-brackets"),
        pytest.param("<a:é>".encode(), ("a:é",), set(), id="8bit"),
        pytest.param(b"<a:\xe9>", ("a:é",), set(), id="latin-1"),
        pytest.param(b"(<a:1>", (), {INVALID, DefectCode.COMMENT_UNTERMINATED}, id="comment-open"),
    ],
)
def test_reads(body: bytes, urls: tuple[str, ...], wrong: set[DefectCode]) -> None:
    parsed = parse_url_list(body)
    assert parsed.value == urls
    assert {defect.code for defect in parsed.defects} == wrong
    assert len(parsed.spans) == len(urls)


def test_spans_hold_the_brackets() -> None:
    body = b" <a:1>, b:2, <c:=?\r\n 3>"
    assert [body[span.slice] for span in parse_url_list(body).spans] == [
        b"<a:1>",
        b"b:2",
        b"<c:=?\r\n 3>",
    ]


def test_spans_of_decoded_text_are_the_field() -> None:
    parsed = parse_url_list(b" =?utf-8?q?=3Ca:1=3E,b:2?=")
    assert {*parsed.spans, *(defect.span for defect in parsed.defects)} == {(0, 26)}


def test_invalid_is_reported_once() -> None:
    assert len(parse_url_list(b"x y z").defects) == 1


def test_short_inputs_are_sound() -> None:
    for length in range(5):
        for octets in itertools.product(b"a:<>, (\xff", repeat=length):
            parsed = parse_url_list(bytes(octets))
            assert len(parsed.spans) == len(parsed.value)
            assert all(parsed.value)
            for span in [*parsed.spans, *(defect.span for defect in parsed.defects)]:
                assert 0 <= span.offset <= span.end <= length


@pytest.mark.parametrize(
    "unit",
    [
        b"<",
        b">",
        b"<>",
        b"<a:1>",
        b",",
        b"a:",
        b"a ",
        b"(",
        b"()",
        b"=?",
        b"<a",
        b"<a,",
        b"<=?x?q?a?=>",
    ],
    ids=repr,
)
def test_floods_are_linear(unit: bytes) -> None:
    assert_linear(parse_url_list, lambda size: unit * (size // len(unit)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text('aé0:/?=,;()[]"\\%&', max_size=20).map("x:".__add__), max_size=4))
def test_what_is_formatted_reads_back(urls: list[str]) -> None:
    parsed = parse_url_list(format_url_list(urls, utf8=True).encode())
    assert parsed == (tuple(urls), (), parsed.spans)


def test_none_is_no() -> None:
    assert format_url_list([]) == "NO"


@pytest.mark.parametrize(
    "url",
    ["", "a", "a:b c", "a:<", "a:>", "a:\t", "a:é", "a:\udc80", "a:=?utf-8?q?b?="],
    ids=ascii,
)
def test_refuses_what_cannot_be_written(url: str) -> None:
    with pytest.raises(ComposeError):
        format_url_list(["https://a.test/", url])


def test_refuses_controls() -> None:
    with pytest.raises(HeaderInjectionError):
        format_url_list(["https://x.example/\r\nBcc: y@z.zz"])
