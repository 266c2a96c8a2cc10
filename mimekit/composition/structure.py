"""The parts of a message that is being made, and how they are written one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from mimekit.fields.content_type import ContentType
from mimekit.fields.folding import format_field
from mimekit.message.encode import Octets, choose_boundary
from mimekit.message.leaf import Leaf
from mimekit.wire import WireFormat

# RFC 2045 section 6.4: a composite part declares the widest encoding of what is in it.
_WIDTHS = {"7bit": 0, "8bit": 1, "binary": 2}


class Multipart(NamedTuple):
    """A part that holds others."""

    subtype: str
    children: tuple[Leaf | Multipart, ...]
    parameters: Mapping[str, str] = {}


Node: TypeAlias = Leaf | Multipart


def joined(subtype: str, children: Iterable[Node], parameters: Mapping[str, str] = {}) -> Node:
    """A multipart of the children, or the one that there is."""
    nodes = tuple(children)
    return nodes[0] if len(nodes) == 1 else Multipart(subtype, nodes, parameters)


def iter_pieces(node: Node, seed: str, wire: WireFormat) -> Iterator[Octets]:
    """The octets of a part: header block, empty line, and body without a line end behind it.

    The boundaries are made of ``seed``.
    """
    if isinstance(node, Leaf):
        yield node.fields + wire.newline
        yield from node.pieces()
        return
    boundary = choose_boundary(seed, _plain_bodies(node))
    parameters = {**node.parameters, "boundary": boundary}
    yield format_field(
        "Content-Type", ContentType("multipart", node.subtype, parameters), wire=wire
    )
    width = _encoding(node)
    if width != "7bit":
        yield format_field("Content-Transfer-Encoding", width, wire=wire)
    delimiter = b"--" + boundary.encode()
    for number, child in enumerate(node.children, 1):
        yield wire.newline + delimiter + wire.newline
        yield from iter_pieces(child, f"{seed}.{number}", wire)
    yield wire.newline + delimiter + b"--" + wire.newline


def _plain_bodies(node: Node) -> Iterator[Octets]:
    if isinstance(node, Leaf):
        yield node.plain
        return
    for child in node.children:
        yield from _plain_bodies(child)


def _encoding(node: Node) -> str:
    """The identity encoding that a multipart declares."""
    if isinstance(node, Leaf):
        return node.encoding if node.encoding in _WIDTHS else "7bit"
    return max(map(_encoding, node.children), key=_WIDTHS.__getitem__)
