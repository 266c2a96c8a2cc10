r"""Text in the charsets of mail (RFC 2046 section 4.1.2).

`decode` never fails. It takes the first of these that reads every octet:

1. what a byte order mark says;
2. the declared charset, and for HTML the one that ``<meta>`` declares. Who re-codes mail
   changes the one and forgets the other; the octets tell. UTF-8 is tried first if
   either says so; then the declared charset if it is one that wrong octets break; then
   ``<meta>``; then the declared one;
3. UTF-8, which other text hardly ever happens to be.

If none does, damage is likelier than a wrong name while it is small: a charset of 2 or 3
(in that order) is kept, with U+FFFD for what is broken, if for each U+FFFD it gives 16
characters beyond ASCII (UTF-8: 4, or 1 if it is declared; text that is not UTF-8 gives
under 1), or if the end of the text, before its last line ends, alone is broken. Otherwise
statistics decide (`detect`), and at last windows-1252, which reads everything.

``us-ascii`` with 8-bit octets is taken for undeclared; so are ``unknown-8bit`` and alike.
Text in 7 bits that declares nothing may be ISO-2022 or UTF-16. UTF-16 and UTF-32 are not
believed of text without a NUL that is UTF-8: programs name them by mistake.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from mimekit.codecs.charset_codecs import (
    IncrementalDecoder,
    decode_leniently,
    decode_strictly,
    find_error,
)
from mimekit.codecs.charset_detection import (
    FALLBACK,
    SAMPLE_LENGTH,
    detect,
    detect_7bit,
    detect_8bit,
    detect_declaration,
    detect_mark,
)
from mimekit.codecs.charset_labels import NOT_ASCII, is_unspecified, lookup
from mimekit.codecs.octets import Octets
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.span import Span

__all__ = [
    "Decoder",
    "Encoder",
    "decode",
    "decode_header",
    "detect",
    "encode",
    "lookup",
]

_REPLACED: Final = DefectCode.CHARSET_REPLACED
_REPLACEMENT: Final = "\ufffd"
_REPLACEMENT_IN_UTF_8 = re.compile(rb"\xef\xbf\xbd")
_NUL = re.compile(rb"\x00")
_BYTE_ORDER_MARK: Final = "\ufeff"
_FALLBACK_CODEC: Final = "cp1252"

_WIDE = frozenset({"utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le"})

# Names under which other text comes too often to believe them at once.
_CHECKED = _WIDE | {"ascii", "utf-8"}

# Multi-byte charsets, which the octets of another one break.
_BREAKABLE = _WIDE | {
    *("big5hkscs", "cp932", "cp949", "cp950", "euc_jis_2004", "euc_jisx0213", "euc_jp"),
    *("gb18030", "hz", "iso2022_jp_2004", "iso2022_jp_ext", "iso2022_kr", "johab"),
    *("shift_jis_2004", "shift_jisx0213", "utf-8", "utf-7"),
}


def decode(
    octets: Octets,
    label: str | None = None,
    *,
    html: bool = False,
    defects: list[Defect] | None = None,
) -> str:
    r"""The text of octets whose charset is declared as ``label`` (None: not declared).

    Line ends and controls stay as they are. A byte order mark does not belong to the text.
    Half a surrogate pair never comes out.

    >>> decode(b"caf\xe9", "iso-8859-1"), decode(b"caf\xc3\xa9", "us-ascii"), decode(b"caf\xe9")
    ('café', 'café', 'café')
    """
    codec = None if label is None else lookup(label)
    if codec is None or codec in _CHECKED or html or detect_mark(octets) is not None:
        text = decode_strictly(octets, "utf-8")
        if text is not None and _is_certain(text, label, codec):
            return text
    else:
        text = decode_strictly(octets, codec)
        if text is not None:
            return text
        text = decode_strictly(octets, "utf-8")
    reading = _read(octets, codec, text, html=html)
    if defects is not None:
        defects += _judge(reading, octets, label, codec)
    return reading.text


def decode_header(
    octets: Octets, *, fallback: str = FALLBACK, defects: list[Defect] | None = None
) -> str:
    r"""The text of a header field that holds 8-bit octets: UTF-8, or else ``fallback``.

    A header field has no place to declare a charset, and too few octets for statistics.

    >>> decode_header(b"caf\xc3\xa9"), decode_header(b"\xcf\xf0", fallback="windows-1251")
    ('café', 'Пр')
    """
    text = decode_strictly(octets, "utf-8")
    if text is None:
        code = DefectCode.HEADER_CHARSET_GUESSED
        text = decode_leniently(octets, lookup(fallback) or _FALLBACK_CODEC)
    elif text.isascii():
        return text
    else:
        code = DefectCode.HEADER_8BIT
    if defects is not None:
        defects.append(Defect(code, Span(0, len(octets))))
    return text


def encode(text: str, label: str) -> bytes:
    r"""The octets of ``text`` in the charset ``label``, in no superset of it.

    `ComposeError` if the charset is not known or lacks a character of the text.

    >>> encode("café", "iso-8859-1"), encode("日本", "ISO-2022-JP")
    (b'caf\xe9', b'\x1b$BF|K\\\x1b(B')
    """
    try:
        return text.encode(_exact_codec(label))
    except UnicodeEncodeError as error:
        raise _not_in(error, label) from None


class Decoder:
    r"""Decodes text that comes in pieces of any size, as `decode` does whole text.

    It holds back the first `SAMPLE_LENGTH` octets (of ASCII: drops them when they are so
    many) and decides on them, so shorter text decodes as if whole; what contradicts the
    decision later becomes U+FFFD. ``defects`` is complete after `finish`.

    >>> decoder = Decoder("utf-8")
    >>> decoder.decode(b"caf\xc3") + decoder.decode(b"\xa9") + decoder.finish()
    'café'
    """

    def __init__(self, label: str | None = None, *, html: bool = False) -> None:
        self.defects: list[Defect] = []
        self._label = label
        self._html = html
        self._held = bytearray()
        self._offset = 0  # octets that were ASCII and are gone
        self._decoder: IncrementalDecoder | None = None

    def decode(self, piece: Octets) -> str:
        """The text that the octets up to the end of ``piece`` make certain."""
        if self._decoder is not None:
            return self._go_on(self._decoder, piece)
        self._held += piece
        return self._decide() if len(self._held) >= SAMPLE_LENGTH else ""

    def finish(self) -> str:
        """The rest of the text."""
        if self._decoder is not None:
            return self._go_on(self._decoder, b"", final=True)
        octets, self._held = bytes(self._held), bytearray()
        found: list[Defect] = []
        text = decode(octets, self._label, html=self._html, defects=found)
        self.defects += [defect.at(self._offset) for defect in found]
        return text

    def _decide(self) -> str:
        """Choose the codec by what is held back; while that is ASCII, let it go instead."""
        octets = bytes(self._held)
        whole = _whole_characters(octets)
        if self._html and self._label is None:
            self._label = detect_declaration(whole)
        codec = None if self._label is None else lookup(self._label)
        if whole.isascii() and _is_certain(whole.decode("ascii"), self._label, codec):
            self._offset += len(whole)
            self._held = self._held[len(whole) :]
            return whole.decode("ascii")
        reading = _read(whole, codec, decode_strictly(whole, "utf-8"), html=self._html)
        found = _judge(reading, whole, self._label, codec)
        self.defects += [
            defect.at(self._offset) for defect in found if defect.code is not _REPLACED
        ]
        self._held = bytearray()
        self._decoder = IncrementalDecoder(reading.codec, octets)
        return self._go_on(self._decoder, octets)

    def _go_on(self, decoder: IncrementalDecoder, piece: Octets, *, final: bool = False) -> str:
        text = decoder.decode(piece, final=final)
        is_broken = _REPLACEMENT in text and not _REPLACEMENT_IN_UTF_8.search(piece)
        if is_broken and not any(defect.code is _REPLACED for defect in self.defects):
            self.defects.append(Defect(_REPLACED, Span(self._offset, 0)))
        return text


class Encoder:
    r"""Encodes text that comes in pieces of any size, as `encode` does whole text.

    >>> encoder = Encoder("ISO-2022-JP")
    >>> encoder.encode("日") + encoder.encode("本") + encoder.finish()
    b'\x1b$BF|K\\\x1b(B'
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._encoder = codecs.getincrementalencoder(_exact_codec(label))()

    def encode(self, piece: str) -> bytes:
        """The octets of ``piece``; `ComposeError` if the charset lacks one of its characters."""
        return self._encode(piece)

    def finish(self) -> bytes:
        """The octets that bring a charset with shifts back to its start."""
        return self._encode("", final=True)

    def _encode(self, piece: str, *, final: bool = False) -> bytes:
        try:
            return self._encoder.encode(piece, final)
        except UnicodeEncodeError as error:
            raise _not_in(error, self._label) from None


