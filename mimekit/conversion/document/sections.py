"""A message taken apart for a document: its fields, and its parts in their order, converted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Final, NamedTuple

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import Conversion
from mimekit.conversion.document.pictures import Pictures, is_picture
from mimekit.html.characters import split_hidden
from mimekit.html.hidden import Hidden
from mimekit.message.part import Message, Part

# The fields that tell who wrote what to whom, in the order in which they are shown.
SHOWN_FIELDS: Final = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date")


# What stands for the name of a part that has none.
WORDS: Final = {
    "text/plain": "Text",
    "text/html": "Text",
    "text/calendar": "Invitation",
    "text/vcard": "Contact",
}


def seen(text: str) -> str:
    """A text without the characters that nobody sees."""
    return split_hidden(text)[0]


def title_of(part: Conversion) -> str:
    """What something inside of a container is called: its name, or what it is."""
    return seen(part.name or "") or WORDS.get(part.original_type) or part.path


class Kind(StrEnum):
    """What a section is in its message."""

    TEXT = "text"
    PICTURE = "picture"
    MESSAGE = "message"
    ATTACHMENT = "attachment"


class Section(NamedTuple):
    """One part of the message, as it stands in the document."""

    kind: Kind
    part: Part
    conversion: Conversion | None = None
    """None for a picture."""
    link: str | None = None
    """Where a picture is found; None if pictures are left out."""

    @property
    def name(self) -> str:
        """What it is called: its subject or file name, or what it is; as a reader sees it."""
        if self.part.message is not None and self.part.message.subject:
            return seen(self.part.message.subject)
        if self.part.filename:
            return seen(self.part.filename)
        return WORDS.get(self.part.content_type.media_type) or f"part {self.part.path}"


class Document(NamedTuple):
    """Everything that a writer needs."""

    message: Message
    sections: tuple[Section, ...]
    files: tuple[Content, ...]

    @property
    def subject(self) -> str:
        """The subject, or what stands for none."""
        return seen(self.message.subject or "") or "(no subject)"

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """Names and texts of the fields that are shown."""
        for name in SHOWN_FIELDS:
            text = ", ".join(self.message.headers.get_all(name))
            if text:
                yield name, seen(" ".join(text.split()))

    @property
    def unseen(self) -> tuple[Hidden, ...]:
        """What nobody sees of the fields and names that are shown."""
        headers = self.message.headers
        texts = [self.message.subject, *(section.part.filename for section in self.sections)]
        texts += [text for name in SHOWN_FIELDS for text in headers.get_all(name)]
        return tuple(hidden for text in texts if text for hidden in split_hidden(text)[1])


def read_document(message: Message, to: str, context: Context, *, prefers_html: bool) -> Document:
    """The message with each of its parts as ``to``.

    Of alternatives the HTML is read if it is preferred, else the plain text.
    """
    pictures = Pictures(message, context.options)
    sections = [*_read_body(message, to, context, pictures, prefers_html=prefers_html)]
    inner = context.options.below()
    in_text = pictures.shown | {section.part for section in sections}
    for part in message.attachments:
        if part in in_text:
            continue
        if is_picture(part):
            sections.append(Section(Kind.PICTURE, part, link=pictures.link_to(part)))
            continue
        kind = Kind.ATTACHMENT if part.message is None else Kind.MESSAGE
        done = context.convert(_content_of(part), to, options=inner)
        sections.append(Section(kind, part, done))
    files = [*pictures.files]
    for section in sections:
        files += section.conversion.files if section.conversion is not None else ()
    return Document(message, tuple(sections), tuple(files))


def _content_of(part: Part) -> Content:
    """A part for its own section; a message that is nothing but one attachment is that."""
    return Content.from_body(part) if isinstance(part, Message) else Content.from_part(part)


def _read_body(
    message: Message, to: str, context: Context, pictures: Pictures, *, prefers_html: bool
) -> Iterator[Section]:
    """The text of the message, with the pictures in it."""
    if context.options.repeats is not None:
        text = Content.from_text(context.options.repeats.cut_message(message))
        done = context.convert(replace(text, part=message), to)
        yield Section(Kind.TEXT, message, done)
        return
    options = replace(context.options, link=pictures.link)
    for part in message.html_body if prefers_html else message.text_body:
        if is_picture(part):
            yield Section(Kind.PICTURE, part, link=pictures.link_to(part))
        else:
            done = context.convert(Content.from_body(part), to, options=options)
            yield Section(Kind.TEXT, part, done)


def size_text(octets: int) -> str:
    """A size for people.

    >>> size_text(17), size_text(12_345), size_text(3_456_789)
    ('17 octets', '12 KB', '3.5 MB')
    """
    if octets < 1_000:
        return f"{octets} octets"
    if octets < 1_000_000:
        return f"{octets / 1_000:.0f} KB"
    return f"{octets / 1_000_000:.1f} MB"


def describe(section: Section) -> str:
    """What a heading says of a section behind its name: type and size."""
    octets = len(section.part.content) if section.part.message is None else len(section.part.raw)
    return f"{section.part.content_type.media_type}, {size_text(octets)}"
