"""What a conversion gives: content, how it was made, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from mimekit.conversion.content import Content
from mimekit.conversion.media_range import ANY
from mimekit.span import Span


class WarningCode(StrEnum):
    """What a conversion can warn of."""

    NO_HANDLER = "no-handler"
    """No handler, and no chain of them, makes the wanted type of this one."""
    HANDLER_FAILED = "handler-failed"
    """A handler raised."""
    HANDLER_CRASHED = "handler-crashed"
    """The process of an isolated handler died."""
    HANDLER_TIMEOUT = "handler-timeout"
    """A handler took longer than it may."""
    HANDLER_MEMORY = "handler-memory"
    """A handler wanted more memory than it may have."""
    HANDLER_WRONG_RESULT = "handler-wrong-result"
    """A handler gave what is no content, or not of a type that it declares."""
    LIMIT = "limit"
    """A limit of the conversion, or of one handler, was reached; what is behind is left out."""
    HIDDEN_TEXT = "hidden-text"
    """Text that the sender hid from the reader was left out."""
    REMOTE_CONTENT = "remote-content"
    """What would be fetched from elsewhere when the message is shown was left out."""
    TYPE_CONFLICT = "type-conflict"
    """The declared type, the octets and the file name do not agree."""
    NOTE = "note"
    """What a handler says of its result."""


MESSAGE_LABEL: Final = "builtin:message"
"""The handler that makes a document of a message."""

FAILURES: Final = frozenset(
    (
        WarningCode.NO_HANDLER,
        WarningCode.HANDLER_FAILED,
        WarningCode.HANDLER_CRASHED,
        WarningCode.HANDLER_TIMEOUT,
        WarningCode.HANDLER_MEMORY,
        WarningCode.HANDLER_WRONG_RESULT,
        WarningCode.LIMIT,
    )
)
"""What ``strict=True`` raises: something is not in the result, or not all of it."""


class ConversionWarning(NamedTuple):
    """One thing that a reader of the result should know."""

    code: WarningCode
    path: str
    """The path of the part of the message; with ``!`` and a name for what is inside of it."""
    detail: str
    """A sentence for people."""
    handler: str | None = None

    def __str__(self) -> str:
        by = f" ({self.handler})" if self.handler else ""
        where = f"part {self.path}" if self.path else "message"
        return f"{where}: {self.code}: {self.detail}{by}"


class Step(NamedTuple):
    """One handler on the way, and the types on both sides of it."""

    handler: str
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """The result of `convert`.

    What could not be converted is there as it was: ``is_converted`` is False, and a warning
    says why.
    """

    media_type: str
    """The type of the content: the wanted one, or that of the part if it was not reached."""
    content: bytes
    """The octets; text is UTF-8."""
    name: str | None = None
    """The file name of what was converted."""
    path: str = ""
    """The path of the part in its message; with ``!`` and a name for what is inside of it."""
    span: Span | None = None
    """Where the part stands in its source."""
    source: str | None = None
    """The path of the encoded message in whose octets the span counts; None: in the input."""
    is_converted: bool = True
    steps: tuple[Step, ...] = ()
    """The handlers, in their order."""
    warnings: tuple[ConversionWarning, ...] = ()
    """Of this part and of everything inside of it, in the order of the parts."""
    parts: tuple[Conversion, ...] = ()
    """What was inside, each converted by itself; or the further results, if a handler gave
    several that cannot be joined."""
    files: tuple[Content, ...] = ()
    """What the content links to by ``name``: images, for example. Their names are unique and
    safe as file names."""

    @property
    def original_type(self) -> str:
        """The media type of what was converted."""
        return self.steps[0].source if self.steps else self.media_type

    @property
    def is_document(self) -> bool:
        """Whether it was put together of sections, each of which is fenced and titled already."""
        last = self.steps[-1] if self.steps else None
        return last is not None and (last.target == ANY or last.handler == MESSAGE_LABEL)

    @property
    def text(self) -> str | None:
        """The content as text with LF line ends; None if its type is no text."""
        if self.media_type.startswith("text/") or self.media_type == "application/json":
            return self.content.decode("utf-8", "replace").replace("\r\n", "\n")
        return None
