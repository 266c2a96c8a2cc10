"""HTML that is written: all text escaped, and no more of it than is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from mimekit.plugin import Content, Context, WarningCode
from mimekit_office.limits import MAX_CHARACTERS

# Controls that HTML does not have, and what turns the direction of the text around it.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HREF = re.compile(r"(?:https?://|mailto:|tel:|#)", re.ASCII | re.IGNORECASE)

_BEFORE: Final = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n'
_BEHIND: Final = "</body></html>\n"


class PageFullError(Exception):
    """There are more characters than `MAX_CHARACTERS`."""


class Page:
    """The body of a page, piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._characters_left = MAX_CHARACTERS

    def markup(self, markup: str) -> None:
        """Markup of ours, as it is. `PageFullError` if it has no room."""
        self._characters_left -= len(markup)
        if self._characters_left < 0:
            raise PageFullError
        self._pieces.append(markup)

    def text(self, text: str) -> None:
        """Text of theirs, escaped."""
        self.markup(safe_text(text))

    def heading(self, level: int, text: str) -> None:
        """A heading of level 1 to 6."""
        level = min(max(level, 1), 6)
        self.markup(f"<h{level}>{safe_text(text)}</h{level}>\n")

    def paragraph(self, text: str) -> None:
        """A paragraph, if it is not blank; line ends become ``<br>``."""
        if text.strip():
            self.markup(f"<p>{safe_lines(text)}</p>\n")

    def table(self, rows: Iterable[list[str]]) -> None:
        """A table of cells that are HTML; those of its first row are its header."""
        self.markup("<table>\n")
        tag = "th"
        for row in rows:
            self.markup(f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in row)}</tr>\n")
            tag = "td"
        self.markup("</table>\n")

    def content(self, name: str | None) -> Content:
        """The page as a content."""
        html = "".join((_BEFORE, *self._pieces, _BEHIND))
        return Content.from_text(html, "text/html", name=name)


def safe_text(text: str) -> str:
    """Text as HTML that shows it; without controls.

    >>> safe_text('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return escape(_UNSEEN.sub("", text))


def safe_lines(text: str) -> str:
    """The same without blanks at its ends, ``<br>`` for each line end."""
    return "<br>".join(safe_text(line) for line in text.strip().split("\n"))


def safe_href(url: str) -> str | None:
    """The URL if following it is harmless; None for scripts, files and other schemes.

    >>> safe_href("https://example.org/"), safe_href("JavaScript:alert(1)")
    ('https://example.org/', None)
    """
    return url if _HREF.match(url) else None


def warn_full(context: Context) -> None:
    """Say that the page is not whole."""
    context.warn(f"it has more than {MAX_CHARACTERS} characters", WarningCode.LIMIT)
