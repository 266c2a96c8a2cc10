r"""Uuencode, the historical algorithm of POSIX (IEEE Std 1003.1, "uuencode").

::

    begin 644 name
    #36%N
    `
    end

Each line holds up to 45 octets: their count, and three octets in every four characters;
a character is 6 bits plus 32. Mail carries it in two ways: as a transfer encoding
(``x-uuencode``, ``x-uue``, ``uuencode``), which `decode` reads, and as blocks inside of
a text, which `iter_blocks` finds.

Deviations in what `decode` reads, all of them seen in mail:

1. 0 is written as "`" or as a blank.
2. Blanks that are missing at the end of a line are made up for: transports delete them.
   The last group may also be cut to the characters that its octets need.
3. What a line holds beyond its count is skipped: some writers add a check character.
4. The "begin" line may be missing: then the first line that is as long as its count
   says begins the data. Other lines before the data are skipped.
5. The "end" line may be missing.
6. Among the data, lines with other characters (as any with a lower-case letter) are
   skipped.
7. Behind "end" only another "begin" line counts; its data is added.

Each kind of defect is reported once in a body, with the place where it was first met.
"""

from __future__ import annotations

import re
from binascii import a2b_uu, b2a_uu
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from pybase64 import b64decode

from mimekit.codecs.base64 import ALPHABET
from mimekit.codecs.charset import decode_header
from mimekit.codecs.controls import CONTROL
from mimekit.codecs.findings import Findings
from mimekit.codecs.octets import Octets, iter_pieces
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.span import Span

_OCTETS_PER_LINE: Final = 45

# What is taken at a time, so that temporary copies stay in the cache.
_CHUNK: Final = 1 << 16

# POSIX, without a name for each:
#   "begin" SPACE mode SPACE decode_pathname LF
#   length-character *(4 data-characters) LF
#   length-character of 0 LF
#   "end" LF
_BEGIN: Final = re.compile(
    rb"begin(?<![^\n]begin)[ \t]++([0-7]{3,4})[ \t]++([^ \t\r\n][^\r\n]*+)\r*+(?:\n|\Z)"
)
_DATA: Final = re.compile(rb"([!-_])([ -`]*+)\r*+(?:\n|\Z)")
_ZERO: Final = re.compile(rb"[ `]*+\r*+(?:\n|\Z)")
_END: Final = re.compile(rb"end[ \t]*+\r*+(?:\n|\Z)")
_TRAILER: Final = re.compile(rb"(?>(?:[ `]*+\r*+\n)*)end[ \t]*+\r*+(?:\n|\Z)")


# Lines of 45 octets, as nearly all are, and their characters in base64.
_FULL_LINES: Final = re.compile(rb"(?>(?:M[ -`]{60}\r?+\n)+)")
_TO_BASE64: Final = bytes.maketrans(bytes(range(ord(" "), ord("`") + 1)), ALPHABET + b"A")


class Block(NamedTuple):
    """A file inside of a text: its ``span`` is from "begin" to behind the line of "end"."""

    name: str
    mode: int
    content: bytes
    span: Span


def decode(data: Octets, defects: list[Defect] | None = None) -> bytes:
    r"""The octets of the files in uuencoded text; what is wrong is added to ``defects``.

    >>> decode(b"begin 644 name\n#36%N\n`\nend\n")
    b'Man'
    >>> found = []
    >>> decode(b"#36%N\n", found), [defect.code.value for defect in found]
    (b'Man', ['uu-begin-missing', 'uu-end-missing'])
    """
    decoder = Decoder(check=defects is not None)
    chunks = [decoder.decode(piece) for piece in iter_pieces(data, _CHUNK)]
    octets = b"".join([*chunks, decoder.finish()])
    if defects is not None:
        defects += decoder.defects
    return octets


