"""Values of parameters beyond ASCII: encoded, in segments, with charset and language (RFC 2231).

    filename*=iso-8859-1'en'caf%E9.txt               extended: charset, language, escapes
    filename*0*=utf-8''caf%C3; filename*1*=%A9.txt   in segments, extended
    url*0="ftp://"; url*1="example.org/file"         in segments, plain
    filename="=?utf-8?q?caf=C3=A9?=.txt"             an encoded word: forbidden, and common

Deviations from RFC 2231, all of them seen in mail:

1. Segments stand in any order, and those beyond a gap are kept; of two with one number
   the first is taken. ``name*`` counts as ``name*0*``.
2. A character's octets, or an escape, may be split over extended segments.
3. A charset may be missing, with or without its quotes; the octets then tell.
4. A ``%`` that begins no escape is text.
5. Later segments may repeat the charset of the first.
6. Stars in places where none may stand are passed over: ``*name**`` is ``name*``.
7. An extended value may stand in quotes.
8. Encoded words (RFC 2047) are decoded in plain values and segments, also if one is split
   over segments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from mimekit.codecs import charset, encoded_word
from mimekit.codecs.charset_codecs import decode_strictly
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.lexical import TOKEN

# RFC 2231 section 7:
#   regular-parameter-name := attribute [section]
#   extended-initial-name  := attribute [initial-section] "*"
#   extended-other-names   := attribute other-sections "*"
#   initial-section := "*0"
#   other-sections  := "*" ("1" / ... / "9") *DIGIT
_NAME = re.compile(rb"(\**)([^*]+)(?:\*([0-9]+))?(.*?)(\*?)", re.DOTALL)

# RFC 2231 section 7:
#   extended-initial-value := [charset] "'" [language] "'" extended-other-values
_CHARSET_AND_LANGUAGE = re.compile(rb"([A-Za-z0-9!#$+.:^_`{}~-]*)'([A-Za-z0-9_-]*)'")
_CHARSET = re.compile(rb"([A-Za-z0-9!#$+.:^_`{}~-]+)'")

# RFC 2231 section 7:
#   ext-octet := "%" 2(DIGIT / "A" / "B" / "C" / "D" / "E" / "F")
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")

# RFC 2231 section 7:
#   attribute-char := <any (US-ASCII) CHAR except SPACE, CTLs, "*", "'", "%", or tspecials>
ATTRIBUTE_CHARS = rb"!#$&+\-.0-9A-Z^_`a-z{|}~"
_ESCAPED = tuple(
    chr(octet) if re.match(rb"[%b]" % ATTRIBUTE_CHARS, bytes([octet])) else f"%{octet:02X}"
    for octet in range(256)
)

# No place in a parameter is one for an encoded word; what it touches there says no more.
_IMPLIED_BY_ENCODED_WORD = {DefectCode.ENCODED_WORD_PLACE, DefectCode.ENCODED_WORD_BLANK}

# Longer numbers count as one; no message holds as many segments, and `int` is slow on them.
_MAX_NUMBER_DIGITS = 9


class Segment(NamedTuple):
    """One ``name*number*=value`` of a parameter, unquoted and unfolded, still escaped."""

    number: int
    extended: bool
    octets: bytes


class SegmentName(NamedTuple):
    """The name of a parameter taken apart; ``number`` is None if it has no section."""

    attribute: str
    number: int | None = None
    extended: bool = False
    valid: bool = True


class Extended(NamedTuple):
    """What the segments of one parameter say together; ``language`` is empty if none is stated."""

    text: str
    language: str
    codes: tuple[DefectCode, ...]


def split_name(name: bytes) -> SegmentName:
    """The attribute in lower case, section and star; no attribute if there are only stars.

    >>> split_name(b"Title*2*")
    SegmentName(attribute='title', number=2, extended=True, valid=True)
    """
    name = name.lower()
    if b"*" not in name and TOKEN.fullmatch(name):
        return SegmentName(name.decode("ascii"))
    match = _NAME.fullmatch(name)
    if match is None:
        return SegmentName("", valid=False)
    stars, attribute, digits, junk, star = match.groups()
    number = None if digits is None else _number(digits)
    valid = not stars and not junk and (number is None or digits == b"%d" % number)
    valid = valid and TOKEN.fullmatch(attribute) is not None
    return SegmentName(charset.decode_header(attribute), number, bool(star), valid)


def _number(digits: bytes) -> int:
    digits = digits.lstrip(b"0") or b"0"
    return int(digits) if len(digits) <= _MAX_NUMBER_DIGITS else 10**_MAX_NUMBER_DIGITS


def decode_plain(octets: bytes) -> tuple[str, list[DefectCode]]:
    """The text of a value without escapes: encoded words and 8-bit octets are decoded.

    >>> decode_plain(b"=?utf-8?q?caf=C3=A9?=.txt")[0]
    'café.txt'
    """
    if octets.isascii() and b"=?" not in octets:
        return octets.decode("ascii"), []
    defects: list[Defect] = []
    text = encoded_word.decode(octets, defects)
    codes: list[DefectCode] = [
        defect.code for defect in defects if defect.code not in _IMPLIED_BY_ENCODED_WORD
    ]
    if b"=?" in octets and text != charset.decode_header(octets):
        codes.insert(0, DefectCode.PARAMETER_ENCODED_WORD)
    return text, codes


def decode_segments(segments: Sequence[Segment]) -> Extended:
    """The value that ``segments``, in the order in which they stand, make up.

    >>> decode_segments([Segment(1, False, b"!"), Segment(0, True, b"utf-8'fr'caf%C3%A9")])[:2]
    ('café!', 'fr')
    """
    codes: list[DefectCode] = []
    by_number: dict[int, Segment] = {}
    for segment in segments:
        by_number.setdefault(segment.number, segment)
    if len(by_number) < len(segments):
        codes.append(DefectCode.PARAMETER_REPEATED)
    if list(by_number) != list(range(len(by_number))):
        codes.append(DefectCode.PARAMETER_SEGMENT)
    in_order = [by_number[number] for number in sorted(by_number)]
    prefix = _Prefix(None, "", b"")
    if in_order[0].extended:
        prefix = _split_prefix(in_order[0].octets)
        in_order[0] = in_order[0]._replace(octets=prefix.rest)
    texts = []
    for extended, run in groupby(in_order, key=attrgetter("extended")):
        values = [segment.octets for segment in run]
        if extended:
            text, found = _decode_extended(values, prefix.charset)
        else:
            text, found = decode_plain(b"".join(values))
        texts.append(text)
        codes += found
    return Extended("".join(texts), prefix.language, tuple(codes))


class _Prefix(NamedTuple):
    """What begins an initial value: ``charset`` is None if there is no such thing."""

    charset: str | None
    language: str
    rest: bytes


def _split_prefix(octets: bytes) -> _Prefix:
    match = _CHARSET_AND_LANGUAGE.match(octets)
    if match is not None:
        return _Prefix(match[1].decode("ascii"), match[2].decode("ascii"), octets[match.end() :])
    match = _CHARSET.match(octets)
    if match is not None and charset.lookup(match[1].decode("ascii")) is not None:
        return _Prefix(match[1].decode("ascii"), "", octets[match.end() :])
    return _Prefix(None, "", octets)


def _decode_extended(values: list[bytes], label: str | None) -> tuple[str, list[DefectCode]]:
    """The text of extended values that follow one another, in the charset ``label``."""
    if label:
        # QUIRK: RFC 2231 section 4.1 has the charset in the first segment alone.
        again = re.compile(rb"\A%b'(?:[a-z0-9_-]*')?" % re.escape(label.encode()), re.IGNORECASE)
        values = [again.sub(b"", value) for value in values]
    octets = _ESCAPES.sub(_unescape, b"".join(values))
    # Statistics are too slow for so many texts that are so short: no `charset.decode`.
    codec = charset.lookup(label) if label else None
    text = decode_strictly(octets, codec) if codec is not None else None
    if text is not None:
        return text, []
    stated = label == "" and octets.isascii()
    return charset.decode_header(octets), [] if stated else [DefectCode.PARAMETER_CHARSET]


def _unescape(match: re.Match[bytes]) -> bytes:
    return bytes.fromhex(match[0].replace(b"%", b"").decode("ascii"))


def encode(name: str, text: str, max_length: int) -> list[str]:
    """``text`` as one extended ``name*=value``, or in segments of ``max_length`` characters.

    A character is never split. `ComposeError` if not even one fits.

    >>> encode("title", "café", 78), encode("title", "café!", 23)
    (["title*=utf-8''caf%C3%A9"], ["title*0*=utf-8''caf", 'title*1*=%C3%A9!'])
    """
    escaped = ["".join(map(_ESCAPED.__getitem__, character.encode())) for character in text]
    whole = f"{name}*=utf-8''{''.join(escaped)}"
    if len(whole) <= max_length:
        return [whole]
    segments = [f"{name}*0*=utf-8''"]
    empty = True
    for character in escaped:
        if len(segments[-1]) + len(character) > max_length:
            if empty:
                raise ComposeError(f"no room for a value after {segments[-1]!r}")
            segments.append(f"{name}*{len(segments)}*=")
            empty = True
        segments[-1] += character
        empty = False
    return segments
