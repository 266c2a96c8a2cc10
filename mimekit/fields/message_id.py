"""Message ids: Message-ID, In-Reply-To and References (RFC 5322 section 3.6.4).

    msg-id     := [CFWS] "<" id-left "@" id-right ">" [CFWS]
    id-left    := dot-atom-text / obs-id-left
    id-right   := dot-atom-text / no-fold-literal / obs-id-right
    references := 1*msg-id

An id is what stands between the brackets. Deviations:

1. Blanks, folds and comments inside an id are left out, wherever they stand (RFC 5322
   section 4.5.4 has them around its words); quoted strings stay as they are written.
2. Phrases and other text between ids are passed over (RFC 5322 section 4.5.4; "Your
   message of Monday" in old In-Reply-To fields).
3. Commas may part ids.
4. An id without ``>`` ends before the next blank, comma or ``<``.
5. Without any bracket, words that hold an ``@`` are ids, and so is a word that stands alone.
6. What stands in brackets is an id, with an ``@`` or without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.injection import refuse_controls, refuse_encoded_word
from mimekit.fields.lexical import ATEXT, Cursor
from mimekit.fields.parsed import Parsed
from mimekit.fields.phrase import decode_raw
from mimekit.span import Span

# What senders write:
#   msg-id := "<" dot-atom-text "@" (dot-atom-text / no-fold-literal) ">"
#   no-fold-literal := "[" *dtext "]"
# Deviation: dots may stand anywhere, as they do in real ids.
_PLAIN = rb"[.%b]+@(?:[.%b]+|\[[!-;=?-Z^-~]*\])" % (ATEXT, ATEXT)
_PLAIN_ID = re.compile(rb"[ \t\r\n]*<(%b)>[ \t\r\n]*" % _PLAIN)

_OPENING = re.compile(rb"<[< \t\r\n]*")
_ID_TEXT = re.compile(rb'[^ \t\r\n<>("]+')
_OUTSIDE = re.compile(rb'[^<("]+')
_WORD = re.compile(rb"[^ \t\r\n,]+")

# What an id may not hold: blanks, brackets, and what begins a comment or a quoted string.
_QUOTED_STRING = re.compile(r'"[^<>"\\]*"')
_NOT_ID: Final = re.compile(r'[ \t<>()"\\]')


_new = tuple.__new__  # half the time of NamedTuple's own, for the plain case


def parse_message_ids(value: bytes) -> Parsed[tuple[str, ...]]:
    """The ids of the field, without their brackets, with one span (brackets and all) for each.

    >>> parse_message_ids(b"Your message of Monday <1@a.test> <2@a.test>").value
    ('1@a.test', '2@a.test')
    """
    # Hot (benchmarks/run.py headers): most fields hold one plain id and nothing else.
    plain = _PLAIN_ID.fullmatch(value)
    if plain is not None and value.isascii():
        start, end = plain.span(1)
        span = _new(Span, (start - 1, end - start + 2))
        return _new(Parsed, ((plain[1].decode("ascii"),), (), (span,)))
    return _MessageIds(value).read()


class _MessageIds:
    """The state of one reading."""

    def __init__(self, body: bytes) -> None:
        self.cursor = Cursor(body)
        self.ids: list[str] = []
        self.spans: list[Span] = []
        self.outside: list[Span] = []  # text that stands before the first bracket

    def read(self) -> Parsed[tuple[str, ...]]:
        """Read the whole body."""
        cursor = self.cursor
        while not cursor.at_end():
            start = cursor.offset
            if plain := _PLAIN_ID.match(cursor.body, start):
                cursor.offset = plain.end()
                self.add(plain[1], plain.start(1) - 1, plain.end(1) + 1)
            elif cursor.check(b"<"):
                self.read_id()
            elif cursor.check(b"("):
                cursor.comment()
            elif cursor.check(b'"'):
                cursor.quoted_string(b"<")
                cursor.note(DefectCode.MESSAGE_ID_INVALID, start)
            else:
                self.skip_text()
        if not self.spans:
            self.take_words()
        return Parsed(tuple(self.ids), tuple(cursor.defects), tuple(self.spans))

    def skip_text(self) -> None:
        """Step over what stands outside of brackets."""
        cursor = self.cursor
        start = cursor.offset
        if cursor.consume(_OUTSIDE).strip(b", \t\r\n"):
            cursor.note(DefectCode.MESSAGE_ID_INVALID, start)
            if not self.spans:
                self.outside.append(Span(start, cursor.offset - start))

    def take_words(self) -> None:
        """Take words outside of brackets for ids, where there are no others."""
        alone: re.Match[bytes] | None = None
        count = 0
        for span in self.outside:
            for word in _WORD.finditer(self.cursor.body, span.offset, span.end):
                count += 1
                if b"@" in word[0]:
                    self.add_word(word)
                else:
                    alone = word
        if count == 1 and alone:
            self.add_word(alone)

    def add_word(self, word: re.Match[bytes]) -> None:
        """Add a word as an id, without a bracket that it may end with."""
        if message_id := word[0].rstrip(b">"):
            self.add(message_id, *word.span())

    def read_id(self) -> None:
        """Read what a ``<`` begins, up to its ``>``, the next ``<`` or the end."""
        cursor = self.cursor
        start = cursor.offset
        cursor.consume(_OPENING)
        parts: list[bytes] = []
        joined = 0  # parts before the first blank or comment
        while not (cursor.at_end() or cursor.check(b"<") or cursor.check(b">")):
            begin = cursor.offset
            if text := cursor.consume(_ID_TEXT):
                parts.append(text)
            elif cursor.check(b'"'):
                cursor.quoted_string(b">")
                quoted = cursor.body[begin : cursor.offset]
                parts.append(quoted.replace(b"\r", b"").replace(b"\n", b""))
            else:
                cursor.skip_cfws()
                joined = joined or len(parts)
        if cursor.accept(b">"):
            message_id = b"".join(parts)
        else:
            message_id = b"".join(parts[: joined or None]).partition(b",")[0]
        end = start + len(cursor.body[start : cursor.offset].rstrip(b" \t\r\n"))
        cursor.note(DefectCode.MESSAGE_ID_INVALID, start, end)
        if message_id:
            self.add(message_id, start, end)

    def add(self, message_id: bytes, start: int, end: int) -> None:
        """Add an id that stands, brackets and all, from ``start`` to ``end``."""
        self.ids.append(decode_raw(self.cursor, message_id, start))
        self.spans.append(Span(start, end - start))


def format_message_ids(ids: Iterable[str], *, utf8: bool = False) -> str:
    """The ids in angle brackets, parted by blanks.

    Raises `HeaderInjectionError` for a control, `ComposeError` for what cannot be read back
    as that id, and for one that is not ASCII without ``utf8`` (RFC 6532 section 3.3).

    >>> format_message_ids(["1@a.test", "2@a.test"])
    '<1@a.test> <2@a.test>'
    """
    return " ".join(f"<{_checked(message_id, utf8=utf8)}>" for message_id in ids)


def _checked(message_id: str, *, utf8: bool) -> str:
    refuse_controls(message_id)
    refuse_encoded_word(message_id, "a message id")
    if not message_id or _NOT_ID.search(_QUOTED_STRING.sub("", message_id)):
        raise ComposeError(f"{message_id!r} is no message id")
    if not (utf8 or message_id.isascii()):
        raise ComposeError(f"{message_id!r} is not ASCII")
    return message_id
