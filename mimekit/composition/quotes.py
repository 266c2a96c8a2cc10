"""Split a reply into what its author wrote, what was quoted, and the signature.

Nothing is ever lost: the pieces, joined, are the text. Where a line may be either, it is
new: who drops the rest must not drop what somebody wrote. What is taken for a quote:

1. Lines that begin with ``>``, at any depth; but not ``>From`` alone, which a mailbox file
   made of a line that begins with "From ".
2. The attribution above them, of up to three lines, in two dozen languages.
3. ``-----Original Message-----`` with the fields below it, and a block with From, Sent and
   Subject as Outlook writes it.
4. Everything below these, and below an attribution with year and address, if new text stands
   above, and the first line below has no mark of its own; below an attribution only if no
   line there has a ``>``. Without new text above, the answer must stand in the midst of it.
5. Everything below ``---------- Forwarded message ---------``.

An unmarked line between two lines with ``>`` is an answer, though a mail program may have
broken it off the one above it.

A signature begins at ``-- `` (RFC 3676 section 4.3) and ends where a quote begins. ``--``
without the blank begins one only if at most six lines follow; "Sent from my iPhone" and its
like are one only as the last line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

from mimekit.composition.quote_marks import (
    ends_attribution_alone,
    field_kind,
    is_attribution,
    is_forward,
    is_mobile_signature,
    is_rule,
    is_separator,
    may_begin_attribution,
)

MAX_ATTRIBUTION_LINES: Final = 3
MAX_BLOCK_LINES: Final = 8
"""Lines in which From, Sent and Subject of one block must stand."""
MAX_SIGNATURE_LINES: Final = 6
"""Lines below ``--`` without its blank that are a signature."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTED = re.compile(r" ?>")
_MARK = re.compile(r"[ \t]*[>#|:}\]%=+*~-]")  # also those of programs that keep to no standard
_FROM_LINE = re.compile(r">From ")
_SIGNATURE = re.compile(r"-- \r?\n?")
_LIKE_SIGNATURE = re.compile(r"--\r?\n?")


class TextKind(StrEnum):
    """What a piece of a reply is."""

    NEW = "new"
    """What the author wrote."""
    QUOTED = "quoted"
    """What somebody else wrote before, with the lines that say so."""
    SIGNATURE = "signature"
    """The author's signature, with its separator."""


class TextPiece(NamedTuple):
    """Lines of one kind that stand together."""

    kind: TextKind
    text: str
    """With its line ends."""


class SplitText(NamedTuple):
    """A reply in pieces."""

    pieces: tuple[TextPiece, ...]
    """In the order of the text; joined, they are the text."""

    @property
    def new(self) -> str:
        """What the author wrote, the answers between quotes among it."""
        return self._joined(TextKind.NEW)

    @property
    def quoted(self) -> str:
        """What was quoted, with its marks and attributions."""
        return self._joined(TextKind.QUOTED)

    @property
    def signature(self) -> str:
        """The signature, with its separator."""
        return self._joined(TextKind.SIGNATURE)

    def _joined(self, kind: TextKind) -> str:
        return "".join(piece.text for piece in self.pieces if piece.kind == kind)


def split_quotes(text: str) -> SplitText:
    r"""New text, quoted text and signature of a reply, in time that grows with its length.

    >>> split = split_quotes("Yes.\n\nOn 2 Nov, Ann wrote:\n> Lunch?\n\nAt noon.\n-- \nBob\n")
    >>> split.new, split.quoted, split.signature
    ('Yes.\n\nAt noon.\n', 'On 2 Nov, Ann wrote:\n> Lunch?\n\n', '-- \nBob\n')
    >>> [piece.kind.value for piece in split.pieces]
    ['new', 'quoted', 'new', 'signature']
    """
    if not isinstance(text, str):
        raise TypeError(f"a text is a str, not {type(text).__name__}")
    lines: list[str] = _LINE.findall(text)
    kinds = _Kinds(lines).read()
    groups = groupby(zip(kinds, lines, strict=True), lambda item: item[0])
    return SplitText(
        tuple(TextPiece(kind, "".join(line for _, line in group)) for kind, group in groups)
    )


