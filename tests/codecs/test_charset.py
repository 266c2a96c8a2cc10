from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.codecs import charset
from mimekit.codecs.charset_detection import SAMPLE_LENGTH
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.span import Span
from tests.growth import assert_linear

MISSING = DefectCode.CHARSET_MISSING
REPLACED = DefectCode.CHARSET_REPLACED
UNKNOWN = DefectCode.CHARSET_UNKNOWN
WRONG = DefectCode.CHARSET_WRONG

RUSSIAN = "Добрый день! Посылаю вам отчёт за прошлый месяц, посмотрите его, пожалуйста.\r\n"
SURROGATE = re.compile("[\ud800-\udfff]")
LABELS = [
    *(None, "utf-8", "us-ascii", "iso-8859-1", "windows-1253", "koi8-r", "gb2312", "big5"),
    *("shift_jis", "euc-jp", "euc-kr", "iso-2022-jp", "iso-2022-kr", "hz", "utf-7", "utf-16"),
    *("utf-16le", "utf-32", "ibm037", "unknown-8bit", "klingon", ""),
]


def codes(defects: list[Defect]) -> list[DefectCode]:
    return [defect.code for defect in defects]


@pytest.mark.parametrize(
    ("octets", "label", "text", "found"),
    [
        pytest.param(b"", None, "", [], id="nothing"),
        pytest.param(b"", "utf-16", "", [], id="nothing-in-utf-16"),
        pytest.param(b"plain", None, "plain", [], id="ascii"),
        pytest.param(b"plain", "iso-8859-1", "plain", [], id="ascii-in-a-superset"),
        pytest.param(b"caf\xc3\xa9", "utf-8", "café", [], id="utf-8"),
        pytest.param(b"caf\xe9", "iso-8859-1", "café", [], id="latin-1"),
        pytest.param(b"\x93caf\xe9\x94", "iso-8859-1", "“café”", [], id="latin-1-of-windows"),
        pytest.param(b"\xe1\x81", "windows-1252", "á\x81", [], id="windows-control"),
        pytest.param(b"caf\xc3\xa9", "iso-8859-1", "cafÃ©", [], id="declared-charset-is-believed"),
        pytest.param(b"caf\xc3\xa9", None, "café", [MISSING], id="undeclared-utf-8"),
        pytest.param(b"caf\xe9", None, "café", [MISSING], id="undeclared-8-bit"),
        pytest.param(b"caf\xc3\xa9", "us-ascii", "café", [WRONG], id="utf-8-as-ascii"),
        pytest.param(b"caf\xe9", "us-ascii", "café", [WRONG], id="8-bit-as-ascii"),
        pytest.param(b"caf\xe9", "utf-8", "café", [WRONG], id="latin-1-as-utf-8"),
        pytest.param(b"caf\xe9", "unknown-8bit", "café", [MISSING], id="unknown-8bit"),
        pytest.param(b"caf\xe9", "", "café", [MISSING], id="empty-label"),
        pytest.param(b"caf\xe9", "klingon", "café", [UNKNOWN], id="unknown-label"),
        pytest.param(b"cafe", "klingon", "cafe", [UNKNOWN], id="unknown-label-of-ascii"),
        pytest.param(b"cafe", "x-unknown", "cafe", [], id="unspecified-label-of-ascii"),
        pytest.param(RUSSIAN.encode("koi8-r"), None, RUSSIAN, [MISSING], id="statistics"),
        pytest.param(RUSSIAN.encode("koi8-r"), "utf-8", RUSSIAN, [WRONG], id="wrong-label"),
        pytest.param(b"\xc1\xe1\xa8", "gb2312", "玲\ufffd", [REPLACED], id="end-cut"),
        pytest.param(b"caf\xc3\xa9\xe2\x82", "utf-8", "café\ufffd", [REPLACED], id="utf-8-cut"),
        pytest.param(
            b"caf\xc3\xa9\xc3\r\n", "utf-8", "café\ufffd\r\n", [REPLACED], id="cut-before-line-end"
        ),
        pytest.param(
            b"y\xc3\xb6t\xc3\xa4\n\x8a\t\xe8.",
            "utf-8",
            "yötä\n\ufffd\t\ufffd.",
            [REPLACED],
            id="junk-behind",
        ),
        pytest.param(b"caf\xe9!", "gb2312", "café!", [WRONG], id="damage-without-evidence"),
        pytest.param(b"\xef\xbb\xbfcaf\xc3\xa9", "utf-8", "café", [], id="mark-of-utf-8"),
        pytest.param(b"\xef\xbb\xbfcaf\xc3\xa9", None, "café", [], id="mark-undeclared"),
        pytest.param(b"\xef\xbb\xbfcaf\xc3\xa9", "latin1", "café", [WRONG], id="mark-misdeclared"),
        pytest.param(b"\xff\xfea\0b\0", "utf-16le", "ab", [], id="mark-of-utf-16"),
        pytest.param(b"\xff\xfea\0b", None, "a\ufffd", [REPLACED], id="mark-and-damage"),
        pytest.param(b"a\0b\0", "utf-16", "ab", [], id="utf-16-without-mark"),
        pytest.param(b"plain text", "utf-16", "plain text", [WRONG], id="utf-16-by-mistake"),
        pytest.param(b"\x1b$BF|\x1b(B", "iso-2022-jp", "日", [], id="iso-2022-jp"),
        pytest.param(b"\x1b$BF|\x1b(B", None, "日", [MISSING], id="iso-2022-jp-undeclared"),
        pytest.param(b"\x1b$BF|\x1b(B", "us-ascii", "日", [WRONG], id="iso-2022-jp-as-ascii"),
        pytest.param(b"\x1b$BF|\x1b(B", "utf-8", "\x1b$BF|\x1b(B", [], id="escapes-of-utf-8"),
        pytest.param(b"\x1b$BF|-!\x1b(B", "iso-2022-jp", "日①", [], id="iso-2022-jp-of-windows"),
        pytest.param(b"\x1b[1mx", None, "\x1b[1mx", [], id="escape-of-terminals"),
        pytest.param(b"a\0b", "us-ascii", "a\0b", [], id="nul"),
        pytest.param(b"+AGE-b", "utf-7", "ab", [], id="utf-7"),
        pytest.param(b"+AGE-b", None, "+AGE-b", [], id="utf-7-is-never-guessed"),
        pytest.param(b"~{VPND~}", "hz-gb-2312", "中文", [], id="hz"),
        pytest.param(b"\xed\xa0\xbd\xed\xb8\x80", "utf-8", "😀", [], id="surrogate-pair"),
        pytest.param(b"\xc8\x85", "ibm037", "He", [], id="ebcdic"),
    ],
)
def test_decodes(octets: bytes, label: str | None, text: str, found: list[DefectCode]) -> None:
    defects: list[Defect] = []
    assert charset.decode(octets, label, defects=defects) == text
    assert codes(defects) == found
    assert charset.decode(octets, label) == text
    assert charset.decode(memoryview(octets), label) == text
    assert charset.decode(bytearray(octets), label) == text


