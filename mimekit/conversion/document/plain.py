"""A message, and what is inside of a container, as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mimekit.conversion.conversion import Conversion, ConversionWarning
from mimekit.conversion.document.sections import Document, Kind, Section, describe, size_text
from mimekit.conversion.options import Options
from mimekit.html.markdown_escapes import fence


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


def write_parts(parts: Sequence[Conversion], options: Options) -> str:  # noqa: ARG001 - flat text
    """What was inside of a container, each below a line with its name."""
    pieces = []
    for part in parts:
        about = f"{part.media_type}, {size_text(len(part.content))}"
        pieces.append(_rule(part.name or part.path, about))
        pieces.append((part.text or "") if part.is_converted else "(not converted)")
    return _join(pieces)


def _write_section(section: Section, options: Options) -> Iterator[str]:
    done = section.conversion
    text = "" if done is None or not done.is_converted else done.text or ""
    if section.kind is Kind.TEXT:
        yield _fenced(text) if options.fence else text
        return
    what = {Kind.PICTURE: "Image", Kind.MESSAGE: "Message"}.get(section.kind, "Attachment")
    yield _rule(f"{what}: {section.name}", describe(section))
    if done is not None and not done.is_converted:
        text = "(not converted)"
    yield _fenced(text) if options.fence and text else text


def _rule(name: str, about: str) -> str:
    """The line above an attachment. A sender can write such a line too: hence `Options.fence`."""
    return f"---------- {_line(name)} ({about}) ----------"


def _fenced(text: str) -> str:
    return fence(text, "")


def _line(text: str) -> str:
    return " ".join(text.split())


def _join(pieces: Sequence[str]) -> str:
    return "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip()) + "\n"
