"""What a grammar returns."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from mimekit.defects import Defect
from mimekit.span import Span

T = TypeVar("T")


class Parsed(NamedTuple, Generic[T]):
    """A value, what was wrong with its text, and where its items stand.

    ``spans`` has one `Span` for each item of a value that is a list, or one for
    a single value; all spans count in the field body that was parsed.
    """

    value: T
    defects: tuple[Defect, ...] = ()
    spans: tuple[Span, ...] = ()
