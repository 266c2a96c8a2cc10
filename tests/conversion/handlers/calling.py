"""A call of a handler as the engine makes it, with what it warned of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mimekit.conversion.budget import Budget, ConversionLimits, Share
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handler import Handler
from mimekit.conversion.options import Options


class Called(NamedTuple):
    """What came out."""

    contents: tuple[Content, ...]
    warnings: tuple[tuple[WarningCode, str], ...]

    @property
    def text(self) -> str:
        """The text of the one content."""
        (content,) = self.contents
        return content.octets.decode()

    @property
    def codes(self) -> list[WarningCode]:
        return [code for code, _ in self.warnings]


def context_of(limits: ConversionLimits | None = None) -> Context:
    budget = Budget(limits or ConversionLimits())
    return Context(path="1", share=Share.half(budget, 60.0), options=Options())


def call(handlers: Iterable[Handler], content: Content, to: str = "*/*") -> Called:
    """The first of the handlers that accepts the type and makes the other one."""
    context = context_of()
    handler = next(
        found for found in handlers if content.media_type in found.accepts and to in found.produces
    )
    made = tuple(handler.convert(content, to, context))
    assert all(item.media_type == to for item in made if to != "*/*")
    return Called(made, tuple((warning.code, warning.detail) for warning in context.warnings))
