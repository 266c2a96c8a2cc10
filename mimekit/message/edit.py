"""Editing: header fields and parts are set, added and removed; all else stays as it stands.

Framing is decided when a message is parsed: what a part is, a multipart, an enclosed message
or neither, no edit of its header changes. An edited message is as `mimekit.parse` would read
its octets.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from typing import TypeAlias

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.content_type import ContentType, parse_content_type
from mimekit.limits import Limits
from mimekit.message.body import content_type
from mimekit.message.edits import Edits
from mimekit.message.lines import is_field
from mimekit.message.splice import newline_of
from mimekit.message.tree import HeaderBlock, Tree, header_block, source_of, span_of
from mimekit.structure.header_block import end_lines_with_lf, split_fields
from mimekit.structure.rows import (
    FLAGS,
    HEADER_END,
    IN_DIGEST,
    IS_MESSAGE,
    KIND,
    MESSAGE,
    START,
    WIDTH,
)
from mimekit.structure.seam import scan, searchable

_NO_LIMITS = Limits(max_header_bytes=sys.maxsize)
NEW = -1
"""The origin of octets that no source has."""

# The fields that frame a body (RFC 2045 section 3).
_ENCODING, _TYPE = "content-transfer-encoding", "content-type"
_MESSAGE_TYPES = frozenset(("message/rfc822", "message/global", "message/news"))


def edits_of(tree: Tree) -> Edits:
    """The changes of a tree, to which a change is to be added."""
    if tree.edits is None:
        tree.sources, tree.roots = [*tree.sources], [*tree.roots]  # many may be added
        tree.edits = Edits()
    return tree.edits


def note(tree: Tree, row: int) -> Edits:
    """Note that a node is edited: what was concluded from it is forgotten."""
    edits = edits_of(tree)
    edits.touch(tree.rows, row)
    tree.types.pop(row, None)
    tree.choices.clear()
    tree.paths.clear()
    return edits


# -- header fields

Line: TypeAlias = tuple[bytes, int]
"""A field or a line that is none, with its line end, and where it stood; `NEW`: nowhere."""


def set_field(tree: Tree, row: int, name: str, raw: bytes) -> None:
    """Put a field in the place of the first of its name; others of that name go."""
    check_framing(tree, row, name, raw)
    set_unchecked(tree, row, name, raw)


def set_unchecked(tree: Tree, row: int, name: str, raw: bytes) -> None:
    """As `set_field`, for those who change the framing with the field."""
    lines, places = _lines_named(tree, row, name)
    if not places:
        lines.append((raw, NEW))
        replace_lines(tree, row, lines)
        return
    # In the place of the first; of the last, where a line that is no field would else frame
    # the header anew.
    candidates = [_replaced(lines, places, kept, (raw, NEW)) for kept in (places[0], places[-1])]
    sound = (each for each in candidates if _reads_back(tree, row, each))
    replace_lines(tree, row, next(sound, candidates[0]))


def _replaced(lines: list[Line], places: list[int], kept: int, new: Line) -> list[Line]:
    """The lines with a new one in one of the places, and without the others."""
    gone = set(places) - {kept}
    return [new if at == kept else line for at, line in enumerate(lines) if at not in gone]


def insert_field(tree: Tree, row: int, index: int, name: str, raw: bytes) -> None:
    """Put a field before the ``index``-th, from 0; behind the last one if there are fewer."""
    if index < 0:
        raise IndexError("fields count from 0")
    check_framing(tree, row, name, raw)
    lines, places = _lines_named(tree, row, name)
    if places and name.lower() == _TYPE:
        raise ComposeError("a part has one Content-Type: set it")
    fields = [place for place, (line, _) in enumerate(lines) if is_field(line)]
    lines.insert(fields[index] if index < len(fields) else len(lines), (raw, NEW))
    replace_lines(tree, row, lines)


def remove_fields(tree: Tree, row: int, name: str) -> None:
    """Take out all fields of that name; KeyError if there is none."""
    lines, places = _lines_named(tree, row, name)
    if not places:
        raise KeyError(name)
    check_framing(tree, row, name, None)
    gone = set(places)
    replace_lines(tree, row, [line for at, line in enumerate(lines) if at not in gone])


def _lines_named(tree: Tree, row: int, name: str) -> tuple[list[Line], list[int]]:
    """The lines of a header block, and which of them are fields of that name."""
    lines = lines_of(tree, row)
    wanted = name.lower().encode("ascii", "replace")
    return lines, [
        place
        for place, (raw, _) in enumerate(lines)
        if is_field(raw) and raw.partition(b":")[0].rstrip(b" \t").lower() == wanted
    ]


def lines_of(tree: Tree, row: int) -> list[Line]:
    """The lines of a header block, folded as they stand, each with its offset in the source."""
    block = header_block(tree, row)
    rows, at = tree.rows, row * WIDTH
    is_read = not block.origins
    if is_read and len(block.octets) < rows[at + HEADER_END] - rows[at + START]:
        raise ComposeError("this header block has more fields than the limits let be read")
    raws, offsets = split_fields(block.octets, any_line_end=block.any_line_end)
    return [(raw, origin_of(block, at)) for raw, at in zip(raws, offsets, strict=True)]


def origin_of(block: HeaderBlock, at: int) -> int:
    """Where in the source stands what stands there in the block; below 0 if it is new."""
    if not block.origins:
        return block.offset + at
    start, origin = block.origins[bisect_right(block.origins, (at, _Infinity)) - 1]
    return origin if origin == NEW else origin + at - start


_Infinity = float("inf")


def replace_lines(tree: Tree, row: int, lines: list[Line]) -> None:
    """Make these the header block."""
    if not any(is_field(raw) for raw, _ in lines) and tree.rows[row * WIDTH + FLAGS] & IS_MESSAGE:
        raise ComposeError("a message has one header field at the least")
    if not _reads_back(tree, row, lines):
        raise ComposeError("a line of this header that is no field would frame it anew")
    block = block_of(tree, row, lines)
    note(tree, row).headers.add(row)
    tree.blocks[row] = block


def block_of(tree: Tree, row: int, lines: list[Line]) -> HeaderBlock:
    """A header block of lines, in the place of the one that a node has."""
    old = header_block(tree, row)
    newline = newline_of(tree, row)
    octets, origins = bytearray(), []
    for raw, origin in lines:
        if octets and not octets.endswith((b"\n", b"\r")):
            octets += newline  # the last field had no line end
        origins.append((len(octets), origin))
        octets += raw
    block = bytes(octets)
    searched = searchable(end_lines_with_lf(block) if old.any_line_end else block)
    return HeaderBlock(old.offset, block, searched, old.any_line_end, tuple(origins))


def _reads_back(tree: Tree, row: int, lines: list[Line]) -> bool:
    """Whether a header block of these lines is read as one, from its first line to its last.

    What stands before it, as the From_ line of an mbox file, is passed over for a field only.
    """
    start = tree.rows[row * WIDTH + START]
    before = source_of(tree, row)[span_of(tree, row).offset : start]
    block = b"".join([raw for raw, _ in lines])
    rows = scan(before + block + b"\n\n", _NO_LIMITS).rows
    end = len(before) + len(block)
    return not block or (rows[START] == len(before) and rows[HEADER_END] >= end)


def check_framing(tree: Tree, row: int, name: str, raw: bytes | None) -> None:
    """Raise if a field that is set, or removed (None), would frame the body anew."""
    lowered = name.lower()
    if lowered == _ENCODING:
        raise ComposeError("the transfer encoding is chosen when the content is replaced")
    if lowered != _TYPE:
        return
    at = row * WIDTH
    if raw is None:
        in_digest = tree.rows[at + FLAGS] & IN_DIGEST
        new = ContentType(
            "message" if in_digest else "text", "rfc822" if in_digest else "plain", {}
        )
    else:
        parsed = parse_content_type(raw.partition(b":")[2])
        if any(defect.code is DefectCode.MEDIA_TYPE_INVALID for defect in parsed.defects):
            raise ComposeError("a Content-Type is type/subtype, both tokens")
        new = parsed.value
    if _frame(new, tree.rows[at + KIND]) != _frame(content_type(tree, row), tree.rows[at + KIND]):
        raise ComposeError(f"{new.media_type} would frame the body anew: replace or attach parts")


def _frame(type_: ContentType, kind: int) -> tuple[str, str | None]:
    """What a type says of how the body is taken apart; nothing for a leaf of any type."""
    if type_.type == "multipart":
        return type_.media_type, type_.parameters.get("boundary")
    if type_.media_type in _MESSAGE_TYPES or kind == MESSAGE:
        return type_.media_type, None
    return "", None
