"""Where a header block ends, and where its fields stand (RFC 5322 section 2.2).

Deviations, all of them seen in mail:

1. A line ends with CRLF, LF or a lone CR, in any mix.
2. A line that is neither a field nor a continuation does not end the block if
   fields follow it. If none do, the body begins with that line.
3. Blanks may stand between a field's name and its colon (RFC 5322 section 4.5).
4. A byte order mark, empty lines and the From_ line of an mbox file may stand on
   top of a message.
"""

from __future__ import annotations

import re
from itertools import accumulate

from mimekit.structure.rows import Source

# RFC 5322 section 2.2:
#   field-name = 1*ftext      ftext = %d33-57 / %d59-126
FIELD_NAME = rb"[!-9;-~]+"

_BLANKS = frozenset(b" \t")
_FOLDS = frozenset((b" ", b"\t"))
_FIELD_LINE = re.compile(rb"%b[ \t]*:" % FIELD_NAME)
_FIELD_AT_LINE_START = re.compile(rb"(?<![^\r\n])%b[ \t]*:" % FIELD_NAME)
_LONE_CR = re.compile(rb"\r(?!\n)")

# Deviation 4. What may stand before the first field of a message: a mark, empty
# lines, From_ lines; nothing is given back once it is taken.
PROLOGUE = re.compile(
    rb"(?>(\xef\xbb\xbf)?)((?>(?:[ \t]*+(?:\r\n|\n|\r))*))"
    rb"((?>(?:>?From (?![ \t]*+:)[^\r\n]*+(?:\r\n|\n|\r|\Z))*))"
    rb"(?=%b[ \t]*:)" % FIELD_NAME
)
PROLOGUE_STARTS = frozenset(b"F>\xef\r\n \t")

# A whole field: everything up to a line end that no blank follows.
_FIELD = re.compile(rb"[^\n]*\n(?:[ \t][^\n]*(?:\n|\Z))*|[^\n]+\Z")
_FIELD_ANY_LINE_END = re.compile(
    rb"[^\r\n]*(?:\r\n|\n|\r)(?:[ \t][^\r\n]*(?:\r\n|\n|\r|\Z))*|[^\r\n]+\Z"
)

# The same in two groups, name and body; of a line that is no field both are empty.
_NAME_AND_BODY = re.compile(
    rb"(%b)[ \t]*:([^\n]*+(?>(?:\n[ \t][^\n]*+)*))\n?|[^\n]*+\n|[^\n]++\Z" % FIELD_NAME
)
_NAME_AND_BODY_ANY_LINE_END = re.compile(
    rb"(%b)[ \t]*:([^\r\n]*+(?>(?:(?:\r\n|\n|\r)[ \t][^\r\n]*+)*))(?:\r\n|\n|\r)?"
    rb"|[^\r\n]*+(?:\r\n|\n|\r)|[^\r\n]++\Z" % FIELD_NAME
)
_BLANK_COLON = re.compile(rb"[ \t]+:")
_FIELD_END = re.compile(rb"\n(?![ \t])")


def has_lone_cr(source: Source, start: int, end: int) -> bool:
    """Whether a CR without LF stands there."""
    return _LONE_CR.search(source, start, end) is not None


def after_line_end(source: Source, at: int, end: int) -> int:
    """The offset behind the CRLF, LF or CR that stands at ``at``."""
    return min(at + 2 if source[at : at + 2] == b"\r\n" else at + 1, end)


def ends_in_field(source: Source, start: int, end: int) -> bool:
    """Whether the last line of a header block, without lone CRs, belongs to a field."""
    last = end
    while last > start:
        last = source.rfind(b"\n", start, last - 1) + 1 or start
        if source[last] not in _BLANKS:
            return _FIELD_LINE.match(source, last, end) is not None
    return False


def end_of_fields(source: Source, start: int, end: int) -> int:
    """The end of the last field between ``start`` and ``end``; ``start`` if there is none."""
    last = -1
    for match in _FIELD_AT_LINE_START.finditer(source, start, end):
        last = match.start()
    if last < 0:
        return start
    field = _FIELD_ANY_LINE_END.match(source, last, end)
    return field.end() if field else end


def split_fields(block: bytes, *, any_line_end: bool) -> tuple[list[bytes], list[int]]:
    r"""The raw fields of a header block, contiguous, and the offset of each.

    ``any_line_end``: a lone CR ends lines too. Lines that are no fields are
    among them; the fields joined give the block.

    >>> split_fields(b"A: 1\r\nB: 2\r\n 3\r\n", any_line_end=False)
    ([b'A: 1\r\n', b'B: 2\r\n 3\r\n'], [0, 6])
    """
    fields = (_FIELD_ANY_LINE_END if any_line_end else _FIELD).findall(block)
    return fields, list(accumulate(map(len, fields), initial=0))[:-1]


def split_names(block: bytes, *, any_line_end: bool) -> list[tuple[bytes, bytes]]:
    r"""The name and the body of each field of a header block; lines that are none left out.

    >>> split_names(b"A: 1\r\nB : 2\r\n 3\r\njunk\r\n", any_line_end=False)
    [(b'A', b' 1\r'), (b'B', b' 2\r\n 3\r')]
    """
    pattern = _NAME_AND_BODY_ANY_LINE_END if any_line_end else _NAME_AND_BODY
    return [pair for pair in pattern.findall(block) if pair[0]]


def lower_block(block: bytes, *, any_line_end: bool) -> bytes:
    """The block to search in: lower case, lone CR as LF, one LF before it.

    So every field begins behind an LF, and an offset in it is one more than in
    the block.
    """
    lowered = b"\n" + block.lower()
    return _LONE_CR.sub(b"\n", lowered) if any_line_end else lowered


def find_field(lowered: bytes, name: bytes, at: int = 0) -> tuple[int, int, int] | None:
    r"""Find a field by its lower-case name: offsets, in the block, of field, body and end.

    ``lowered`` is from `lower_block`; the search begins at ``at`` in it.

    >>> find_field(lower_block(b"A: 1\r\nB : 2\r\n 3\r\n", any_line_end=False), b"b")
    (6, 9, 17)
    """
    needle = b"\n" + name
    at = lowered.find(needle, at)
    while at >= 0:
        colon = at + len(needle)
        if lowered[colon : colon + 1] != b":":
            match = _BLANK_COLON.match(lowered, colon)  # deviation 3
            if match is None:
                at = lowered.find(needle, colon)
                continue
            colon = match.end() - 1
        end = lowered.find(b"\n", colon)
        if end < 0:
            end = len(lowered) - 1
        elif lowered[end + 1 : end + 2] in _FOLDS:
            match = _FIELD_END.search(lowered, end + 1)
            end = match.start() if match else len(lowered) - 1
        return at, colon, end
    return None
