r"""Header fields as they are written: folded lines of octets (RFC 5322 section 2.2.3).

    FWS := ([*WSP CRLF] 1*WSP) / obs-FWS

A fold stands before blanks, which stay, so that unfolding gives the field body back. Blanks
at a higher syntactic level come first: those behind a comma or semicolon, then those between
words, then those inside quoted strings and comments. No line is made of blanks alone, no
quoted pair is cut, and a line with an encoded word has 76 octets (RFC 2047 section 2).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from mimekit.errors import ComposeError
from mimekit.fields.body_format import FieldValue, format_body
from mimekit.fields.by_name import grammar_of
from mimekit.fields.injection import refuse_controls
from mimekit.fields.unstructured import parse_unstructured
from mimekit.wire import ENCODED_WORD_LINE_LENGTH, SEVEN_BIT, WireFormat

# RFC 5322 section 2.2:
#   field-name = 1*ftext      ftext = %d33-57 / %d59-126
_FIELD_NAME: Final = re.compile(r"[!-9;-~]+")

# What decides at which level a blank stands; a quoted pair is passed over.
_STEP = re.compile(rb'\\.|["()]|[ \t]+', re.DOTALL)
_BLANKS = re.compile(rb"[ \t]+")

_BEHIND_SEPARATOR, _BETWEEN_WORDS, _INSIDE = range(3)  # the levels, best first


def fold(name: str, body: str, *, wire: WireFormat = SEVEN_BIT) -> bytes:
    r"""A header field, folded, with its last line end.

    ``body`` is unfolded, as a ``format_x`` gives it; blanks around it are left out. Raises
    `ComposeError` if the name is none, if a line passes ``wire.max_line_length``, and if the
    body is not ASCII without ``wire.utf8``; `HeaderInjectionError` for a control in either.

    >>> fold("Subject", "one two three", wire=WireFormat(line_length=40)).count(b"\r\n ")
    0
    >>> print(fold("Subject", "a rather long subject " * 4).decode())
    Subject: a rather long subject a rather long subject a rather long subject a
     rather long subject
    """
    check_name(name)
    refuse_controls(body)
    if not (wire.utf8 or body.isascii()):
        raise ComposeError(f"{name} is not ASCII")
    start = name.encode("ascii") + b":"
    text = body.strip(" \t").encode()
    octets = start + b" " + text if text else start
    lines = _break(octets, len(start), name.lower(), wire) if text else [octets]
    longest = max(map(len, lines))
    if longest > wire.max_line_length:
        raise ComposeError(f"{name} has a line of {longest} octets that cannot be folded")
    return wire.newline.join([*lines, b""])


def format_field(name: str, value: FieldValue, *, wire: WireFormat = SEVEN_BIT) -> bytes:
    r"""A whole header field, of a value that `mimekit.fields.body_format` takes for its name.

    Raises `HeaderInjectionError` for a control in name or value, `ComposeError` for what the
    field or ``wire`` cannot express, `TypeError` for a value of another type.

    >>> format_field("Subject", "Grüße"), format_field("Message-ID", "1@x.test")
    (b'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n', b'Message-ID: <1@x.test>\r\n')
    """
    check_name(name)
    return fold(name, format_body(name, value, wire=wire), wire=wire)


def check_name(name: str) -> None:
    """Raise unless ``name`` is a field's name: ftext, one character or more.

    >>> check_name("X A")
    Traceback (most recent call last):
    mimekit.errors.ComposeError: 'X A' is no name of a header field
    """
    refuse_controls(name)
    if not _FIELD_NAME.fullmatch(name):
        raise ComposeError(f"{name!r} is no name of a header field")


def _break(octets: bytes, body: int, name: str, wire: WireFormat) -> list[bytes]:
    """The lines of a field whose body begins at ``body``, with a blank."""
    if len(octets) <= _limit(octets, 0, len(octets), wire):
        return [octets]
    if grammar_of(name) is parse_unstructured:
        folds = _plain_folds(octets, body, wire)
    else:
        folds = _structured_folds(octets, body)
    lines: list[bytes] = []
    start = 0
    while len(octets) - start > _limit(octets, start, len(octets), wire):
        stop = _choose(octets, start, folds, wire)
        if stop < 0:
            break
        lines.append(octets[start:stop])
        start = stop
    return [*lines, octets[start:]]


def _limit(octets: bytes, start: int, end: int, wire: WireFormat) -> int:
    """How many octets a line should have that begins at ``start``."""
    word = octets.find(b"=?", start, min(end, start + wire.line_length))
    return wire.line_length if word < 0 else min(wire.line_length, ENCODED_WORD_LINE_LENGTH)


_Folds = tuple[list[int], list[int]]  # where a fold may stand, in order, and its level


def _choose(octets: bytes, start: int, folds: _Folds, wire: WireFormat) -> int:
    """Where the line that begins at ``start`` ends; -1 if it cannot be folded any more.

    The last place of the best level that leaves a line short enough; if there is none, the
    first place. Only that behind the field's name is taken when nothing else helps.
    """
    places, levels = folds
    first = bisect_right(places, start)
    if first == len(places):
        return -1
    stop = start + _limit(octets, start, len(octets), wire)
    last = bisect_right(places, stop, first)
    fitting = range(first, last)
    if not fitting:
        return places[first]
    best = min(levels[index] for index in fitting)
    return places[max(index for index in fitting if levels[index] == best)]


def _plain_folds(octets: bytes, body: int, wire: WireFormat) -> _Folds:
    """The places of an unstructured field: before all blanks.

    That behind the name is one only for an encoded word, and for what no line could hold
    else: readers take the blank there for the beginning of the text (gh-124452).
    """
    places = [match.start() for match in _BLANKS.finditer(octets, body)]
    levels = [_INSIDE + 1, *[_BETWEEN_WORDS] * (len(places) - 1)]
    first = places[1] if len(places) > 1 else len(octets)
    if first <= wire.max_line_length and not octets.startswith(b"=?", body + 1):
        del places[0], levels[0]
    return places, levels


def _structured_folds(octets: bytes, body: int) -> _Folds:
    """The places of a structured field, each with its level."""
    places: list[int] = []
    levels: list[int] = []
    depth, quoted = 0, False
    for step in _STEP.finditer(octets, body):
        mark = octets[step.start()]
        if mark == 0x22:  # '"'
            quoted = quoted != (depth == 0)
        elif mark in b"()" and not quoted:
            depth = max(depth + (1 if mark == 0x28 else -1), 0)
        elif mark in b" \t":
            places.append(step.start())
            levels.append(_level(octets, step.start(), inside=quoted or depth > 0))
    levels[0] = _INSIDE + 1
    return places, levels


def _level(octets: bytes, place: int, *, inside: bool) -> int:
    if inside:
        return _INSIDE
    return _BEHIND_SEPARATOR if octets[place - 1] in b",;" else _BETWEEN_WORDS