def encode(
    data: Octets, *, name: str = "data", mode: int = 0o644, newline: bytes = b"\r\n"
) -> bytes:
    r"""A uuencoded file; every line is ended by ``newline``.

    `HeaderInjectionError` for a name with a control, `ComposeError` for another one
    that cannot be read again, and for a ``mode`` of more than four octal digits.

    >>> encode(b"Man", newline=b"\n")
    b'begin 644 data\n#36%N\n`\nend\n'
    """
    encoder = Encoder(name=name, mode=mode, newline=newline)
    return encoder.encode(data) + encoder.finish()


def iter_blocks(data: Octets) -> Iterator[Block]:
    r"""The uuencoded files inside of a text body, in their order.

    Prose is not taken for one. What follows the "begin" line must be data, and without
    an "end" line all of it must be exactly as long as it says.

    >>> [block] = iter_blocks(b"Here it is:\nbegin 644 a.txt\n#36%N\n`\nend\nBye\n")
    >>> block
    Block(name='a.txt', mode=420, content=b'Man', span=Span(offset=12, length=28))
    """
    text = bytes(data)
    begin = _BEGIN.search(text)
    while begin:
        block, end = _read_block(text, begin)
        if block is not None:
            yield block
        begin = _BEGIN.search(text, end)


def _read_block(text: bytes, begin: re.Match[bytes]) -> tuple[Block | None, int]:
    """The block that this line begins, if one does, and where the text goes on."""
    lines = []
    all_exact = True
    end = begin.end()
    while True:
        full = _FULL_LINES.match(text, end)
        if full:
            lines.append(_decode_full_lines(full[0]))
            end = full.end()
        line = _DATA.match(text, end)
        if line is None:
            break
        octets, is_exact = _decode_data(line)
        lines.append(octets)
        all_exact &= is_exact
        end = line.end()
    trailer = _TRAILER.match(text, end)
    if trailer and (lines or not trailer[0].startswith(b"end")):
        end = trailer.end()
    elif not (lines and all_exact):
        return None, end
    name = decode_header(begin[2].rstrip())
    span = Span(begin.start(), end - begin.start())
    return Block(name, int(begin[1], 8), b"".join(lines), span), end


def _decode_full_lines(lines: bytes) -> bytes:
    # Hot: benchmarks/codecs.py. Ten times faster than a2b_uu line by line.
    text = bytearray(lines.translate(_TO_BASE64, b"\r\n"))
    del text[::61]
    return b64decode(text, validate=True)


def _decode_data(line: re.Match[bytes]) -> tuple[bytes, bool]:
    """The octets of a line of data; whether it is as long as it says."""
    length = line[1][0] - 32
    characters = (length * 4 + 2) // 3
    groups = (length + 2) // 3 * 4
    # a2b_uu takes what is missing for blanks.
    octets = a2b_uu(line[1] + line[2][:characters])
    return octets, characters <= len(line[2]) <= groups


class _Place(Enum):
    """What has been read of a file."""

    BEFORE = auto()
    INSIDE = auto()
    BEHIND = auto()