def test_one_broken_sequence_in_long_text_is_damage() -> None:
    octets = RUSSIAN.encode() + b"\xff" + RUSSIAN.encode()
    defects: list[Defect] = []
    assert charset.decode(octets, "utf-8", defects=defects) == f"{RUSSIAN}\ufffd{RUSSIAN}"
    assert defects == [Defect(REPLACED, Span(len(RUSSIAN.encode()), 1))]


@pytest.mark.parametrize("label", ["utf-8", "gb2312", "euc-kr", "big5", "windows-1255"])
def test_much_damage_is_a_wrong_name(label: str) -> None:
    defects: list[Defect] = []
    octets = ("Здравствуйте, друзья! " * 9).encode("koi8-r") + b"\x80\xff" * 9
    assert "Здравствуйте" in charset.decode(octets, label, defects=defects)
    assert codes(defects) == [WRONG]


def test_replacement_characters_of_the_text_are_no_damage() -> None:
    octets = ("\ufffd" * 9 + "яяяя").encode() + b"\xff"
    assert charset.decode(octets, "utf-8") == "\ufffd" * 9 + "яяяя\ufffd"


def test_undeclared_utf_8_may_be_damaged() -> None:
    defects: list[Defect] = []
    text = charset.decode(b"\xff" + RUSSIAN.encode(), defects=defects)
    assert text == "\ufffd" + RUSSIAN
    assert codes(defects) == [MISSING, REPLACED]


def meta(name: str, text: str, codec: str) -> bytes:
    return f"<meta charset={name}>".encode() + text.encode(codec)


