r"""Base64, RFC 2045 section 6.8 and RFC 4648 section 4.

Deviations in what is decoded, all of them seen in mail:

1. Octets outside the alphabet are skipped, blanks and line ends silently, all others
   with a defect (RFC 2045 itself asks for this).
2. The "-" and "_" of the URL-safe alphabet (RFC 4648 section 5) are such octets: MIME
   never names that alphabet, and a guess would let two readers see two contents.
3. Missing padding is made up for, at the end and before a joined text.
4. "=" ends a group of four wherever it stands, and what follows is decoded from there:
   texts that were joined, each with its padding, come out joined. What a group does
   not need of "=" is skipped like other octets.
5. A single character in the last group holds no whole octet: it is dropped.
6. Bits behind the last octet need not be zero.
7. Lines may have any length.

Each kind of defect is reported once in a body, with the place where it was first met.
"""

from __future__ import annotations

import re
from binascii import Error as InvalidBase64
from struct import Struct
from typing import Final

from pybase64 import b64decode, b64encode

from mimekit.codecs.findings import Findings
from mimekit.codecs.line_length import MAX_LINE_LENGTH, LineLength
from mimekit.codecs.octets import Octets, iter_pieces
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect

ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
"""Table 1 of RFC 2045: a character for each value of 6 bits."""

_WHITE_SPACE: Final = b" \t\r\n"
_NOT_BASE64: Final = bytes(set(range(256)) - set(ALPHABET + b"="))

# What is taken at a time, so that temporary copies stay in the cache: a multiple of
# the 57 octets of a full line.
_CHUNK: Final = 57 << 10
_LINES_AT_ONCE: Final = 256


def decode(data: Octets, defects: list[Defect] | None = None) -> bytes:
    r"""The octets that base64 text stands for; what is wrong with it is added to ``defects``.

    Sound text is not copied: the peak is what comes out.

    >>> decode(b"TWFu\r\nTWE=\r\n")
    b'ManMa'
    >>> found = []
    >>> decode(b"TQ==TWE", found), [defect.code.value for defect in found]
    (b'MMa', ['base64-joined', 'base64-padding'])
    """
    view = memoryview(data)
    check = defects is not None
    # Hot: benchmarks/codecs.py. This one pass decodes and proves the padding; without
    # ignorechars b"TQ==TQ==" would give other octets, and no error.
    try:
        octets = b64decode(
            view, ignorechars=_WHITE_SPACE if check else _NOT_BASE64, canonical=check
        )
    except InvalidBase64:
        decoder = Decoder(check=check)
        chunks = [decoder.decode(piece) for piece in iter_pieces(view, _CHUNK)]
        octets = b"".join([*chunks, decoder.finish()])
        found = decoder.defects
    else:
        found = _find_long_line(view) if check else []
    if defects is not None:
        defects += found
    return octets


def encode(data: Octets, *, newline: bytes = b"\r\n", line_length: int = MAX_LINE_LENGTH) -> bytes:
    r"""Base64 text in lines of ``line_length`` characters, or the next smaller multiple of 4.

    Every line is ended by ``newline``. A ``line_length`` under 4 is a `ValueError`.

    >>> encode(b"ManMa", newline=b"\n", line_length=4)
    b'TWFu\nTWE=\n'
    """
    encoder = Encoder(newline=newline, line_length=line_length)
    texts = [encoder.encode(piece) for piece in iter_pieces(data, _CHUNK)]
    return b"".join([*texts, encoder.finish()])


class Decoder:
    """Decode base64 as it arrives, in pieces of any size.

    ``defects`` holds what was found so far; after ``finish`` all of it, in the order of
    the offsets. With ``check=False`` nothing is looked for.

    >>> decoder = Decoder()
    >>> decoder.decode(b"TW"), decoder.decode(b"Fu=T"), decoder.decode(b"Q"), decoder.finish()
    (b'', b'Man', b'', b'M')
    """

    def __init__(self, *, check: bool = True) -> None:
        self._findings = Findings()
        self._inspector = _Inspector(self._findings) if check else None
        self._group = b""  # up to 3 characters that wait for the rest of their four

    @property
    def defects(self) -> list[Defect]:
        """What was found so far."""
        return self._findings.defects

    def decode(self, piece: Octets) -> bytes:
        """The octets that are complete with this piece."""
        piece = bytes(piece)
        if self._inspector is not None:
            self._inspector.inspect(piece)
        *ended, text = (self._group + piece.translate(None, _NOT_BASE64)).split(b"=")
        whole = len(text) - len(text) % 4
        self._group = text[whole:]
        octets = b64decode(text[:whole], validate=True)
        return b"".join([*map(_decode_ended, filter(None, ended)), octets]) if ended else octets

    def finish(self) -> bytes:
        """The octets of a last group without its padding."""
        if self._inspector is not None:
            self._inspector.finish()
        return _decode_ended(self._group)


