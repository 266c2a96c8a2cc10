"""What is attached: files by path, octets under a name, open files, and messages.

Octets come out as they went in. Only the line ends of an attached message become those of the
message around it, as a transport would make them: what is signed in it is signed so.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, TypeAlias

from mimekit.errors import ComposeError
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_type import ContentType, parse_content_type
from mimekit.fields.injection import refuse_controls
from mimekit.message.encode import (
    Octets,
    has_line_ends,
    identity_encoding,
    leaf_fields,
    text_octets,
)
from mimekit.message.leaf import Leaf, base64_leaf, octets_leaf
from mimekit.message.media_type import SAMPLE_BYTES, guess_type
from mimekit.message.part import Message, parse
from mimekit.wire import WireFormat

Attachable: TypeAlias = (
    os.PathLike[str] | tuple[str, "bytes | bytearray | memoryview | Message"] | BinaryIO | Message
)
"""A path, a pair of file name and content, an open binary file, or a message."""

# Texts up to this size are looked at whole, for their charset and their line ends.
_MAX_TEXT_BYTES: Final = 1 << 20

_CHUNK: Final = 57 << 14  # octets read at a time: whole lines of base64

_UNKNOWN: Final = ContentType("application", "octet-stream", {})
_GLOBAL: Final = ContentType("message", "global", {})
MESSAGE: Final = ContentType("message", "rfc822", {})
"""The media type of an enclosed message."""


class Description(NamedTuple):
    """What is said of an attachment beside its content; the rest is found out."""

    disposition: str = "attachment"
    filename: str | None = None
    content_type: ContentType | None = None
    content_id: str | None = None

    def named(self, name: str | None) -> Description:
        """The same, with a file name if it has none."""
        return self._replace(filename=name) if self.filename is None else self

    def typed(self, name: str, sample: bytes) -> ContentType:
        """The media type that is said, or that a name and first octets tell."""
        return self.content_type or guess_type(self.filename or name, sample[:SAMPLE_BYTES])


class Attachment(NamedTuple):
    """What a part is to be made of."""

    content_type: ContentType
    description: Description
    chunks: Callable[[], Iterable[Octets]]
    """The content in pieces; that of an open file can be had once."""
    octets: bytes | None = None
    """The content at once, of texts and messages."""
    is_text: bool = False
    """Whether it is a text rather than a file, so that its line ends may change."""


def read_media_type(media_type: str) -> ContentType:
    """A media type with its parameters, as a caller gives it; `ComposeError` if it is none.

    >>> read_media_type("text/csv; charset=utf-8").parameters
    {'charset': 'utf-8'}
    """
    refuse_controls(media_type)
    type_, defects, _ = parse_content_type(media_type.encode())
    if defects or type_.type == "multipart":
        raise ComposeError(f"{media_type!r} is no media type of an attachment")
    return type_


# -- what is attached


def read_content(content: Any, description: Description) -> Attachment:  # noqa: ANN401 - looked at here
    """As `read_attachment`, and of octets and texts too."""
    if isinstance(content, bytes | bytearray | memoryview):
        return _of_octets("", bytes(content), description)
    if not isinstance(content, str):
        return read_attachment(content, description)
    if description.filename is None and description.disposition == "attachment":
        raise TypeError("a str is a text, and is attached under a filename; a path is a Path")
    return read_text(content, description)


def read_attachment(item: Any, description: Description = Description()) -> Attachment:  # noqa: ANN401, B008 - looked at here; frozen
    """What is to be attached; TypeError for what cannot be, OSError for a file that is not there.

    A file by its path is read when the part is written.
    """
    if isinstance(item, Message):
        return _of_octets("", bytes(item), description._replace(content_type=MESSAGE))
    if isinstance(item, tuple):
        return _of_pair(item, description)
    if isinstance(item, os.PathLike):
        return read_file(Path(item), description)
    if isinstance(item, io.TextIOBase) or not hasattr(item, "read"):
        raise TypeError(
            "an attachment is a path, a pair of file name and octets, an open binary file or a "
            f"Message, not {type(item).__name__}"
        )
    return _of_open_file(item, description)


def _of_pair(pair: tuple[Any, ...], description: Description) -> Attachment:
    if len(pair) != 2 or not isinstance(pair[0], str):
        raise TypeError("an attachment is a pair of file name and octets")
    name, content = pair
    description = description.named(name)
    if isinstance(content, Message):
        return read_attachment(content, description)
    return read_octets(name, content, description)


def _of_open_file(file: BinaryIO, description: Description) -> Attachment:
    """What is left to read of an open file, under its name if it has one."""
    path = getattr(file, "name", None)
    description = description.named(Path(path).name if isinstance(path, str) else None)
    first = file.read(_CHUNK)
    if not isinstance(first, bytes):
        raise TypeError("an open file is attached in binary mode")
    content_type = description.typed("", first)
    if content_type.type in {"text", "message"}:
        return _of_octets("", first + file.read(), description)
    return Attachment(content_type, description, lambda: chain((first,), _iter_chunks(file)))


def read_file(path: Path, description: Description) -> Attachment:
    """A file, under its own name if no other is said."""
    description = description.named(path.name)
    with path.open("rb") as file:
        content_type = description.typed(path.name, file.read(SAMPLE_BYTES))
        size = os.fstat(file.fileno()).st_size
    is_text = content_type.type == "text" and size <= _MAX_TEXT_BYTES
    if is_text or content_type.type == "message":
        return _of_octets(path.name, path.read_bytes(), description)
    return Attachment(content_type, description, lambda: _read(path))


def read_octets(name: str, content: object, description: Description) -> Attachment:
    """Octets whose name tells their type, if nothing else does."""
    if not isinstance(content, bytes | bytearray | memoryview):
        raise TypeError(f"the content of {name!r} is octets, not {type(content).__name__}")
    return _of_octets(name, bytes(content), description)


def read_text(text: str, description: Description) -> Attachment:
    """A text, in ASCII or UTF-8 if its media type has no charset; text/plain if none is said."""
    declared = description.content_type or ContentType("text", "plain", {})
    octets, content_type = text_octets(text, declared)
    return Attachment(content_type, description, lambda: (octets,), octets, is_text=True)


def _of_octets(name: str, octets: bytes, description: Description) -> Attachment:
    content_type = description.typed(name, octets)
    if content_type.type == "message":
        if description.content_type is None and not parse(octets).headers.fields:
            content_type = _UNKNOWN  # no message, whatever its name says
    elif content_type.type == "text" and len(octets) <= _MAX_TEXT_BYTES:
        content_type = _with_charset(content_type, octets)
    return Attachment(content_type, description, lambda: iter_slices(octets), octets)


def _with_charset(content_type: ContentType, octets: bytes) -> ContentType:
    """The type with the charset that a text is in, if none is said and that is certain."""
    if "charset" in content_type.parameters:
        return content_type
    label = "us-ascii"
    if not octets.isascii():
        try:
            octets.decode()
        except UnicodeDecodeError:
            return content_type
        label = "utf-8"
    return content_type._replace(parameters={**content_type.parameters, "charset": label})


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _iter_chunks(file)


def _iter_chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


# -- as a part


def attachment_leaf(attachment: Attachment, wire: WireFormat, *, hidden: bool = False) -> Leaf:
    """The part of an attachment; ``hidden``: in base64, in which no line is a delimiter.

    A message is never encoded (RFC 2046 section 5.2.1), so its part is perhaps 8bit or binary.
    """
    content_type, description, chunks, octets, is_text = attachment
    content_id = description.content_id
    name = description.filename
    disposition = ContentDisposition(
        description.disposition, {} if name is None else {"filename": name}
    )
    if content_type.type == "message" and octets is not None:
        return message_leaf(octets, content_type, disposition, content_id, wire)
    is_shown = content_type.type == "text" and octets is not None and not hidden
    if octets is not None and is_shown and (is_text or len(octets) <= _MAX_TEXT_BYTES):
        return octets_leaf(octets, content_type, disposition, content_id, wire, exact=not is_text)
    return base64_leaf(chunks, content_type, disposition, content_id, wire)


def message_leaf(
    octets: bytes,
    content_type: ContentType,
    disposition: ContentDisposition | None,
    content_id: str | None,
    wire: WireFormat,
) -> Leaf:
    """The part of an enclosed message, its octets as they are but for the line ends.

    A message/rfc822 is never encoded (RFC 2046 section 5.2.1), so it is perhaps 8bit. One with
    lines that the wire does not take (a lone CR, a NUL, over 998 octets) becomes a
    message/global in base64, which RFC 6532 section 3.7 allows; so does one with UTF-8 in its
    header, as it stands. Other types, as message/delivery-status, keep their name.
    """
    encoding, body = enclosed_body(octets, wire)
    if encoding == "binary" and not wire.binary:
        type_ = _GLOBAL if content_type.subtype == "rfc822" else content_type
        return base64_leaf(lambda: iter_slices(octets), type_, disposition, content_id, wire)
    if content_type.subtype == "rfc822" and is_global(parse(body)):
        content_type = content_type._replace(subtype="global")
    fields = leaf_fields(content_type, encoding, disposition, content_id, wire)
    return Leaf(fields, encoding, lambda: (body,), body)


def enclosed_body(octets: bytes, wire: WireFormat) -> tuple[str, bytes]:
    r"""The identity encoding of a message in a message, and its octets with the wire's line ends.

    >>> enclosed_body(b"Subject: x\n\nHi\n", WireFormat())
    ('7bit', b'Subject: x\r\n\r\nHi\r\n')
    """
    if not has_line_ends(octets, wire.newline) and not _has_binary(parse(octets)):
        octets = octets.replace(b"\r\n", b"\n").replace(b"\n", wire.newline)
    return identity_encoding(octets, wire), octets


def iter_slices(octets: bytes) -> Iterator[memoryview]:
    """The octets in pieces."""
    view = memoryview(octets)
    return (view[at : at + _CHUNK] for at in range(0, len(view), _CHUNK))


def _has_binary(message: Message) -> bool:
    """Whether there is a part in which a line end is no line end."""
    return any(part.transfer_encoding == "binary" for part in message.walk(enter_messages=True))


def is_global(message: Message) -> bool:
    """Whether header fields are in UTF-8, which message/rfc822 does not allow (RFC 6532 3.7)."""
    block = b"".join([field.raw for field in message.headers.fields])
    if block.isascii():
        return False
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True
