"""What a handler is given, and what it gives: octets and what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from mimekit.conversion.media_range import GENERIC, is_media_type
from mimekit.fields.content_type import ContentType
from mimekit.message.part import Message, Part
from mimekit.message.text import text_of


@dataclass(frozen=True, kw_only=True)
class Content:
    """Octets with the media type that describes them.

    `TypeError` or `ValueError` for what is none. Fields are added only with a default, so
    that a plugin written for one version works with the next.

    >>> Content(media_type="text/plain", octets="Grüße".encode()).text
    'Grüße'
    """

    media_type: str
    """Type and subtype in lower case, without parameters: ``text/html``."""
    octets: bytes
    """The octets, transfer encoding undone."""
    name: str | None = None
    """The file name, if there is one. It is the sender's: not safe as a path."""
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The parameters of the media type, names in lower case: ``charset``, ``method``."""
    content_id: str | None = None
    """The Content-ID without angle brackets, by which HTML names it (RFC 2392)."""
    files: tuple[Content, ...] = ()
    """What the octets link to by ``name``: the pictures of a page, for example."""
    is_whole: bool = field(default=False, compare=False, repr=False)
    """Whether the octets are those of a message with its header, and not of the body of one."""
    part: Part | None = field(default=None, compare=False, repr=False)
    """The part of the message that this is, for handlers that look at its header fields or
    neighbours; None for what a handler made, and in a process of its own."""

    def __post_init__(self) -> None:
        if not isinstance(self.media_type, str):
            raise TypeError(f"media_type is a str, not {type(self.media_type).__name__}")
        if not is_media_type(self.media_type):
            raise ValueError(f"{self.media_type!r} is no media type in lower case")
        if not isinstance(self.octets, bytes):
            raise TypeError(f"octets are bytes, not {type(self.octets).__name__}")
        if not isinstance(self.name, str | None):
            raise TypeError(f"name is a str or None, not {type(self.name).__name__}")
        if not isinstance(self.content_id, str | None):
            raise TypeError(f"content_id is a str or None, not {type(self.content_id).__name__}")
        if not all(isinstance(file, Content) for file in self.files):
            raise TypeError("files are Contents")
        if not isinstance(self.part, Part | None):
            raise TypeError(f"part is a Part or None, not {type(self.part).__name__}")
        _check_parameters(self.parameters)

    @classmethod
    def from_text(
        cls, text: str, media_type: str = "text/plain", *, name: str | None = None
    ) -> Self:
        """Text in UTF-8, its lone surrogates U+FFFD.

        >>> Content.from_text("# Grüße", "text/markdown").parameters
        {'charset': 'utf-8'}
        """
        octets = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
        parameters = {"charset": "utf-8"}
        return cls(media_type=media_type, octets=octets, name=name, parameters=parameters)

    @classmethod
    def from_part(cls, part: Part) -> Self:
        """A part of a message; a `Message` or a multipart whole, with its header.

        A type that cannot be one is ``application/octet-stream`` (RFC 2045 section 5.2 leaves
        it to the reader).
        """
        if isinstance(part, Message):
            return replace(cls._of(part, "message/rfc822", bytes(part)), is_whole=True)
        octets = bytes(part) if part.is_multipart else part.content
        return cls._of(part, part.content_type.media_type, octets)

    @classmethod
    def from_body(cls, part: Part) -> Self:
        """The content of a part that holds no parts, though it may be a whole `Message`."""
        return cls._of(part, part.content_type.media_type, part.content)

    @classmethod
    def _of(cls, part: Part, media_type: str, octets: bytes) -> Self:
        return cls(
            media_type=media_type if is_media_type(media_type) else GENERIC,
            octets=octets,
            name=part.filename,
            parameters=part.content_type.parameters,
            content_id=part.content_id,
            part=part,
        )

    @property
    def text(self) -> str:
        """The octets as text with LF line ends, by their charset parameter or as guessed."""
        type_, _, subtype = self.media_type.partition("/")
        return text_of(self.octets, ContentType(type_, subtype, dict(self.parameters)))


def _check_parameters(parameters: object) -> None:
    """`TypeError` for what is no mapping of texts."""
    if not isinstance(parameters, Mapping):
        raise TypeError(f"parameters are a mapping, not {type(parameters).__name__}")
    for name, value in parameters.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise TypeError(f"a parameter is a str, not {value!r}")
