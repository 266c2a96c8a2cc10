"""Windows code pages by their numbers ([MS-UCODEREF] section 2.2.1), as codecs of Python."""

from __future__ import annotations

import codecs
from functools import lru_cache
from typing import Final

WINDOWS_LATIN: Final = 1252
"""What a string is in that names no code page."""

# Those that Python does not call "cp" and the number. 20866 to 65001 are the numbers of
# charsets of the internet.
_CODECS: Final = {
    936: "gb18030",
    1200: "utf-16-le",
    1201: "utf-16-be",
    1361: "johab",
    10000: "mac_roman",
    10001: "shift_jis",
    10006: "mac_greek",
    10007: "mac_cyrillic",
    10029: "mac_latin2",
    10079: "mac_iceland",
    10081: "mac_turkish",
    20127: "cp1252",
    20866: "koi8_r",
    20932: "euc_jp",
    20936: "gb18030",
    20949: "euc_kr",
    21866: "koi8_u",
    **{28590 + part: f"iso8859_{part}" for part in (*range(1, 11), 11, 13, 14, 15, 16)},
    38598: "iso8859_8",
    50220: "iso2022_jp",
    50221: "iso2022_jp",
    50222: "iso2022_jp",
    50225: "iso2022_kr",
    51932: "euc_jp",
    51936: "gb18030",
    51949: "euc_kr",
    52936: "hz",
    54936: "gb18030",
    65001: "utf-8",
}


@lru_cache(maxsize=128)
def codec_of(code_page: int | None) -> str:
    """The codec of a code page; that of Windows Latin for one that is unknown.

    >>> codec_of(65001), codec_of(1251), codec_of(12345678), codec_of(None)
    ('utf-8', 'cp1251', 'cp1252', 'cp1252')
    """
    if code_page is None:
        return "cp1252"
    name = _CODECS.get(code_page, f"cp{code_page}")
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return "cp1252"


def decode(octets: bytes, code_page: int | None) -> str:
    r"""Text in a code page; U+FFFD for what has no character there.

    >>> decode(b"Gr\xfc\xdfe", 1252)
    'Grüße'
    """
    return octets.decode(codec_of(code_page), "replace")
