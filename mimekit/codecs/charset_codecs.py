"""Octets to text by one Python codec, without what Python's codecs lack or let through.

Deviations from Python's codecs, which follow the Encoding Standard:

1. An octet from 128 to 159 that a Windows code page leaves empty is the control of that
   number, so that windows-1252 reads everything.
2. EUC-JP and ISO-2022-JP have the rows that Windows added (`mimekit.codecs.jis`); Big5 has
   the extensions of ETEN and Hong Kong.
3. UTF-8 that holds the halves of surrogate pairs (CESU-8, of Java and Oracle) is joined.
4. No half of a surrogate pair comes out of UTF-7, nothing of octets that are no Shift_JIS.
5. UTF-16 and UTF-32 without a byte order mark are read in the order in which they make
   more sense; big-endian in doubt (RFC 2781 section 4.3).
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Final

from mimekit.codecs import jis
from mimekit.codecs.octets import Octets
from mimekit.span import Span

_SURROGATES = re.compile(r"[\ud800-\udfff]")

# Unicode Technical Report 26 section 2: both halves of a pair, three octets each. What
# begins with a literal is found a hundred times as fast as a group is.
_SURROGATE_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_SURROGATE_PAIRS = re.compile(rb"(?>(?:%b)+)" % _SURROGATE_PAIR.pattern)

# What Python's cp932 makes of A0, FD, FE and FF, that are no Shift_JIS.
_NO_SHIFT_JIS: Final = "\uf8f0\uf8f1\uf8f2\uf8f3"
_REPLACE_NO_SHIFT_JIS = str.maketrans(dict.fromkeys(_NO_SHIFT_JIS, "\ufffd"))

# Big5: the rows of ETEN and Hong Kong, and all else. Where ETEN has its rows, Python's cp950
# reads kana and Cyrillic of its own, that nobody else has.
_BIG5 = re.compile(
    rb"((?>(?:\xc6[\xa1-\xfe]|[\x87-\xa0\xc7\xc8\xfa-\xfe][\x40-\x7e\xa1-\xfe])+))"
    rb"|(?>(?:[\x00-\x80]|[\xa1-\xc5\xc9-\xf9][\x40-\x7e\xa1-\xfe]|\xc6[\x40-\x7e]"
    rb"|(?!\xc6[\xa1-\xfe]|[\x87-\xa0\xc7\xc8\xfa-\xfe][\x40-\x7e\xa1-\xfe])[\x81-\xff])+)",
)
_ROWS_OF_CP950 = re.compile("[\u2460-\u247d\u3005\u3041-\u30fe\u0401-\u0451]")

_ORDER_SAMPLE: Final = 4096  # octets that show the byte order; a multiple of 4


def decode_strictly(octets: Octets, codec: str) -> str | None:
    r"""The text, or None if not every octet has a meaning in ``codec``.

    >>> decode_strictly(b"na\xefve \x81", "cp1252"), decode_strictly(b"na\xefve", "utf-8")
    ('naïve \x81', None)
    """
    codec = _with_order(octets, codec)
    try:
        text = str(octets, codec)
    except UnicodeError:
        further = _decode_further(octets, codec)
        return None if further is None or "\ufffd" in further else further
    if codec == "utf-7":
        return None if _SURROGATES.search(text) else text
    if codec == "cp932" and any(character in text for character in _NO_SHIFT_JIS):
        return None
    if codec == "cp950" and _ROWS_OF_CP950.search(text):
        text = _decode_big5(octets)
        return None if "\ufffd" in text else text
    return text


def decode_leniently(octets: Octets, codec: str) -> str:
    r"""The text, with U+FFFD for what has no meaning in ``codec``.

    >>> decode_leniently(b"caf\xc3\xa9 caf\xe9", "utf-8")
    'café caf�'
    """
    codec = _with_order(octets, codec)
    text = _decode_further(octets, codec)
    if text is None:
        text = str(octets, codec, "replace")
    return _clean(text, codec)


def find_error(octets: Octets, codec: str) -> Span | None:
    r"""The first octets that have no meaning in ``codec``; all of them if it cannot say which.

    >>> find_error(b"caf\xe9!", "utf-8"), find_error(b"cafe", "utf-8")
    (Span(offset=3, length=1), None)
    """
    if decode_strictly(octets, codec) is not None:
        return None
    try:
        str(octets, _with_order(octets, codec))
    except UnicodeDecodeError as error:
        return Span(error.start, error.end - error.start)
    return Span(0, len(octets))


def _decode_further(octets: Octets, codec: str) -> str | None:
    """What a wider reader than Python's ``codec`` makes of octets; None if there is none."""
    if codec == "utf-8":
        if _SURROGATE_PAIR.search(octets) is None:
            return None
        return _SURROGATE_PAIRS.sub(_join, octets).decode("utf-8", "replace")
    if codec == "euc_jp":
        return jis.decode_euc_jp(octets)
    if codec == "iso2022_jp_ext":
        return jis.decode_iso_2022_jp(octets)
    if codec == "cp950":
        return _decode_big5(octets)
    table = decoding_table(codec)
    return codecs.charmap_decode(octets, "replace", table)[0] if table is not None else None


