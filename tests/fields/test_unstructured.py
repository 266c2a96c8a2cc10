from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.unstructured import format_unstructured, parse_unstructured, unfold
from mimekit.span import Span
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("value", "unfolded"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(b" plain", b" plain", id="one-line"),
        pytest.param(b"a\r\n b", b"a b", id="crlf"),
        pytest.param(b"a\n\tb", b"a\tb", id="lf"),
        pytest.param(b"a\r b", b"a b", id="cr"),
        pytest.param(b"a\r\r\n b", b"a b", id="cr-and-crlf"),
        pytest.param(b"a\r\n \r\n b", b"a  b", id="blank-line"),
        pytest.param(b"a\r\n", b"a\r\n", id="end-of-the-field"),
        pytest.param(b"a\r\nb", b"a\r\nb", id="no-blank"),
        pytest.param(b"a\r\n\x0bb", b"a\r\n\x0bb", id="vertical-tab"),
    ],
)
def test_unfolds(value: bytes, unfolded: bytes) -> None:
    assert unfold(value) == unfolded


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(b"", "", id="nothing"),
        pytest.param(b" \t\r\n", "", id="blanks"),
        pytest.param(b" plain text\r\n", "plain text", id="plain"),
        pytest.param(b"plain", "plain", id="no-blank-in-front"),
        pytest.param(b" a  b\tc ", "a  b\tc", id="blanks-between-stay"),
        pytest.param(b" a\r\n  b\r\n", "a  b", id="folded"),
        pytest.param(b"\r\n a\r\n", "a", id="begins-on-the-next-line"),
        pytest.param(b" =?utf-8?q?caf=C3=A9?=\r\n", "café", id="word"),
        pytest.param(b" =?utf-8?q?a?=\r\n =?utf-8?q?b?=\r\n", "ab", id="folded-words"),
        pytest.param(b" a\r\n =?utf-8?q?b?=\r\n c", "a b c", id="folded-around-a-word"),
        pytest.param(b" =?utf-8?q?_a_?= ", " a ", id="blanks-of-a-word"),
        pytest.param(b" =?utf-8?q?a=0D=0A_b?=", "a\r\n b", id="line-end-of-a-word"),
    ],
)
def test_parses(value: bytes, text: str) -> None:
    assert parse_unstructured(value) == (text, (), ())


@pytest.mark.parametrize(
    ("value", "text", "defects"),
    [
        pytest.param(
            b" caf\xc3\xa9", "café", [Defect(DefectCode.HEADER_8BIT, Span(1, 5))], id="utf-8"
        ),
        pytest.param(
            b" caf\xe9",
            "café",
            [Defect(DefectCode.HEADER_CHARSET_GUESSED, Span(1, 4))],
            id="not-utf-8",
        ),
        pytest.param(b"a\0b", "a\0b", [Defect(DefectCode.HEADER_NUL, Span(1, 1))], id="nul"),
        pytest.param(
            b" a\x0b\x0c",
            "a\x0b\x0c",
            [Defect(DefectCode.HEADER_CONTROL, Span(2, 1))],
            id="control",
        ),
        pytest.param(
            b" \x7f\0",
            "\x7f\0",
            [
                Defect(DefectCode.HEADER_NUL, Span(2, 1)),
                Defect(DefectCode.HEADER_CONTROL, Span(1, 1)),
            ],
            id="both",
        ),
        pytest.param(
            b" a\r\nX: b",
            "a",
            [Defect(DefectCode.HEADER_BARE_LINE_END, Span(2, 1))],
            id="line-end-ends-the-field",
        ),
        pytest.param(
            b" a \rb\0",
            "a",
            [Defect(DefectCode.HEADER_BARE_LINE_END, Span(3, 1))],
            id="cr-ends-the-field",
        ),
        pytest.param(
            b" a\r\n b=?utf-8?q?c?=",
            "a bc",
            [Defect(DefectCode.ENCODED_WORD_BLANK, Span(6, 13))],
            id="behind-a-fold",
        ),
        pytest.param(
            b" a\r\n =?utf-8?q?b\r\n c?=",
            "a b c",
            [Defect(DefectCode.ENCODED_WORD_BLANK, Span(5, 17))],
            id="over-a-fold",
        ),
        pytest.param(
            b" =?x?q?a?=\r\n =?x?q?b?=\r\n \xe9",
            "ab é",
            [
                Defect(DefectCode.ENCODED_WORD_CHARSET, Span(1, 21), detail="read as utf-8"),
                Defect(DefectCode.HEADER_CHARSET_GUESSED, Span(24, 2)),
            ],
            id="words-over-a-fold",
        ),
    ],
)
def test_tolerates(value: bytes, text: str, defects: list[Defect]) -> None:
    parsed = parse_unstructured(value)
    assert parsed.value == text
    assert list(parsed.defects) == defects


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("plain  text", "plain  text", id="plain"),
        pytest.param("a\tb", "a\tb", id="tab"),
        pytest.param("café", "=?utf-8?q?caf=C3=A9?=", id="beyond-ascii"),
        pytest.param(" a", "=?utf-8?q?_a?=", id="blank-in-front"),
        pytest.param("=?x?q?a?=", "=?utf-8?b?PT94P3E/YT89?=", id="looks-encoded"),
        pytest.param("\u010a\u760d", "=?utf-8?b?xIrnmI0=?=", id="line-ends-when-narrowed"),
    ],
)
def test_formats(text: str, formatted: str) -> None:
    assert format_unstructured(text) == formatted