class _Kinds:
    """The lines of a text while they are told apart."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.count = len(lines)
        self.quoted = [_QUOTED.match(line) is not None for line in lines]
        self._pass_over_from_lines()
        self.following = self._find_following()
        self.last_quoted = max(_indices(self.quoted), default=-1)
        new = (at for at, line in enumerate(lines) if line.strip() and not self.quoted[at])
        self.first_new = next(new, self.count)
        self.lengths: dict[int, int] = {}
        self.fields: dict[int, str] = {}

    def _pass_over_from_lines(self) -> None:
        """A lone ``>From`` is a line of the author."""
        lonely = [
            at
            for at in _indices(self.quoted)
            if _FROM_LINE.match(self.lines[at])
            and not any(self.quoted[max(at - 1, 0) : at] + self.quoted[at + 1 : at + 2])
        ]
        for at in lonely:
            self.quoted[at] = False

    def _find_following(self) -> list[int]:
        """Of each line, the next one that is not blank; the number of lines if there is none."""
        following = [self.count] * self.count
        for at in range(self.count - 2, -1, -1):
            is_blank = not self.lines[at + 1].strip()
            following[at] = following[at + 1] if is_blank else at + 1
        return following

    def read(self) -> Iterator[TextKind]:
        """The kind of each line. A blank line is of the kind of what stands above it."""
        kind, at = TextKind.NEW, 0
        while at < self.count:
            length = self._quote_length(at)
            if length:
                kind = TextKind.QUOTED
            elif self.lines[at].strip():
                length = 1
                if kind != TextKind.SIGNATURE:
                    kind = TextKind.SIGNATURE if self._begins_signature(at) else TextKind.NEW
            else:
                length = 1
            yield from [kind] * length
            at += length

    def _quote_length(self, at: int) -> int:
        """How many lines from here are quoted for sure; 0 if this one is none."""
        if self.quoted[at]:
            return 1
        if at not in self.lengths:  # asked again by each line above that may be a signature
            is_blank = not self.lines[at].strip()
            self.lengths[at] = 0 if is_blank else self._added_length(at)
        return self.lengths[at]

    def _added_length(self, at: int) -> int:
        """How many lines from here the mail program added to what it quotes."""
        below = self._line_below_block(at)
        if below:
            is_rest = is_forward(self.lines[at]) or self._may_be_unmarked(at, below)
            return (self.count if is_rest else below) - at
        for length in range(1, min(MAX_ATTRIBUTION_LINES, self.count - at) + 1):
            last = self.lines[at + length - 1]
            if length > 1 and (not last.strip() or not may_begin_attribution(self.lines[at])):
                return 0
            end = self.following[at + length - 1]
            is_followed = end < self.count and self.quoted[end]
            if not (is_followed or (self.last_quoted < at and self._may_be_unmarked(at, end))):
                continue
            if length > 1 and ends_attribution_alone(last):
                return 0
            lines = "".join(self.lines[at : at + length])
            if is_attribution(lines, is_followed=is_followed):
                return length if is_followed else self.count - at
        return 0

    def _may_be_unmarked(self, at: int, end: int) -> bool:
        """Whether a quote without marks may stand from ``end`` on, its attribution at ``at``."""
        if end == self.count or at <= self.first_new:
            return False
        return _MARK.match(self.lines[end]) is None

    def _line_below_block(self, at: int) -> int:
        """The first line with text below a separator, a block, or both; 0 if none begins here."""
        is_separated = is_separator(self.lines[at]) or is_forward(self.lines[at])
        below = self.following[at] if is_separated or is_rule(self.lines[at]) else at
        if below == self.count or self.quoted[below]:
            return below if is_separated else 0
        if not (is_separated and self._field(below)) and not self._is_block(below):
            return below if is_separated else 0
        while below + 1 < self.count and self.lines[below + 1].strip():
            if self.quoted[below + 1]:
                break
            below += 1
        return self.following[below]

    def _is_block(self, at: int) -> bool:
        """Whether From, Sent and Subject stand here, in lines that follow one another."""
        if self._field(at) != "from":
            return False
        end = min(at + MAX_BLOCK_LINES, self.count)
        return {"from", "sent", "subject"} <= {self._field(each) for each in range(at, end)}

    def _field(self, at: int) -> str:
        if at not in self.fields:
            self.fields[at] = field_kind(self.lines[at])
        return self.fields[at]

    def _begins_signature(self, at: int) -> bool:
        line = self.lines[at]
        if _SIGNATURE.fullmatch(line):
            return True
        end = self._lines_before_quote(at)
        if _LIKE_SIGNATURE.fullmatch(line):
            return 0 < end <= MAX_SIGNATURE_LINES
        return is_mobile_signature(line) and end == 0

    def _lines_before_quote(self, at: int) -> int:
        """How many lines that are not blank stand between this one and a quote or the end."""
        lines = 0
        while lines <= MAX_SIGNATURE_LINES:
            at = self.following[at]
            if at == self.count or self._quote_length(at):
                break
            lines += 1
        return lines


def _indices(flags: Iterable[bool]) -> Iterator[int]:
    return (at for at, flag in enumerate(flags) if flag)
