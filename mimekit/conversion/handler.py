"""A handler: what it accepts, what it makes of it, and the function that does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mimekit.conversion.content import Content
from mimekit.conversion.media_range import is_media_range, is_media_type

if TYPE_CHECKING:
    from mimekit.conversion.context import Context

LAST_RESORT: Final = -30
"""Handlers of this priority, and below, are on a way only where there is no other one."""

Convert = Callable[[Content, str, "Context"], Iterable[Content]]


@dataclass(frozen=True, kw_only=True)
class Handler:
    """A conversion from some media types to others.

    ``convert(content, to, context)`` is called with one of the types that it accepts and with
    one that it produces, and gives (or yields) contents of that type. A handler that produces
    ``*/*`` is a container: it gives what is inside, of any type, and each is converted in turn.

    Whatever ``convert`` raises costs that content only. `TypeError` or `ValueError` for what
    is no handler. Fields are added only with a default.

    >>> def shout(content, to, context):
    ...     yield Content.from_text(content.text.upper(), to)
    >>> Handler(name="shout", accepts=("text/x-whisper",), produces=("text/plain",),
    ...         convert=shout).priority
    0
    """

    name: str
    """Names it in steps, warnings and lists; unique in its plugin."""
    accepts: tuple[str, ...]
    """Media types, or ranges of them: ``application/pdf``, ``image/*``, ``+xml``, ``*/*``."""
    produces: tuple[str, ...]
    """Media types that it can make; or only ``*/*``, of a container."""
    convert: Convert
    """Import what is heavy in this function, so that only a call of it costs."""
    priority: int = 0
    """The highest one that can do it is asked first; what is built in has -10. Of equal ones
    the more exact in ``accepts``, then by name. -30 and below is for a last resort, such as to
    show the source of a text: it is asked where there is no other way, however long."""
    isolated: bool = False
    """Whether it runs in a process of its own, with limits of time and memory: for input that
    may crash, hang or exhaust the library that reads it."""
    max_seconds: float = 20.0
    """The time of one call, in seconds; the conversion may have less left."""
    max_memory_bytes: int = 1 << 30
    """What one call may take when it is isolated, where the system can limit it (POSIX)."""

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_ranges(f"accepts of {self.name}", self.accepts)
        _check_ranges(f"produces of {self.name}", self.produces)
        if not callable(self.convert):
            raise TypeError(f"convert of {self.name} cannot be called")
        if not self.is_container and not all(map(is_media_type, self.produces)):
            raise ValueError(f"produces of {self.name}: whole media types, or only */*")

    @property
    def is_container(self) -> bool:
        """Whether it gives what is inside, of any type."""
        return self.produces == ("*/*",)


def _check_name(name: object) -> None:
    if not isinstance(name, str) or not name or not name.isprintable():
        raise ValueError(f"a handler's name is a printable str, not {name!r}")


def _check_ranges(field: str, ranges: object) -> None:
    if not isinstance(ranges, tuple) or not ranges:
        raise TypeError(f"{field}: a tuple with a media type at least")
    for media_range in ranges:
        if not isinstance(media_range, str) or not is_media_range(media_range):
            raise ValueError(f"{field}: {media_range!r} is no media type")
