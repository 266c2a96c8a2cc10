"""The parts of a message that is being made, and how they are written one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from mimekit.fields.content_type import ContentType
from mimekit.fields.folding import format_field
from mimekit.message.encode import BOUNDARY_LIKE, Octets, iter_boundaries
from mimekit.message.leaf import Leaf
from mimekit.wire import WireFormat

# RFC 2045 section 6.4: a composite part declares the widest encoding of what is in it.
_ENCODINGS = ("7bit", "8bit", "binary")
_WIDTHS = {encoding: width for width, encoding in enumerate(_ENCODINGS)}


class Multipart(NamedTuple):
    """A part that holds others."""

    subtype: str
    children: tuple[Leaf | Multipart, ...]
    parameters: Mapping[str, str] = {}
    fields: bytes = b""
    """Further header fields."""


Node: TypeAlias = Leaf | Multipart


def joined(subtype: str, children: Iterable[Node], parameters: Mapping[str, str] = {}) -> Node:
    """A multipart of the children, or the one that there is."""
    nodes = tuple(children)
    return nodes[0] if len(nodes) == 1 else Multipart(subtype, nodes, parameters)


def iter_pieces(root: Node, seed: str, wire: WireFormat) -> Iterator[Octets]:
    """The octets of a part: header block, empty line, and body without a line end behind it.

    The boundaries are made of ``seed``. A part may lie as deep as it likes.
    """
    nodes = _in_order(root)
    used = frozenset(_used_boundaries(nodes))
    widths = _widths(nodes)
    pending: list[bytes | tuple[Node, str]] = [(root, seed)]
    while pending:
        item = pending.pop()
        if isinstance(item, bytes):
            yield item
            continue
        node, seed = item
        if isinstance(node, Leaf):
            yield node.fields + wire.newline
            yield from node.pieces()
            continue
        boundary = next(each for each in iter_boundaries(seed) if each.encode() not in used)
        yield _multipart_fields(node, boundary, widths[id(node)], wire)
        delimiter = wire.newline + b"--" + boundary.encode()
        pending.append(delimiter + b"--" + wire.newline)
        for number in range(len(node.children), 0, -1):
            pending.append((node.children[number - 1], f"{seed}.{number}"))
            pending.append(delimiter + wire.newline)


def _multipart_fields(node: Multipart, boundary: str, width: int, wire: WireFormat) -> bytes:
    """The header block of a multipart; RFC 2045 section 6.4: with the widest encoding in it."""
    type_ = ContentType("multipart", node.subtype, {**node.parameters, "boundary": boundary})
    block = format_field("Content-Type", type_, wire=wire)
    if width:
        block += format_field("Content-Transfer-Encoding", _ENCODINGS[width], wire=wire)
    return block + node.fields


def _in_order(root: Node) -> list[Node]:
    """All nodes, each before those below it."""
    nodes: list[Node] = []
    pending = [root]
    while pending:
        node = pending.pop()
        nodes.append(node)
        if isinstance(node, Multipart):
            pending += node.children
    return nodes


def _used_boundaries(nodes: Iterable[Node]) -> Iterator[bytes]:
    """What bodies hold that could be a boundary of ours."""
    for node in nodes:
        if isinstance(node, Leaf):
            yield from BOUNDARY_LIKE.findall(node.plain)


def _widths(nodes: Iterable[Node]) -> dict[int, int]:
    """Of each node, by its id, which of the identity encodings it needs."""
    widths: dict[int, int] = {}
    for node in reversed([*nodes]):
        if isinstance(node, Leaf):
            widths[id(node)] = _WIDTHS.get(node.encoding, 0)
        else:
            widths[id(node)] = max((widths[id(child)] for child in node.children), default=0)
    return widths
