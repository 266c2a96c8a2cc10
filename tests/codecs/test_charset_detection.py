from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.codecs import charset_detection
from mimekit.codecs.charset_detection import (
    SAMPLE_LENGTH,
    detect,
    detect_8bit,
    detect_declaration,
    detect_mark,
)

RUSSIAN = "Добрый день! Посылаю вам отчёт за прошлый месяц, посмотрите его, пожалуйста.\r\n"
GERMAN = "Größe und Straße äöü\n"
GREEK = "Καλημέρα σας, πώς είστε σήμερα; Εδώ όλα είναι καλά.\r\n"


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        pytest.param(b"", "us-ascii", id="nothing"),
        pytest.param(b"plain text", "us-ascii", id="ascii"),
        pytest.param(b"\xef\xbb\xbfplain", "utf-8-sig", id="mark-of-utf-8"),
        pytest.param(b"\xff\xfea\0", "utf-16", id="mark-of-utf-16"),
        pytest.param(b"\xff\xfe\0\0a\0\0\0", "utf-32", id="mark-of-utf-32"),
        pytest.param(RUSSIAN.encode(), "utf-8", id="utf-8"),
        pytest.param(RUSSIAN.encode("koi8-r"), "koi8-r", id="koi8-r"),
        pytest.param(RUSSIAN.encode("cp1251"), "windows-1251", id="windows-1251"),
        pytest.param(RUSSIAN.encode("iso8859-5"), "iso-8859-5", id="iso-8859-5"),
        pytest.param(GREEK.encode("iso8859-7"), "iso-8859-7", id="greek"),
        pytest.param("日本語のメールです。".encode("euc_jp"), "euc-jp", id="euc-jp"),
        pytest.param("日本語のメールです。".encode("shift_jis"), "shift_jis", id="shift-jis"),
        pytest.param("日本語のメール①です。".encode("cp932"), "cp932", id="shift-jis-of-windows"),
        pytest.param("今天天气很好，我们去公园吧。".encode("gb2312"), "gb2312", id="gb2312"),
        pytest.param("今天天气很好，镕基去公园吧。".encode("gb18030"), "gb18030", id="gb18030"),
        pytest.param("今天天氣很好，我們去公園吧。".encode("big5"), "big5", id="big5"),
        pytest.param("오늘은 날씨가 아주 좋습니다.".encode("euc_kr"), "euc-kr", id="euc-kr"),
        pytest.param("日本".encode("iso2022_jp"), "iso-2022-jp", id="iso-2022-jp"),
        pytest.param("오늘은".encode("iso2022_kr"), "iso-2022-kr", id="iso-2022-kr"),
        pytest.param(b"\x1b[1mbold\x1b[0m", "us-ascii", id="escapes-of-terminals"),
        pytest.param(b"h\0e\0l\0l\0o\0" * 9, "utf-16le", id="utf-16-without-mark"),
        pytest.param(b"a\0b", "us-ascii", id="ascii-with-nul"),
        pytest.param(b"caf\xe9", "windows-1252", id="one-letter"),
        pytest.param(b"Gr\xfc\xdfe aus K\xf6ln", "windows-1252", id="few-letters"),
        pytest.param(b"d\xe9j\xe0 vu", "windows-1252", id="two-letters"),
        pytest.param(b"it\x92s 20 \x80", "windows-1252", id="signs-of-windows"),
        pytest.param(b"it\x92s \x93so\x94: " * 9, "windows-1252", id="typographic-marks"),
        pytest.param(GERMAN.encode("cp1252") * 500, "windows-1252", id="repeated-latin"),
        pytest.param(b"+2AA-", "us-ascii", id="never-utf-7"),
    ],
)
def test_detects(octets: bytes, name: str) -> None:
    assert detect(octets) == name
    assert detect(memoryview(octets)) == name


def test_short_text_of_another_script_is_no_western_word() -> None:
    assert detect("Привет, мир".encode("koi8-r")) == "koi8-r"
    assert detect("日本".encode("cp932")) != "windows-1252"


@pytest.mark.parametrize(
    ("html", "codec"),
    [
        pytest.param(b"", None, id="nothing"),
        pytest.param(b"<meta charset=koi8-r>", "koi8-r", id="bare"),
        pytest.param(b"<META CHARSET = 'KOI8-R' />", "koi8-r", id="quoted"),
        pytest.param(
            b'<meta http-equiv="Content-Type" content="text/html; charset=big5">',
            "cp950",
            id="http-equiv",
        ),
        pytest.param(b"<meta charset=utf-16>", "utf-8", id="utf-16-cannot-be"),
        pytest.param(b"<meta charset=klingon><meta charset=hz>", "hz", id="first-known"),
        pytest.param(b"<!-- <meta charset=hz> --><meta charset=johab>", "johab", id="comment"),
        pytest.param(b"<!-- <meta charset=hz>", None, id="comment-without-end"),
        pytest.param(b"<metadata charset=hz>", None, id="another-element"),
        pytest.param(b"<meta name=x><p charset=hz>", None, id="another-attribute"),
        pytest.param(b'\n<?xml version="1.0" encoding="hz"?>', "hz", id="xml"),
        pytest.param(b'x<?xml version="1.0" encoding="hz"?>', None, id="xml-not-on-top"),
        pytest.param(b" " * 4000 + b"<meta charset=hz>", "hz", id="late"),
        pytest.param(b" " * 4096 + b"<meta charset=hz>", None, id="too-late"),
        pytest.param(b"<meta charset=\xff>", None, id="8-bit-name"),
    ],
)
def test_reads_declaration(html: bytes, codec: str | None) -> None:
    assert detect_declaration(html) == codec


def test_mark_of_utf_32_needs_whole_characters() -> None:
    assert detect_mark(b"\xff\xfe\0\0a\0") == "utf-16"


def test_sample_begins_where_the_text_does() -> None:
    plain = b"All of this is in plain English, and there is a lot of it.\r\n" * 3000
    assert len(plain) > SAMPLE_LENGTH
    assert detect(plain + RUSSIAN.encode("koi8-r") * 9) == "koi8-r"


def test_sample_may_cut_a_character() -> None:
    text = ("日本語のメールです。" * 5000).encode("euc_jp")
    assert {detect(b"a" * shift + text) for shift in range(4)} == {"euc-jp"}


def test_same_short_text_is_asked_once() -> None:
    charset_detection._ask_again.cache_clear()
    octets = "Добрый вечер".encode("koi8-r")
    for _ in range(5):
        detect_8bit(octets)
    assert charset_detection._ask_again.cache_info()[:2] == (4, 1)


def test_statistics_are_loaded_only_for_8_bit_text() -> None:
    program = (
        "import sys; from mimekit.codecs import charset\n"
        "charset.decode(b'caf\\xc3\\xa9'), charset.decode(b'caf\\xe9', 'latin1'), charset.detect(b'')\n"
        "assert 'chardet' not in sys.modules\n"
        "charset.decode('Добрый'.encode('koi8-r')); assert 'chardet' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - our own program


@settings(max_examples=100, deadline=None)
@given(st.binary() | st.lists(st.sampled_from([b"\x1b$", b"\0", b"\xe9", b"a"])).map(b"".join))
def test_any_octets_have_a_name_that_python_knows(octets: bytes) -> None:
    octets.decode(detect(octets), "replace")
