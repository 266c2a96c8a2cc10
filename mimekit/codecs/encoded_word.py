r"""Encoded words in the text of header fields (RFC 2047).

Deviations in what is decoded, all of them seen in mail:

1. A word may touch the text around it, and another word, without a blank.
2. The text of a word may hold blanks, line ends and "?"; that of Q also 8-bit octets.
3. A word may be of any length, its text empty, its base64 without padding.
4. The charset may be missing, not known or wrong: `mimekit.codecs.charset` decides then.
5. Adjacent words in one charset are joined before they are decoded: a character, the
   shifts of ISO-2022, or a group of four base64 characters may be split over them.
6. A "=" of Q without two hexadecimal digits stands for itself.
7. A language (RFC 2231 section 5) is read over, and its blank form "*" too.

What is of another encoding than B or Q stays as it stands. Controls that words hold are
part of the text: who shows or copies it takes care.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, TypeAlias

from mimekit.codecs import base64, charset
from mimekit.codecs.charset_codecs import decode_strictly
from mimekit.codecs.charset_labels import NOT_ASCII
from mimekit.codecs.encoded_word_encoder import MAX_WORD_LENGTH, Encoder, encode
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.span import Span

__all__ = ["MAX_WORD_LENGTH", "Decoder", "Encoder", "decode", "encode"]

_Word: TypeAlias = "re.Match[str]"

# RFC 2047 section 2, RFC 2231 section 5:
#   encoded-word := "=?" charset ["*" language] "?" encoding "?" encoded-text "?="
#   encoded-text = 1*<Any printable ASCII character other than "?" or SPACE>
# Deviations 2 and 3: the text ends at the first "?="; it holds no "=?" that could begin
# another word, so that a scan for its end never goes past the next beginning.
_ENCODED_WORD = re.compile(
    r"=\?([^?=*\s]{0,64}+)(?>(?:\*[^?=\s]{0,64}+)?)\?([QqBb])\?"
    r"([^?=]*+(?>(?:(?:\?(?!=)|=(?!\?(?!=)))[^?=]*+)*))\?="
)

# The same without deviations 1 and 2: with blanks around, or where the text ends.
_SOUND_WORD = re.compile(
    r"(?<![^ \t\r\n])=\?([A-Za-z0-9._-]{1,64}+)(?>(?:\*[A-Za-z0-9-]{0,64}+)?)"
    r"\?([QqBb])\?([!->@-~]++)\?=(?![^ \t\r\n])"
)
_OTHER_ENCODING = re.compile(r"=\?[^?=\s]{1,64}+\?[^?=\s]{0,64}+\?[^?\s]*+\?=")

_BYTE_ORDER_MARK: Final = "\ufeff"
_BLANKS: Final = " \t\r\n"
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_LINE_ENDS = re.compile(r"[\r\n]+")
_BAD_ESCAPE = re.compile(r"=(?![0-9A-Fa-f]{2})")

# RFC 4648 section 3.5: what may end base64 that has so many characters more than groups of
# four. The bits of no octet are 0; others belong to an octet that goes on.
_ENDS_OF_GROUP: Final[dict[int, str]] = {
    1: "=",
    2: "AQgw=",
    3: "AEIMQUYcgkosw048=",
}

# Each word begins anew: joined, it would be read in the state that the last one left.
_SELF_CONTAINED = frozenset({"utf-7", "utf-16", "utf-32"})

# What `charset.decode` reads otherwise than its codec does.
_UNSOUND = NOT_ASCII | {"ascii", "cp950"}

# RFC 1468: the last escape of a text is to ASCII or JIS X 0201 Roman.
_BACK_TO_ASCII = (b"\x1b(B", b"\x1b(J")

_MAX_GUESSES: Final = 32  # charsets to be detected in one text; each costs as much as 50 words


def decode(text: bytes | str, defects: list[Defect] | None = None) -> str:
    r"""Unstructured text (RFC 5322 section 3.2.5) with its encoded words decoded.

    Octets over 127 outside of words go through `charset.decode_header`. Blanks between
    adjacent words are dropped; all others, and line ends, stay. The spans of defects count
    in ``text``.

    >>> decode(b"=?utf-8?q?caf=C3?= =?UTF-8?B?qSE=?= for =?iso-8859-1?Q?d=E9j=E0_vu?=")
    'café! for déjà vu'
    """
    if isinstance(text, str):
        octets = False
        if "=?" not in text:
            return text
    else:
        octets = not text.isascii()
        if b"=?" not in text:
            return charset.decode_header(text, defects=defects) if octets else text.decode("ascii")
        text = text.decode("latin-1")
    decoded = None if octets else decode_sound(text, check=defects is not None)
    return _Reader(text, defects, octets=octets).read() if decoded is None else decoded


def decode_sound(text: str, *, check: bool = True) -> str | None:
    """The text if it has words and all are as RFC 2047 has them, else None: `decode` must tell.

    Hot (benchmarks/run.py everything). With ``check``, words that are too long are not.
    """
    decoded: list[str] = []
    end = 0
    for word in _SOUND_WORD.finditer(text):
        start = word.start()
        between = text[end:start]
        if between and not (end and not between.strip(_BLANKS)):
            if "=?" in between:
                return None
            decoded.append(between)
        end = word.end()
        label, encoding, content = word.groups()
        codec = charset.lookup(label)
        if codec is None or codec in _UNSOUND or (check and end - start > MAX_WORD_LENGTH):
            return None
        try:
            if encoding in "Bb":
                octets = a2b_base64(content, strict_mode=True)
            elif _BAD_ESCAPE.search(content) is None:
                octets = a2b_qp(content, header=True)
            else:
                return None
            decoded.append(str(octets, codec))
        except ValueError:  # binascii.Error, UnicodeDecodeError
            return None
    if "=?" in text[end:] or end == 0:
        return None
    decoded.append(text[end:])
    whole = "".join(decoded)
    return None if _BYTE_ORDER_MARK in whole else whole


class _Reader:
    """A text while its words are decoded; ``octets``: its characters are octets."""

    def __init__(self, text: str, defects: list[Defect] | None, *, octets: bool) -> None:
        self._text = text
        self._octets = octets
        self._defects = defects
        self._guesses = 0

    def read(self) -> str:
        """The text with its words decoded."""
        decoded: list[str] = []
        adjacent: list[_Word] = []
        end = 0
        for word in _ENCODED_WORD.finditer(self._text):
            between = self._text[end : word.start()]
            is_adjacent = adjacent and not between.strip(_BLANKS)
            if adjacent and not (is_adjacent and word[1].lower() == adjacent[0][1].lower()):
                decoded.append(self._read_words(adjacent))
                adjacent = []
            if between and not is_adjacent:
                decoded.append(self._read_plain(between, end))
            adjacent.append(word)
            end = word.end()
        if adjacent:
            decoded.append(self._read_words(adjacent))
        if end < len(self._text):
            decoded.append(self._read_plain(self._text[end:], end))
        return "".join(decoded)

    def _read_plain(self, text: str, start: int) -> str:
        """Text outside of words."""
        if self._defects is not None:
            for match in _OTHER_ENCODING.finditer(text):
                span = Span(start + match.start(), len(match[0]))
                self._defects.append(Defect(DefectCode.ENCODED_WORD_INVALID, span))
        if not self._octets or text.isascii():
            return text
        found: list[Defect] = []
        text = charset.decode_header(text.encode("latin-1"), defects=found)
        if self._defects is not None:
            self._defects += [defect.at(start) for defect in found]
        return text

    def _read_words(self, words: Sequence[_Word]) -> str:
        """The text of words that follow one another, in one charset."""
        label = words[0][1]
        codec = charset.lookup(label)
        found: list[Defect] | None = None if self._defects is None else []
        contents = [
            a2b_qp(_to_octets(_repair_q(text, found), codec, octets=self._octets), header=True)
            if is_q
            else base64.decode(text.encode("ascii", "replace"), found)
            for is_q, text in _join_groups(words)
        ]
        wholes = contents if codec in _SELF_CONTAINED else [b"".join(contents)]
        wrong: list[Defect] = []
        decoded = "".join([self._decode(whole, label, codec, wrong) for whole in wholes])
        if self._defects is not None:
            codes = [defect.code for defect in found or ()]
            if wrong:
                codes.append(DefectCode.ENCODED_WORD_CHARSET)
            elif len(contents) < len(words) or _is_split(contents, codec):
                codes.append(DefectCode.ENCODED_WORD_SPLIT)
            codes += _judge_form(words)
            span = Span(words[0].start(), words[-1].end() - words[0].start())
            detail = wrong[0].detail if wrong else ""
            self._defects += [Defect(code, span, detail=detail) for code in dict.fromkeys(codes)]
        return decoded

    def _decode(self, content: bytes, label: str, codec: str | None, defects: list[Defect]) -> str:
        """The text of ``content``; after too many wrong charsets as of a header field."""
        if self._guesses < _MAX_GUESSES:
            text = charset.decode(content, label, defects=defects)
            self._guesses += bool(defects)
            return text
        strict = None if codec is None else decode_strictly(content, codec)
        return charset.decode_header(content, defects=defects) if strict is None else strict


class Decoder:
    """Decodes text that comes in pieces of any size, as `decode` does whole text.

    A word may go over the end of a piece, and need the next one (deviation 5): the text is
    held until `finish`.

    >>> decoder = Decoder()
    >>> decoder.decode("=?utf-8?q?caf") + decoder.decode("=C3=A9?=") + decoder.finish()
    'café'
    """

    def __init__(self) -> None:
        self.defects: list[Defect] = []
        self._pieces: list[bytes] = []

    def decode(self, piece: bytes | str) -> str:
        """Nothing yet."""
        self._pieces.append(piece.encode("utf-8") if isinstance(piece, str) else piece)
        return ""

    def finish(self) -> str:
        """The text."""
        text, self._pieces = b"".join(self._pieces), []
        return decode(text, self.defects)


def _join_groups(words: Sequence[_Word]) -> list[tuple[bool, str]]:
    """The text of each word and whether it is Q; one of B that share a group of four.

    A word shares a group with the next if it stops inside the group (RFC 4648 section
    3.5: with bits that are not zero), and the next is not whole either.
    """
    texts: list[tuple[bool, str]] = []
    group: list[str] = []
    length = 0
    for word, following in zip_longest(words, words[1:]):
        if word[2] in "Qq":
            texts.append((True, word[3]))
            continue
        text = _WHITE_SPACE.sub("", word[3])
        group.append(text)
        length += len(text)
        if (
            following is None
            or following[2] in "Qq"
            or len(_WHITE_SPACE.sub("", following[3])) % 4 == 0
            or length % 4 == 0
            or text[-1:] in _ENDS_OF_GROUP[length % 4]
        ):
            texts.append((False, "".join(group)))
            group, length = [], 0
    return texts


def _repair_q(text: str, defects: list[Defect] | None) -> str:
    """The text of a Q word without line ends, every "=" of it an escape."""
    if "\n" in text or "\r" in text:
        text = _LINE_ENDS.sub("", text)
    if _BAD_ESCAPE.search(text) is not None:
        text = _BAD_ESCAPE.sub("=3D", text)
        if defects is not None:
            defects.append(Defect(DefectCode.QP_ESCAPE_INVALID, Span(0, len(text))))
    return text


def _to_octets(text: str, codec: str | None, *, octets: bool) -> bytes:
    """The octets of the text of a word, in which there should be ASCII alone."""
    if octets or text.isascii():
        return text.encode("latin-1")
    try:
        return text.encode(codec or "utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _judge_form(words: Sequence[_Word]) -> Iterator[DefectCode]:
    """What is wrong with how words stand in their text (RFC 2047 sections 2 and 5)."""
    text = words[0].string
    for word in words:
        start, end = word.span()
        if end - start > MAX_WORD_LENGTH:
            yield DefectCode.ENCODED_WORD_TOO_LONG
        neighbours = text[max(start - 1, 0) : start] + text[end : end + 1]
        if neighbours.strip(_BLANKS) or _WHITE_SPACE.search(word[3]) is not None:
            yield DefectCode.ENCODED_WORD_BLANK
        if not word[3].isascii():
            yield DefectCode.QP_8BIT


def _is_split(contents: Sequence[bytes], codec: str | None) -> bool:
    """Whether a character, or a shift, goes over the end of one of the contents."""
    if len(contents) == 1 or codec is None or codec in _SELF_CONTAINED:
        return False
    if codec.startswith("iso2022_jp"):
        escapes = [each[each.rfind(b"\x1b") :][:3] for each in contents if b"\x1b" in each]
        return any(escape not in _BACK_TO_ASCII for escape in escapes)
    return any(decode_strictly(each, codec) is None for each in contents)
