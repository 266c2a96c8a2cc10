"""Contacts (RFC 6350, and vCard 3.0 and 2.1) as people read them, and as jCard (RFC 7095)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimekit.plugin import Content, Context, Handler, hookimpl
from mimekit_vcard.card import Property, VCard
from mimekit_vcard.reading import read_vcards

__all__ = ["Property", "VCard", "mimekit_handlers", "read_vcards"]


def convert_vcard(content: Content, to: str, context: Context) -> Iterator[Content]:
    """Contacts as a document, with their photos as files; what could not be read is a warning."""
    from mimekit_vcard.conversion import document_of  # noqa: PLC0415 - for contacts only

    yield document_of(content, to, context)


def convert_to_jcard(content: Content, to: str, context: Context) -> Iterator[Content]:
    """One contact as jCard, or a list of several."""
    from mimekit_vcard.conversion import jcard_of  # noqa: PLC0415 - for contacts only

    yield Content.from_text(jcard_of(content, context), to, name=content.name)


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """A handler for people, and one for programs."""
    accepts = ("text/vcard", "text/x-vcard", "text/directory")
    return (
        Handler(
            name="read",
            accepts=accepts,
            produces=("text/html", "text/markdown", "text/plain"),
            convert=convert_vcard,
        ),
        Handler(
            name="jcard",
            accepts=accepts,
            produces=("application/vcard+json",),
            convert=convert_to_jcard,
        ),
    )
