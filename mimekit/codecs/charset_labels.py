"""Names of charsets, as mail has them, and the Python codec that reads each.

The names are those of the WHATWG Encoding Standard section 4.2, of IANA and of
Python. Deviations from the Encoding Standard:

1. UTF-7, UTF-32, HZ, ISO-2022-KR, the code pages of DOS, the Macintosh and EBCDIC are
   read too: they occur in mail, and a message is no web page that runs scripts.
2. ``us-ascii`` is ASCII alone; what to do with its 8-bit octets, `charset.decode` decides.
3. ``iso-2022-jp`` is read with the sets of its extensions (RFC 1554, RFC 2237), ``utf-16``
   without a byte order mark in the order that its octets show.
4. A name is found in spite of quotes, blanks, punctuation, ``charset=`` before and
   anything behind it (``"utf-8";``, ``ISO8859_1``, ``8859-1``), and of known misspellings.
5. ``x-user-defined`` names no charset, like ``unknown-8bit`` (RFC 1428).
"""

from __future__ import annotations

import re
from functools import lru_cache

_MAX_LABEL_LENGTH = 100  # characters; IANA's longest name has 45

# A codec, then names of charsets that it reads, in lower case, without
# punctuation, without a "cs" or "x" in front; a number is that of a code page.
_TABLE = """
utf-8           utf8 unicode11utf8 unicode20utf8 unicodeutf8 cesu8 65001
utf-8           utf8sig utf8bom utf8n utf8mb4
utf-7           utf7 unicode11utf7 unicode20utf7 unicodeutf7 65000
utf-16          utf16 ucs2 iso10646ucs2 unicode
utf-16-le       utf16le unicodefeff 1200
utf-16-be       utf16be unicodefffe 1201
utf-32          utf32 ucs4 iso10646ucs4
utf-32-le       utf32le 12000
utf-32-be       utf32be 12001
ascii           ascii usascii ansix341968 ansix341986 iso646us iso646irv isoir6 us 367 20127
cp1252          iso88591 isolatin1 isoir100 latin1 l1 latin 819 28591
iso8859-2       iso88592 isolatin2 isoir101 latin2 l2 28592
iso8859-3       iso88593 isolatin3 isoir109 latin3 l3 28593
iso8859-4       iso88594 isolatin4 isoir110 latin4 l4 28594
iso8859-5       iso88595 isolatincyrillic isoir144 cyrillic 28595
iso8859-6       iso88596 iso88596e iso88596i isolatinarabic isoir127 arabic asmo708 ecma114 28596
iso8859-7       iso88597 isolatingreek isoir126 greek greek8 ecma118 elot928 suneugreek 28597
iso8859-8       iso88598 iso88598e iso88598i isolatinhebrew isoir138 hebrew visual logical 28598
cp1254          iso88599 isolatin5 isoir148 latin5 l5 28599
iso8859-10      iso885910 isolatin6 isoir157 latin6 l6
iso8859-13      iso885913 latin7 l7 28603
iso8859-14      iso885914 isoir199 isoceltic latin8 l8
iso8859-15      iso885915 isolatin9 isoir203 latin9 l9 28605
iso8859-16      iso885916 isoir226 latin10 l10
cp874           iso885911 tis620 isoir166 thai
koi8-r          koi8r koi8 koi 878 20866
koi8-u          koi8u koi8ru 21866
koi8-t          koi8t
kz1048          kz1048 strk10482002 rk1048
ptcp154         ptcp154 pt154 cyrillicasian
hp-roman8       hproman8 roman8 r8
gb18030         gb18030 gb180302000 gbk 936 54936
gb18030         gb2312 gb231280 iso58gb231280 isoir58 euccn chinese 51936
hz              hz hzgb2312 hzgb 52936
cp950           big5 big5eten cnbig5 big5tw macchinesetrad
big5hkscs       big5hkscs hkscs
cp932           shiftjis sjis windows31j mskanji macjapanese 943
shift_jis_2004  shiftjis2004 sjis2004
shift_jisx0213  shiftjisx0213 sjisx0213
euc_jp          eucjp ujis eucpkdfmtjapanese eucjpms 20932 51932
euc_jis_2004    eucjis2004
euc_jisx0213    eucjisx0213
iso2022_jp_ext  iso2022jp iso2022jp1 iso2022jp2 iso2022jpext iso2022jpms
iso2022_jp_ext  jis junet 50220 50221 50222
iso2022_jp_2004 iso2022jp2004 iso2022jp3
cp949           euckr uhc ksc56011987 ksc56011989 ksc5601 ksx1001 isoir149 korean mackorean 51949
iso2022_kr      iso2022kr 50225
johab           johab 1361
mac-roman       macroman macintosh mac 10000
mac-latin2      maclatin2 macce maccentraleurope maccentraleurroman
mac-cyrillic    maccyrillic macukrainian macukraine 10007
mac-croatian    maccroatian
mac-greek       macgreek
mac-iceland     maciceland macicelandic
mac-romanian    macromanian macromania
mac-turkish     macturkish
mac-arabic      macarabic
mac-farsi       macfarsi
cp037           ebcdiccpus
cp500           ebcdiccpbe ebcdiccpch ebcdicinternational
cp424           ebcdiccphe
cp1026          ebcdictr
cp273           ebcdicde
"""
_PAGES_OF_PYTHON = (
    *(37, 273, 424, 437, 500, 720, 737, 775, 850, 852, 855, 856, 857, 858, 860, 861, 862, 863),
    *(864, 865, 866, 869, 874, 875, 932, 949, 950, 1006, 1026, 1125, 1140),
    *range(1250, 1259),
)

