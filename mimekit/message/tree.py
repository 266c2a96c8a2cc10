"""The tree of a message: rows of spans over one or more sources.

A node is a number, its row. `Part` and `Message` are handles made of a tree and
a row when somebody asks; the tree never points to a handle, so there are no
object cycles, and a message is freed when the last handle goes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import NamedTuple

from mimekit.codecs import base64, quoted_printable, uuencode
from mimekit.defects import Defect, DefectCode
from mimekit.errors import LimitError
from mimekit.fields.content_type import ContentType
from mimekit.limits import Limits
from mimekit.span import Span
from mimekit.structure.header_block import end_lines_with_lf, split_fields
from mimekit.structure.rows import (
    BARE_CR,
    BASE64,
    BODY,
    ENCODING,
    END,
    FLAGS,
    HEADER_END,
    IDENTITY,
    IS_MESSAGE,
    KIND,
    MESSAGE,
    NEXT,
    OPENED,
    PARENT,
    QUOTED_PRINTABLE,
    START,
    UNKNOWN,
    UUENCODE,
    WIDTH,
    Source,
)
from mimekit.structure.seam import scan, searchable

_CODES = tuple(DefectCode)


class HeaderBlock(NamedTuple):
    """The header block of one node, copied from its source."""

    offset: int
    octets: bytes
    searchable: bytes  # for `find_field`; its offsets are those of `octets`
    any_line_end: bool


class BodyChoice(NamedTuple):
    """Rows of the parts of one message that `message.body` chose, in document order."""

    text: tuple[int, ...]
    html: tuple[int, ...]
    attachments: tuple[int, ...]
    attached: frozenset[int]  # the same


class _Closed(Sequence[Source]):
    """The sources of a message whose ``with`` block was left."""

    def __len__(self) -> int:
        return 0

    def __getitem__(self, index: object) -> Source:  # type: ignore[override]
        raise ValueError("the message is closed: its source was dropped")


class Tree:
    """All that is known of one message; functions of this room work on it."""

    __slots__ = (
        "blocks",
        "choices",
        "decoded_bytes",
        "enclosed",
        "findings",
        "findings_by_row",
        "limits",
        "opening",
        "ordinals",
        "roots",
        "rows",
        "sources",
        "types",
    )

    def __init__(self, source: Source, limits: Limits) -> None:
        self.limits = limits
        found = scan(source, limits)
        self.sources: Sequence[Source] = (source,)
        self.roots: tuple[int, ...] = (0,)  # the row of the root of each source
        self.rows: list[int] = found.rows
        self.findings: list[int] = found.defects
        self.findings_by_row: tuple[int, dict[int, list[tuple[int, int, int]]]] | None = None
        # Of encoded message parts, by row: the root, or below 0 the limit that forbade it.
        self.enclosed: dict[int, int] = {}
        self.opening = Lock()
        self.decoded_bytes = 0
        self.blocks: dict[int, HeaderBlock] = {}
        self.types: dict[int, ContentType] = {}
        self.choices: dict[int, BodyChoice] = {}  # by the row of the message's root
        self.ordinals: list[int] = []

    def close(self) -> None:
        """Drop the sources; whatever needs them raises ValueError from now on."""
        self.sources = _Closed()
        self.blocks = {}


# -- places


def source_number(tree: Tree, row: int) -> int:
    """Which of the tree's sources a node's spans count in."""
    return bisect_right(tree.roots, row) - 1


def source_of(tree: Tree, row: int) -> Source:
    """The source that a node's spans count in."""
    roots = tree.roots
    return tree.sources[0 if len(roots) == 1 else bisect_right(roots, row) - 1]


def parent_of(tree: Tree, row: int) -> int:
    """The row of the parent, -1 for the root."""
    return tree.rows[row * WIDTH + PARENT]


def span_of(tree: Tree, row: int) -> Span:
    """A part's header block and body; of a message also what stands before its fields."""
    at = row * WIDTH
    rows = tree.rows
    start = rows[at + START]
    if rows[at + FLAGS] & IS_MESSAGE:
        is_root_of_source = tree.roots[source_number(tree, row)] == row
        start = 0 if is_root_of_source else rows[rows[at + PARENT] * WIDTH + BODY]
    return Span(start, rows[at + END] - start)


def body_span(tree: Tree, row: int) -> Span:
    """The body, as it stands in the source."""
    at = row * WIDTH
    start = tree.rows[at + BODY]
    return Span(start, tree.rows[at + END] - start)