class Decoder:
    r"""Decode uuencoded text as it arrives, in pieces of any size.

    ``defects`` holds what was found so far; after ``finish`` all of it, in the order of
    the offsets. With ``check=False`` nothing is looked for.

    >>> decoder = Decoder()
    >>> decoder.decode(b"begin 644 name\n#36"), decoder.decode(b"%N\n`\nend"), decoder.finish()
    (b'', b'Man', b'')
    """

    def __init__(self, *, check: bool = True) -> None:
        self._findings = Findings()
        self._check = check
        self._place = _Place.BEFORE
        self._offset = 0  # of the line that is read
        self._held = bytearray()  # of a line whose end has not come

    @property
    def defects(self) -> list[Defect]:
        """What was found so far."""
        return self._findings.defects

    def decode(self, piece: Octets) -> bytes:
        """The octets of the lines that are complete with this piece."""
        ended, newline, rest = bytes(piece).rpartition(b"\n")
        if not newline:
            self._held += rest
            return b""
        text = bytes(self._held) + ended + newline
        self._held = bytearray(rest)
        lines = []
        at = 0
        while at < len(text):
            full = self._place is _Place.INSIDE and _FULL_LINES.match(text, at)
            if full:
                lines.append(_decode_full_lines(full[0]))
                self._offset += len(full[0])
                at = full.end()
            else:
                end = text.index(b"\n", at)
                lines.append(self._decode_line(text[at:end]))
                at = end + 1
        return b"".join(lines)

    def finish(self) -> bytes:
        """The octets of a last line without its line end."""
        octets = self._decode_line(bytes(self._held)) if self._held else b""
        end = self._offset - 1 if self._held else self._offset
        if self._place is _Place.BEFORE and self._offset:
            self._add(DefectCode.UU_BEGIN_MISSING, 0, length=0)
        elif self._place is _Place.INSIDE:
            self._add(DefectCode.UU_END_MISSING, end, length=0)
        self._findings.sort()
        return octets

    def _decode_line(self, line: bytes) -> bytes:
        offset = self._offset
        self._offset += len(line) + len(b"\n")
        if not line:
            return b""
        data = _DATA.match(line)
        if data is None:
            self._read_other(line, offset)
            return b""
        if self._place is _Place.BEHIND:
            return b""
        octets, is_exact = _decode_data(data)
        if self._place is _Place.BEFORE:
            if not is_exact:
                return b""
            self._add(DefectCode.UU_BEGIN_MISSING, offset, length=0)
            self._place = _Place.INSIDE
        if not is_exact:
            self._add(DefectCode.UU_LINE_INVALID, offset, data.end(2))
        return octets

    def _read_other(self, line: bytes, offset: int) -> None:
        """A line that holds no data."""
        is_inside = self._place is _Place.INSIDE
        if _ZERO.match(line):
            return
        if _BEGIN.match(line):
            if is_inside:
                self._add(DefectCode.UU_END_MISSING, offset, length=0)
            self._place = _Place.INSIDE
        elif is_inside and _END.match(line):
            self._place = _Place.BEHIND
        elif is_inside:
            self._add(DefectCode.UU_LINE_INVALID, offset, len(line.rstrip(b"\r")))

    def _add(self, code: DefectCode, offset: int, length: int) -> None:
        if self._check:
            self._findings.add(code, offset, length)


class Encoder:
    r"""Encode octets as they arrive, in pieces of any size; the arguments are those of `encode`.

    >>> encoder = Encoder(name="a b.txt", newline=b"\n")
    >>> encoder.encode(b"Ma"), encoder.encode(b"n"), encoder.finish()
    (b'begin 644 a b.txt\n', b'', b'#36%N\n`\nend\n')
    """

    def __init__(self, *, name: str = "data", mode: int = 0o644, newline: bytes = b"\r\n") -> None:
        self._newline = newline
        self._begin = _format_begin(name, mode) + newline  # until it is written
        self._line = b""

    def encode(self, piece: Octets) -> bytes:
        """The lines that are full with this piece; the "begin" line is before the first."""
        octets = self._line + piece
        whole = len(octets) - len(octets) % _OCTETS_PER_LINE
        self._line = octets[whole:]
        begin, self._begin = self._begin, b""
        return begin + self._encode_lines(octets[:whole])

    def finish(self) -> bytes:
        """The last line of data, and the "end" line."""
        lines = self._begin + self._encode_lines(self._line)
        return self._newline.join([lines + b"`", b"end", b""])

    def _encode_lines(self, octets: bytes) -> bytes:
        starts = range(0, len(octets), _OCTETS_PER_LINE)
        lines = [b2a_uu(octets[at : at + _OCTETS_PER_LINE], backtick=True) for at in starts]
        return b"".join(lines).replace(b"\n", self._newline)


def _format_begin(name: str, mode: int) -> bytes:
    if CONTROL.search(name):
        raise HeaderInjectionError(f"a file name with a control: {name!a}")
    if not 0 <= mode <= 0o7777:
        raise ComposeError(f"a file mode of more than four octal digits: {mode:o}")
    line = b"begin %03o %b" % (mode, name.encode(errors="replace"))
    begin = _BEGIN.match(line)
    if begin is None or begin[2].decode().rstrip() != name:
        raise ComposeError(f"a file name that a reader would alter: {name!r}")
    return line
