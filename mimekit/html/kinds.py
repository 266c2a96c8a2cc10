"""What an element's name says about how it opens and closes (HTML Standard section 13.2.6)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from mimekit.html.elements import (
    BARRIERS,
    BLOCKS,
    DROPPED,
    FOREIGN_HIDDEN,
    FORMATTING,
    HEADINGS,
    LISTS,
    P_ENDING,
    TABLE_PARTS,
)
from mimekit.html.tokens import FOREIGN, FOREIGN_END, HOLDING_HTML

ITEMS: Final = frozenset(("dd", "dt", "li"))
NOT_IN_ITSELF: Final = frozenset(("a", "button", "nobr", "select"))
"""Elements that one of the same name ends."""

MARKED: Final = frozenset(("cite", "del", "dfn", "kbd", "samp", "sub", "sup", "var"))
"""Elements besides formatting that some pages mark, or write otherwise."""

_OPTIONS = frozenset(("option", "optgroup"))
_LASTING = frozenset().union(
    *(BLOCKS, TABLE_PARTS, BARRIERS, DROPPED, FOREIGN, FOREIGN_HIDDEN, HOLDING_HTML),
    *(NOT_IN_ITSELF, FORMATTING, MARKED, {"q"}),
)


class Kind(NamedTuple):
    """What elements of one name have in common."""

    key: str
    """What an end tag is looked up by: the name, but one for all headings."""
    is_root: bool
    """``html`` and ``body``, which are always open, and ``head``, which never is."""
    is_table_part: bool
    ends_others: bool
    """Whether its start tag may close what is open."""
    ends_paragraph: bool
    ends_foreign: bool
    is_lasting: bool
    """Whether it must be known that it is open, whatever its style."""
    is_special: bool
    """Whether it is a list, an item, a part of a table or another barrier."""
    is_barrier: bool


@lru_cache(maxsize=256)
def kind_of(name: str) -> Kind:
    """The kind of an element.

    >>> kind_of("h2").key, kind_of("p").ends_paragraph, kind_of("span").is_lasting
    ('h1', True, False)
    """
    ending = P_ENDING | ITEMS | FOREIGN_END | NOT_IN_ITSELF | _OPTIONS
    return Kind(
        key="h1" if name in HEADINGS else name,
        is_root=name in {"html", "body", "head"},
        is_table_part=name in TABLE_PARTS,
        ends_others=name in ending,
        ends_paragraph=name in P_ENDING,
        ends_foreign=name in FOREIGN_END,
        is_lasting=name in _LASTING,
        is_special=name in LISTS | ITEMS | TABLE_PARTS | BARRIERS,
        is_barrier=name in BARRIERS,
    )
