"""A part without children as it is made: its header fields, and its body in pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from mimekit.codecs import base64
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_type import ContentType
from mimekit.message.encode import Octets, encode_body, leaf_fields, text_octets
from mimekit.wire import WireFormat


class Leaf(NamedTuple):
    """A part without children: what stands above its body, and the body in pieces."""

    fields: bytes
    encoding: str
    pieces: Callable[[], Iterable[Octets]]
    plain: Octets = b""
    """The body, if it is not in base64: no boundary may occur in it."""


def text_leaf(text: str, content_type: ContentType, wire: WireFormat) -> Leaf:
    """A text of the body, in ASCII if it can be, else in UTF-8."""
    if not isinstance(text, str):
        raise TypeError(f"a text is a str, not {type(text).__name__}")
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


def base64_leaf(
    chunks: Callable[[], Iterable[Octets]],
    content_type: ContentType,
    disposition: ContentDisposition | None,
    content_id: str | None,
    wire: WireFormat,
) -> Leaf:
    """A part of any octets, which are read when they are written."""
    fields = leaf_fields(content_type, "base64", disposition, content_id, wire)
    return Leaf(fields, "base64", lambda: _iter_base64(chunks(), wire))


def _iter_base64(chunks: Iterable[Octets], wire: WireFormat) -> Iterator[bytes]:
    encoder = base64.Encoder(newline=wire.newline)
    for chunk in chunks:
        yield encoder.encode(chunk)
    yield encoder.finish()
