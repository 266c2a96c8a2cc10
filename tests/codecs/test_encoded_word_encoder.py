from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.codecs import encoded_word
from mimekit.codecs.encoded_word import MAX_WORD_LENGTH, decode, encode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from tests.growth import assert_linear

TEXTS = st.text("a b\té日😀=?_\r\n\0") | st.text()
LABELS = [
    *("utf-8", "UTF-8", "iso-8859-1", "us-ascii", "iso-2022-jp", "shift_jis", "big5", "gb2312"),
    *("utf-7", "utf-16", "koi8-r", "klingon", "base64", "utf-8; x", "unknown-8bit"),
]


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("plain text", "plain text", id="ascii"),
        pytest.param("a  b\tc", "a  b\tc", id="blanks-between"),
        pytest.param("café", "=?utf-8?q?caf=C3=A9?=", id="q"),
        pytest.param("Grüße", "=?utf-8?q?Gr=C3=BC=C3=9Fe?=", id="longer-but-legible"),
        pytest.param("日本語", "=?utf-8?b?5pel5pys6Kqe?=", id="b"),
        pytest.param("a café b", "a =?utf-8?q?caf=C3=A9?= b", id="between-ascii"),
        pytest.param("é  é", "=?utf-8?b?w6kgIMOp?=", id="blanks-between-words"),
        pytest.param("é a é", "=?utf-8?b?w6k=?= a =?utf-8?b?w6k=?=", id="ascii-between"),
        pytest.param(" a", "=?utf-8?q?_a?=", id="blank-in-front"),
        pytest.param("a ", "=?utf-8?q?a_?=", id="blank-behind"),
        pytest.param("  ", "=?utf-8?q?__?=", id="blanks-alone"),
        pytest.param("=?x?q?a?=", "=?utf-8?b?PT94P3E/YT89?=", id="looks-encoded"),
        pytest.param("a =? b", "a =?utf-8?b?PT8=?= b", id="looks-begun"),
        pytest.param("a\r\nb", "=?utf-8?q?a=0D=0Ab?=", id="line-end"),
        pytest.param("a\0", "=?utf-8?q?a=00?=", id="nul"),
        pytest.param('é"(),.:;<>@', "=?utf-8?b?w6kiKCksLjo7PD5A?=", id="specials-of-phrases"),
    ],
)
def test_encodes(text: str, encoded: str) -> None:
    assert encode(text) == encoded
    assert decode(encoded) == text


@pytest.mark.parametrize(
    ("text", "label", "encoded"),
    [
        pytest.param("é", "iso-8859-1", "=?iso-8859-1?q?=E9?=", id="latin-1"),
        pytest.param("日", "iso-8859-1", "=?utf-8?b?5pel?=", id="not-in-latin-1"),
        pytest.param("日", "ISO-2022-JP", "=?ISO-2022-JP?b?GyRCRnwbKEI=?=", id="iso-2022-jp"),
        pytest.param("〜é", "shift_jis", "=?utf-8?b?44Ccw6k=?=", id="not-given-back"),
        pytest.param("é", "utf-16", "=?utf-8?b?w6k=?=", id="utf-16"),
        pytest.param("é", "UTF8", "=?UTF8?b?w6k=?=", id="name-of-utf-8"),
        pytest.param("é", "klingon", "=?utf-8?b?w6k=?=", id="unknown"),
        pytest.param("é", "utf-8?q?=0D=0A", "=?utf-8?b?w6k=?=", id="no-name"),
        pytest.param("日本", "iso-2022-jp", "=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", id="shifts"),
    ],
)
def test_encodes_in_charset(text: str, label: str, encoded: str) -> None:
    assert encode(text, charset=label) == encoded
    assert decode(encoded) == text


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        pytest.param("Grüße, 日本", "Grüße, 日本", id="beyond-ascii"),
        pytest.param("é =? é", "é =?utf-8?b?PT8=?= é", id="looks-begun"),
        pytest.param("é\u2028", "=?utf-8?b?w6nigKg=?=", id="line-separator"),
        pytest.param("é\x85", "=?utf-8?b?w6nChQ==?=", id="control"),
        pytest.param(" é", "=?utf-8?b?IMOp?=", id="blank-in-front"),
    ],
)
def test_leaves_utf_8(text: str, encoded: str) -> None:
    assert encode(text, utf8=True) == encoded
    assert decode(encoded) == text


