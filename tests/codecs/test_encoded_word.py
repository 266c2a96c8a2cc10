from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.codecs import encoded_word
from mimekit.codecs.encoded_word import decode
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.span import Span
from tests.growth import assert_linear

BLANK = DefectCode.ENCODED_WORD_BLANK
CHARSET = DefectCode.ENCODED_WORD_CHARSET
ESCAPE = DefectCode.QP_ESCAPE_INVALID
GUESSED = DefectCode.HEADER_CHARSET_GUESSED
INVALID = DefectCode.ENCODED_WORD_INVALID
SPLIT = DefectCode.ENCODED_WORD_SPLIT
TOO_LONG = DefectCode.ENCODED_WORD_TOO_LONG
UTF_8 = DefectCode.HEADER_8BIT


def encode_q(octets: bytes) -> str:
    return "".join(f"={octet:02X}" for octet in octets)


def codes(defects: list[Defect]) -> list[DefectCode]:
    return [defect.code for defect in defects]


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("plain text", "plain text", id="no-word"),
        pytest.param("=?utf-8?q?caf=C3=A9?=", "café", id="q"),
        pytest.param("=?UTF-8?B?Y2Fmw6k=?=", "café", id="b"),
        pytest.param("=?utf-8?Q?a_b=5F=3F?=", "a b_?", id="underscore"),
        pytest.param("=?utf-8?q?caf=c3=a9?=", "café", id="lower-case-hexadecimal"),
        pytest.param("=?iso-8859-1*fr?q?d=E9j=E0?=", "déjà", id="language"),
        pytest.param("=?iso-8859-1*?q?d=E9j=E0?=", "déjà", id="empty-language"),
        pytest.param("=?ISO_8859-1:1987?q?d=E9j=E0?=", "déjà", id="colon-in-the-charset"),
        pytest.param("a =?utf-8?q?b?= c", "a b c", id="between-text"),
        pytest.param("  =?utf-8?q?b?=  ", "  b  ", id="blanks-around-stay"),
        pytest.param("=?utf-8?q?a?= =?utf-8?q?b?=", "ab", id="blank-between-words"),
        pytest.param("=?utf-8?q?a?=\r\n\t =?utf-8?q?b?=", "ab", id="fold-between-words"),
        pytest.param("=?utf-8?q?a?= \x0b =?utf-8?q?b?=", "a \x0b b", id="control-between-words"),
        pytest.param("=?utf-8?q?a_?= =?utf-8?q?b?=", "a b", id="blank-in-a-word"),
        pytest.param("=?utf-8?q?a?= =?latin1?b?6Q==?=", "aé", id="two-charsets"),
        pytest.param("=?utf-8?q?a?= =?utf-8?b?w6k=?=", "aé", id="two-encodings"),
        pytest.param("=?utf-8?q?a?= x =?utf-8?q?b?=", "a x b", id="text-between-words"),
        pytest.param("=?us-ascii?q?a?=", "a", id="us-ascii"),
        pytest.param("=?utf-8?q?a=0D=0Ab=00?=", "a\r\nb\0", id="controls-are-content"),
        pytest.param("=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", "日本", id="iso-2022-jp"),
        pytest.param("=?utf-8?q?=EF=BB=BFa?=", "a", id="byte-order-mark"),
        pytest.param("=?windows-1252?q?=81?=", "\x81", id="windows-control"),
    ],
)
def test_decodes(text: str, decoded: str) -> None:
    defects: list[Defect] = []
    assert decode(text, defects) == decode(text.encode(), defects) == decoded
    assert defects == []
    assert decode(text) == decode(text.encode()) == decoded


