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

# A field, its line ends LF, in two groups: name and body.
_NAME_AND_BODY = re.compile(r"^([!-9;-~]+)[ \t]*:(.*(?>(?:\n[ \t].*)*))", re.MULTILINE)
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
    # The first line may stand behind a byte order mark, where no line begins.
    last = start if _FIELD_LINE.match(source, start, end) else -1
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


def split_names(text: str) -> list[tuple[str, str]]:
    r"""The name and the body of each field of a header block; lines that are none left out.

    ``text`` has a character for each octet, and its line ends are LF. The body is folded
    as it stands.

    >>> split_names("A: 1\nB : 2\n 3\njunk\n")
    [('A', ' 1'), ('B', ' 2\n 3')]
    """
    return _NAME_AND_BODY.findall(text)


def plain_items(block: bytes) -> list[tuple[str, str]] | None:
    r"""Name and text of each field of a header block without a lone CR, if all are plain.

    The text is unfolded (RFC 5322 section 2.2.3), without blanks around it. None: there
    are octets over 127 or encoded words, and the grammars must be asked.

    >>> plain_items(b"A: 1\r\nB : 2\r\n 3\r\n")
    [('A', '1'), ('B', '2 3')]
    """
    if not block.isascii() or b"=?" in block:
        return None
    return [
        (name, (body.replace("\n", "") if "\n" in body else body).strip(" \t"))
        for name, body in split_names(block.decode("ascii").replace("\r\n", "\n"))
    ]


def end_lines_with_lf(block: bytes) -> bytes:
    """A header block with LF for each lone CR, so that all offsets stay."""
    return _LONE_CR.sub(b"\n", block)


def lower_block(block: bytes) -> bytes:
    """The block to search in, in lower case, with one LF before it.

    So every field begins behind an LF, and an offset in it is one more than in
    the block.
    """
    return b"\n" + block.lower()


def find_field(lowered: bytes, name: bytes, at: int = 0) -> tuple[int, int, int] | None:
    r"""Find a field by its lower-case name: offsets, in the block, of field, body and end.

    ``lowered`` is from `lower_block`; the search begins at ``at`` in it.

    >>> find_field(lower_block(b"A: 1\r\nB : 2\r\n 3\r\n"), b"b")
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


def find_bodies(block: bytes, lowered: bytes, name: bytes) -> list[bytes]:
    r"""The bodies of all fields of that lower-case name, folded as they stand.

    ``lowered`` is from `lower_block`.

    >>> block = b"A: 1\r\nB: 2\r\na: 3"
    >>> find_bodies(block, lower_block(block), b"a")
    [b' 1\r\n', b' 3']
    """
    found, at = [], 0
    while place := find_field(lowered, name, at):
        at = place[2]
        found.append(block[place[1] : at])
    return found