class Encoder:
    r"""Encode octets as they arrive, in pieces of any size; the arguments are those of `encode`.

    >>> encoder = Encoder(newline=b"\n", line_length=8)
    >>> encoder.encode(b"Ma"), encoder.encode(b"nManMa"), encoder.finish()
    (b'', b'TWFuTWFu\n', b'TWE=\n')
    """

    def __init__(self, *, newline: bytes = b"\r\n", line_length: int = MAX_LINE_LENGTH) -> None:
        if line_length < 4:
            raise ValueError(f"a base64 line has at least 4 characters, not {line_length}")
        self._newline = newline
        self._width = line_length // 4 * 4
        self._octets_per_line = line_length // 4 * 3
        self._block = Struct(f"{self._width}s" * _LINES_AT_ONCE)
        self._line = b""

    def encode(self, piece: Octets) -> bytes:
        """The lines that are full with this piece."""
        octets = memoryview(self._line + piece if self._line else piece)
        whole = len(octets) - len(octets) % self._octets_per_line
        self._line = octets[whole:].tobytes()
        step = self._octets_per_line * _LINES_AT_ONCE
        texts = [octets[at : min(at + step, whole)] for at in range(0, whole, step)]
        return b"".join([self._break_lines(b64encode(text)) for text in texts])

    def finish(self) -> bytes:
        """The last line, with its padding."""
        line, self._line = self._line, b""
        return b64encode(line) + self._newline if line else b""

    def _break_lines(self, text: bytes) -> bytes:
        # Hot: benchmarks/codecs.py. Struct cuts a block in C, 3 times faster than slices.
        if len(text) == self._block.size:
            return self._newline.join([*self._block.unpack(text), b""])
        lines = [text[at : at + self._width] for at in range(0, len(text), self._width)]
        return self._newline.join([*lines, b""])


def _decode_ended(text: bytes) -> bytes:
    """Decode characters of the alphabet behind which a text ends."""
    surplus = len(text) % 4
    if surplus == 1:
        text = text[:-1]
    elif surplus:
        text += b"=" * (4 - surplus)
    return b64decode(text, validate=True)


def _find_long_line(data: Octets) -> list[Defect]:
    findings = Findings()
    LineLength(findings, DefectCode.BASE64_LINE_TOO_LONG).inspect(data)
    return findings.defects


# RFC 2045 section 6.8: characters of Table 1; "="; white space; anything else.
_TOKEN: Final = re.compile(
    rb"(?P<characters>[A-Za-z0-9+/]++)|(?P<pad>=)|[ \t\r\n]++|(?P<other>[^A-Za-z0-9+/= \t\r\n]++)"
)

# What the last character of a group of that size may be, for the bits behind its
# last octet are zero (RFC 4648 section 3.5).
_CANONICAL_END: Final = {2: ALPHABET[::16], 3: ALPHABET[::4]}


class _Inspector:
    """Finds what is wrong with base64 text; it decodes nothing.

    Offsets count over all pieces. What it remembers is the group that is open, or was
    ended by "=".
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._lines = LineLength(findings, DefectCode.BASE64_LINE_TOO_LONG)
        self._offset = 0
        self._group_size = 0  # its characters, 0 to 3
        self._pads = 0  # the "=" behind them
        self._last = b""  # the last character
        self._end = 0  # behind the last character or "="

    def inspect(self, piece: bytes) -> None:
        self._lines.inspect(piece)
        text = piece.translate(None, _WHITE_SPACE)
        if self._pads or text.translate(None, ALPHABET):
            self._inspect_tokens(piece)
        elif text:
            self._add_characters(text, self._offset + len(piece.rstrip(_WHITE_SPACE)))
        self._offset += len(piece)

    def finish(self) -> None:
        self._end_text()
        self._findings.sort()

    def _inspect_tokens(self, piece: bytes) -> None:
        for token in _TOKEN.finditer(piece):
            offset = self._offset + token.start()
            if token.lastgroup == "characters":
                if self._pads:
                    self._end_text()
                    self._findings.add(DefectCode.BASE64_JOINED, offset)
                    self._group_size = self._pads = 0
                self._add_characters(token[0], self._offset + token.end())
            elif token.lastgroup == "pad":
                self._add_pad(offset)
            elif token.lastgroup == "other":
                self._findings.add(DefectCode.BASE64_CHARACTER, offset)

    def _add_characters(self, characters: bytes, end: int) -> None:
        self._group_size = (self._group_size + len(characters)) % 4
        self._last = characters[-1:]
        self._end = end

    def _add_pad(self, offset: int) -> None:
        if self._pads == 0:
            self._end_characters()
        if self._pads >= -self._group_size % 4:
            self._findings.add(DefectCode.BASE64_CHARACTER, offset)
        self._pads += 1
        self._end = offset + 1

    def _end_characters(self) -> None:
        if self._group_size == 1:
            self._findings.add(DefectCode.BASE64_TRUNCATED, self._end - 1)
        elif self._group_size and self._last not in _CANONICAL_END[self._group_size]:
            self._findings.add(DefectCode.BASE64_TRAILING_BITS, self._end - 1)

    def _end_text(self) -> None:
        if self._pads == 0:
            self._end_characters()
        if self._group_size != 1 and self._pads < -self._group_size % 4:
            self._findings.add(DefectCode.BASE64_PADDING, self._end, length=0)