@pytest.mark.parametrize(
    ("text", "decoded", "found"),
    [
        pytest.param("a=?utf-8?q?b?=c", "abc", [BLANK], id="touches-text"),
        pytest.param('"=?utf-8?q?b?="', '"b"', [BLANK], id="in-quotes"),
        pytest.param("=?utf-8?q?a?==?utf-8?q?b?=", "ab", [BLANK], id="touches-a-word"),
        pytest.param("=?utf-8?q?a?= b=?utf-8?q?c?=", "a bc", [BLANK], id="touches-at-last"),
        pytest.param(
            "=?utf-8?q?caf=C3=A9 ?= =?latin1?q?=E9?=",
            "café é",
            [BLANK],
            id="next-in-other-charset",
        ),
        pytest.param("=?utf-8?q?a b?=", "a b", [BLANK], id="blank-in-q"),
        pytest.param("=?utf-8?q?a\r\n b?=", "a b", [BLANK], id="fold-in-q"),
        pytest.param("=?utf-8?b?Y2F\r\n mw6k=?=", "café", [BLANK], id="fold-in-b"),
        pytest.param("=?utf-8?q??=", "", [], id="empty-q"),
        pytest.param("=?utf-8?b??= a", " a", [], id="empty-b"),
        pytest.param("=?utf-8?q?why?_me?=", "why? me", [], id="question-mark"),
        pytest.param("=?utf-8?q?50%=?=", "50%=", [ESCAPE], id="equals-at-the-end"),
        pytest.param("=?utf-8?q?a=b==C3=A9?=", "a=b=é", [ESCAPE], id="equals-alone"),
        pytest.param(
            "=?utf-8?b?Y2Fmw6k?=", "café", [DefectCode.BASE64_PADDING], id="padding-missing"
        ),
        pytest.param(
            "=?utf-8?b?Y2.Fmw6k=?=", "café", [DefectCode.BASE64_CHARACTER], id="not-base64"
        ),
        pytest.param("=?klingon?q?a?=", "a", [CHARSET], id="charset-unknown"),
        pytest.param("=??q?caf=C3=A9?=", "café", [CHARSET], id="charset-missing"),
        pytest.param("=?utf-8?q?caf=E9?=", "café", [CHARSET], id="charset-wrong"),
        pytest.param("=?us-ascii?q?caf=C3=A9?=", "café", [CHARSET], id="ascii-wrong"),
        pytest.param("=?unknown-8bit?q?caf=E9?=", "café", [CHARSET], id="charset-unspecified"),
        pytest.param("=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café", [SPLIT], id="split-q"),
        pytest.param("=?utf-8?b?w6nD?= =?UTF-8?B?qQ==?=", "éé", [SPLIT], id="split-b"),
        pytest.param("=?utf-8?q?=C3?= =?utf-8?b?qQ==?=", "é", [SPLIT], id="split-q-and-b"),
        pytest.param("=?utf-8?b?Y2Fmw?= =?utf-8?b?6k=?=", "café", [SPLIT], id="split-group-of-1"),
        pytest.param("=?utf-8?b?Y2Fmw6?= =?utf-8?b?k=?=", "café", [SPLIT], id="split-group-of-2"),
        pytest.param(
            "=?utf-8?b?YQ?= =?utf-8?b?Yg?=", "ab", [DefectCode.BASE64_PADDING], id="both-unpadded"
        ),
        pytest.param(
            "=?utf-8?b?Y2F?= =?utf-8?b?Ymcu?=",
            "cabg.",
            [DefectCode.BASE64_TRAILING_BITS, DefectCode.BASE64_PADDING],
            id="next-word-is-whole",
        ),
        pytest.param(
            "=?iso-2022-jp?q?=1B$BF|?= =?iso-2022-jp?q?K\\=1B(B!?=",
            "日本!",
            [SPLIT],
            id="split-state",
        ),
        pytest.param(
            "=?iso-2022-jp?q?=1B$BF|=1B(B?= =?iso-2022-jp?q?=1B$BK\\=1B(B?=",
            "日本",
            [],
            id="resets",
        ),
        pytest.param(
            "=?iso-2022-jp?q?=1B$BF|?= =?iso-2022-jp?q?=1B$BK\\=1B(B?=",
            "日本",
            [SPLIT],
            id="no-reset",
        ),
        pytest.param("=?utf-16?b?//5hAA==?= =?utf-16?b?//5iAA==?=", "ab", [], id="mark-in-each"),
        pytest.param("=?utf-7?q?+AOk?= =?utf-7?q?abc?=", "éabc", [], id="utf-7-begins-anew"),
        pytest.param("=?utf-8?x?a?=", "=?utf-8?x?a?=", [INVALID], id="other-encoding"),
        pytest.param("=?utf-8?q?a", "=?utf-8?q?a", [], id="no-end"),
        pytest.param("=?utf-8?q?a =?utf-8?q?b?=", "=?utf-8?q?a b", [], id="no-end-at-first"),
        pytest.param("=?utf-8 a?q?b?=", "=?utf-8 a?q?b?=", [], id="blank-in-the-charset"),
        pytest.param("=? =?= =?? ?= ?=", "=? =?= =?? ?= ?=", [], id="pieces-of-words"),
        pytest.param("=?utf-8?q?" + "a" * 90 + "?=", "a" * 90, [TOO_LONG], id="too-long"),
    ],
)
def test_tolerates(text: str, decoded: str, found: list[DefectCode]) -> None:
    defects: list[Defect] = []
    assert decode(text, defects) == decoded
    assert codes(defects) == found
    assert decode(text.encode(), []) == decode(text) == decode(text.encode()) == decoded