@pytest.mark.parametrize(
    ("octets", "label", "text", "found"),
    [
        pytest.param(meta("koi8-r", "мир", "koi8-r"), None, "мир", [], id="meta-alone"),
        pytest.param(meta("koi8-r", "мир", "utf-8"), "utf-8", "мир", [], id="meta-is-stale"),
        pytest.param(meta("utf-8", "мир", "utf-8"), "latin1", "мир", [WRONG], id="label-is-stale"),
        pytest.param(meta("utf-8", "мир", "utf-8"), "gb2312", "мир", [WRONG], id="utf-8-first"),
        pytest.param(meta("koi8-r", "мир", "koi8-r"), "latin1", "мир", [WRONG], id="both-read"),
        pytest.param(meta("koi8-r", "мир", "koi8-r"), "utf-8", "мир", [WRONG], id="label-breaks"),
        pytest.param(meta("sjis", "日本", "iso2022_jp"), "iso-2022-jp", "日本", [], id="recoded"),
        pytest.param(meta("big5", "日本", "euc_jp"), "euc-jp", "日本", [], id="both-breakable"),
        pytest.param(meta("klingon", "мир", "utf-8"), None, "мир", [MISSING], id="meta-unknown"),
        pytest.param(meta("utf-16", "мир", "utf-8"), None, "мир", [], id="meta-cannot-be-utf-16"),
        pytest.param(meta("koi8-r", "x", "utf-8"), None, "x", [], id="ascii"),
    ],
)
def test_decodes_html(
    octets: bytes, label: str | None, text: str, found: list[DefectCode]
) -> None:
    defects: list[Defect] = []
    assert charset.decode(octets, label, html=True, defects=defects).endswith(f">{text}")
    assert codes(defects) == found


def test_meta_counts_in_html_alone() -> None:
    octets = meta("koi8-r", "мир", "cp1251")
    assert charset.decode(octets, "windows-1251").endswith("мир")


@pytest.mark.parametrize(
    ("octets", "fallback", "text", "found"),
    [
        pytest.param(b"plain", "windows-1252", "plain", [], id="ascii"),
        pytest.param(b"caf\xc3\xa9", "koi8-r", "café", [DefectCode.HEADER_8BIT], id="utf-8"),
        pytest.param(
            b"caf\xe9\x81", "latin1", "café\x81", [DefectCode.HEADER_CHARSET_GUESSED], id="latin-1"
        ),
        pytest.param(
            b"\xcd\xc9\xd2", "koi8-r", "мир", [DefectCode.HEADER_CHARSET_GUESSED], id="fallback"
        ),
        pytest.param(
            b"caf\xe9", "klingon", "café", [DefectCode.HEADER_CHARSET_GUESSED], id="bad-fallback"
        ),
        pytest.param(
            b"\xd2", "windows-1253", "\ufffd", [DefectCode.HEADER_CHARSET_GUESSED], id="no-letter"
        ),
    ],
)
def test_decodes_header(octets: bytes, fallback: str, text: str, found: list[DefectCode]) -> None:
    defects: list[Defect] = []
    assert charset.decode_header(octets, fallback=fallback, defects=defects) == text
    assert codes(defects) == found
    assert charset.decode_header(octets, fallback=fallback) == text


@pytest.mark.parametrize(
    ("text", "label", "octets"),
    [
        pytest.param("café", "utf-8", b"caf\xc3\xa9", id="utf-8"),
        pytest.param("café", "ISO-8859-1", b"caf\xe9", id="latin-1"),
        pytest.param("日本", "iso-2022-jp", b"\x1b$BF|K\\\x1b(B", id="returns-to-ascii"),
        pytest.param("שלום", "iso-8859-8-i", b"\xf9\xec\xe5\xed", id="name-that-python-lacks"),
        pytest.param("髙", "windows-31j", b"\xee\xe0", id="shift-jis-of-windows"),
    ],
)
def test_encodes(text: str, label: str, octets: bytes) -> None:
    assert charset.encode(text, label) == octets
    encoder = charset.Encoder(label)
    assert b"".join(map(encoder.encode, text)) + encoder.finish() == octets


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("“", "iso-8859-1", id="superset-of-latin-1"),
        pytest.param("髙", "shift_jis", id="superset-of-shift-jis"),
        pytest.param("é", "us-ascii", id="superset-of-ascii"),
        pytest.param("\ud800", "utf-8", id="half-a-surrogate-pair"),
        pytest.param("\u010a", "iso-8859-1", id="never-narrowed"),
        pytest.param("a", "klingon", id="unknown"),
        pytest.param("a", "base64", id="no-charset"),
        pytest.param("a", "unknown-8bit", id="unspecified"),
    ],
)
def test_refuses_to_encode(text: str, label: str) -> None:
    with pytest.raises(ComposeError):
        charset.encode(text, label)
    with pytest.raises(ComposeError):
        charset.Encoder(label).encode(text)


