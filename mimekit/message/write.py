"""The octets of a part, as they stand in its source."""

from __future__ import annotations

from typing import BinaryIO

from mimekit.message.splice import iter_octets
from mimekit.message.tree import Tree, source_of, span_of

_CHUNK = 1 << 20  # octets copied at a time


def octets(tree: Tree, row: int) -> bytes:
    """Header block and body in one piece."""
    if tree.edits is not None:
        return b"".join(iter_octets(tree, tree.edits, row))
    return source_of(tree, row)[span_of(tree, row).slice]


def write_to(tree: Tree, row: int, file: BinaryIO) -> None:
    """Header block and body, a piece at a time; nothing is copied but what `file` keeps."""
    if tree.edits is not None:
        file.writelines(iter_octets(tree, tree.edits, row))
        return
    start, length = span_of(tree, row)
    source = source_of(tree, row)
    end = start + length
    file.writelines(source[at : min(at + _CHUNK, end)] for at in range(start, end, _CHUNK))