_CODECS = {f"{page}": f"cp{page:03}" for page in _PAGES_OF_PYTHON} | {
    name: codec for codec, *names in map(str.split, _TABLE.split("\n")[1:-1]) for name in names
}
_PAGE = re.compile(r"(?:cp|ibm|windows|win|msdos|dos|ms|codepage|ccsid)?0{0,3}([1-9]\d{1,4})")

_UNSPECIFIED = frozenset(
    {
        "8bit",
        "auto",
        "binary",
        "charset",
        "default",
        "defaultcharset",
        "nil",
        "none",
        "null",
        "undefined",
        "unknown",
        "unknown8bit",
        "unknowncharset",
        "userdefined",
    }
)

NOT_ASCII = frozenset(
    {
        "cp037",
        "cp1026",
        "cp1140",
        "cp273",
        "cp424",
        "cp500",
        "cp864",
        "cp875",
        "hz",
        "iso2022_jp_2004",
        "iso2022_jp_ext",
        "iso2022_kr",
        "shift_jis_2004",
        "shift_jisx0213",
        "utf-16",
        "utf-16-be",
        "utf-16-le",
        "utf-32",
        "utf-32-be",
        "utf-32-le",
        "utf-7",
    }
)
"""Codecs in which octets below 128 do not stand each for its ASCII character."""

_YEAR = re.compile(r":(?:19|20)\d\d\Z")  # iso_8859-1:1987
_PUNCTUATION = re.compile(r"[^a-z0-9]+")
_PREFIX = re.compile(r"(?:cs|xx|x)(?=[a-z0-9]{2})")
_SEPARATORS = re.compile(r"[^a-z0-9_.:+()-]+")


def lookup(label: str) -> str | None:
    """The Python codec for text whose charset is called ``label``, or None if that is unknown.

    It may read more than the charset holds, as senders mean it: ``windows-1252`` where
    they say ``iso-8859-1`` (Encoding Standard section 4.2). It is never a codec between
    octets or between strings, and finding out does not import anything.

    >>> lookup("ISO-8859-1"), lookup('"gb2312";'), lookup("x-unknown"), lookup("base64")
    ('cp1252', 'gb18030', None, None)
    """
    return _find(label[:_MAX_LABEL_LENGTH])[0]


def is_unspecified(label: str) -> bool:
    """Whether ``label`` says only that nobody knows the charset (RFC 1428 section 3).

    >>> is_unspecified("unknown-8bit"), is_unspecified("utf-8"), is_unspecified("klingon")
    (True, False, False)
    """
    return _find(label[:_MAX_LABEL_LENGTH])[1]


@lru_cache(maxsize=256)
def _find(label: str) -> tuple[str | None, bool]:
    """The codec, and whether the label only says that there is none."""
    label = label.strip().lower()
    codec, unspecified = _find_exactly(label)
    if codec is None and not unspecified:
        words = [word for word in _SEPARATORS.split(label) if word and word != "charset"]
        if not words:
            return None, not label
        if words[0] != label:
            return _find_exactly(words[0])
    return codec, unspecified


def _find_exactly(label: str) -> tuple[str | None, bool]:
    name = _PUNCTUATION.sub("", _YEAR.sub("", label) if ":" in label else label)
    for each in (name, _PREFIX.sub("", name, count=1), f"iso{name}"):
        page = _PAGE.fullmatch(each)
        codec = _CODECS.get(page[1] if page else each)
        if codec is not None:
            return codec, False
        if each in _UNSPECIFIED:
            return None, True
    return None, False
