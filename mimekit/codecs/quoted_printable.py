r"""Quoted-printable, RFC 2045 section 6.7.

A line end is LF or CRLF, also where more than one CR stands before the LF (in mail that
went through text files twice). Deviations in what is decoded:

1. Line ends come out as they stand, CRLF or LF.
2. "=" that begins neither an octet nor a soft line break is kept, and what follows it is
   read anew: the ``=C3`` of ``==C3`` is an octet.
3. The hexadecimal digits may be in lower case.
4. "=" with nothing but blanks behind it at the very end is a soft line break: the line
   end that it had belongs to the boundary delimiter.
5. Octets that should have been encoded are kept: 8-bit octets, controls, a CR without
   LF.
6. Lines may have any length.

Blanks before a line end, or before the end, are deleted: transports added them (rule 3
of the RFC). That includes those behind the "=" of a soft line break.

Each kind of defect is reported once in a body, with the place where it was first met.
"""

from __future__ import annotations

import re
from binascii import a2b_qp, b2a_qp
from typing import Final

from mimekit.codecs.findings import Findings
from mimekit.codecs.line_length import MAX_LINE_LENGTH, LineLength
from mimekit.codecs.octets import Octets, iter_pieces
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect

# What is taken at a time, so that temporary copies stay in the cache.
_CHUNK: Final = 1 << 16

# A line of "From " alone must not be broken: where it ends decides how it is encoded.
_MIN_LINE_LENGTH: Final = 8


def decode(data: Octets, defects: list[Defect] | None = None) -> bytes:
    r"""The octets that quoted-printable text stands for; defects are added to ``defects``.

    >>> decode(b"caf=C3=A9 =\r\nau lait  \r\n")
    b'caf\xc3\xa9 au lait\r\n'
    >>> found = []
    >>> decode(b"1=2 caf=e9", found), [defect.code.value for defect in found]
    (b'1=2 caf\xe9', ['qp-escape-invalid', 'qp-escape-lower-case'])
    """
    decoder = Decoder(check=defects is not None)
    view = memoryview(data)
    chunks = [decoder.decode(view[at : at + _CHUNK]) for at in range(0, len(view), _CHUNK)]
    octets = b"".join([*chunks, decoder.finish()])
    if defects is not None:
        defects += decoder.defects
    return octets


def encode(
    data: Octets,
    *,
    newline: bytes = b"\r\n",
    line_length: int = MAX_LINE_LENGTH,
    binary: bool = False,
) -> bytes:
    r"""Quoted-printable text in lines of at most ``line_length`` characters.

    The line ends of a text, CRLF and LF, become ``newline``; with ``binary`` CR and LF
    are octets like others. No line begins with "." or "From ", which transports and
    mailboxes alter, and none ends in a blank. A ``line_length`` under 8 is a
    `ValueError`.

    >>> encode("café =\nFrom here ".encode())
    b'caf=C3=A9 =3D\r\n=46rom here=20'
    >>> encode(b"\n.\r\n", binary=True)
    b'=0A.=0D=0A'
    """
    encoder = Encoder(newline=newline, line_length=line_length, binary=binary)
    texts = [encoder.encode(piece) for piece in iter_pieces(data, _CHUNK)]
    return b"".join([*texts, encoder.finish()])


class Decoder:
    r"""Decode quoted-printable as it arrives, in pieces of any size.

    ``defects`` holds what was found so far; after ``finish`` all of it, in the order of
    the offsets. With ``check=False`` nothing is looked for.

    >>> decoder = Decoder()
    >>> decoder.decode(b"a="), decoder.decode(b"C"), decoder.decode(b"3 \r"), decoder.finish()
    (b'a', b'', b'\xc3', b'\r')
    """

    def __init__(self, *, check: bool = True) -> None:
        self._findings = Findings()
        self._inspector = _Inspector(self._findings) if check else None
        self._held = bytearray()  # the end of the text, whose meaning is open

    @property
    def defects(self) -> list[Defect]:
        """What was found so far."""
        return self._findings.defects

    def decode(self, piece: Octets) -> bytes:
        """The octets that are certain with this piece."""
        piece = bytes(piece)
        settled = len(piece.rstrip(b" \t\r"))
        if settled == 0:
            self._held += piece
            return b""
        text = bytes(self._held) + piece if self._held else piece
        end = _open_escape(text, len(text) - len(piece) + settled)
        self._held = bytearray(text[end:])
        return self._decode(text[:end])

    def finish(self) -> bytes:
        """The octets that are certain only now."""
        octets = b""
        if self._held:
            # The end is a line end too.
            octets = self._decode(bytes(self._held) + b"\n").removesuffix(b"\n")
        self._findings.sort()
        return octets

    def _decode(self, text: bytes) -> bytes:
        if self._inspector is not None:
            self._inspector.inspect(text)
        return _decode_lines(text)


