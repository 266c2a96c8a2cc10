"""The octets of a part, as they stand in its source, or as a transport takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from mimekit.message.tree import Tree, source_of, span_of

if TYPE_CHECKING:
    from mimekit.wire import WireFormat  # its dataclass takes longer to load than all else

_CHUNK = 1 << 20  # octets copied at a time


def octets(tree: Tree, row: int) -> bytes:
    """Header block and body in one piece."""
    return source_of(tree, row)[span_of(tree, row).slice]


def write_to(tree: Tree, row: int, file: BinaryIO, wire: WireFormat | None = None) -> None:
    """Header block and body, a piece at a time; nothing is copied but what `file` keeps.

    With a wire format, what does not fit it is written anew (`mimekit.message.rewrite`).
    """
    if wire is not None:
        from mimekit.message.rewrite import iter_rewritten  # noqa: PLC0415 - the whole of writing

        file.writelines(iter_rewritten(tree, row, wire))
        return
    start, length = span_of(tree, row)
    source = source_of(tree, row)
    end = start + length
    file.writelines(source[at : min(at + _CHUNK, end)] for at in range(start, end, _CHUNK))
