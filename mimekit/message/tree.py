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
from mimekit.structure.description import describe
from mimekit.structure.header_block import lower_block, split_fields
from mimekit.structure.rows import (
    BARE_CR,
    BASE64,
    BODY,
    ENCODING,
    END,
    FLAGS,
    HEADER_END,
    IS_MESSAGE,
    KIND,
    MESSAGE,
    NEXT,
    OPENED,
    PARENT,
    QUOTED_PRINTABLE,
    START,
    UUENCODE,
    WIDTH,
    Source,
    move_rows,
)
from mimekit.structure.scan import scan

# The limits that may forbid to open an encoded message.
_LIMIT_CODES = {
    "max_depth": DefectCode.LIMIT_DEPTH,
    "max_parts": DefectCode.LIMIT_PARTS,
    "max_decoded_bytes": DefectCode.LIMIT_DECODED_BYTES,
}


class HeaderBlock(NamedTuple):
    """The header block of one node, copied from its source."""

    offset: int
    octets: bytes
    lowered: bytes
    any_line_end: bool


class BodyChoice(NamedTuple):
    """Rows of the parts of one message that `message.body` chose, in document order."""

    text: tuple[int, ...]
    html: tuple[int, ...]
    attachments: tuple[int, ...]
    attached: frozenset[int]  # the same


class Refusal(NamedTuple):
    """Why an encoded message is not opened."""

    limit: str
    offset: int  # where the limit was passed


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
        "refused",
        "roots",
        "rows",
        "sources",
        "types",
        "waiting",
    )

    def __init__(self, source: Source, limits: Limits) -> None:
        self.limits = limits
        if limits.max_parts < 1 or min(limits) < 0:
            raise ValueError(f"a limit is negative, or max_parts is 0: {limits}")
        found = scan(source, 0, len(source), limits, describe)
        self.sources: Sequence[Source] = (source,)
        self.roots: tuple[int, ...] = (0,)  # the row of the root of each source
        self.rows: list[int] = found.rows
        self.findings: list[int] = found.defects
        self.findings_by_row: tuple[int, dict[int, list[tuple[int, int, int]]]] | None = None
        # Of encoded message parts, by row: the root, or -1 and why a limit forbade it.
        self.enclosed: dict[int, int] = {}
        self.refused: dict[int, Refusal] = {}
        self.waiting: list[int] | None = None  # those not yet opened, the first one last
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
        if octets.count(b"\n") >= tree.limits.max_header_fields:
            octets = _limited(tree, start, octets)
        any_line_end = bool(rows[at + FLAGS] & BARE_CR)
        lowered = lower_block(octets, any_line_end=any_line_end)
        block = tuple.__new__(HeaderBlock, (start, octets, lowered, any_line_end))  # hot
        tree.blocks[row] = block
    return block


def _limited(tree: Tree, start: int, octets: bytes) -> bytes:
    """A header block up to the last field that `Limits.max_header_fields` allows."""
    limits = tree.limits
    _, offsets = split_fields(octets, any_line_end=False)
    if len(offsets) <= limits.max_header_fields:
        return octets
    end = offsets[limits.max_header_fields]
    if limits.strict:
        raise _passed(limits, "max_header_fields", start + end)
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
    if tree.rows[at + ENCODING] not in _DECODE:
        return -1  # the scan met a limit here
    root = tree.enclosed.get(row)
    if root is None:
        with tree.opening:  # two threads must not add rows at once
            root = _open_up_to(tree, row)
    if root < 0 and tree.limits.strict:
        raise _passed(tree.limits, *tree.refused[row])
    return root


def _open_up_to(tree: Tree, row: int) -> int:
    """Open encoded messages in document order up to this one; its root, or -1.

    All of them spend one budget, so which ones it suffices for must not depend on
    which is read first: before one is opened, those before it are.
    """
    if tree.waiting is None:
        tree.waiting = _encoded_below(tree, 0)
    while row not in tree.enclosed:
        following = tree.waiting[-1]
        root = -1
        try:
            root = _open_encoded(tree, following)
        except LimitError as error:  # raised where this one is asked for
            tree.refused[following] = Refusal(error.limit, error.offset)
        tree.enclosed[following] = root
        tree.waiting.pop()
        if root >= 0:
            tree.waiting += _encoded_below(tree, root)
    return tree.enclosed[row]


def _encoded_below(tree: Tree, root: int) -> list[int]:
    """The encoded messages of the source that came last, the last one first."""
    rows = tree.rows
    return [
        at // WIDTH
        for at in range(len(rows) - WIDTH, (root - 1) * WIDTH, -WIDTH)
        if rows[at + KIND] == MESSAGE and rows[at + ENCODING] in _DECODE
    ]


def _open_encoded(tree: Tree, row: int) -> int:
    """Decode an enclosed message and add its rows to the tree; LimitError if it may not be."""
    limits = tree.limits
    offset = tree.rows[row * WIDTH + BODY]
    depth = limits.max_depth - depth_of(tree, row) - 1
    root = len(tree.rows) // WIDTH
    if depth < 0:
        raise _passed(limits, "max_depth", offset)
    if root >= limits.max_parts:
        raise _passed(limits, "max_parts", offset)
    octets = decode_body(tree, row)
    if tree.decoded_bytes + len(octets) > limits.max_decoded_bytes:
        raise _passed(limits, "max_decoded_bytes", offset)
    tree.decoded_bytes += len(octets)
    left = limits._replace(max_depth=depth, max_parts=limits.max_parts - root)
    found = move_rows(scan(octets, 0, len(octets), left, describe), root)
    found.rows[PARENT] = row
    tree.rows += found.rows
    tree.findings += found.defects
    tree.sources = (*tree.sources, octets)
    tree.roots = (*tree.roots, root)
    return root


def _passed(limits: Limits, name: str, offset: int) -> LimitError:
    return LimitError(name, allowed=getattr(limits, name), offset=offset)


def limit_met(tree: Tree, row: int) -> DefectCode | None:
    """The limit that forbids to open an encoded message, once that was tried."""
    refusal = tree.refused.get(row)
    return None if refusal is None else _LIMIT_CODES[refusal.limit]
