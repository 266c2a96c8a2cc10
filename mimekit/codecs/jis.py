"""Japanese text in ISO-2022-JP and EUC-JP as Windows writes it.

Windows fills rows of JIS X 0208 that the standard leaves empty: row 13 (circled and
Roman numbers, units) and rows 89 to 92 (kanji of IBM). Mail is full of them, and Python's
codecs refuse them, so these readers take what those refuse. What has no meaning becomes
U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mimekit.codecs.octets import Octets

# RFC 1468, with the sets of RFC 1554 and RFC 2237, and JIS X 0201 katakana:
#   ESC "(" ("B" / "J")        ASCII, JIS X 0201 Roman
#   ESC "(" "I"                JIS X 0201 katakana
#   ESC "$" ("@" / "B")        JIS X 0208
#   ESC "$" "A"                GB 2312
#   ESC "$" "(" ("C" / "D")    KS X 1001, JIS X 0212
# Deviation: a line end too returns to ASCII, for text whose lines were cut.
_DESIGNATION = re.compile(rb"\x1b(\([BIJ]|\$[@AB]|\$\([CD])|(?=[\r\n])")

# Characters of two octets, 7-bit: rows of JIS X 0208, rows of Windows, what is no character.
_ROWS = re.compile(
    rb"((?>(?:[\x21-\x28\x30-\x74][\x21-\x7e])+))"
    rb"|((?>(?:[\x2d\x79-\x7c][\x21-\x7e])+))"
    rb"|([\x00-\x1a\x1c-\x20]++)"
    rb"|.",
    re.DOTALL,
)

# In EUC-JP, with the high bit set: rows of Windows, and all else.
_EUC = re.compile(
    rb"((?>(?:[\xad\xf9-\xfc][\xa1-\xfe])+))"
    rb"|(?>(?:[\x00-\x7f]|[\xa1-\xfe]{2}(?<![\xad\xf9-\xfc].)|\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}"
    rb"|(?![\xad\xf9-\xfc][\xa1-\xfe])[\x80-\xff])+)",
    re.DOTALL,
)

_SET_HIGH_BIT = bytes(octet | 0x80 for octet in range(256))
_CLEAR_HIGH_BIT = bytes(octet & 0x7F for octet in range(256))


def decode_iso_2022_jp(octets: Octets) -> str:
    r"""The text of ISO-2022-JP with its extensions.

    >>> decode_iso_2022_jp(b"\x1b$B-!\x1b(B and \x1b(I1\x1b(B")
    '① and ｱ'
    """
    text, *rest = _DESIGNATION.split(octets)
    texts = [_decode_ascii(text)]
    for designation, octets_of_set in zip(rest[::2], rest[1::2], strict=True):
        texts.append(_SETS[designation or b"(B"](octets_of_set))
    return "".join(texts)


def decode_euc_jp(octets: Octets) -> str:
    r"""The text of EUC-JP.

    >>> decode_euc_jp(b"\xad\xa1 \xa4\xa2")
    '① あ'
    """
    return "".join(
        _decode_windows_rows(match[1].translate(_CLEAR_HIGH_BIT))
        if match[1]
        else match[0].decode("euc_jp", "replace")
        for match in _EUC.finditer(octets)
    )


def _decode_ascii(octets: bytes) -> str:
    return octets.decode("ascii", "replace")


def _decode_katakana(octets: bytes) -> str:
    return octets.translate(_SET_HIGH_BIT).decode("shift_jis", "replace")


def _decode_supplement(octets: bytes) -> str:
    """JIS X 0212, which EUC-JP marks with an octet before each character."""
    high = octets.translate(_SET_HIGH_BIT)
    return re.sub(rb"(..)", b"\x8f\\1", high, flags=re.DOTALL).decode("euc_jp", "replace")


def _decode_high(codec: str) -> Callable[[bytes], str]:
    """A reader of a set that ``codec`` has with the high bit set."""
    return lambda octets: octets.translate(_SET_HIGH_BIT).decode(codec, "replace")


def _decode_rows(octets: bytes) -> str:
    """Characters of JIS X 0208, two 7-bit octets each, with the rows of Windows."""
    return "".join(
        match[1].translate(_SET_HIGH_BIT).decode("euc_jp", "replace")
        if match[1]
        else _decode_windows_rows(match[2])
        if match[2]
        else (match[3] or b"\xff").decode("ascii", "replace")
        for match in _ROWS.finditer(octets)
    )


def _decode_windows_rows(octets: bytes) -> str:
    """Characters of rows that Windows added, through Shift_JIS: two rows to a first octet."""
    shifted = bytearray()
    for row, cell in zip(octets[::2], octets[1::2], strict=True):
        shifted.append(((row + 1) >> 1) + (0x70 if row <= 0x5E else 0xB0))
        shifted.append(cell + (0x7E if row % 2 == 0 else 0x20 if cell >= 0x60 else 0x1F))
    return shifted.decode("cp932", "replace")


_SETS: dict[bytes, Callable[[bytes], str]] = {
    b"(B": _decode_ascii,
    b"(J": _decode_ascii,
    b"(I": _decode_katakana,
    b"$@": _decode_rows,
    b"$B": _decode_rows,
    b"$A": _decode_high("gb2312"),
    b"$(C": _decode_high("euc_kr"),
    b"$(D": _decode_supplement,
}