def _open_escape(text: bytes, end: int) -> int:
    """Where an octet or soft line break begins that ``text[:end]`` cuts short, else ``end``."""
    start = text.rfind(b"=", max(0, end - 2), end)
    return end if start < 0 else start


# A LF behind blanks, behind CRs with blanks before them, or behind several CRs. The
# engine finds a pattern that begins with literals several times faster than others.
_UNCLEAN_LINE_END: Final = re.compile(rb"\n(?<=[ \t\r]\n)(?<![^ \t\r]\r\n)")

# Where a2b_qp differs from the rules above: it takes "==" for one "=", and skips what
# stands between "=" CR and the next LF.
_TWO_EQUALS: Final = re.compile(rb"==")
_EQUALS_CR: Final = re.compile(rb"=\r(?!\r*+\n)")

# RFC 2045 section 6.7, with the digits and the line ends of the rules above:
#   hex-octet := "=" 2(DIGIT / "A" / "B" / "C" / "D" / "E" / "F")
#   qp-segment := qp-section *(SPACE / TAB) "="
#   qp-line := *(qp-segment transport-padding CRLF) qp-part transport-padding
_LITERAL_EQUALS: Final = re.compile(rb"=(?![0-9A-Fa-f]{2}|\r*+\n)")


def _decode_lines(text: bytes) -> bytes:
    """Decode a text that ends in LF, or inside of a line, but not in a blank or CR.

    It ends where nothing is cut short: an "=" there stands for itself.
    """
    # Hot: benchmarks/codecs.py. Clean text goes to a2b_qp as it stands.
    start, clean = 0, []
    for line_end in _UNCLEAN_LINE_END.finditer(text):
        clean.append(_strip_blanks(text[start : line_end.start()]))
        start = line_end.start()
    if clean:
        text = b"".join((*clean, text[start:]))
    if _TWO_EQUALS.search(text) or _EQUALS_CR.search(text) or text.endswith(b"="):
        text = _LITERAL_EQUALS.sub(b"=3D", text)
    return a2b_qp(text)


def _strip_blanks(lines: bytes) -> bytes:
    """Lines without the blanks before their last line end, of which the LF is already off."""
    text = lines.rstrip(b"\r")
    return text.rstrip(b" \t") + lines[len(text) :]


# What a line ends with as long as its blanks have not been deleted.
_LINE_END: Final = rb"\r*+[ \t]*+\r*+\n"

# "=" that is neither an octet in upper case nor a soft line break; perhaps in lower case.
_ODD_ESCAPE: Final = re.compile(rb"=(?![0-9A-F]{2}|%b)(?P<octet>[0-9A-Fa-f]{2})?" % _LINE_END)

_LOWER_CASE: Final = DefectCode.QP_ESCAPE_LOWER_CASE
_INVALID: Final = DefectCode.QP_ESCAPE_INVALID

# What is not printable ASCII, a blank or a line end. Of a run of CRs only the first is
# looked at more closely, which keeps it linear.
_UNENCODED: Final = re.compile(rb"[^\t\n -~](?:(?<!\r)|(?<!\r\r)(?!%b))" % _LINE_END)