class _Reading(NamedTuple):
    text: str
    codec: str
    declared_inside: bool = False


def _is_certain(text: str, label: str | None, codec: str | None) -> bool:
    """Whether octets that are UTF-8 are ``text``, with no defect."""
    if not text:
        return True
    if not text.isascii():
        return codec == "utf-8" and text[0] != _BYTE_ORDER_MARK
    if label is None or codec == "ascii":
        return "\x1b" not in text and "\0" not in text
    return codec is not None and codec not in NOT_ASCII


def _read(octets: Octets, declared: str | None, utf_8: str | None, *, html: bool) -> _Reading:
    """The text of octets; ``utf_8`` is what they are as UTF-8, None if they are not."""
    mark = detect_mark(octets)
    if mark is not None:
        return _Reading(decode_leniently(octets, mark), mark, declared_inside=True)
    inside = detect_declaration(octets) if html else None
    candidates = _candidates(octets, declared, inside, utf_8)
    for codec in candidates:
        text = decode_strictly(octets, codec)
        if text is not None:
            return _Reading(text, codec, declared_inside=codec == inside)
    if utf_8 is not None:
        return _Reading(utf_8, "utf-8")
    for codec in candidates:
        text = decode_leniently(octets, codec)
        if _is_hardly_broken(text, octets, codec, declared=True):
            return _Reading(text, codec, declared_inside=codec == inside)
    return _guess(octets)


