from __future__ import annotations

import codecs

import pytest

from mimekit.codecs import charset_labels
from mimekit.codecs.charset_labels import is_unspecified, lookup


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        pytest.param("utf-8", "utf-8", id="utf-8"),
        pytest.param("UTF8", "utf-8", id="upper-case-without-hyphen"),
        pytest.param("CESU-8", "utf-8", id="cesu-8"),
        pytest.param(' "utf-8"; format=flowed', "utf-8", id="quotes-and-parameters"),
        pytest.param("charset=utf-8", "utf-8", id="name-of-the-parameter"),
        pytest.param("UTF-8//TRANSLIT", "utf-8", id="iconv-suffix"),
        pytest.param("us-ascii", "ascii", id="ascii"),
        pytest.param("ANSI_X3.4-1968", "ascii", id="ascii-of-ansi"),
        pytest.param("iso-8859-1", "cp1252", id="latin-1-superset"),
        pytest.param("ISO_8859-1:1987", "cp1252", id="latin-1-with-year"),
        pytest.param("8859_1", "cp1252", id="latin-1-of-java"),
        pytest.param("csISOLatin1", "cp1252", id="latin-1-of-iana"),
        pytest.param("iso-8859-9", "cp1254", id="latin-5-superset"),
        pytest.param("iso-8859-8-i", "iso8859-8", id="hebrew-logical"),
        pytest.param("iso-8859-11", "cp874", id="thai"),
        pytest.param("TIS-620", "cp874", id="thai-of-tis"),
        pytest.param("gb2312", "gb18030", id="gb2312-superset"),
        pytest.param("x-gbk", "gb18030", id="gbk"),
        pytest.param("ks_c_5601-1987", "cp949", id="korean-superset"),
        pytest.param("windows-949", "cp949", id="korean-page"),
        pytest.param("Shift_JIS", "cp932", id="shift-jis-superset"),
        pytest.param("x-sjis", "cp932", id="shift-jis-x"),
        pytest.param("x-x-big5", "cp950", id="big5-x-x"),
        pytest.param("Big5-HKSCS", "big5hkscs", id="big5-hkscs"),
        pytest.param("iso-2022-jp", "iso2022_jp_ext", id="iso-2022-jp-superset"),
        pytest.param("hz-gb-2312", "hz", id="hz"),
        pytest.param("unicode-1-1-utf-7", "utf-7", id="utf-7"),
        pytest.param("csUnicode", "utf-16", id="utf-16"),
        pytest.param("IBM037", "cp037", id="ebcdic"),
        pytest.param("cp37", "cp037", id="page-of-two-digits"),
        pytest.param("ibm01140", "cp1140", id="page-of-five-digits"),
        pytest.param("x-cp1251", "cp1251", id="windows-x"),
        pytest.param("win-1251", "cp1251", id="windows-short"),
        pytest.param("866", "cp866", id="page-alone"),
        pytest.param("windows-28592", "iso8859-2", id="windows-number-of-iso"),
        pytest.param("x-mac-cyrillic", "mac-cyrillic", id="macintosh"),
        pytest.param("koi8-ru", "koi8-u", id="koi8"),
    ],
)
def test_finds_codec(label: str, codec: str) -> None:
    assert lookup(label) == codec
    assert not is_unspecified(label)


@pytest.mark.parametrize(
    "label",
    [
        *("base64", "rot13", "hex", "zlib", "idna", "punycode", "unicode_escape", "undefined"),
        *("raw_unicode_escape", "charmap", "mbcs", "klingon", "utf-9", "cp0"),
        *("8", "x", "é", "=", ";", "\0"),
    ],
)
def test_refuses_what_is_no_charset(label: str) -> None:
    assert lookup(label) is None


@pytest.mark.parametrize(
    "label",
    [
        "",
        "  ",
        "unknown-8bit",
        "x-unknown",
        "DEFAULT_CHARSET",
        "default",
        "x-user-defined",
        "8bit",
    ],
)
def test_knows_labels_that_say_nothing(label: str) -> None:
    assert lookup(label) is None
    assert is_unspecified(label)


def test_unknown_is_not_unspecified() -> None:
    assert not is_unspecified("klingon")


def test_every_codec_is_a_text_encoding_of_python() -> None:
    for codec in set(charset_labels._CODECS.values()) | charset_labels.NOT_ASCII:
        assert codecs.lookup(codec)._is_text_encoding


def test_every_name_of_the_table_is_found() -> None:
    assert all(lookup(name) == codec for name, codec in charset_labels._CODECS.items())


def test_codecs_said_to_read_ascii_do() -> None:
    ascii_octets = bytes(range(128))
    for codec in set(charset_labels._CODECS.values()) - charset_labels.NOT_ASCII:
        assert ascii_octets.decode(codec) == ascii_octets.decode("ascii"), codec


def test_label_may_be_of_any_length() -> None:
    assert lookup("x" * 1_000_000) is None
    assert lookup("utf-8" + " " * 1_000_000) == "utf-8"


def test_unknown_labels_leave_nothing_behind() -> None:
    import encodings  # noqa: PLC0415 - looked at, not used

    before = len(encodings._cache)
    for number in range(1000):
        lookup(f"x-charset-{number}")
    assert len(encodings._cache) == before
    assert charset_labels._find.cache_info().currsize <= 256
