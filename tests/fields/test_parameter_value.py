"""RFC 2231 inside parameters: charsets, languages, segments, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.parameter_value import (
    Segment,
    decode_plain,
    decode_segments,
    encode,
    split_name,
)

CHARSET, SEGMENT = DefectCode.PARAMETER_CHARSET, DefectCode.PARAMETER_SEGMENT


def extended(*octets: bytes) -> list[Segment]:
    return [Segment(number, True, each) for number, each in enumerate(octets)]


@pytest.mark.parametrize(
    ("octets", "text", "language", "wrong"),
    [
        pytest.param(b"us-ascii'en-us'This%20is%20%2A%2A", "This is **", "en-us", (), id="rfc"),
        pytest.param(b"utf-8''%E6%97%A5", "日", "", (), id="utf-8"),
        pytest.param(b"iso-8859-1'fr'%E9t%e9", "été", "fr", (), id="lower-case-escape"),
        pytest.param(b"iso-2022-jp''%1B%24B%46%7C%1B%28B", "日", "", (), id="iso-2022-jp"),
        pytest.param(b"utf-16be''%65%E5", "日", "", (), id="utf-16"),
        pytest.param(b"utf-8'sr-Latn-RS'%C5%BE", "ž", "sr-Latn-RS", (), id="language-hyphens"),
        pytest.param(b"utf-8''\xc3\xa9", "é", "", (), id="octets-unescaped"),
        pytest.param(b"utf-8''it's", "it's", "", (), id="quote-in-text"),
        pytest.param(b"''plain", "plain", "", (), id="charset-empty"),
        pytest.param(b"utf-8''", "", "", (), id="text-empty"),
        # deviation 3
        pytest.param(b"''%C3%A9", "é", "", (CHARSET,), id="charset-empty-and-8bit"),
        pytest.param(b"%C3%A9", "é", "", (CHARSET,), id="charset-missing-utf-8"),
        pytest.param(b"%E9", "é", "", (CHARSET,), id="charset-missing-latin-1"),
        pytest.param(b"plain", "plain", "", (CHARSET,), id="charset-missing"),
        pytest.param(b"it's%20me", "it's me", "", (CHARSET,), id="no-charset-but-a-quote"),
        pytest.param(b"", "", "", (CHARSET,), id="empty"),
        pytest.param(b"koi8-r'%CD", "м", "", (), id="one-quote"),
        pytest.param(b"klingon''%C3%A9", "é", "", (CHARSET,), id="charset-unknown"),
        pytest.param(b"klingon'tlh'abc", "abc", "tlh", (CHARSET,), id="charset-unknown-ascii"),
        pytest.param(b"utf-8''%E9", "é", "", (CHARSET,), id="charset-wrong"),
        pytest.param(b"us-ascii''%C3%A9", "é", "", (CHARSET,), id="not-ascii"),
        pytest.param(b"base64''YQ==", "YQ==", "", (CHARSET,), id="no-text-encoding"),
        pytest.param(b"idna''xn--a", "xn--a", "", (CHARSET,), id="idna"),
        pytest.param(b"utf-7''%2B2AA-", "+2AA-", "", (CHARSET,), id="surrogate-in-utf-7"),
        pytest.param(b"utf-8''%ED%A0%80", "í\xa0€", "", (CHARSET,), id="surrogate-in-utf-8"),
        # deviation 4
        pytest.param(b"utf-8''100%", "100%", "", (), id="percent-at-the-end"),
        pytest.param(b"utf-8''%4%zz%%41", "%4%zz%A", "", (), id="percent-and-no-digits"),
        pytest.param(b"utf-8''a+b", "a+b", "", (), id="plus-is-no-blank"),
    ],
)
def test_decodes_extended_values(
    octets: bytes, text: str, language: str, wrong: tuple[DefectCode, ...]
) -> None:
    assert decode_segments(extended(octets)) == (text, language, wrong)


@pytest.mark.parametrize(
    ("segments", "text", "wrong"),
    [
        pytest.param(extended(b"utf-8''%C3", b"%A9"), "é", (), id="character-split"),
        pytest.param(extended(b"utf-8''%C", b"3%A9"), "é", (), id="escape-split"),
        pytest.param(
            [Segment(1, True, b"%A9"), Segment(0, True, b"utf-8''%C3")],
            "é",
            (SEGMENT,),
            id="character-split-and-reversed",
        ),
        pytest.param(
            [
                Segment(0, True, b"utf-8''%C3%A9"),
                Segment(1, False, b"%41'"),
                Segment(2, True, b"%41"),
            ],
            "é%41'A",
            (),
            id="plain-between-extended",
        ),
        pytest.param(
            [Segment(0, False, b"utf-8''"), Segment(1, True, b"%C3%A9")],
            "utf-8''é",
            (CHARSET,),
            id="first-is-plain",
        ),
        pytest.param(
            [Segment(0, False, b"\xc3"), Segment(1, False, b"\xa9")],
            "é",
            (DefectCode.HEADER_8BIT,),
            id="plain-character-split",
        ),
        pytest.param(
            extended(b"iso-8859-1'es'%D1and%FA", b"ISO-8859-1'%20r%E1", b"iso-8859-1'es'p'o"),
            "Ñandú ráp'o",
            (),
            id="charset-repeated",
        ),
        pytest.param(extended(b"utf-8''a", b"b utf-8'c"), "ab utf-8'c", (), id="charset-as-text"),
        pytest.param(
            [Segment(0, True, b"utf-8''a"), Segment(0, True, b"utf-8''b"), Segment(2, True, b"c")],
            "ac",
            (DefectCode.PARAMETER_REPEATED, SEGMENT),
            id="repeated-and-gap",
        ),
    ],
)
def test_joins_segments(segments: list[Segment], text: str, wrong: tuple[DefectCode, ...]) -> None:
    joined = decode_segments(segments)
    assert (joined.text, joined.codes) == (text, wrong)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        pytest.param(b"Name", ("name", None, False, True), id="plain"),
        pytest.param(b"name*", ("name", None, True, True), id="extended"),
        pytest.param(b"name*0", ("name", 0, False, True), id="segment"),
        pytest.param(b"name*12*", ("name", 12, True, True), id="extended-segment"),
        pytest.param(b"name*01", ("name", 1, False, False), id="zero-in-front"),
        pytest.param(b"name*-1", ("name", None, False, False), id="number-negative"),
        pytest.param(b"name**", ("name", None, True, False), id="star-twice"),
        pytest.param(b"*name*1", ("name", 1, False, False), id="star-in-front"),
        pytest.param(b"name*1*2", ("name", 1, False, False), id="two-numbers"),
        pytest.param(b"name*" + b"9" * 10, ("name", 10**9, False, False), id="number-huge"),
        pytest.param(b"name*" + b"0" * 9999 + b"7", ("name", 7, False, False), id="zeros"),
        pytest.param(b"n/m*1", ("n/m", 1, False, False), id="no-attribute"),
        pytest.param(b"***", ("", None, False, False), id="only-stars"),
    ],
)
def test_splits_names(name: bytes, parts: tuple[str, int | None, bool, bool]) -> None:
    assert split_name(name) == parts


def test_encoded_words_say_once_what_they_are() -> None:
    text, codes = decode_plain(b"a=?utf-8?q?=C3=A9?=b")
    assert (text, codes) == ("aéb", [DefectCode.PARAMETER_ENCODED_WORD])


@pytest.mark.parametrize(
    ("text", "max_length", "parameters"),
    [
        pytest.param("a b", 78, ["x*=utf-8''a%20b"], id="whole"),
        pytest.param("", 78, ["x*=utf-8''"], id="empty"),
        pytest.param("abcdef", 16, ["x*=utf-8''abcdef"], id="just-fits"),
        pytest.param("abcdef", 15, ["x*0*=utf-8''abc", "x*1*=def"], id="one-too-many"),
        pytest.param(
            "日本", 21, ["x*0*=utf-8''%E6%97%A5", "x*1*=%E6%9C%AC"], id="whole-characters"
        ),
        pytest.param("\U0001f600", 22, ["x*=utf-8''%F0%9F%98%80"], id="four-octets"),
    ],
)
def test_encodes(text: str, max_length: int, parameters: list[str]) -> None:
    assert encode("x", text, max_length) == parameters


def test_no_room_is_refused() -> None:
    with pytest.raises(ComposeError):
        encode("x", "日本", 20)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(24, 80))
def test_what_is_encoded_decodes(text: str, max_length: int) -> None:
    segments = []
    for parameter in encode("x", text, max_length):
        name, _, value = parameter.partition("=")
        assert len(parameter) <= max_length
        assert parameter.isascii()
        _, number, is_extended, valid = split_name(name.encode())
        assert valid
        segments.append(Segment(number or 0, is_extended, value.encode()))
    assert decode_segments(segments) == (text, "", ())
    assert decode_segments(segments[::-1]).text == text


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            Segment,
            st.integers(0, 4),
            st.booleans(),
            st.lists(
                st.sampled_from(
                    [b"utf-8''", b"utf-7'", b"'", b"%C3", b"%A9", b"%", b"\xff", b"+2AA-"]
                ),
                max_size=4,
            ).map(b"".join),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_anything_decodes_to_text(segments: list[Segment]) -> None:
    text, language, codes = decode_segments(segments)
    text.encode()
    assert language.isascii()
    assert len({segment.number for segment in segments}) == len(segments) or (
        DefectCode.PARAMETER_REPEATED in codes
    )
