"""Parts as EmailBodyPart objects (RFC 8621 section 4.1.4).

Deviations from RFC 8621:

1. A multipart that cannot be taken apart has a partId and a blobId, and no subParts: it
   is one of the attachments, since its octets would be lost otherwise.
2. Where message/rfc822 is implied, in a multipart/digest, the charset is null.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Final

from mimekit.fields.content_type import stated_type
from mimekit.fields.phrase_list import parse_phrase_list
from mimekit.jmap.header_form import EmailHeader, all_headers, check_property, read_property
from mimekit.message.part import Message, Part


def blob_id(octets: bytes) -> str:
    """The octets' SHA-256 in hexadecimal, behind "sha256-"; it is an Id (RFC 8620 section 1.2)."""
    return "sha256-" + hashlib.sha256(octets).hexdigest()


class BodyPart:
    """A part of one message, and its place there."""

    def __init__(self, part: Part, path: str, above: BodyPart | None) -> None:
        self.part = part
        self.path = path
        self.above = above
        self.below: list[BodyPart] = []
        self.type = part.content_type

    @cached_property
    def blob(self) -> tuple[str, int]:
        """The blobId and the size of the content; both need it decoded."""
        content = self.part.content
        return blob_id(content), len(content)

    @cached_property
    def headers(self) -> list[EmailHeader]:
        """All fields; made once, for a part may be shown five times."""
        return all_headers(self.part.headers)

    @property
    def part_id(self) -> str | None:
        """The path, as `Part.part` takes it: the way from the message."""
        return None if self.below else self.path

    @property
    def size(self) -> int:
        """Octets of the content; of a multipart, all between its header and its end."""
        return len(self.part.raw) if self.below else self.blob[1]

    @property
    def stated_type(self) -> str:
        """What Content-Type states, also if it is no media type; else what is implied."""
        fields = self.part.headers.get_fields("Content-Type")
        return (stated_type(fields[0].body) if fields else "") or self.type.media_type

    @property
    def charset(self) -> str | None:
        """As it is declared; us-ascii for text that declares none."""
        return self.part.charset or ("us-ascii" if self.type.type == "text" else None)

    @property
    def disposition(self) -> str | None:
        """Without its parameters."""
        disposition = self.part.disposition
        return None if disposition is None else disposition.value

    @property
    def language(self) -> list[str] | None:
        """The tags of Content-Language (RFC 3282)."""
        fields = self.part.headers.get_fields("Content-Language")
        return [*parse_phrase_list(fields[0].body).value] if fields else None


def list_parts(message: Message) -> list[BodyPart]:
    """The parts of a message, not of those that it encloses, in document order."""
    root = BodyPart(message, "", None)
    by_part: dict[Part, BodyPart] = {message: root}
    for part in message.walk(enter_messages=False):
        parent = part.parent
        above = by_part.get(parent) if parent else None
        if above is not None:
            ordinal = str(len(above.below) + 1)
            path = f"{above.path}.{ordinal}" if above.path else ordinal
            by_part[part] = below = BodyPart(part, path, above)
            above.below.append(below)
    return [*by_part.values()]


_READERS: Final[Mapping[str, Callable[[BodyPart], object]]] = {
    "partId": lambda body: body.part_id,
    "blobId": lambda body: None if body.below else body.blob[0],
    "size": lambda body: body.size,
    "headers": lambda body: body.headers,
    "name": lambda body: body.part.filename,
    "type": lambda body: body.stated_type,
    "charset": lambda body: body.charset,
    "disposition": lambda body: body.disposition,
    "cid": lambda body: body.part.content_id,
    "language": lambda body: body.language,
    "location": lambda body: body.part.headers.get("Content-Location"),
    "subParts": lambda _: None,  # `show_structure` has those of a multipart
}

BODY_PROPERTIES: Final = tuple(_READERS)
"""All properties of an EmailBodyPart but ``header:...``."""


class BodyPartWriter:
    """Writes parts as objects with the properties that are asked for.

    Raises `ValueError` if there is no such property.
    """

    def __init__(self, properties: Iterable[str]) -> None:
        self._properties = tuple(properties)
        for name in self._properties:
            if name not in _READERS:
                check_property(name)
        self._shown: dict[BodyPart, dict[str, Any]] = {}

    def show(self, body: BodyPart) -> dict[str, Any]:
        """One part, without what is below it; one object, wherever it is shown."""
        shown = self._shown.get(body)
        if shown is None:
            shown = self._shown[body] = {
                name: _READERS[name](body)
                if name in _READERS
                else read_property(body.part.headers, name)
                for name in self._properties
            }
        return shown

    def show_structure(self, parts: Iterable[BodyPart]) -> dict[str, Any]:
        """The first of the parts, and all others below it; a multipart always has subParts."""
        root: dict[str, Any] = {}
        shown: dict[BodyPart, dict[str, Any]] = {}
        for body in parts:
            own = self.show(body)
            shown[body] = {**own, "subParts": []} if body.below else own
            if body.above is None:
                root = shown[body]
            else:
                shown[body.above]["subParts"].append(shown[body])
        return root
