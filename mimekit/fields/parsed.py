"""What a grammar returns."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from mimekit.defects import Defect
from mimekit.span import Span

T_co = TypeVar("T_co", covariant=True)


class Parsed(NamedTuple, Generic[T_co]):
    """A value, what was wrong with its text, and where its items stand.

    ``spans`` has one `Span` for each item of a value that is a list, or one for
    a single value; all spans count in the field body that was parsed.
    """

    value: T_co
    defects: tuple[Defect, ...] = ()
    spans: tuple[Span, ...] = ()
