"""A page that keeps nothing but the last text: for whoever asks, token by token, what is seen."""

from __future__ import annotations

from typing import ClassVar, Self

from mimekit.html.page import Page
from mimekit.html.tables import Table


class SeenPage(Page):
    """What the walk wrote for the token that it looked at last.

    Cells are written on the same page, and nothing else of it matters.

    >>> page = SeenPage()
    >>> page.write(" one ")
    >>> page.seen
    ' one '
    """

    is_flat: ClassVar = False

    def __init__(self) -> None:
        super().__init__()
        self.seen = ""
        """The last text, with its blanks; whoever reads it empties it."""

    def new(self) -> Self:
        """This page."""
        return self

    def write(self, text: str) -> None:
        """Keep a text."""
        self.seen = text

    def write_preformatted(self, text: str) -> None:
        """Keep a text."""
        self.seen = text

    def write_image(self, alt: str, url: str | None) -> None:
        """An image is no text."""

    def write_table(self, table: Table) -> None:
        """What a table holds was seen before."""

    def write_rule(self) -> None:
        """A rule is no text."""

    def text(self) -> str:
        """No text of a cell is kept."""
        return ""

    def break_line(self) -> None:
        """Lines do not matter, nor do blocks."""

    def block(self) -> None:
        """Nothing."""

    def spaced_block(self) -> None:
        """Nothing."""

    def open_block(self, first: str, rest: str) -> None:
        """Nothing."""

    def close_block(self) -> None:
        """Nothing."""

    def open_item(self, number: int | None) -> None:
        """Nothing."""

    def open_description(self) -> None:
        """Nothing."""

    def open_heading(self, level: int) -> None:
        """Nothing."""

    def close_heading(self) -> None:
        """Nothing."""

    def preformatted(self) -> Page | None:
        """None: this page."""
        return None

    def write_code(self, text: str) -> None:
        """Nothing: `preformatted` gives no page."""

    def open_mark(self, mark: str) -> bool:  # noqa: ARG002 - none is kept
        """False: nobody asks for its end."""
        return False

    def close_mark(self, mark: str) -> None:
        """Nothing."""

    def open_link(self, url: str) -> object:  # noqa: ARG002 - none is kept
        """None: a link is told by its tag."""
        return None

    def close_link(self, link: object) -> None:
        """Nothing."""

    def _end_line(self) -> bool:
        return False