def _clean(text: str, codec: str) -> str:
    """``text`` with U+FFFD for what Python's ``codec`` should not have let through."""
    if codec == "utf-7":
        return _SURROGATES.sub("\ufffd", text)
    if codec == "cp932" and any(character in text for character in _NO_SHIFT_JIS):
        return text.translate(_REPLACE_NO_SHIFT_JIS)
    return text


def _decode_big5(octets: Octets) -> str:
    return "".join(
        match[0].decode("big5hkscs" if match[1] else "cp950", "replace")
        for match in _BIG5.finditer(octets)
    )


def _join(pairs: re.Match[bytes]) -> bytes:
    """Surrogate pairs as the characters that they stand for, in UTF-8."""
    halves = pairs[0].decode("utf-8", "surrogatepass")
    return halves.encode("utf-16", "surrogatepass").decode("utf-16").encode("utf-8")


@lru_cache(maxsize=64)
def decoding_table(codec: str) -> str | None:
    r"""The character of each octet in a Windows code page, controls filled in; else None.

    An octet that has none is U+FFFE there, as `codecs.charmap_decode` expects.

    >>> decoding_table("cp1252")[0x80:0x82], decoding_table("koi8-r")
    ('€\x81', None)
    """
    if not codec.startswith("cp125") and codec != "cp874":
        return None
    table = (bytes([octet]).decode(codec, "replace") for octet in range(256))
    return "".join(
        character if character != "\ufffd" else chr(octet) if octet < 0xA0 else "\ufffe"
        for octet, character in enumerate(table)
    )


def _with_order(octets: Octets, codec: str) -> str:
    """``codec``, or for UTF-16 and UTF-32 the one of the order that the octets show.

    ASCII, blanks and line ends among them, has its NUL octets on the side of the high
    octet.
    """
    if codec not in {"utf-16", "utf-32"}:
        return codec
    start = bytes(octets[:_ORDER_SAMPLE])
    if codec == "utf-16":
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return codec
        is_little = start[1::2].count(0) > start[::2].count(0)
    else:
        if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            return codec
        is_little = start[3::4].count(0) > start[::4].count(0)
    return f"{codec}-le" if is_little else f"{codec}-be"


class IncrementalDecoder:
    """Text from pieces of any size, with U+FFFD for what has no meaning in ``codec``.

    ``start`` is where the octets begin; it tells UTF-16 its order. The wider readers of
    this module (deviations 2 and 3) need the whole text and are not used.
    """

    def __init__(self, codec: str, start: Octets = b"") -> None:
        self._codec = codec
        self._table = decoding_table(codec)
        self._decoder = codecs.getincrementaldecoder(_with_order(start, codec))("replace")

    def decode(self, piece: Octets, *, final: bool = False) -> str:
        """The text that the octets up to the end of ``piece`` make certain."""
        if self._table is not None:
            return codecs.charmap_decode(piece, "replace", self._table)[0]
        try:
            text = self._decoder.decode(bytes(piece), final)
        except UnicodeError:  # "pending buffer overflow": ISO-2022, escapes that never end
            self._decoder.reset()
            text = "\ufffd" + decode_leniently(piece, self._codec)
        return _clean(text, self._codec)
