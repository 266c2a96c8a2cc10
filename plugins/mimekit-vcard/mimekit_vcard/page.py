"""The page that contacts are shown on, as text, Markdown or HTML.

Everything on it comes from a sender: nothing of it becomes markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

from mimekit.plugin import escape_line

# A link that shows where it leads, and can hold nothing but that (RFC 3986 section 2).
_URL = re.compile(r"(?:https?://|mailto:|tel:)[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]{1,2000}")

_PAGE: Final = (
    '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{}\n</body></html>\n'
)


class Row(NamedTuple):
    """What is known of a contact: its label and its text, which may have several lines."""

    label: str
    text: str


class Photo(NamedTuple):
    """An image, by the name of its file or by a ``data:`` URL of ours."""

    source: str
    note: str


class Section(NamedTuple):
    """A contact."""

    title: str
    rows: tuple[Row, ...]
    photos: tuple[Photo, ...] = ()


def render(sections: list[Section], media_type: str) -> str:
    """The sections as text/html, text/markdown, or else as plain text."""
    if media_type == "text/html":
        return _PAGE.format("\n".join(map(_html, sections)))
    return "\n".join(map(_markdown if media_type == "text/markdown" else _text, sections))


def _text(section: Section) -> str:
    rows = "".join(
        f"{row.label}: {_indented(row.text.splitlines(), '  ')}\n" for row in section.rows
    )
    photos = "".join(f"Photo: {photo.note}\n" for photo in section.photos)
    return f"{section.title}\n\n{rows}{photos}"


def _markdown(section: Section) -> str:
    rows = "".join(
        f"- **{escape_line(row.label)}:** {_indented(_markdown_lines(row.text), '  ')}\n"
        for row in section.rows
    )
    photos = "".join(
        f"\n![{escape_line(photo.note)}]({photo.source})\n" for photo in section.photos
    )
    return f"# {escape_line(section.title)}\n\n{rows}{photos}"


def _markdown_lines(text: str) -> list[str]:
    r"""The lines of a list item, each but the last with a break."""
    if _URL.fullmatch(text):
        return [f"<{text}>"]
    *before, last = [escape_line(line) for line in text.splitlines() if line.strip()] or [""]
    return [*(f"{line}\\" for line in before), last]


def _indented(lines: list[str], blanks: str) -> str:
    return f"\n{blanks}".join(lines)


def _html(section: Section) -> str:
    return "\n".join(_iter_html(section))


def _iter_html(section: Section) -> Iterator[str]:
    yield f"<h1>{escape(section.title)}</h1>"
    yield "<ul>"
    for row in section.rows:
        safe = escape(row.text).replace("\n", "<br>")
        if _URL.fullmatch(row.text):
            safe = f'<a href="{safe}" rel="noreferrer">{safe}</a>'
        yield f"<li><strong>{escape(row.label)}:</strong> {safe}</li>"
    yield "</ul>"
    for photo in section.photos:
        yield f'<p><img src="{escape(photo.source)}" alt="{escape(photo.note)}"></p>'
