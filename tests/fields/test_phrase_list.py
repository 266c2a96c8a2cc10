"""Keywords: what is read, and the way back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import HeaderInjectionError
from mimekit.fields import phrase_list
from mimekit.fields.phrase_list import format_phrase_list, parse_phrase_list

OBSOLETE = DefectCode.PHRASE_LIST_OBSOLETE
WORD_PLACE = DefectCode.ENCODED_WORD_PLACE


def check_sound(body: bytes) -> None:
    """What holds for any input."""
    parsed = parse_phrase_list(body)
    assert len(parsed.value) == len(parsed.spans)
    end = 0
    for span in parsed.spans:
        assert end <= span.offset < span.end <= len(body)
        assert body[span.slice] == body[span.slice].strip(b" \t\r\n")
        end = span.end
    for defect in parsed.defects:
        assert 0 <= defect.span.offset <= defect.span.end <= len(body)
    for phrase in parsed.value:
        phrase.encode()


@pytest.mark.parametrize(
    ("body", "phrases", "places", "wrong"),
    [
        pytest.param(b"", (), [], set(), id="nothing"),
        pytest.param(b"a", ("a",), [b"a"], set(), id="one"),
        pytest.param(b" a b , c\r\n", ("a b", "c"), [b"a b", b"c"], set(), id="two"),
        pytest.param(b"a\r\n b,\r\n c", ("a b", "c"), [b"a\r\n b", b"c"], set(), id="folds"),
        pytest.param(b'"a, b", c', ("a, b", "c"), [b'"a, b"', b"c"], set(), id="quoted"),
        pytest.param(b"a (x, y), b", ("a", "b"), [b"a", b"b"], set(), id="comment"),
        pytest.param(
            b"=?utf-8?q?a=2C?= =?utf-8?q?b?=, c",
            ("a,b", "c"),
            [b"=?utf-8?q?a=2C?= =?utf-8?q?b?=", b"c"],
            set(),
            id="encoded",
        ),
        pytest.param(
            b"=?utf-8?q?a,b?=, c", ("a,b", "c"), [b"=?utf-8?q?a,b?=", b"c"], {WORD_PLACE},
            id="comma-in-encoded-word",
        ),
        pytest.param(b"a <b>: c; [d]", ("a <b>: c; [d]",), [b"a <b>: c; [d]"], set(), id="specials"),
        pytest.param(
            "é, è".encode(), ("é", "è"), ["é".encode(), "è".encode()], {DefectCode.HEADER_8BIT},
            id="utf-8",
        ),
        pytest.param(b"a,,b", ("a", "b"), [b"a", b"b"], {OBSOLETE}, id="empty-element"),
        pytest.param(b",a", ("a",), [b"a"], {OBSOLETE}, id="comma-first"),
        pytest.param(b"a,", ("a",), [b"a"], {OBSOLETE}, id="comma-last"),
        pytest.param(b" , ", (), [], {OBSOLETE}, id="comma-alone"),
        pytest.param(
            b'"a', ("a",), [b'"a'], {DefectCode.QUOTED_STRING_UNTERMINATED}, id="quote-open"
        ),
    ],
)  # fmt: skip
def test_reads(
    body: bytes, phrases: tuple[str, ...], places: list[bytes], wrong: set[DefectCode]
) -> None:
    parsed = parse_phrase_list(body)
    assert parsed.value == phrases
    assert [body[span.slice] for span in parsed.spans] == places
    assert {defect.code for defect in parsed.defects} == wrong
    check_sound(body)


@pytest.mark.parametrize("length", range(6))
def test_every_short_body_is_sound(length: int) -> None:
    for letters in itertools.product(b'a,"( \\', repeat=length):
        check_sound(bytes(letters))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=30))
def test_any_octets_are_sound(body: bytes) -> None:
    check_sound(body)


def test_phrases_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_list, "MAX_PHRASES", 2)
    flood = parse_phrase_list(b"a, b, c, d")
    assert flood.value == ("a", "b", "c, d")
    assert [(d.code.value, d.span) for d in flood.defects] == [("limit-phrases", (6, 4))]
    for body in (b"a, b", b"a, b,", b"a, b, \r\n"):
        at_most = parse_phrase_list(body)
        assert at_most.value == ("a", "b")
        assert "limit-phrases" not in [defect.code.value for defect in at_most.defects]


def test_formats() -> None:
    phrases = ["a b", "c, d", "é"]
    assert format_phrase_list(phrases) == 'a b, "c, d", =?utf-8?b?w6k=?='
    assert format_phrase_list(phrases, utf8=True) == 'a b, "c, d", é'
    assert format_phrase_list([]) == ""
    with pytest.raises(HeaderInjectionError):
        format_phrase_list(["a\r\nBcc: b"])


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))), max_size=4),
    st.booleans(),
)
def test_what_is_written_reads_back(phrases: list[str], utf8: bool) -> None:  # noqa: FBT001
    body = format_phrase_list(phrases, utf8=utf8)
    assert parse_phrase_list(body.encode()).value == tuple(phrases)
