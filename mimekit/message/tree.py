"""The tree of a message: rows of spans over one or more sources.

A node is a number, its row. `Part` and `Message` are handles made of a tree and
a row when somebody asks; the tree never points to a handle, so there are no
object cycles, and a message is freed when the last handle goes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

from mimekit.codecs import base64, quoted_printable, uuencode
from mimekit.defects import Defect
from mimekit.errors import LimitError
from mimekit.fields.content_type import ContentType
from mimekit.limits import Limits
from mimekit.message.edits import Edits
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
    IS_MESSAGE,
    KIND,
    LEAF,
    PARENT,
    QUOTED_PRINTABLE,
    START,
    UUENCODE,
    WIDTH,
    Source,
)
from mimekit.structure.seam import scan, searchable


class HeaderBlock(NamedTuple):
    """The header block of one node, copied from its source."""

    offset: int
    octets: bytes
    searchable: bytes  # for `find_field`; its offsets are those of `octets`
    any_line_end: bool
    # Of a block that was edited: where runs of its octets begin, in it and in the source
    # (-1: they are new). Else all stand from `offset` on.
    origins: tuple[tuple[int, int], ...] = ()


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
        "edits",
        "enclosed",
        "findings",
        "findings_by_row",
        "findings_sorted",
        "limits",
        "opening",
        "ordinals",
        "paths",
        "refused",
        "roots",
        "rows",
        "sources",
        "types",
        "waiting",
    )

    def __init__(self, source: Source, limits: Limits) -> None:
        self.limits = limits
        found = scan(source, limits)
        self.sources: Sequence[Source] = (source,)
        self.roots: Sequence[int] = (0,)  # the row of the root of each source
        self.rows: list[int] = found.rows
        self.findings: list[int] = found.defects
        self.findings_by_row: dict[int, list[tuple[int, int, int]]] = {}
        self.findings_sorted = 0  # how many of the numbers in `findings` are in it
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
        self.paths: dict[int, str] = {}
        self.edits: Edits | None = None

    def close(self) -> None:
        """Drop the sources; whatever needs them raises ValueError from now on."""
        self.sources = _Closed()
        self.blocks = {}


def add_source(tree: Tree, source: Source, root: int) -> None:
    """Note that the rows from ``root`` on, which come last, are of another source."""
    if isinstance(tree.sources, list) and isinstance(tree.roots, list):  # since the first edit
        tree.sources.append(source)
        tree.roots.append(root)
    else:
        tree.sources = (*tree.sources, source)
        tree.roots = (*tree.roots, root)


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
    """The body's octets, without copying them; of what holds edited parts, as written."""
    edits = tree.edits
    if edits is not None and row in edits.changed and tree.rows[row * WIDTH + KIND] != LEAF:
        from mimekit.message.splice import iter_body  # noqa: PLC0415 - splice.py stands above

        return memoryview(b"".join(iter_body(tree, edits, row)))
    return stored_body(tree, row)


def stored_body(tree: Tree, row: int) -> memoryview:
    """A body that holds no edited parts, without copying it."""
    if tree.edits is not None and row in tree.edits.bodies:
        return memoryview(tree.edits.bodies[row])
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
        any_line_end = rows[at + FLAGS] & BARE_CR != 0
        if len(octets) > tree.limits.max_header_fields:
            octets = _limited(tree, start, octets, any_line_end=any_line_end)
        searched = searchable(end_lines_with_lf(octets) if any_line_end else octets)
        block = tuple.__new__(HeaderBlock, (start, octets, searched, any_line_end, ()))  # hot
        tree.blocks[row] = block
    return block


def _limited(tree: Tree, start: int, octets: bytes, *, any_line_end: bool) -> bytes:
    """A header block up to the last field that `Limits.max_header_fields` allows."""
    limits = tree.limits
    line_ends = octets.count(b"\n") + (octets.count(b"\r") if any_line_end else 0)
    if line_ends < limits.max_header_fields:
        return octets
    _, offsets = split_fields(octets, any_line_end=any_line_end)
    if len(offsets) <= limits.max_header_fields:
        return octets
    end = offsets[limits.max_header_fields]
    if limits.strict:
        raise passed(limits, "max_header_fields", start + end)
    return octets[:end]


def passed(limits: Limits, name: str, offset: int) -> LimitError:
    """The exception that tells of a limit."""
    return LimitError(name, allowed=getattr(limits, name), offset=offset)


# -- what is above


def first_inside(tree: Tree, row: int) -> int:
    """The row of the first node that a node's source has in it, if it has one."""
    return (row if tree.edits is None else tree.edits.moved.get(row, row)) + 1


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


def encoded_depth_of(tree: Tree, row: int) -> int:
    """How many encoded messages a node is in."""
    depth = 0
    while number := source_number(tree, row):
        root = tree.roots[number]
        row = parent_of(tree, root)
        depth += tree.edits is None or root not in tree.edits.new
    return depth


def path_of(tree: Tree, row: int) -> str:
    """The ordinals of the children on the way to a node, from 1, with dots between."""
    path = tree.paths.get(row)
    if path is None:
        if len(tree.ordinals) * WIDTH < len(tree.rows):
            _count_ordinals(tree)
        way = []  # down to the node, from the nearest one whose path is known
        while (parent := parent_of(tree, row)) >= 0 and row not in tree.paths:
            way.append((row, _ordinal_of(tree, row, parent)))
            row = parent
        path = tree.paths.get(row, "")
        for node, ordinal in reversed(way):
            tree.paths[node] = path = f"{path}.{ordinal}" if path else str(ordinal)
    return path


def _ordinal_of(tree: Tree, row: int, parent: int) -> int:
    """Which of its parent's children a node is, from 1."""
    if tree.edits is not None and parent in tree.edits.children:
        try:
            return tree.edits.children[parent].index(row) + 1
        except ValueError:
            raise ValueError("this part was taken out of its message") from None
    return tree.ordinals[row]


def _count_ordinals(tree: Tree) -> None:
    """Number the nodes that came since the last time, each among its siblings."""
    with tree.opening:  # two threads must not number the same
        counts: dict[int, int] = {}
        for parent in tree.rows[len(tree.ordinals) * WIDTH + PARENT :: WIDTH]:
            counts[parent] = ordinal = counts.get(parent, 0) + 1
            tree.ordinals.append(ordinal)


# -- content


def decode_body(tree: Tree, row: int, defects: list[Defect] | None = None) -> bytes:
    """The body's octets after the transfer decoding; defects count from its first octet."""
    at = row * WIDTH
    rows = tree.rows
    decode = DECODE.get(rows[at + ENCODING])
    if decode is None and tree.edits is None:  # nearly always
        return source_of(tree, row)[rows[at + BODY] : rows[at + END]]
    if decode is None:
        return bytes(raw_body(tree, row))
    return decode(raw_body(tree, row), defects)


DECODE = {
    BASE64: base64.decode,
    QUOTED_PRINTABLE: quoted_printable.decode,
    UUENCODE: uuencode.decode,
}