@settings(max_examples=100, deadline=None)
@given(st.text("abc äß日本мир\n"), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-7"]))
def test_gives_back_what_it_encodes(text: str, label: str) -> None:
    assert charset.decode(charset.encode(text, label), label) == text


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.sampled_from(LABELS), st.booleans())
def test_any_octets_give_text(octets: bytes, label: str | None, html: bool) -> None:  # noqa: FBT001
    defects: list[Defect] = []
    text = charset.decode(octets, label, html=html, defects=defects)
    assert SURROGATE.search(text) is None
    assert all(0 <= defect.span.offset <= defect.span.end <= len(octets) for defect in defects)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=9)), st.sampled_from(LABELS))
def test_pieces_of_short_text_decode_as_the_whole(pieces: list[bytes], label: str | None) -> None:
    whole: list[Defect] = []
    decoder = charset.Decoder(label)
    text = "".join(map(decoder.decode, pieces)) + decoder.finish()
    assert text == charset.decode(b"".join(pieces), label, defects=whole)
    assert decoder.defects == whole


def decode_in_pieces(octets: bytes, decoder: charset.Decoder) -> str:
    pieces = [octets[at : at + 1021] for at in range(0, len(octets), 1021)]
    return "".join(map(decoder.decode, pieces)) + decoder.finish()


@pytest.mark.parametrize(
    ("octets", "label", "found"),
    [
        pytest.param(b"plain\r\n" * 20_000, None, [], id="ascii"),
        pytest.param(RUSSIAN.encode() * 900, "utf-8", [], id="utf-8"),
        pytest.param(RUSSIAN.encode() * 900, None, [MISSING], id="undeclared-utf-8"),
        pytest.param(RUSSIAN.encode("koi8-r") * 900, None, [MISSING], id="statistics"),
        pytest.param(RUSSIAN.encode("utf-16") * 900, "utf-16", [], id="utf-16"),
        pytest.param("plain\r\n".encode("utf-16-le") * 9000, None, [], id="undeclared-utf-16"),
        pytest.param("日本\r\n".encode("iso2022_jp") * 9000, "iso-2022-jp", [], id="shifts"),
        pytest.param(b"\xe9\x81\r\n" * 30_000, "windows-1252", [], id="windows-1252"),
        pytest.param(b"\xa4\xa2" * 50_000, "euc-jp", [], id="no-line-end"),
    ],
)
def test_pieces_of_long_text_decode_as_the_whole(
    octets: bytes, label: str | None, found: list[DefectCode]
) -> None:
    assert len(octets) > SAMPLE_LENGTH
    decoder = charset.Decoder(label)
    assert decode_in_pieces(octets, decoder) == charset.decode(octets, label)
    assert codes(decoder.defects) == found


def test_pieces_wait_for_8_bit_text() -> None:
    octets = b"plain text\r\n" * 9000 + RUSSIAN.encode("koi8-r") * 9
    decoder = charset.Decoder()
    assert decode_in_pieces(octets, decoder).endswith(RUSSIAN)
    assert codes(decoder.defects) == [MISSING]
    assert decoder.defects[0].span.end == len(octets)
    assert decoder.defects[0].span.offset >= SAMPLE_LENGTH - len(b"plain text\r\n") - 1021


def test_pieces_remember_meta() -> None:
    octets = b"<meta charset=koi8-r>\r\n" + b"plain\r\n" * 20_000 + RUSSIAN.encode("koi8-r")
    decoder = charset.Decoder(html=True)
    assert decode_in_pieces(octets, decoder).endswith(RUSSIAN)
    assert decoder.defects == []


def test_pieces_replace_what_contradicts_the_beginning() -> None:
    octets = RUSSIAN.encode() * 900 + b"\xff\r\n" + RUSSIAN.encode()
    decoder = charset.Decoder("utf-8")
    assert decode_in_pieces(octets, decoder) == octets.decode("utf-8", "replace")
    assert codes(decoder.defects) == [REPLACED]


@pytest.mark.parametrize(
    "unit",
    [
        *(
            b"\xe9",
            b"\xe9 ",
            b"\xed\xa0\xbd\xed\xb8\x80",
            b"\x1b$B",
            b"\x1b$B-!",
            b"\x1b",
            b"+2AA-",
        ),
        *(b"~{", b"\x81", b"\x8f\xa1", b"\0", b"\xf0\x9f", b"<meta ", b"<!--", b"\xc6\xe7\xff"),
    ],
)
@pytest.mark.parametrize("label", [None, "utf-8", "euc-jp", "iso-2022-jp", "big5", "utf-7"])
def test_hostile_text_takes_linear_time(unit: bytes, label: str | None) -> None:
    assert_linear(
        lambda octets: charset.decode(octets, label, html=True, defects=[]),
        lambda size: unit * (size // len(unit)),
    )
