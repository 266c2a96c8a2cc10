"""The octets that the blobIds of a message stand for (RFC 8621 section 4.1.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from mimekit.jmap.body_part import blob_id, list_parts
from mimekit.message.part import Message, Part


class _Blobs(Mapping[str, bytes]):
    """Octets by blobId; they are decoded when they are asked for, and not kept."""

    def __init__(self, message: Message) -> None:
        self._message = message

    @cached_property
    def _parts(self) -> dict[str, Part | None]:
        """The part of each blobId; None for the message as a whole."""
        parts: dict[str, Part | None] = {blob_id(bytes(self._message)): None}
        for body in list_parts(self._message):
            if not body.below:
                parts[body.blob[0]] = body.part
        return parts

    def __getitem__(self, key: str) -> bytes:
        part = self._parts[key]
        return bytes(self._message) if part is None else part.content

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def jmap_blobs(message: Message) -> Mapping[str, bytes]:
    r"""The octets that the blobIds of `to_jmap` stand for: each part's content, and the message.

    Nothing is kept twice: octets are decoded when they are asked for. With it, ``from_jmap``
    makes the message again.

    Raises `TypeError` for what is no message.

    >>> import mimekit
    >>> message = mimekit.parse(b"Content-Transfer-Encoding: base64\n\nSGk=\n")
    >>> part = mimekit.to_jmap(message)["bodyStructure"]
    >>> jmap_blobs(message)[part["blobId"]]
    b'Hi'
    """
    if not isinstance(message, Message):
        raise TypeError(f"a Message is needed, as parse gives it, not {type(message).__name__}")
    return _Blobs(message)