@pytest.mark.parametrize(
    ("text", "decoded", "found"),
    [
        pytest.param(b"caf\xc3\xa9", "café", [UTF_8], id="utf-8"),
        pytest.param(b"caf\xe9", "café", [GUESSED], id="not-utf-8"),
        pytest.param(b"\xc3\xa9 =?utf-8?q?a?=", "é a", [UTF_8], id="utf-8-and-a-word"),
        pytest.param(b"\xe9 =?utf-8?q?a?= \xc3\xa9", "é a é", [GUESSED, UTF_8], id="pieces"),
        pytest.param(
            b"=?iso-8859-1?q?caf\xe9_=E9?=", "café é", [DefectCode.QP_8BIT], id="8-bit-in-a-word"
        ),
        pytest.param(
            b"=?iso-8859-1?b?6Q==\xe9?=",
            "é",
            [DefectCode.BASE64_CHARACTER, DefectCode.QP_8BIT],
            id="8-bit-in-base64",
        ),
    ],
)
def test_decodes_8_bit(text: bytes, decoded: str, found: list[DefectCode]) -> None:
    defects: list[Defect] = []
    assert decode(text, defects) == decode(text) == decoded
    assert codes(defects) == found


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        pytest.param("=?iso-8859-1?q?caf\xe9?=", "café", id="of-the-charset"),
        pytest.param("=?us-ascii?q?caf\xe9?=", "café", id="of-no-charset"),
        pytest.param("日本 =?utf-8?q?=C3=A9?=", "日本 é", id="outside"),
    ],
)
def test_str_may_hold_any_characters(text: str, decoded: str) -> None:
    assert decode(text) == decoded


def test_spans_are_those_of_the_words() -> None:
    defects: list[Defect] = []
    decode(b"ab\xe9 =?x?q?a?= =?X?q?b?= x=?utf-8?q?c?=", defects)
    assert defects == [
        Defect(GUESSED, Span(0, 4)),
        Defect(CHARSET, Span(4, 19), detail="read as utf-8"),
        Defect(BLANK, Span(25, 13)),
    ]


def test_words_of_unknown_charset_share_the_evidence() -> None:
    text = "Добрый день, дорогие друзья"
    octets = text.encode("koi8-r")
    words = f"=?x?q?{encode_q(octets[:6])}?= =?x?q?{encode_q(octets[6:])}?="
    assert decode(words) == text


