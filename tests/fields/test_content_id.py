"""Content-ID: what is read, and the way back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.content_id import format_content_id, parse_content_id

INVALID = DefectCode.MESSAGE_ID_INVALID


@pytest.mark.parametrize(
    ("body", "content_id", "wrong"),
    [
        pytest.param(b"<a@b.test>", "a@b.test", set(), id="plain"),
        pytest.param(b" <a@b.test>\r\n", "a@b.test", set(), id="blanks"),
        pytest.param(b"\r\n\t<a@b.test>", "a@b.test", set(), id="fold"),
        pytest.param(b"(c) <a@b.test> (d)", "a@b.test", set(), id="comments"),
        pytest.param(b"<a%20b@c.test>", "a%20b@c.test", set(), id="url-escape-kept"),
        pytest.param(b"<A@B.test>", "A@B.test", set(), id="case-kept"),
        pytest.param(b"<a(1)@b>", "a(1)@b", set(), id="parentheses-inside"),
        # deviation 1
        pytest.param(b"a@b.test", "a@b.test", {INVALID}, id="no-brackets"),
        pytest.param(b"a@b.test (c)", "a@b.test", {INVALID}, id="no-brackets-and-comment"),
        pytest.param(b"<a@b.test\r\n", "a@b.test", {INVALID}, id="not-closed"),
        pytest.param(b"a@b.test>", "a@b.test", {INVALID}, id="not-opened"),
        # deviation 2
        pytest.param(b"<logo>", "logo", {INVALID}, id="no-at"),
        pytest.param(b"< a@b.test >", "a@b.test", set(), id="blanks-at-the-ends"),
        pytest.param(b"<a@\r\n b.test>", "a@b.test", set(), id="fold-inside"),
        pytest.param(b"<a b@c.test>", "a b@c.test", {INVALID}, id="blank-inside"),
        pytest.param(b"a b.png", "a b.png", {INVALID}, id="blank-and-no-brackets"),
        pytest.param("<é@b>".encode(), "é@b", {DefectCode.HEADER_8BIT}, id="8bit"),
        pytest.param(b"<\xe9@b>", "é@b", {DefectCode.HEADER_CHARSET_GUESSED}, id="latin-1"),
        # deviation 3
        pytest.param(b"<a@b> <c@d>", "a@b", {INVALID}, id="two"),
        pytest.param(b"<a@b> x", "a@b", {INVALID}, id="text-behind"),
        # none
        pytest.param(b"", None, {INVALID}, id="empty"),
        pytest.param(b" <> ", None, {INVALID}, id="brackets-alone"),
        pytest.param(b"<\r\n >", None, {INVALID}, id="brackets-and-fold"),
    ],
)
def test_reads(body: bytes, content_id: str | None, wrong: set[DefectCode]) -> None:
    parsed = parse_content_id(body)
    assert parsed.value == content_id
    assert {defect.code for defect in parsed.defects} == wrong


@pytest.mark.parametrize(
    ("body", "octets"),
    [
        pytest.param(b" <a@b> \r\n", b"<a@b>", id="plain"),
        pytest.param(b" (c) <a @b> (c)", b"<a @b>", id="not-plain"),
        pytest.param(b"a@b", b"a@b", id="no-brackets"),
    ],
)
def test_the_span_is_that_of_the_id(body: bytes, octets: bytes) -> None:
    (span,) = parse_content_id(body).spans
    assert body[span.slice] == octets


def test_short_inputs_are_sound() -> None:
    for length in range(5):
        for octets in itertools.product(b"a@<> (\n\xff", repeat=length):
            parsed = parse_content_id(bytes(octets))
            assert parsed.value is None or parsed.value.strip(" \r\n")
            for span in [*parsed.spans, *(defect.span for defect in parsed.defects)]:
                assert 0 <= span.offset <= span.end <= length


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_characters=" <>", exclude_categories=["C", "Z"]), min_size=1))
def test_what_is_formatted_reads_back(content_id: str) -> None:
    assert parse_content_id(format_content_id(content_id, utf8=True).encode()).value == content_id


@pytest.mark.parametrize(
    "content_id", ["", "a b@c", "a\t@b", "<a@b>", "a>", "é@b", "\udc80@b"], ids=ascii
)
def test_refuses_what_cannot_be_written(content_id: str) -> None:
    with pytest.raises(ComposeError):
        format_content_id(content_id)


def test_refuses_controls() -> None:
    with pytest.raises(HeaderInjectionError):
        format_content_id("a@b\r\nBcc: x@y.zz")
