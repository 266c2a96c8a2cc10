"""List-Id: phrase and identifier, and the way back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.list_id import ListId, format_list_id, parse_list_id

INVALID = DefectCode.LIST_ID_INVALID


@pytest.mark.parametrize(
    ("body", "phrase", "list_id", "wrong"),
    [
        pytest.param(b"<l.a.test>", "", "l.a.test", set(), id="id-alone"),
        pytest.param(b" The List <l.a.test>\r\n", "The List", "l.a.test", set(), id="words"),
        pytest.param(b'"The, List" <l.a.test>', "The, List", "l.a.test", set(), id="quoted"),
        pytest.param(b"List\r\n\t<l.a.test>", "List", "l.a.test", set(), id="fold"),
        pytest.param(b"=?utf-8?q?Caf=C3=A9?= <l.a.test>", "Café", "l.a.test", set(), id="encoded"),
        pytest.param(b"List (c) <l.a.test> (d)", "List", "l.a.test", set(), id="comments"),
        pytest.param(b"[List] <l.a.test>", "[List]", "l.a.test", set(), id="brackets-in-phrase"),
        pytest.param(
            "Café <l>".encode(), "Café", "l", {DefectCode.HEADER_8BIT}, id="8bit-in-phrase"
        ),
        # deviation 1
        pytest.param(b" l.a.test ", "", "l.a.test", {INVALID}, id="no-brackets"),
        pytest.param(b"The List", "The List", "", {INVALID}, id="phrase-alone"),
        pytest.param(b'"list"', "list", "", {INVALID}, id="quoted-alone"),
        pytest.param(b"", "", "", {INVALID}, id="empty"),
        pytest.param(b"List <>", "List", "", {INVALID}, id="brackets-alone"),
        pytest.param(b"List <l.a.test", "List", "l.a.test", {INVALID}, id="not-closed"),
        # deviation 2
        pytest.param(b"< l.\r\n a.test >", "", "l.a.test", set(), id="blanks-inside"),
        pytest.param(b"<l> <m> x", "", "l", set(), id="text-behind"),
    ],
)
def test_reads(body: bytes, phrase: str, list_id: str, wrong: set[DefectCode]) -> None:
    parsed = parse_list_id(body)
    assert parsed.value == (phrase, list_id)
    assert {defect.code for defect in parsed.defects} == wrong


@pytest.mark.parametrize(
    ("body", "octets"),
    [
        pytest.param(b"The List <l.a.test> (c)", b"<l.a.test>", id="brackets"),
        pytest.param(b" l.a.test ", b"l.a.test", id="no-brackets"),
        pytest.param(b"The List", b"", id="phrase-alone"),
    ],
)
def test_the_span_is_that_of_the_identifier(body: bytes, octets: bytes) -> None:
    (span,) = parse_list_id(body).spans
    assert body[span.slice] == octets


def test_short_inputs_are_sound() -> None:
    for length in range(5):
        for octets in itertools.product(b'a.<> ("[', repeat=length):
            parsed = parse_list_id(bytes(octets))
            for span in [*parsed.spans, *(defect.span for defect in parsed.defects)]:
                assert 0 <= span.offset <= span.end <= length


@settings(max_examples=100, deadline=None)
@given(
    st.text('aé ,;<>()[]"\\=?.@', max_size=30).map(lambda text: " ".join(text.split())),
    st.text('az0.-_()"@=?', min_size=1),
)
def test_what_is_formatted_reads_back(phrase: str, list_id: str) -> None:
    value = ListId(phrase, list_id)
    assert parse_list_id(format_list_id(value).encode("ascii")).value == value
    assert parse_list_id(format_list_id(value, utf8=True).encode()).value == value


@pytest.mark.parametrize("list_id", ["", "a b", "<a>", "é", "\udc80"], ids=ascii)
def test_refuses_what_cannot_be_written(list_id: str) -> None:
    with pytest.raises(ComposeError):
        format_list_id(ListId("List", list_id))


@pytest.mark.parametrize("value", [ListId("a\r\nBcc: x", "b"), ListId("", "a\nb")], ids=repr)
def test_refuses_controls(value: ListId) -> None:
    with pytest.raises(HeaderInjectionError):
        format_list_id(value)
