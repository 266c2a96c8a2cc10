"""The nodes below a node; encoded enclosed messages are decoded on first descent.

All of them spend one budget, `Limits.max_parts` and `Limits.max_decoded_bytes`, in
document order: before one is opened, those before it are, so that what is read first
decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from mimekit.defect_codes import DefectCode
from mimekit.errors import LimitError
from mimekit.message.tree import (
    DECODE,
    Refusal,
    Tree,
    add_source,
    decode_body,
    depth_of,
    encoded_depth_of,
    first_inside,
    passed,
)
from mimekit.structure.rows import (
    BODY,
    ENCODING,
    FLAGS,
    KIND,
    MESSAGE,
    NEXT,
    OPENED,
    PARENT,
    WIDTH,
    move_rows,
)
from mimekit.structure.seam import scan

# The limits that may forbid to open an encoded message.
_LIMIT_CODES = {
    "max_depth": DefectCode.LIMIT_DEPTH,
    "max_encoded_depth": DefectCode.LIMIT_ENCODED_DEPTH,
    "max_parts": DefectCode.LIMIT_PARTS,
    "max_decoded_bytes": DefectCode.LIMIT_DECODED_BYTES,
}


def children_of(tree: Tree, row: int) -> Iterator[int]:
    """The rows of a node's children; an enclosed message is the only child of its part."""
    if tree.edits is not None and row in tree.edits.children:
        yield from tuple(tree.edits.children[row])
        return
    at = row * WIDTH
    rows = tree.rows
    if rows[at + KIND] == MESSAGE and not rows[at + FLAGS] & OPENED:
        root = enclosed_root(tree, row)
        if root >= 0:
            yield root
        return
    child = row + 1 if tree.edits is None else first_inside(tree, row)
    end = rows[(child - 1) * WIDTH + NEXT]
    while child < end:
        yield child
        child = rows[child * WIDTH + NEXT]


def walk(tree: Tree, row: int, *, enter_messages: bool) -> Iterator[int]:
    """A node and all below it, in document order: the order of the rows of one source."""
    if tree.edits is not None and tree.edits.children:
        yield from _walk_edited(tree, row, enter_messages=enter_messages)
        return
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


def _walk_edited(tree: Tree, row: int, *, enter_messages: bool) -> Iterator[int]:
    """The same where parts were added or removed, so that rows are in no order."""
    waiting = [row]
    while waiting:
        node = waiting.pop()
        yield node
        if enter_messages or tree.rows[node * WIDTH + KIND] != MESSAGE:
            waiting += reversed([*children_of(tree, node)])


def row_at(tree: Tree, row: int, path: str) -> int:
    """The row at a path below a node; -1 if there is none."""
    for step in path.split(".") if path else ():
        if not (step.isascii() and step.isdigit() and step[0] != "0" and len(step) < 10):
            return -1
        for ordinal, child in enumerate(children_of(tree, row), 1):
            if ordinal == int(step):
                row = child
                break
        else:
            return -1
    return row


# -- encoded enclosed messages


def enclosed_root(tree: Tree, row: int) -> int:
    """The root of an enclosed message: decoded and scanned if it is encoded; -1 if none.

    ``row`` is a part of kind MESSAGE.
    """
    at = row * WIDTH
    if tree.rows[at + FLAGS] & OPENED:
        return first_inside(tree, row)
    if tree.rows[at + ENCODING] not in DECODE:
        return -1  # the scan met a limit here
    root = tree.enclosed.get(row)
    if root is None:
        with tree.opening:  # two threads must not add rows at once
            root = _open_up_to(tree, row)
    if root < 0 and tree.limits.strict:
        raise passed(tree.limits, *tree.refused[row])
    return root


def _open_up_to(tree: Tree, row: int) -> int:
    """Open encoded messages in document order up to this one; its root, or -1."""
    if tree.waiting is None:
        tree.waiting = encoded_below(tree, 0)
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
            tree.waiting += encoded_below(tree, root)
    return tree.enclosed[row]


def encoded_below(tree: Tree, root: int) -> list[int]:
    """The encoded messages of the source that came last, the last one first."""
    rows = tree.rows
    return [
        at // WIDTH
        for at in range(len(rows) - WIDTH, (root - 1) * WIDTH, -WIDTH)
        if rows[at + KIND] == MESSAGE and rows[at + ENCODING] in DECODE
    ]


def _open_encoded(tree: Tree, row: int) -> int:
    """Decode an enclosed message and add its rows to the tree; LimitError if it may not be."""
    limits = tree.limits
    offset = tree.rows[row * WIDTH + BODY]
    depth = limits.max_depth - depth_of(tree, row) - 1
    root = len(tree.rows) // WIDTH
    if depth < 0:
        raise passed(limits, "max_depth", offset)
    if encoded_depth_of(tree, row) >= limits.max_encoded_depth:
        raise passed(limits, "max_encoded_depth", offset)
    if root >= limits.max_parts:
        raise passed(limits, "max_parts", offset)
    octets = decode_body(tree, row)
    if tree.decoded_bytes + len(octets) > limits.max_decoded_bytes:
        raise passed(limits, "max_decoded_bytes", offset)
    tree.decoded_bytes += len(octets)
    left = limits._replace(max_depth=depth, max_parts=limits.max_parts - root)
    found = move_rows(scan(octets, left), root)
    found.rows[PARENT] = row
    tree.rows += found.rows
    tree.findings += found.defects
    add_source(tree, octets, root)
    return root


def limit_met(tree: Tree, row: int) -> DefectCode | None:
    """The limit that forbids to open an encoded message, once that was tried."""
    refusal = tree.refused.get(row)
    return None if refusal is None else _LIMIT_CODES.get(refusal.limit)
