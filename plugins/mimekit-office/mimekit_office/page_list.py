"""Paragraphs of a page that are items of lists, one list in another."""

from __future__ import annotations

from mimekit_office.page import Page, safe_lines


class PageList:
    r"""The lists that are open on a page, the inner ones last.

    >>> page = Page()
    >>> items = PageList(page)
    >>> items.add("ul", 0, "one")
    >>> items.add("ul", 1, "two")
    >>> items.close()
    >>> "<ul><li>one<ul><li>two</li></ul></li></ul>" in page.content(None).text.replace("\n", "")
    True
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._tags: list[str] = []

    def add(self, tag: str, level: int, text: str) -> None:
        """An item of a list (``ul``, ``ol``) of a level, 0 for the outermost."""
        level = min(level, len(self._tags))
        self.close(level + 1)
        if len(self._tags) > level and self._tags[-1] != tag:
            self.close(level)
        if len(self._tags) > level:
            self._page.markup("</li>\n")
        else:
            self._page.markup(f"<{tag}>\n")
            self._tags.append(tag)
        self._page.markup(f"<li>{safe_lines(text)}")

    def close(self, level: int = 0) -> None:
        """End all lists from a level on."""
        while len(self._tags) > level:
            self._page.markup(f"</li>\n</{self._tags.pop()}>\n")
