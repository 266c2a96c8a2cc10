"""The parts of a message that is being made, and how they are written one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_type import ContentType
from mimekit.fields.folding import format_field
from mimekit.message.encode import (
    Octets,
    choose_boundary,
    encode_body,
    leaf_fields,
    text_octets,
)
from mimekit.wire import WireFormat

# RFC 2045 section 6.4: a composite part declares the widest encoding of what is in it.
_WIDTHS = {"7bit": 0, "8bit": 1, "binary": 2}


class Leaf(NamedTuple):
    """A part without children: what stands above its body, and the body in pieces."""

    fields: bytes
    encoding: str
    pieces: Callable[[], Iterable[Octets]]
    plain: Octets = b""
    """The body, if it is not encoded: no boundary may occur in it."""


class Multipart(NamedTuple):
    """A part that holds others."""

    subtype: str
    children: tuple[Leaf | Multipart, ...]
    parameters: Mapping[str, str] = {}


Node: TypeAlias = Leaf | Multipart


def text_leaf(text: str, content_type: ContentType, wire: WireFormat) -> Leaf:
    """A text of the body, in ASCII if it can be, else in UTF-8."""
    octets, content_type = text_octets(text, content_type)
    return octets_leaf(octets, content_type, None, None, wire, exact=False)


def octets_leaf(
    octets: bytes,
    content_type: ContentType,
    disposition: ContentDisposition | None,
    content_id: str | None,
    wire: WireFormat,
    *,
    exact: bool,
) -> Leaf:
    """A part whose octets are at hand and few."""
    encoding, body = encode_body(octets, content_type, wire, exact=exact)
    fields = leaf_fields(content_type, encoding, disposition, content_id, wire)
    return Leaf(fields, encoding, lambda: (body,), body)


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
