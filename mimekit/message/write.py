"""The octets of a part, as they stand in its source, or as a transport takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from mimekit.message.descent import row_at
from mimekit.message.splice import iter_octets
from mimekit.message.tree import Tree, path_of, source_of, span_of

if TYPE_CHECKING:
    from mimekit.wire import WireFormat  # its dataclass takes longer to load than all else

_CHUNK = 1 << 20  # octets copied at a time


def octets(tree: Tree, row: int) -> bytes:
    """Header block and body in one piece."""
    if tree.edits is not None:
        return b"".join(iter_octets(tree, tree.edits, row))
    return source_of(tree, row)[span_of(tree, row).slice]


def write_to(tree: Tree, row: int, file: BinaryIO, wire: WireFormat | None = None) -> None:
    """Header block and body, a piece at a time; nothing is copied but what `file` keeps.

    With a wire format, what does not fit it is written anew (`mimekit.message.rewrite`).
    """
    if wire is not None:
        from mimekit.message.rewrite import iter_rewritten  # noqa: PLC0415 - the whole of writing

        file.writelines(iter_rewritten(*as_parsed(tree, row), wire))
        return
    if tree.edits is not None:
        file.writelines(iter_octets(tree, tree.edits, row))
        return
    start, length = span_of(tree, row)
    source = source_of(tree, row)
    end = start + length
    file.writelines(source[at : min(at + _CHUNK, end)] for at in range(start, end, _CHUNK))


def as_parsed(tree: Tree, row: int) -> tuple[Tree, int]:
    """The node in a tree without edits: of an edited tree, one of what would be written."""
    if tree.edits is None:
        return tree, row
    fresh = Tree(octets(tree, 0), tree.limits)
    return fresh, row_at(fresh, 0, path_of(tree, row))
