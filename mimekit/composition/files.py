"""What is attached: files by path, octets under a name, open files, and messages.

Octets come out as they went in. Only the line ends of an attached message become CRLF, as a
transport would make them: what is signed in it is signed so.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

from mimekit.codecs import base64
from mimekit.composition.media_type import SAMPLE_BYTES, guess_type
from mimekit.composition.structure import Leaf, octets_leaf
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_type import ContentType
from mimekit.message.encode import Octets, has_line_ends, identity_encoding, leaf_fields
from mimekit.message.part import Message, parse
from mimekit.wire import WireFormat

PathName: TypeAlias = str | os.PathLike[str]

Attachment: TypeAlias = PathName | tuple[str, "bytes | Message"] | BinaryIO | Message
"""A path, a pair of file name and content, an open binary file, or a message."""

# Texts up to this size are looked at whole, for their charset and their line ends.
_MAX_TEXT_BYTES: Final = 1 << 20

_CHUNK: Final = 57 << 14  # octets read at a time: whole lines of base64

_BARE_LF = re.compile(rb"(?<!\r)\n")
_UNKNOWN: Final = ContentType("application", "octet-stream", {})


def attachment_leaf(item: Any, wire: WireFormat) -> Leaf:  # noqa: ANN401 - looked at here
    """The part of one attachment; TypeError for what cannot be one."""
    if isinstance(item, Message):
        return _enclosed_leaf(bytes(item), _disposition("attachment", None), None, wire)
    if isinstance(item, tuple):
        return _pair_leaf(item, wire)
    if isinstance(item, str | os.PathLike):
        return file_leaf(item, "attachment", None, wire)
    if isinstance(item, io.TextIOBase) or not hasattr(item, "read"):
        raise TypeError(
            "an attachment is a path, a pair of file name and octets, an open binary file or a "
            f"Message, not {type(item).__name__}"
        )
    return _open_file_leaf(item, wire)


def _pair_leaf(pair: tuple[Any, ...], wire: WireFormat) -> Leaf:
    if len(pair) != 2 or not isinstance(pair[0], str):
        raise TypeError("an attachment is a pair of file name and octets")
    name, content = pair
    disposition = _disposition("attachment", name)
    if isinstance(content, Message):
        return _enclosed_leaf(bytes(content), disposition, None, wire)
    octets = _octets(name, content)
    return _leaf(octets, guess_type(name, octets[:SAMPLE_BYTES]), disposition, None, wire)


def _open_file_leaf(file: BinaryIO, wire: WireFormat) -> Leaf:
    """What is left to read of an open file, under its name if it has one."""
    path = getattr(file, "name", None)
    name = Path(path).name if isinstance(path, str) else None
    first = file.read(_CHUNK)
    if not isinstance(first, bytes):
        raise TypeError("an open file is attached in binary mode")
    content_type = guess_type(name or "", first)
    disposition = _disposition("attachment", name)
    if content_type.type in {"text", "message"}:
        return _leaf(first + file.read(), content_type, disposition, None, wire)
    return _base64_leaf(
        lambda: chain((first,), _iter_chunks(file)), content_type, disposition, None, wire
    )


def file_leaf(path: PathName, disposition: str, content_id: str | None, wire: WireFormat) -> Leaf:
    """A part of a file, which is read when the part is written; OSError if it cannot be."""
    path = Path(path)
    with path.open("rb") as file:
        content_type = guess_type(path.name, file.read(SAMPLE_BYTES))
        size = os.fstat(file.fileno()).st_size
    declared = _disposition(disposition, path.name)
    is_text = content_type.type == "text" and size <= _MAX_TEXT_BYTES
    if is_text or content_type.type == "message":
        return _leaf(path.read_bytes(), content_type, declared, content_id, wire)
    return _base64_leaf(lambda: _read(path), content_type, declared, content_id, wire)


def inline_leaf(content_id: str, content: object, wire: WireFormat) -> Leaf:
    """A part that HTML shows by ``cid:``; a path, or octets."""
    if isinstance(content, str | os.PathLike):
        return file_leaf(content, "inline", content_id, wire)
    octets = _octets(content_id, content)
    content_type = guess_type(content_id, octets[:SAMPLE_BYTES])
    return _leaf(octets, content_type, _disposition("inline", None), content_id, wire)


# -- from octets


def _octets(name: str, content: object) -> bytes:
    if not isinstance(content, bytes | bytearray | memoryview):
        raise TypeError(f"the content of {name!r} is octets, not {type(content).__name__}")
    return bytes(content)


def _disposition(value: str, name: str | None) -> ContentDisposition:
    return ContentDisposition(value, {} if name is None else {"filename": name})


def _leaf(
    octets: bytes,
    content_type: ContentType,
    disposition: ContentDisposition,
    content_id: str | None,
    wire: WireFormat,
) -> Leaf:
    """A part of octets that are at hand."""
    if content_type.type == "message":
        if parse(octets).headers.fields:
            return _enclosed_leaf(octets, disposition, content_id, wire)
        content_type = _UNKNOWN  # no message, whatever its name says
    if content_type.type == "text" and len(octets) <= _MAX_TEXT_BYTES:
        content_type = _with_charset(content_type, octets)
        return octets_leaf(octets, content_type, disposition, content_id, wire, exact=True)
    view = memoryview(octets)
    chunks = lambda: (view[at : at + _CHUNK] for at in range(0, len(view), _CHUNK))  # noqa: E731
    return _base64_leaf(chunks, content_type, disposition, content_id, wire)


def _with_charset(content_type: ContentType, octets: bytes) -> ContentType:
    """The type with the charset that a text is in, if that is certain."""
    label = "us-ascii"
    if not octets.isascii():
        try:
            octets.decode()
        except UnicodeDecodeError:
            return content_type
        label = "utf-8"
    return content_type._replace(parameters={"charset": label})


def _base64_leaf(
    chunks: Callable[[], Iterable[Octets]],
    content_type: ContentType,
    disposition: ContentDisposition,
    content_id: str | None,
    wire: WireFormat,
) -> Leaf:
    fields = leaf_fields(content_type, "base64", disposition, content_id, wire)
    return Leaf(fields, "base64", lambda: _iter_base64(chunks(), wire))


def _iter_base64(chunks: Iterable[Octets], wire: WireFormat) -> Iterator[bytes]:
    encoder = base64.Encoder(newline=wire.newline)
    for chunk in chunks:
        yield encoder.encode(chunk)
    yield encoder.finish()


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _iter_chunks(file)


def _iter_chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


# -- messages


def _enclosed_leaf(
    octets: bytes,
    disposition: ContentDisposition,
    content_id: str | None,
    wire: WireFormat,
) -> Leaf:
    """A message in a message: never encoded (RFC 2046 section 5.2.1), so perhaps 8bit."""
    encoding, octets = enclosed_body(octets, wire)
    content_type = ContentType("message", "global" if _is_global(parse(octets)) else "rfc822", {})
    fields = leaf_fields(content_type, encoding, disposition, content_id, wire)
    return Leaf(fields, encoding, lambda: (octets,), octets)


def enclosed_body(octets: bytes, wire: WireFormat) -> tuple[str, bytes]:
    r"""The identity encoding of a message in a message, and its octets: those with CRLF.

    >>> enclosed_body(b"Subject: x\n\nHi\n", WireFormat())
    ('7bit', b'Subject: x\r\n\r\nHi\r\n')
    """
    if not has_line_ends(octets, wire.newline) and not _has_binary(parse(octets)):
        octets = _BARE_LF.sub(wire.newline, octets)
    return identity_encoding(octets, wire), octets


def _has_binary(message: Message) -> bool:
    """Whether there is a part in which a line end is no line end."""
    return any(part.transfer_encoding == "binary" for part in message.walk(enter_messages=True))


def _is_global(message: Message) -> bool:
    """Whether header fields are in UTF-8, which message/rfc822 does not allow (RFC 6532 3.7)."""
    block = b"".join([field.raw for field in message.headers.fields])
    if block.isascii():
        return False
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True
