"""What each element does to a page when it opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from mimekit.html.elements import BLOCKS, DROPPED, FOREIGN_HIDDEN, HEADINGS
from mimekit.html.layout import Layout
from mimekit.html.marks import MARKS
from mimekit.html.open_elements import Element
from mimekit.html.page import Page

Layouts: TypeAlias = Mapping[str, Callable[[Layout, Element], None]]

_LAYOUTS: Final[Layouts] = {
    **dict.fromkeys(FOREIGN_HIDDEN, Layout.hide_foreign),
    **dict.fromkeys(BLOCKS, Layout.open_block),
    **dict.fromkeys(DROPPED, Layout.mute),
    "a": Layout.open_link,
    "blockquote": Layout.open_quote,
    "dd": Layout.open_description,
    "q": Layout.open_quotation,
    "li": Layout.open_item,
    "sub": Layout.open_subscript,
    "sup": Layout.open_superscript,
    "table": Layout.open_table,
    "tr": Layout.open_row,
    **dict.fromkeys(("td", "th"), Layout.open_cell),
    **dict.fromkeys(("dir", "menu", "ol", "ul"), Layout.open_list),
    **dict.fromkeys(("listing", "pre", "textarea"), Layout.open_preformatted),
}

_MARKED: Final[Layouts] = {
    **_LAYOUTS,
    **dict.fromkeys(HEADINGS, Layout.open_heading),
    **dict.fromkeys(MARKS, Layout.open_mark),
    **dict.fromkeys(("plaintext", "xmp"), Layout.open_preformatted),
}

_SEEN: Final[Layouts] = {
    name: layout for name, layout in _LAYOUTS.items() if name not in {"sub", "sup"}
}


def layouts_for(page: Page) -> Layouts:
    """The layouts of a kind of page."""
    if page.marks_up:
        return _MARKED
    return _LAYOUTS if page.is_flat else _SEEN