def _candidates(
    octets: Octets, declared: str | None, inside: str | None, utf_8: str | None
) -> list[str]:
    """The codecs that ``declared``, and ``inside`` the HTML, speak for; the likeliest first."""
    if declared in {None, "ascii"} and utf_8 is not None and utf_8.isascii():
        declared = lookup(detect_7bit(octets))
    if declared in _WIDE and utf_8 is not None and _NUL.search(octets) is None:
        declared = None
    order = [inside, declared]
    if declared in _BREAKABLE and inside != "utf-8":
        order = [declared, inside]
    return [codec for codec in dict.fromkeys(order) if codec is not None and codec != "ascii"]


def _is_hardly_broken(text: str, octets: Octets, codec: str, *, declared: bool) -> bool:
    """Whether U+FFFD is so rare in ``text`` that the octets are damaged, not misnamed."""
    broken = text.count(_REPLACEMENT)
    if broken == 0:
        return True
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore")) - broken
    if codec == "utf-8":
        broken -= len(_REPLACEMENT_IN_UTF_8.findall(octets))
    if declared and broken == 1 and text.rstrip("\r\n").endswith(_REPLACEMENT):
        return beyond_ascii > 0
    if codec == "utf-8":
        return broken * (1 if declared else 4) <= beyond_ascii
    return broken * 16 <= beyond_ascii


def _guess(octets: Octets) -> _Reading:
    """The text of octets about which no declaration and no proof says anything."""
    for codec in ("utf-8", lookup(detect_8bit(octets)) or _FALLBACK_CODEC):
        text = decode_leniently(octets, codec)
        if _is_hardly_broken(text, octets, codec, declared=False):
            return _Reading(text, codec)
    return _Reading(decode_leniently(octets, _FALLBACK_CODEC), _FALLBACK_CODEC)


def _judge(
    reading: _Reading, octets: Octets, label: str | None, declared: str | None
) -> list[Defect]:
    """What is wrong with the declaration of ``octets``, or with them."""
    span, codes = Span(0, len(octets)), []
    if declared is not None:
        is_ascii = declared == "ascii" and reading.codec == "utf-8" and reading.text.isascii()
        if not is_ascii and not declared.startswith(reading.codec.removesuffix("-sig")):
            codes.append(DefectCode.CHARSET_WRONG)
    elif label is not None and not is_unspecified(label):
        codes.append(DefectCode.CHARSET_UNKNOWN)
    elif not reading.text.isascii() and not reading.declared_inside:
        codes.append(DefectCode.CHARSET_MISSING)
    found = [Defect(code, span, detail=f"read as {reading.codec}") for code in codes]
    if _REPLACEMENT in reading.text:
        error = find_error(octets, reading.codec)
        if error is not None:
            found.append(Defect(_REPLACED, error))
    return found


def _whole_characters(octets: bytes) -> bytes:
    """``octets`` without the end, which may be half a character: up to a line end, if any."""
    if b"\0" in octets:
        return octets[: len(octets) // 4 * 4]
    return octets[: octets.rfind(b"\n") + 1] or octets


def _exact_codec(label: str) -> str:
    """The codec of the charset itself, where `lookup` may give that of a superset."""
    codec = lookup(label)
    if codec is None:
        raise ComposeError(f"no charset is called {label!r}")
    try:
        return codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return codec


def _not_in(error: UnicodeEncodeError, label: str) -> ComposeError:
    character = error.object[error.start]
    return ComposeError(f"the charset {label!r} lacks U+{ord(character):04X}")