def raw_body(tree: Tree, row: int) -> memoryview:
    """The body's octets, without copying them."""
    at = row * WIDTH
    return memoryview(source_of(tree, row))[tree.rows[at + BODY] : tree.rows[at + END]]


def header_block(tree: Tree, row: int) -> HeaderBlock:
    """The header block of a node, kept once it was asked for."""
    block = tree.blocks.get(row)
    if block is None:
        at = row * WIDTH
        rows = tree.rows
        start = rows[at + START]
        octets = source_of(tree, row)[start : rows[at + HEADER_END]]
        if len(octets) > tree.limits.max_header_fields:
            octets = _limited(tree, start, octets)
        any_line_end = rows[at + FLAGS] & BARE_CR != 0
        searched = searchable(end_lines_with_lf(octets) if any_line_end else octets)
        block = tuple.__new__(HeaderBlock, (start, octets, searched, any_line_end))  # hot
        tree.blocks[row] = block
    return block


def _limited(tree: Tree, start: int, octets: bytes) -> bytes:
    """A header block up to the last field that `Limits.max_header_fields` allows."""
    limits = tree.limits
    if octets.count(b"\n") < limits.max_header_fields:
        return octets
    _, offsets = split_fields(octets, any_line_end=False)
    if len(offsets) <= limits.max_header_fields:
        return octets
    end = offsets[limits.max_header_fields]
    if limits.strict:
        allowed = limits.max_header_fields
        raise LimitError("max_header_fields", allowed=allowed, offset=start + end)
    return octets[:end]


# -- parents and children


def children_of(tree: Tree, row: int) -> Iterator[int]:
    """The rows of a node's children; an enclosed message is the only child of its part."""
    at = row * WIDTH
    rows = tree.rows
    if rows[at + KIND] == MESSAGE and not rows[at + FLAGS] & OPENED:
        root = enclosed_root(tree, row)
        if root >= 0:
            yield root
        return
    child, end = row + 1, rows[at + NEXT]
    while child < end:
        yield child
        child = rows[child * WIDTH + NEXT]


def walk(tree: Tree, row: int, *, enter_messages: bool) -> Iterator[int]:
    """A node and all below it, in document order: the order of the rows of one source."""
    rows = tree.rows
    node, end = row, rows[row * WIDTH + NEXT]
    outside: list[tuple[int, int]] = []  # where to go on behind encoded messages
    while True:
        while node < end:
            yield node
            at = node * WIDTH
            node += 1
            if rows[at + KIND] != MESSAGE:
                continue
            if not enter_messages:
                node = rows[at + NEXT]
            elif not rows[at + FLAGS] & OPENED and (root := enclosed_root(tree, node - 1)) >= 0:
                outside.append((node, end))
                node, end = root, rows[root * WIDTH + NEXT]
        if not outside:
            return
        node, end = outside.pop()


def message_of(tree: Tree, row: int) -> int:
    """The row of the message that a node belongs to; a message's root belongs to itself."""
    while not tree.rows[row * WIDTH + FLAGS] & IS_MESSAGE:
        row = parent_of(tree, row)
    return row


def depth_of(tree: Tree, row: int) -> int:
    """How many nodes are above a node."""
    depth = 0
    while (row := parent_of(tree, row)) >= 0:
        depth += 1
    return depth


def path_of(tree: Tree, row: int) -> str:
    """The ordinals of the children on the way to a node, from 1, with dots between."""
    if len(tree.ordinals) * WIDTH < len(tree.rows):
        _count_ordinals(tree)
    steps = []
    while (parent := parent_of(tree, row)) >= 0:
        steps.append(str(tree.ordinals[row]))
        row = parent
    return ".".join(reversed(steps))


def _count_ordinals(tree: Tree) -> None:
    """Number the nodes that came since the last time, each among its siblings."""
    counts: dict[int, int] = {}
    known = tree.ordinals
    ordinals = []
    for parent in tree.rows[len(known) * WIDTH + PARENT :: WIDTH]:
        counts[parent] = ordinal = counts.get(parent, 0) + 1
        ordinals.append(ordinal)
    tree.ordinals = known + ordinals


def row_at(tree: Tree, row: int, path: str) -> int:
    """The row at a path below a node; -1 if there is none."""
    for step in path.split(".") if path else ():
        if not (step.isascii() and step.isdigit() and len(step) < 10):
            return -1
        for ordinal, child in enumerate(children_of(tree, row), 1):
            if ordinal == int(step):
                row = child
                break
        else:
            return -1
    return row