class _Inspector:
    """Finds what is wrong with quoted-printable text; it decodes nothing.

    It is given what `_decode_lines` is given. Offsets count over all of it.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._lines = LineLength(findings, DefectCode.QP_LINE_TOO_LONG)
        self._offset = 0

    def inspect(self, text: bytes) -> None:
        self._lines.inspect(text)
        for escape in _ODD_ESCAPE.finditer(text):
            code = _LOWER_CASE if escape["octet"] else _INVALID
            self._findings.add(code, self._offset + escape.start(), len(escape[0]))
        unencoded = _UNENCODED.search(text)
        if unencoded:
            self._findings.add(DefectCode.QP_8BIT, self._offset + unencoded.start())
        self._offset += len(text)


class Encoder:
    r"""Encode octets as they arrive, in pieces of any size; the arguments are those of `encode`.

    >>> encoder = Encoder(newline=b"\n")
    >>> encoder.encode(b"na\xc3"), encoder.encode(b"\xafve \r"), encoder.encode(b"\nyes")
    (b'', b'', b'na=C3=AFve=20\n')
    >>> encoder.finish()
    b'yes'
    """

    def __init__(
        self,
        *,
        newline: bytes = b"\r\n",
        line_length: int = MAX_LINE_LENGTH,
        binary: bool = False,
    ) -> None:
        if line_length < _MIN_LINE_LENGTH:
            raise ValueError(f"no room for quoted-printable: {line_length} characters a line")
        self._newline = newline
        self._line_length = line_length
        self._binary = binary
        self._lines = _compile_lines(line_length)
        self._cr = b""  # a CR at the end of the octets: perhaps half of a line end
        self._line = b""  # what is encoded of the line that is open

    def encode(self, piece: Octets) -> bytes:
        """The lines that are certain with this piece."""
        octets = self._cr + piece
        if self._binary:
            return self._break_lines(_encode_octets(octets))
        self._cr = octets[-1:] if octets.endswith(b"\r") else b""
        octets = octets.removesuffix(b"\r").replace(b"\r\n", b"\n")
        start = octets.find(b"\n") + 1 if self._line else 0
        end = octets.rfind(b"\n") + 1
        first = self._break_lines(_encode_text(octets[:start]))
        whole = self._encode_lines(octets[start:end])
        return first + whole + self._break_lines(_encode_text(octets[end:]))

    def finish(self) -> bytes:
        """What is left of the last line."""
        text = self._break_lines(_encode_octets(self._cr) + b"\n")
        self._cr = b""
        return text.removesuffix(self._newline)

    def _encode_lines(self, octets: bytes) -> bytes:
        """Lines as they may stand, of octets that begin and end with a line."""
        # Hot: benchmarks/codecs.py. b2a_qp breaks lines as _compile_lines does, but
        # alters neither "From " nor most full stops, makes lines of 77 and 78
        # characters where they end in a blank, and leaves CR as it is.
        if self._line_length == MAX_LINE_LENGTH and b"\r" not in octets:
            text = b2a_qp(octets)
            if _SOUND_LINES.fullmatch(text):
                return text.replace(b"\n", self._newline)
        return self._break_lines(_encode_text(octets))

    def _break_lines(self, text: bytes) -> bytes:
        """Encoded text with soft line breaks; of the last line what is uncertain is kept."""
        text = self._line + text
        text = text.replace(b" \n", b"=20\n").replace(b"\t\n", b"=09\n")
        lines = self._lines.findall(text)
        self._line = b"" if text.endswith(b"\n") or not lines else lines.pop()
        lines = [line if line.endswith(b"\n") else line + b"=\n" for line in lines]
        # The LF in front is for the first line.
        text = b"\n".join([b"", b"".join(lines)])
        text = text.replace(b"\n.", b"\n=2E").replace(b"\nFrom ", b"\n=46rom ")
        return text[1:].replace(b"\n", self._newline)


def _encode_text(octets: bytes) -> bytes:
    """Encode all but printable ASCII, space, tab and LF; break no line."""
    return _encode_octets(octets).replace(b"=0A", b"\n")


def _encode_octets(octets: bytes) -> bytes:
    """Encode all but printable ASCII, space and tab; break no line."""
    # The full stop is for a blank before it: b2a_qp would encode it as the last octet.
    text = b2a_qp(octets + b".", istext=False).replace(b"=\n", b"")
    if b"\r" in text:  # it breaks lines in the manner of the first line end
        text = text.replace(b"=\r\n", b"")
    return text.replace(b"=2E", b".")[:-1]


def _compile_lines(line_length: int) -> re.Pattern[bytes]:
    """What encoded text consists of when no line is to be longer than ``line_length``.

    That is the text before a soft line break, or a line, or what is left of one, with
    its LF if it has one. A "." or "From " at the start will take two octets more.
    """
    # An octet that would be cut, "=" and a digit or two, goes to the next line, and so
    # does one that would be the last of a full line, as in b2a_qp; but for the blank
    # that was encoded because it is the last.
    before_break = rb"[^\n]{%d}(?:[^\n=]{2}(?=[^\n]{2})|[^\n=](?==)|(?==(?!20\n|09\n)))"
    return re.compile(
        rb"(?!\.|From )%b|(?=\.|From )%b|[^\n]*+\n|[^\n]++"
        % (before_break % (line_length - 3), before_break % (line_length - 5))
    )


_SOUND_LINES: Final = re.compile(rb"(?>(?:(?!\.|From )[^\n]{0,%d}+\n)*)" % MAX_LINE_LENGTH)