def test_first_word_fits_the_rest_of_the_line() -> None:
    words = encode("é" * 90, first_line_length=30).split(" ")
    assert len(words[0]) <= 30
    assert all(len(word) > 60 for word in words[1:-1])
    assert encode("é" * 90, first_line_length=5) == encode("é" * 90)
    assert encode("é" * 90, first_line_length=15) == encode("é" * 90)
    assert encode("a é", first_line_length=20) == "a =?utf-8?b?w6k=?="


def test_word_has_one_character_at_least() -> None:
    words = encode("日本é", line_length=3).split(" ")
    assert [decode(word) for word in words] == ["日", "本", "é"]


def test_long_words_of_ascii_are_encoded() -> None:
    text = "x" * 1000
    assert encode(text) != text
    assert max(map(len, encode(text).split(" "))) <= MAX_WORD_LENGTH
    assert encode("x" * 500) == "x" * 500
    assert encode("日" * 400, utf8=True).isascii()


def test_long_blanks_are_encoded() -> None:
    text = f"a{' ' * 200}b"
    assert encode(text).startswith("=?")
    assert max(map(len, encode(text).split(" "))) <= MAX_WORD_LENGTH
    assert decode(encode(text)) == text
    assert encode(f"a{' ' * 60}b") == f"a{' ' * 60}b"
    assert encode(f"é{' ' * 60}b") == f"=?utf-8?b?w6k=?={' ' * 60}b"
    assert " " * 9 not in encode(f"é{' ' * 200}b")


def test_half_a_surrogate_pair_is_refused() -> None:
    for utf8 in (False, True):
        with pytest.raises(ComposeError):
            encode("a \ud800", utf8=utf8)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(LABELS), st.integers(10, 90), st.booleans())
def test_gives_back_any_text(text: str, label: str, length: int, utf8: bool) -> None:  # noqa: FBT001
    encoded = encode(text, charset=label, line_length=length, utf8=utf8)
    assert decode(encoded) == text
    assert decode(encoded.encode()) == text
    assert utf8 or re.fullmatch(r"[\t -~]*", encoded)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(30, 75), st.integers(30, 75))
def test_words_are_sound(text: str, length: int, first: int) -> None:
    encoded = encode(text, line_length=length, first_line_length=first)
    defects: list[Defect] = []
    decode(encoded, defects)
    assert defects == []
    words = re.findall(r"=\?[^ \t]*", encoded)
    assert all(len(word) <= length for word in words[1:])
    assert not encoded.startswith("=?") or len(words[0]) <= first or len(words[0]) <= length
    assert all(decode(word) and "\ufffd" not in decode(word) for word in words) or "\ufffd" in text


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("aé 日=?")))
def test_pieces_encode_as_the_whole(pieces: list[str]) -> None:
    encoder = encoded_word.Encoder()
    assert "".join(map(encoder.encode, pieces)) + encoder.finish() == encode("".join(pieces))


def test_encoder_has_a_charset() -> None:
    encoder = encoded_word.Encoder(charset="iso-8859-1")
    assert encoder.encode("é") + encoder.finish() == "=?iso-8859-1?q?=E9?="


@pytest.mark.parametrize("unit", ["日", "a", " ", "=?", "é a ", "é ", "\t", "😀", "é\n"])
@pytest.mark.parametrize("label", ["utf-8", "iso-2022-jp"])
def test_long_text_takes_linear_time(unit: str, label: str) -> None:
    def code(text: str) -> None:
        assert decode(encode(text, charset=label)) == text

    assert_linear(code, lambda size: unit * (size // len(unit)))
