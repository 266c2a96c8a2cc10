"""Encoded words for what header fields cannot hold as it is (RFC 2047)."""

from __future__ import annotations

import re
from binascii import b2a_base64
from bisect import bisect_right
from itertools import groupby
from typing import Final

from mimekit.codecs import charset as charsets
from mimekit.errors import ComposeError

MAX_WORD_LENGTH: Final = 75
"""Characters of an encoded word, delimiters included (RFC 2047 section 2)."""

# RFC 2047 section 5 (3): the characters of Q that may stand in a phrase, so anywhere.
_Q_PLAIN: Final = b" ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/"
_Q = [chr(octet) if octet in _Q_PLAIN else f"={octet:02X}" for octet in range(256)]
_Q[0x20] = "_"

_BLANK_RUN = re.compile(r"([ \t]+)")
_UNSAFE = re.compile(r"[^ -~]|=\?")
_UNSAFE_IN_UTF_8 = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|=\\?")
_LABEL = re.compile(r"[A-Za-z0-9._:+-]{1,40}")
_MAX_PLAIN_LENGTH: Final = 900  # octets of a word; with its field's name it fits a line
_MAX_BLANKS: Final = 60  # blanks between words that a line can hold; more would make it blank
_LONG_BLANKS: Final = " " * (_MAX_BLANKS + 1)


def encode(
    text: str,
    *,
    charset: str = "utf-8",
    line_length: int = MAX_WORD_LENGTH,
    first_line_length: int | None = None,
    utf8: bool = False,
) -> str:
    """``text`` with encoded words for what RFC 5322 cannot hold; `decode` gives it back.

    Encoded are words that are not printable ASCII, look like encoded words or are too long
    for a line, with the blanks between them, and blanks that folding would lose. Each
    encoded word has at most ``line_length`` characters, a first one on top of the text
    ``first_line_length``, but at least one character of text; of Q and B the shorter one is
    taken, or Q if it can be read and is little longer. What ``charset`` cannot give back is
    in UTF-8. With ``utf8``, words beyond ASCII stay as they are (RFC 6532). Half a surrogate
    pair is a `ComposeError`.

    >>> encode("Grüße aus Köln und 東京")
    '=?utf-8?q?Gr=C3=BC=C3=9Fe?= aus =?utf-8?q?K=C3=B6ln?= und =?utf-8?b?5p2x5Lqs?='
    """
    unsafe = _UNSAFE_IN_UTF_8 if utf8 else _UNSAFE
    is_tight = text == text.strip(" ") and _LONG_BLANKS not in text
    if not text or (is_tight and _is_plain(text, unsafe)):
        return text
    parts = _BLANK_RUN.split(text)  # words, and blanks between them
    is_plain = [_is_plain(word, unsafe) for word in parts[::2]]
    for index, blanks in enumerate(parts[1::2]):
        if not (parts[2 * index] and parts[2 * index + 2]) or len(blanks) > _MAX_BLANKS:
            is_plain[index] = is_plain[index + 1] = False
    encoded: list[str] = []
    index = 0
    for plain, run in groupby(is_plain):
        start, index = index, index + len(list(run))
        piece = "".join(parts[2 * start : 2 * index - 1])
        if not plain:
            first = line_length if encoded or first_line_length is None else first_line_length
            piece = _encode_words(piece, charset, line_length, first)
        encoded += [piece, *parts[2 * index - 1 : 2 * index]]
    return "".join(encoded)


def _is_plain(word: str, unsafe: re.Pattern[str]) -> bool:
    """Whether a field can hold ``word`` as it is."""
    length = len(word.encode("utf-8", "surrogatepass"))
    return 0 < length <= _MAX_PLAIN_LENGTH and unsafe.search(word) is None


def _encode_words(text: str, label: str, line_length: int, first_line_length: int) -> str:
    """``text`` as encoded words with blanks between them."""
    label = label if _gives_back(label, text) else "utf-8"
    octets = charsets.encode(text, label)
    is_q = _is_better_in_q(text, octets)
    size, encode_octets = (_q_length, _encode_q) if is_q else (_b_length, _encode_b)
    before, behind = f"=?{label}?{'q' if is_q else 'b'}?", "?="
    rest = max(line_length - len(before) - len(behind), 1)
    room = first_line_length - len(before) - len(behind)
    if size(octets) <= room:
        return f"{before}{encode_octets(octets)}{behind}"

    def length(count: int) -> int:
        return size(charsets.encode(text[start : start + count], label))

    words: list[str] = []
    start = 0
    if room < 1 or length(1) > room:
        room = rest
    while start < len(text):
        counts = range(1, min(len(text) - start, room) + 1)
        count = max(bisect_right(counts, room, key=length), 1)
        octets = charsets.encode(text[start : start + count], label)
        words.append(f"{before}{encode_octets(octets)}{behind}")
        start, room = start + count, rest
    return " ".join(words)


def _gives_back(label: str, text: str) -> bool:
    """Whether ``text`` survives the charset, and its name the place in a word.

    Of the Unicode encodings only UTF-8 does in any piece: others have marks and shifts.
    """
    codec = charsets.lookup(label)
    if codec is None or codec.startswith("utf-") or _LABEL.fullmatch(label) is None:
        return codec == "utf-8" and _LABEL.fullmatch(label) is not None
    try:
        return charsets.decode(charsets.encode(text, label), label) == text
    except ComposeError:
        return False


def _is_better_in_q(text: str, octets: bytes) -> bool:
    """Whether Q is shorter than B, or not much longer and half of it can be read."""
    q, b = _q_length(octets), _b_length(octets)
    if q <= b or 2 * q > 3 * b:
        return q <= b
    plain = text.encode("ascii", "ignore")
    return 2 * (len(plain) - len(plain.translate(None, _Q_PLAIN))) >= len(text)


def _q_length(octets: bytes) -> int:
    return len(octets) + 2 * len(octets.translate(None, _Q_PLAIN))


def _b_length(octets: bytes) -> int:
    return (len(octets) + 2) // 3 * 4


def _encode_q(octets: bytes) -> str:
    return "".join(map(_Q.__getitem__, octets))


def _encode_b(octets: bytes) -> str:
    return b2a_base64(octets, newline=False).decode("ascii")


class Encoder:
    """Encodes text that comes in pieces of any size, as `encode` does whole text.

    Words and the blanks between them go over the ends of pieces: the text is held until
    `finish`.

    >>> encoder = Encoder()
    >>> encoder.encode("to caf") + encoder.encode("é") + encoder.finish()
    'to =?utf-8?q?caf=C3=A9?='
    """

    def __init__(self, *, charset: str = "utf-8") -> None:
        self._charset = charset
        self._pieces: list[str] = []

    def encode(self, piece: str) -> str:
        """Nothing yet."""
        self._pieces.append(piece)
        return ""

    def finish(self) -> str:
        """The text with encoded words."""
        text, self._pieces = "".join(self._pieces), []
        return encode(text, charset=self._charset)