# -- content


def decode_body(tree: Tree, row: int, defects: list[Defect] | None = None) -> bytes:
    """The body's octets after the transfer decoding; defects count from its first octet."""
    at = row * WIDTH
    rows = tree.rows
    decode = _DECODE.get(rows[at + ENCODING])
    if decode is None:
        return source_of(tree, row)[rows[at + BODY] : rows[at + END]]
    return decode(raw_body(tree, row), defects)


_DECODE = {
    BASE64: base64.decode,
    QUOTED_PRINTABLE: quoted_printable.decode,
    UUENCODE: uuencode.decode,
}


def enclosed_root(tree: Tree, row: int) -> int:
    """The root of an enclosed message: decoded and scanned if it is encoded; -1 if none.

    ``row`` is a part of kind MESSAGE.
    """
    at = row * WIDTH
    if tree.rows[at + FLAGS] & OPENED:
        return row + 1
    root = tree.enclosed.get(row)
    if root is None:
        with tree.opening:  # two threads must not add rows at once
            root = tree.enclosed.get(row)
            if root is None:
                tree.enclosed[row] = root = _open_encoded(tree, row)
    return root


def _open_encoded(tree: Tree, row: int) -> int:
    """Decode an enclosed message and add its rows to the tree; -1 if a limit forbids it."""
    if tree.rows[row * WIDTH + ENCODING] in {IDENTITY, UNKNOWN}:
        return -1  # the scan met a limit here
    limits = tree.limits
    offset = tree.rows[row * WIDTH + BODY]
    depth = limits.max_depth - depth_of(tree, row) - 1
    parts = limits.max_parts - len(tree.rows) // WIDTH
    if depth < 0:
        return _limit(tree, DefectCode.LIMIT_DEPTH, "max_depth", offset)
    if parts <= 0:
        return _limit(tree, DefectCode.LIMIT_PARTS, "max_parts", offset)
    octets = decode_body(tree, row)
    if tree.decoded_bytes + len(octets) > limits.max_decoded_bytes:
        return _limit(tree, DefectCode.LIMIT_DECODED_BYTES, "max_decoded_bytes", offset)
    tree.decoded_bytes += len(octets)
    found = scan(octets, limits._replace(max_depth=depth, max_parts=parts))
    root = len(tree.rows) // WIDTH
    rows = found.rows
    rows[PARENT::WIDTH] = [parent + root for parent in rows[PARENT::WIDTH]]
    rows[NEXT::WIDTH] = [following + root for following in rows[NEXT::WIDTH]]
    rows[PARENT] = row
    tree.rows += rows
    findings = found.defects
    findings[1::4] = [number + root for number in findings[1::4]]
    tree.findings += findings
    tree.sources = (*tree.sources, octets)
    tree.roots = (*tree.roots, root)
    return root


def _limit(tree: Tree, code: DefectCode, name: str, offset: int) -> int:
    """What stands in `Tree.enclosed` for a message that a limit forbids to open."""
    if tree.limits.strict:
        raise LimitError(name, allowed=getattr(tree.limits, name), offset=offset)
    return -1 - code.number


def limit_met(tree: Tree, row: int) -> DefectCode | None:
    """The limit that forbids to open an encoded message, once that was tried."""
    root = tree.enclosed.get(row, 0)
    if root >= 0 or tree.rows[row * WIDTH + ENCODING] in {IDENTITY, UNKNOWN}:
        return None
    return _CODES[-1 - root]


def findings_of(tree: Tree, row: int) -> tuple[Defect, ...]:
    """What the scan found in a node."""
    if not tree.findings:
        return ()
    places = _findings_by_row(tree).get(row)
    if places is None:
        return ()
    path = path_of(tree, row)
    return tuple(
        Defect(_CODES[code], Span(offset, length), path) for code, offset, length in places
    )


def _findings_by_row(tree: Tree) -> dict[int, list[tuple[int, int, int]]]:
    """The findings by node; made anew when an enclosed message brought more."""
    findings = tree.findings
    known, by_row = tree.findings_by_row or (0, {})
    if known < len(findings):
        known, by_row = len(findings), {}
        for at in range(0, known, 4):
            code, row, offset, length = findings[at : at + 4]
            by_row.setdefault(row, []).append((code, offset, length))
        tree.findings_by_row = (known, by_row)
    return by_row
