"""The files of a new message: what is attached, and what its HTML shows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from mimekit.errors import ComposeError
from mimekit.message.attachment import (
    Description,
    attachment_leaf,
    read_attachment,
    read_file,
    read_octets,
)
from mimekit.message.leaf import Leaf
from mimekit.message.part import Message
from mimekit.wire import WireFormat

PathName: TypeAlias = str | os.PathLike[str]

Attachment: TypeAlias = PathName | tuple[str, "bytes | Message"] | BinaryIO | Message
"""A path, a pair of file name and content, an open binary file, or a message."""


def attached_leaves(attachments: Iterable[Attachment], wire: WireFormat) -> Iterator[Leaf]:
    """The parts of several attachments; TypeError for one that is not in a list."""
    if isinstance(attachments, str | bytes | os.PathLike | Message):
        raise TypeError(f"attachments are several, not one {type(attachments).__name__}")
    files: dict[int, object] = {}  # open ones, which are read when they are written
    for attachment in attachments:
        if hasattr(attachment, "read"):
            if id(attachment) in files:
                raise ComposeError("an open file is attached twice")
            files[id(attachment)] = attachment
        yield attached_leaf(attachment, wire)


def attached_leaf(item: Any, wire: WireFormat) -> Leaf:  # noqa: ANN401 - looked at below
    """The part of one attachment; TypeError for what cannot be one."""
    content = Path(item) if isinstance(item, str) else item
    return attachment_leaf(read_attachment(content), wire)


def inline_leaves(
    inline: Mapping[str, PathName | bytes] | None, html: str | None, wire: WireFormat
) -> Iterator[Leaf]:
    """The parts that ``html`` shows by ``cid:``; `ComposeError` without HTML that could."""
    if inline and html is None:
        raise ComposeError("inline has parts, and there is no html to show them")
    if inline is not None and not isinstance(inline, Mapping):
        raise TypeError(f"inline is a mapping of cids to files, not {type(inline).__name__}")
    for content_id, content in (inline or {}).items():
        yield inline_leaf(content_id, content, wire)


def inline_leaf(content_id: str, content: object, wire: WireFormat) -> Leaf:
    """A part that HTML shows by ``cid:``; a path, or octets."""
    description = Description("inline", content_id=content_id)
    if isinstance(content, str | os.PathLike):
        return attachment_leaf(read_file(Path(content), description), wire)
    return attachment_leaf(read_octets(content_id, content, description), wire)
