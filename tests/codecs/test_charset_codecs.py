from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.codecs import charset_labels
from mimekit.codecs.charset_codecs import (
    IncrementalDecoder,
    decode_leniently,
    decode_strictly,
    decoding_table,
    find_error,
)
from mimekit.span import Span

CODECS = sorted(set(charset_labels._CODECS.values()))
SURROGATE = re.compile("[\ud800-\udfff]")

OCTETS = st.lists(
    st.sampled_from(
        [
            *(
                b"\x1b$B",
                b"\x1b(B",
                b"\x1b$)C\x0e",
                b"\x1b",
                b"$",
                b"+",
                b"-",
                b"2AA",
                b"~{",
                b"~}",
            ),
            *(b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xff\xfe", b"\xfe\xff", b"\0", b"\xd8", b"\xdc"),
            *(b"\n", b" ", b"abc", b"\xe9", b"\xc3\xa9", b"\x8e", b"\x8f\xa1\xa1", b"\x81\x30"),
        ]
    )
).map(b"".join)


@pytest.mark.parametrize(
    ("octets", "codec", "strict", "lenient"),
    [
        pytest.param(b"caf\xc3\xa9", "utf-8", "café", "café", id="utf-8"),
        pytest.param(b"caf\xe9!", "utf-8", None, "caf\ufffd!", id="not-utf-8"),
        pytest.param(b"\xed\xa0\xbd\xed\xb8\x80", "utf-8", "😀", "😀", id="surrogate-pair"),
        pytest.param(b"\xed\xa0\xbd", "utf-8", None, "\ufffd" * 3, id="half-a-pair"),
        pytest.param(
            b"\xed\xa0\xbd\xed\xb8\x80\xff", "utf-8", None, "😀\ufffd", id="pair-and-damage"
        ),
        pytest.param(b"\x80\x81\x9d", "cp1252", "€\x81\x9d", "€\x81\x9d", id="windows-controls"),
        pytest.param(b"\xaa\x81", "cp1253", None, "\ufffd\x81", id="windows-empty-place"),
        pytest.param(b"\xdb", "cp874", None, "\ufffd", id="thai-empty-place"),
        pytest.param(b"\xad\xa1", "euc_jp", "①", "①", id="euc-jp-of-windows"),
        pytest.param(b"\x1b$B-!", "iso2022_jp_ext", "①", "①", id="iso-2022-jp-of-windows"),
        pytest.param(b"\xff", "iso2022_jp_ext", None, "\ufffd", id="8-bit-in-iso-2022-jp"),
        pytest.param(b"\x82\xa0\xff!", "cp932", None, "あ\ufffd!", id="no-shift-jis"),
        pytest.param(b"\xa1\xe3\xa3\xe1", "cp950", "～€", "～€", id="big5-of-windows"),
        pytest.param(b"\x87\x40", "cp950", "䏰", "䏰", id="big5-of-hong-kong"),
        pytest.param(b"\xc6\xe7", "cp950", "ぁ", "ぁ", id="big5-of-eten"),
        pytest.param(b"\xc6\xe7\xa3\xe1", "cp950", "ぁ€", "ぁ€", id="big5-of-both"),
        pytest.param(b"\xc6\xe7\xff!", "cp950", None, "ぁ\ufffd!", id="big5-damaged"),
        pytest.param(b"+AGE-b", "utf-7", "ab", "ab", id="utf-7"),
        pytest.param(b"+2AA-b", "utf-7", None, "\ufffdb", id="utf-7-half-a-pair"),
        pytest.param(b"a\0b\0", "utf-16", "ab", "ab", id="utf-16-order-of-the-octets"),
        pytest.param(b"\0a\0b", "utf-16", "ab", "ab", id="utf-16-other-order"),
        pytest.param(b"\x4e\x2d\x65\x87", "utf-16", "中文", "中文", id="utf-16-in-doubt"),
        pytest.param(b"\xff\xfea\0", "utf-16", "a", "a", id="utf-16-with-mark"),
        pytest.param(b"a\0b\0c", "utf-16", None, "ab\ufffd", id="utf-16-cut"),
        pytest.param(b"a\0\0\0", "utf-32", "a", "a", id="utf-32-order-of-the-octets"),
        pytest.param(b"\0\0\0a", "utf-32", "a", "a", id="utf-32-other-order"),
        pytest.param(b"\xff\xfe\0\0a\0\0\0", "utf-32", "a", "a", id="utf-32-with-mark"),
        pytest.param(b"\xff\xfea\0\0\0", "utf-32-le", None, "\ufffd\ufffd", id="utf-32-too-high"),
    ],
)
def test_decodes(octets: bytes, codec: str, strict: str | None, lenient: str) -> None:
    assert decode_strictly(octets, codec) == strict
    assert decode_leniently(octets, codec) == lenient


@pytest.mark.parametrize(
    ("octets", "codec", "span"),
    [
        pytest.param(b"caf\xc3\xa9", "utf-8", None, id="sound"),
        pytest.param(b"caf\xe9!", "utf-8", Span(3, 1), id="one-octet"),
        pytest.param(b"a\0b\0\0\xd8", "utf-16", Span(4, 2), id="order-of-the-octets"),
        pytest.param(b"\xad\xa1", "euc_jp", None, id="wider-than-python"),
        pytest.param(b"+2AA-", "utf-7", Span(0, 5), id="stricter-than-python"),
    ],
)
def test_finds_error(octets: bytes, codec: str, span: Span | None) -> None:
    assert find_error(octets, codec) == span


def test_windows_1252_reads_every_octet() -> None:
    text = decode_strictly(bytes(range(256)), "cp1252")
    assert text is not None
    assert text[:128] == bytes(range(128)).decode("ascii")
    assert text[0xA0:] == bytes(range(0xA0, 256)).decode("latin-1")
    assert len(set(text)) == 256


def test_only_windows_pages_have_tables() -> None:
    tables = {codec for codec in CODECS if decoding_table(codec) is not None}
    assert tables == {"cp874", *(f"cp{page}" for page in range(1250, 1259))}


@pytest.mark.parametrize("codec", CODECS)
def test_gives_back_what_it_can_write(codec: str) -> None:
    text = "".join(
        character
        for character in "abc äöß € שלום مرحبا ไทย 日本語 한국어 中文\n"
        if character.encode(codec, "ignore").decode(codec, "ignore") == character
    )
    assert decode_strictly(text.encode(codec), codec) == text
    assert decode_leniently(text.encode(codec), codec) == text


@settings(max_examples=100, deadline=None)
@given(OCTETS | st.binary(), st.sampled_from(CODECS))
def test_half_a_surrogate_pair_never_comes_out(octets: bytes, codec: str) -> None:
    strict, lenient = decode_strictly(octets, codec), decode_leniently(octets, codec)
    assert SURROGATE.search(lenient) is None
    assert strict is None or SURROGATE.search(strict) is None
    assert strict is None or strict == lenient


@settings(max_examples=100, deadline=None)
@given(OCTETS | st.binary(), st.sampled_from(CODECS), st.integers(0, 20))
def test_pieces_of_any_octets_decode(octets: bytes, codec: str, at: int) -> None:
    decoder = IncrementalDecoder(codec, octets)
    text = decoder.decode(octets[:at]) + decoder.decode(octets[at:])
    text += decoder.decode(b"", final=True)
    assert SURROGATE.search(text) is None


@pytest.mark.parametrize("codec", CODECS)
def test_pieces_of_sound_text_decode_as_the_whole(codec: str) -> None:
    octets = "abc äöß 日本語 한국어 中文\n".encode(codec, "ignore")
    decoder = IncrementalDecoder(codec, octets)
    text = "".join(decoder.decode(octets[at : at + 1]) for at in range(len(octets)))
    assert text + decoder.decode(b"", final=True) == decode_strictly(octets, codec)


def test_escapes_that_never_end_do_not_stop_pieces() -> None:
    decoder = IncrementalDecoder("iso2022_jp_ext")
    text = (
        decoder.decode(b"\n$\x1b") + decoder.decode(b"$\x1ba\x1b$\x810a~") + decoder.decode(b"x")
    )
    assert text.endswith("x")
    assert "\ufffd" in text
