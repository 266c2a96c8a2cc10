"""Content-Transfer-Encoding: every spelling that mail has."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.content_transfer_encoding import (
    format_transfer_encoding,
    parse_transfer_encoding,
)
from tests.growth import assert_linear

SYNTAX, UNKNOWN = DefectCode.ENCODING_SYNTAX, DefectCode.ENCODING_UNKNOWN
EMPTY = DefectCode.FIELD_EMPTY


@pytest.mark.parametrize(
    ("body", "mechanism", "wrong"),
    [
        pytest.param(b"7bit", "7bit", set(), id="7bit"),
        pytest.param(b" Base64 \r\n", "base64", set(), id="blanks-and-case"),
        pytest.param(b"\tQUOTED-PRINTABLE", "quoted-printable", set(), id="quoted-printable"),
        pytest.param(b"binary", "binary", set(), id="binary"),
        pytest.param(b"x-uuencode", "x-uuencode", set(), id="uuencode"),
        pytest.param(b"base64 (a (b) c)", "base64", set(), id="comment-behind"),
        pytest.param(b"(a) base64", "base64", set(), id="comment-in-front"),
        # deviation 1
        pytest.param(b'"base64"', "base64", {SYNTAX}, id="quoted"),
        pytest.param(b"base64;", "base64", {SYNTAX}, id="semicolon"),
        pytest.param(b"7bit; charset=us-ascii", "7bit", {SYNTAX}, id="parameter"),
        pytest.param(
            b'"base64', "base64", {SYNTAX, DefectCode.QUOTED_STRING_UNTERMINATED}, id="quote-open"
        ),
        # deviation 2
        pytest.param(b"8 bit", "8bit", {SYNTAX}, id="8-blank-bit"),
        pytest.param(b"8 (c) Bit", "8bit", {SYNTAX}, id="8-comment-bit"),
        pytest.param(b"8-bit", "8bit", {SYNTAX}, id="8-hyphen-bit"),
        pytest.param(b"7-bits", "7bit", {SYNTAX}, id="7-bits"),
        pytest.param(b"7bits", "7bit", {SYNTAX}, id="7bits"),
        pytest.param(b"base 64", "base64", {SYNTAX}, id="base-blank-64"),
        pytest.param(b"quoted printable", "quoted-printable", {SYNTAX}, id="no-hyphen"),
        pytest.param(b"quoted_printable", "quoted-printable", {SYNTAX}, id="underscore"),
        # deviation 3
        pytest.param(b"base64 7bit", "base64", {SYNTAX}, id="two"),
        pytest.param(b"base64, 7bit", "base64", {SYNTAX}, id="two-and-comma"),
        pytest.param(b"x-own base64", "x-own", {SYNTAX, UNKNOWN}, id="two-and-first-unknown"),
        pytest.param(b"base64(c)7bit", "base64", {SYNTAX}, id="two-and-comment"),
        # deviation 4
        pytest.param(b"", "7bit", {EMPTY}, id="empty"),
        pytest.param(b" (c)\r\n", "7bit", {EMPTY}, id="comment-alone"),
        pytest.param(b";base64", "7bit", {EMPTY}, id="semicolon-first"),
        pytest.param(b",", "7bit", {EMPTY}, id="comma-alone"),
        # others
        pytest.param(b"X-Own", "x-own", {UNKNOWN}, id="unknown"),
        pytest.param(b"6bit", "6bit", {UNKNOWN}, id="not-registered"),
        pytest.param(b"b\xe4se64", "bäse64", {UNKNOWN}, id="8bit-octets"),
        pytest.param("base64\u212a".encode(), "base64\u212a", {UNKNOWN}, id="kelvin"),
    ],
)
def test_reads(body: bytes, mechanism: str, wrong: set[DefectCode]) -> None:
    parsed = parse_transfer_encoding(body)
    assert parsed.value == mechanism
    assert {defect.code for defect in parsed.defects} == wrong


@pytest.mark.parametrize(
    ("body", "octets"),
    [
        pytest.param(b" base64 \r\n", b"base64", id="plain"),
        pytest.param(b" (c) base64 (c)\r\n", b"base64 (c)", id="comments"),
        pytest.param(b" 8 bit ; x", b"8 bit", id="words"),
        pytest.param(b"  ", b"", id="none"),
    ],
)
def test_the_span_is_that_of_the_mechanism(body: bytes, octets: bytes) -> None:
    (span,) = parse_transfer_encoding(body).spans
    assert body[span.slice] == octets


def test_short_inputs_are_sound() -> None:
    for length in range(5):
        for octets in itertools.product(b'8b;," (\\', repeat=length):
            parsed = parse_transfer_encoding(bytes(octets))
            assert parsed.value
            for span in [*parsed.spans, *(defect.span for defect in parsed.defects)]:
                assert 0 <= span.offset <= span.end <= length


@pytest.mark.parametrize(
    "unit", [b"a ", b"(", b"()", b'"', b'""', b"\\", b",", b"-", b"a()"], ids=repr
)
def test_floods_are_linear(unit: bytes) -> None:
    assert_linear(parse_transfer_encoding, lambda size: b"8" + unit * (size // len(unit)))


@settings(max_examples=100, deadline=None)
@given(st.text("abz019!#$&^_.+-*'%", min_size=1))
def test_what_is_formatted_reads_back(mechanism: str) -> None:
    parsed = parse_transfer_encoding(format_transfer_encoding(mechanism).encode())
    if SYNTAX not in {defect.code for defect in parsed.defects}:  # one of the spellings
        assert parsed.value == mechanism


@pytest.mark.parametrize("mechanism", ["", "8 bit", "é", "base64;"], ids=ascii)
def test_refuses_what_cannot_be_written(mechanism: str) -> None:
    with pytest.raises(ComposeError):
        format_transfer_encoding(mechanism)


def test_refuses_controls() -> None:
    with pytest.raises(HeaderInjectionError):
        format_transfer_encoding("base64\r\nBcc: x@y.zz")
