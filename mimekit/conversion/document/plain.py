"""A message, and what is inside of a container, as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mimekit.conversion.conversion import Conversion, ConversionWarning
from mimekit.conversion.document.sections import (
    Document,
    Kind,
    Section,
    describe,
    size_text,
    title_of,
)
from mimekit.conversion.options import Options
from mimekit.html.markdown_escapes import fence

_DASHES: Final = "----------"
_LIKE_RULE = re.compile(f"^{_DASHES}", re.MULTILINE)


def write_message(
    document: Document,
    warnings: Sequence[ConversionWarning],  # noqa: ARG001 - they are in the conversion
    options: Options,
) -> str:
    """The fields, the text, and each attachment below a line with its name."""
    subject = [f"Subject: {_line(document.subject)}"]
    fields = [f"{name}: {_line(text)}" for name, text in document.fields]
    pieces = ["\n".join(fields + subject)]
    for section in document.sections:
        pieces += _write_section(section, options)
    return _join(pieces)


def write_all(
    title: str,
    parts: Sequence[Conversion],
    warnings: Sequence[ConversionWarning],  # noqa: ARG001 - they are in the conversion
    options: Options,
) -> str:
    """Several messages in one document."""
    return _join([_line(title), write_parts(parts, options)])


def write_parts(parts: Sequence[Conversion], options: Options) -> str:
    """What was inside of a container, each below a line with its name."""
    pieces = []
    for part in parts:
        about = f"{part.original_type}, {size_text(len(part.content))}"
        pieces.append(_rule(title_of(part), about))
        pieces.append(_content(part, options) if part.is_converted else "(not converted)")
    return _join(pieces)


def _write_section(section: Section, options: Options) -> Iterator[str]:
    done = section.conversion
    text = "" if done is None or not done.is_converted else _content(done, options)
    if section.kind is Kind.TEXT:
        yield text
        return
    what = {Kind.PICTURE: "Image", Kind.MESSAGE: "Message"}.get(section.kind, "Attachment")
    yield _rule(f"{what}: {section.name}", describe(section))
    yield "(not converted)" if done is not None and not done.is_converted else text


def _content(done: Conversion, options: Options) -> str:
    """What a part became; a line of it that looks like a rule of ours is moved by a blank."""
    text = done.text or ""
    if done.is_document:
        return text
    return _fenced(text) if options.fence else _LIKE_RULE.sub(f" {_DASHES}", text)


def _rule(name: str, about: str) -> str:
    """The line above an attachment; no text has such a line."""
    return f"{_DASHES} {_line(name)} ({about}) {_DASHES}"


def _fenced(text: str) -> str:
    return fence(text, "")


def _line(text: str) -> str:
    return " ".join(text.split())


def _join(pieces: Sequence[str]) -> str:
    return "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip()) + "\n"
