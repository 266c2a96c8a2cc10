"""Who writes a document of which type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from mimekit.conversion.conversion import Conversion, ConversionWarning
from mimekit.conversion.document import email_object, markdown, page, plain
from mimekit.conversion.document.sections import Document
from mimekit.conversion.options import Options

WriteMessage = Callable[[Document, Sequence[ConversionWarning], Options], str]
WriteAll = Callable[[str, Sequence[Conversion], Sequence[ConversionWarning], Options], str]
WriteParts = Callable[[Sequence[Conversion], Options], str]


class Writer(NamedTuple):
    """How documents of one type are written."""

    write_message: WriteMessage
    write_all: WriteAll
    """Several messages, under a title."""
    write_parts: WriteParts
    """What was inside of a container."""
    inner: str
    """The type that each part is converted to."""
    prefers_html: bool
    """Which of alternatives is read."""


def _writer(module: Any, inner: str, *, prefers_html: bool) -> Writer:  # noqa: ANN401 - a module
    return Writer(module.write_message, module.write_all, module.write_parts, inner, prefers_html)


WRITERS: Final = {
    "text/markdown": _writer(markdown, "text/markdown", prefers_html=True),
    "text/plain": _writer(plain, "text/plain", prefers_html=False),
    "text/html": _writer(page, "text/html", prefers_html=True),
    "application/json": _writer(email_object, "text/markdown", prefers_html=True),
}
