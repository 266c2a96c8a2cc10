"""A message, and what is inside of a container, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mimekit.conversion.conversion import Conversion, ConversionWarning
from mimekit.conversion.document.front_matter import front_matter, front_matter_of_all
from mimekit.conversion.document.sections import (
    Document,
    Kind,
    Section,
    describe,
    size_text,
    title_of,
)
from mimekit.conversion.headings import MAX_LEVEL, demote_headings
from mimekit.conversion.options import Options
from mimekit.html.markdown_escapes import escape_markdown, fence


def write_message(
    document: Document, warnings: Sequence[ConversionWarning], options: Options
) -> str:
    """The document; with front matter and title if nothing stands above it."""
    pieces: list[str] = []
    if not options.level:
        pieces += [front_matter(document, warnings), f"# {_line(document.subject)}"]
    pieces.append("\n".join(f"* {name}: {_line(text)}" for name, text in document.fields))
    for section in document.sections:
        pieces += _write_section(section, options)
    return _join(pieces)


def write_all(
    title: str,
    parts: Sequence[Conversion],
    warnings: Sequence[ConversionWarning],
    options: Options,
) -> str:
    """Several messages in one document."""
    front = front_matter_of_all(parts, warnings)
    return _join([front, f"# {_line(title)}", write_parts(parts, options)])


def write_parts(parts: Sequence[Conversion], options: Options) -> str:
    """What was inside of a container, each under its name."""
    pieces: list[str] = []
    for part in parts:
        about = f"{part.original_type}, {size_text(len(part.content))}"
        pieces.append(_heading(title_of(part), "" if part.is_converted else about, options))
        pieces.append(_content(part, options) if part.is_converted else _not_converted(part))
    return _join(pieces)


def _write_section(section: Section, options: Options) -> Iterator[str]:
    done = section.conversion
    if section.kind is Kind.PICTURE:
        yield _picture(section)
    elif done is None or (section.kind is Kind.TEXT and not done.is_converted):
        return
    elif section.kind is Kind.TEXT:
        yield _content(done, options)
    else:
        what = "Message" if section.kind is Kind.MESSAGE else "Attachment"
        yield _heading(f"{what}: {section.name}", describe(section), options)
        yield _content(done, options) if done.is_converted else _not_converted(done)


def _content(done: Conversion, options: Options) -> str:
    """What a part became; its headings are deeper than any that stands above it."""
    text = (done.text or "").strip("\n")
    if done.is_document:
        return text
    if options.fence:
        return fence(text, "markdown")
    return demote_headings(text, _level(options))


def _level(options: Options) -> int:
    """The level of the headings of sections: never the deepest, which is left to their texts."""
    return min(options.level + 2, MAX_LEVEL - 1)


def _heading(name: str, about: str, options: Options) -> str:
    return f"{'#' * _level(options)} {_line(name)}" + (f" ({_line(about)})" if about else "")


def _picture(section: Section) -> str:
    name = _line(section.name)
    return f"![{name}]({section.link})" if section.link else f"\\[image: {name}\\]"


def _not_converted(done: Conversion) -> str:
    return f"*Not converted: {_line(done.media_type)}.*"


def _line(text: str) -> str:
    """Text of a sender on one line, without a mark-up that counts."""
    return escape_markdown(" ".join(text.split()))


def _join(pieces: Sequence[str]) -> str:
    return "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip()) + "\n"
