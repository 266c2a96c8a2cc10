r"""Unstructured field bodies (RFC 5322 section 2.2.1): Subject, Comments and all unknown ones.

Deviations in what is read, all of them seen in mail:

1. A line end may be LF or CR alone, or repeated, before the blank that continues it.
2. A line end that no blank follows ends the body, for the field ends there.
3. NUL and other controls stay in the value.
4. 8-bit octets are UTF-8, or else windows-1252 (`mimekit.codecs.charset.decode_header`).
5. Encoded words have the deviations of `mimekit.codecs.encoded_word`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from mimekit.codecs import encoded_word
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.fields.injection import refuse_controls
from mimekit.fields.parsed import Parsed
from mimekit.span import Span

_WHITE_SPACE: Final = b" \t\r\n"

# RFC 5322 section 2.2.3: unfolding removes a CRLF that is immediately followed by WSP.
# Deviation 1. The look-behind keeps the search linear: a run is tried at its begin alone.
_FOLD = re.compile(rb"(?<![\r\n])[\r\n]++(?=[ \t])")
_END = re.compile(rb"[\r\n]")
_CONTROLS: Final = bytes({*range(32), 127} - set(b"\t"))
# Controls but HT, the line ends and NUL, which has a finding of its own.
CONTROL: Final = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


_new = tuple.__new__  # half the time of NamedTuple's own, for the plain case


def unfold(value: bytes) -> bytes:
    r"""A field body on one line: line ends that a blank follows are removed, the blanks stay.

    >>> unfold(b" a\r\n\tb\n c\r\n")
    b' a\tb c\r\n'
    """
    return _FOLD.sub(b"", value) if b"\n" in value or b"\r" in value else value


def parse_unstructured(value: bytes) -> Parsed[str]:
    r"""The text of a field body, unfolded and decoded, without blanks around it.

    It has no spans: the text is all there is.

    >>> parse_unstructured(b" Re: =?utf-8?q?caf=C3=A9?=\r\n\tau lait\r\n").value
    'Re: café\tau lait'
    """
    body = value.strip(_WHITE_SPACE)
    plain = _plain_text(body)
    if plain is not None:
        return _new(Parsed, (plain, (), ()))
    defects: list[Defect] = []
    line = unfold(body)
    if len(line.translate(None, _CONTROLS)) < len(line):
        line = _find_controls(line, defects)
    text = encoded_word.decode(line, defects)
    if not defects:
        return Parsed(text)
    start = len(value) - len(value.lstrip(_WHITE_SPACE))
    if b"\n" in body or b"\r" in body:
        defects = list(_fold_spans(defects, body))
    return Parsed(text, tuple(defect.at(start) for defect in defects))


def _plain_text(body: bytes) -> str | None:
    """The text of a body in which nothing is wrong; None if the long way must tell.

    Hot (benchmarks/run.py headers): most are ASCII, on one line or plainly folded.
    """
    if not body.isascii():
        return None
    text = body.decode("ascii")
    if "\n" in text:
        text = text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", "\t")
    if not (text.isprintable() or text.replace("\t", " ").isprintable()):
        return None
    return encoded_word.decode_sound(text) if "=?" in text else text


def _find_controls(line: bytes, defects: list[Defect]) -> bytes:
    """``line`` up to a line end in it; the first NUL and the first other control are noted."""
    end = _END.search(line)
    if end is not None:
        defects.append(Defect(DefectCode.HEADER_BARE_LINE_END, Span(end.start(), 1)))
        line = line[: end.start()].rstrip(_WHITE_SPACE)
    nul = line.find(b"\0")
    if nul >= 0:
        defects.append(Defect(DefectCode.HEADER_NUL, Span(nul, 1)))
    control = CONTROL.search(line)
    if control is not None:
        defects.append(Defect(DefectCode.HEADER_CONTROL, Span(control.start(), 1)))
    return line


def _fold_spans(defects: Iterable[Defect], folded: bytes) -> Iterator[Defect]:
    """Findings in an unfolded body with their spans in the folded one."""
    folds = list(_FOLD.finditer(folded))
    removed = [0, *accumulate(len(fold[0]) for fold in folds)]
    places = [fold.start() - before for fold, before in zip(folds, removed, strict=False)]

    def place(offset: int) -> int:
        return offset + removed[bisect_right(places, offset)]

    for defect in defects:
        offset, length = defect.span
        offset, end = place(offset), place(max(offset, offset + length - 1)) + (length > 0)
        yield defect._replace(span=Span(offset, end - offset))


def format_unstructured(
    text: str, *, utf8: bool = False, first_line_length: int | None = None
) -> str:
    """A field body on one line that reads as ``text``; in ASCII, unless ``utf8`` is given.

    ``first_line_length`` is the room for an encoded word behind the field's name.
    `HeaderInjectionError` if the text holds a control or a line end of any kind.

    >>> format_unstructured("Grüße"), format_unstructured("Grüße", utf8=True)
    ('=?utf-8?q?Gr=C3=BC=C3=9Fe?=', 'Grüße')
    """
    refuse_controls(text)
    return encoded_word.encode(text, utf8=utf8, first_line_length=first_line_length)