@pytest.mark.parametrize("split", range(12))
@pytest.mark.parametrize("label", ["utf-8", "iso-2022-jp", "gb2312", "shift_jis", "euc-jp"])
def test_split_anywhere_gives_the_same_text(label: str, split: int) -> None:
    text = "日本人一二三"
    octets = text.encode(label)
    halves = (octets[:split], octets[split:])
    words = " ".join(f"=?{label}?q?{encode_q(half)}?=" for half in halves)
    assert decode(words) == text


def test_guesses_are_limited() -> None:
    words = " a ".join(
        f"=?x-{number}?q?=C4=CF=C2=D2=D9={number:02X}?=" for number in range(128, 255)
    )
    decoded = decode(words).split(" a ")
    assert len(decoded) == 127
    assert decoded[-1].startswith("ÄÏÂÒÙ")


@settings(max_examples=100, deadline=None)
@given(st.text("=?uqb8-tf C3A9_\r\né日") | st.text())
def test_any_text_decodes(text: str) -> None:
    defects: list[Defect] = []
    try:
        octets = text.encode()
    except UnicodeEncodeError:
        return
    assert re.search("[\ud800-\udfff]", decode(octets, defects)) is None
    assert decode(octets) == decode(octets, [])
    assert all(0 <= defect.span.offset <= defect.span.end <= len(octets) for defect in defects)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("=?utf-8?q?a?=", "=?utf-8?q?=C3?=", "=?utf-8?B?qQ==?=", "=?x?q?=E9?="),
                *("=?iso-2022-jp?B?GyRC?=", "=?utf-8?q?", "=?", "?=", " ", "\r\n ", "a", "é"),
            ]
        )
    ).map("".join)
)
def test_words_and_pieces_of_words_decode(text: str) -> None:
    octets = text.encode()
    assert decode(octets) == decode(octets, [])
    if octets.isascii():
        assert decode(octets) == decode(text)


def test_short_texts_without_a_word_stay() -> None:
    for characters in product("=?q a", repeat=6):
        text = "".join(characters)
        assert decode(text, []) == text


def test_pieces_decode_as_the_whole() -> None:
    text = b"Re: =?utf-8?q?caf=C3?= =?utf-8?q?=A9?= \xc3\xa9"
    whole: list[Defect] = []
    decoded = decode(text, whole)
    for at in range(len(text)):
        decoder = encoded_word.Decoder()
        assert decoder.decode(text[:at]) + decoder.decode(text[at:]) + decoder.finish() == decoded
        assert decoder.defects == whole


@pytest.mark.parametrize(
    "unit",
    [
        *(b"=?", b"=?x?q?", b"=?x?q?a b ", b"=?x?b?A", b"=?u?X?a ", b"?", b"=", b"?=", b"=?a*"),
        *(b"=?utf-8?q?=C3=A9?= ", b"=?utf-8?q?=C3?= =?utf-8?q?=A9?= ", b"=?x?q??=", b"=?x?b?A?= "),
        *(b"\xe9=?x?q?a?= ", b"=?x?q?=E9=E9=E9=E9?= a ", b"=?utf-8?b?AAAAA?= ", b" ", b"\r\n "),
        *(b"=?iso-2022-jp?q?=1B$BF?= =?iso-2022-jp?q?|?= ", b"=?u?q?====?= ", b"=?x?q?=?="),
    ],
)
@pytest.mark.parametrize("end", [b"", b"?="])
def test_floods_take_linear_time(unit: bytes, end: bytes) -> None:
    assert_linear(lambda text: decode(text, []), lambda size: unit * (size // len(unit)) + end)


def test_flood_of_charsets_takes_linear_time() -> None:
    def make(size: int) -> bytes:
        return b" a ".join(b"=?x-%d?q?=E9=E9=%02X?=" % (n, n % 128 + 128) for n in range(size))

    assert_linear(lambda text: decode(text, []), make, start=512)  # more than caches keep
