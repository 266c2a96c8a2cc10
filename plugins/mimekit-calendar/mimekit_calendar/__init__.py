"""Invitations and calendars (RFC 5545, RFC 5546) as people read them, and as jCal (RFC 7265)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimekit.plugin import Content, Context, Handler, hookimpl


def convert_calendar(content: Content, to: str, context: Context) -> Iterator[Content]:
    """A calendar as a document; what could not be read of it is a warning."""
    from mimekit_calendar.conversion import document_of  # noqa: PLC0415 - for calendars only

    yield Content.from_text(document_of(content, context).render(to), to, name=content.name)


def convert_to_jcal(content: Content, to: str, context: Context) -> Iterator[Content]:
    """A calendar as jCal, with all properties that could be read."""
    from mimekit_calendar.conversion import jcal_of  # noqa: PLC0415 - for calendars only

    yield Content.from_text(jcal_of(content, context), to, name=content.name)


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """A handler for people, and one for programs."""
    accepts = ("text/calendar", "application/ics")
    return (
        Handler(
            name="read",
            accepts=accepts,
            produces=("text/html", "text/markdown", "text/plain"),
            convert=convert_calendar,
        ),
        Handler(
            name="jcal",
            accepts=accepts,
            produces=("application/calendar+json",),
            convert=convert_to_jcal,
        ),
    )
