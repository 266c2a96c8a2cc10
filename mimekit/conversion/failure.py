"""What a handler gives, if it keeps its word; else why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handler import Handler


class HandlerFailure(Exception):  # noqa: N818 - it becomes a warning, never an error
    """What becomes a warning: its code, and a sentence about the handler."""

    def __init__(self, code: WarningCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def wrong_result(detail: str) -> HandlerFailure:
    """A handler gave what it does not declare."""
    return HandlerFailure(WarningCode.HANDLER_WRONG_RESULT, detail)


def iter_made(handler: Handler, content: Content, to: str, context: Context) -> Iterator[Content]:
    """The contents that a handler gives; `HandlerFailure` for what are none."""
    made: object = handler.convert(content, to, context)
    if not isinstance(made, Iterable):
        raise wrong_result(f"it gave {type(made).__name__}, no contents")
    for item in made:
        if not isinstance(item, Content):
            raise wrong_result(f"it gave {type(item).__name__}, no Content")
        if context.files:
            yield replace(item, files=(*item.files, *context.files))
            context.files.clear()
        else:
            yield item