def test_formats_utf_8() -> None:
    assert format_unstructured("Grüße, 日本 \u760d", utf8=True) == "Grüße, 日本 \u760d"


@pytest.mark.parametrize(
    "character",
    [*map(chr, set(range(32)) - {9}), "\x7f", "\x85", "\u2028", "\u2029"],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_refuses_controls(character: str) -> None:
    for utf8 in (False, True):
        with pytest.raises(HeaderInjectionError):
            format_unstructured(f"a{character}Bcc: x", utf8=utf8)


def test_refuses_half_a_surrogate_pair() -> None:
    with pytest.raises(ComposeError):
        format_unstructured("\ud800")


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])) | st.text("a =?é_\t日"),
    st.booleans(),
)
def test_gives_back_what_it_formats(text: str, utf8: bool) -> None:  # noqa: FBT001
    assert parse_unstructured(format_unstructured(text, utf8=utf8).encode()).value == text


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *(b"a", b" ", b"\t", b"\r\n ", b"\n", b"\r", b"\0", b"\x0b", b"\xe9", b"\xc3\xa9"),
                *(b"=?utf-8?q?=C3?=", b"=?utf-8?q?=A9?=", b"=?x?q?", b"?=", b"=?utf-8?x?a?="),
            ]
        )
    ).map(b"".join)
)
def test_spans_lie_in_the_body(value: bytes) -> None:
    parsed = parse_unstructured(value)
    parsed.value.encode("utf-8")
    for defect in parsed.defects:
        assert 0 <= defect.span.offset < defect.span.end <= len(value)
        octets = value[defect.span.slice]
        if defect.code is DefectCode.HEADER_8BIT:
            assert not octets.isascii()
        if defect.code is DefectCode.HEADER_NUL:
            assert octets == b"\0"
        if defect.code.value.startswith("encoded-word"):
            assert octets.startswith(b"=?")
            assert octets.endswith(b"?=")


@pytest.mark.parametrize(
    "unit",
    [b" ", b"\r\n ", b"\r", b"\n", b"\0", b"\x0b\x0c\x1c", b"=?", b"=?x?q?a?=\r\n ", b"\xe9\r\n "],
)
def test_floods_take_linear_time(unit: bytes) -> None:
    assert_linear(parse_unstructured, lambda size: b" a" + unit * (size // len(unit)) + b"b")
