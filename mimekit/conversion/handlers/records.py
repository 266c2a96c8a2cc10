r"""What a report, an event or a card says: a title, and lines with a label.

They are written as text, Markdown and HTML alike; nothing in them is markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Final, NamedTuple

from mimekit.html.markdown_escapes import escape_line


class Record(NamedTuple):
    """One thing that is told of."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    """Labels and texts; a text may have several lines."""


def records_as_text(records: Iterable[Record]) -> str:
    r"""Lines with labels; those of a text that has several are indented.

    >>> lunch = Record("Lunch", (("Where", "Hall\nRoom 2"), ("Who", "all")))
    >>> print(records_as_text([lunch]), end="")
    Lunch
    <BLANKLINE>
    Where: Hall
      Room 2
    Who: all
    """
    blocks = []
    for record in records:
        lines = [f"{label}: " + "\n  ".join(_lines(text)) + "\n" for label, text in record.lines]
        blocks.append(_title(record) + "\n" + ("\n" if lines else "") + "".join(lines))
    return "\n".join(blocks)


def records_as_markdown(records: Iterable[Record]) -> str:
    r"""A title in bold letters, and a list.

    >>> print(records_as_markdown([Record("# 1", (("Where", "*Hall*"),))]), end="")
    **\# 1**
    <BLANKLINE>
    - Where: \*Hall\*
    """
    blocks = []
    for record in records:
        title = escape_line(_title(record))
        lines = [
            f"- {escape_line(label)}: " + "\\\n  ".join(map(escape_line, _lines(text))) + "\n"
            for label, text in record.lines
        ]
        blocks.append(f"**{title}**\n" + ("\n" if lines else "") + "".join(lines))
    return "\n".join(blocks)


def records_as_html(records: Iterable[Record]) -> str:
    """A title in bold letters, and a list.

    >>> print(records_as_html([Record("<1>", (("Where", "Hall"),))]), end="")
    <p><strong>&lt;1&gt;</strong></p>
    <ul>
    <li>Where: Hall</li>
    </ul>
    """
    blocks = []
    for record in records:
        items = [
            f"<li>{_in_html(label)}: " + "<br>\n".join(map(_in_html, _lines(text))) + "</li>\n"
            for label, text in record.lines
        ]
        listed = f"<ul>\n{''.join(items)}</ul>\n" if items else ""
        blocks.append(f"<p><strong>{_in_html(_title(record))}</strong></p>\n{listed}")
    return "".join(blocks)


WRITERS: Final[Mapping[str, Callable[[Iterable[Record]], str]]] = {
    "text/plain": records_as_text,
    "text/markdown": records_as_markdown,
    "text/html": records_as_html,
}


def _title(record: Record) -> str:
    return _one_line(record.title) or "Without a title"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    """The lines that are not empty; one at least."""
    return [line for line in map(_one_line, text.splitlines()) if line] or [""]


def _in_html(text: str) -> str:
    return escape(text, quote=False)
