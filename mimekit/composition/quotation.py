"""The text of a received message as a reply quotes it (RFC 3676 section 4.5).

Each line gets ``> ``, one that is quoted already ``>``. The signature (``-- ``, RFC 3676
section 4.3) and empty lines around the text are left out. What stands above the quote is the
attribution, by default::

    On Sat, 28 Nov 2026 10:00:00 +0000, Ann Weaver wrote:
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from mimekit.composition.quotes import TextKind, split_quotes
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.date_time import format_date_time
from mimekit.fields.injection import blank_controls
from mimekit.message.part import Message

Attribution: TypeAlias = str | Callable[[Message], str] | None
"""A template with ``{date}``, ``{name}`` and ``{address}``, a function, or no line."""

ATTRIBUTION: Final = "On {date}, {name} wrote:"
_WITHOUT_DATE: Final = "{name} wrote:"
_NOBODY: Final = "Somebody"

_SIGNATURE: Final = "-- \n"
_LINE_END = re.compile(r"\r\n?")
_EMPTY_LINES_ABOVE = re.compile(r"(?>(?:[ \t]*+\n)+)")


def quotable_text(message: Message) -> str:
    """What a reader sees of the message, without its signature; line ends LF, one at the end.

    Empty if there is nothing to see.
    """
    text = _LINE_END.sub("\n", message.readable_text())
    if _SIGNATURE in text:
        pieces = split_quotes(text).pieces
        text = "".join(
            piece.text
            for piece in pieces
            if piece.kind != TextKind.SIGNATURE or not piece.text.startswith(_SIGNATURE)
        )
    above = _EMPTY_LINES_ABOVE.match(text)
    text = text[above.end() if above else 0 :].rstrip(" \t\n")
    return f"{text}\n" if text else ""


def quoted(text: str) -> str:
    r"""Each line of the text marked as quoted, once more.

    >>> quoted("It is.\n\n> Is it?\n")
    '> It is.\n>\n>> Is it?\n'
    """
    lines = text.split("\n")
    last = lines.pop()
    marked = [_marked(line) + "\n" for line in lines]
    return "".join([*marked, _marked(last) if last else ""])


def _marked(line: str) -> str:
    return f"> {line}" if line and line[0] != ">" else f">{line}"


def attribution_line(
    message: Message, attribution: Attribution, defects: list[Defect] | None = None
) -> str:
    """The line above the quote of ``message``; empty for None.

    Of several authors the first is named. `ComposeError` for a template with another name in
    braces, TypeError for what is none of these.
    """
    if attribution is None:
        return ""
    if not isinstance(attribution, str):
        line = attribution(message)
        if not isinstance(line, str):
            raise TypeError(f"an attribution is a str, not {type(line).__name__}")
        return line
    date = shown_date(message)
    if attribution == ATTRIBUTION and not date:
        attribution = _WITHOUT_DATE
    author = next(iter((*message.from_, *message.sender)), None)
    address = blank_controls(author.addr_spec if author else "")
    name = blank_controls(author.display_name if author else "", defects)
    values = {"date": date, "name": name or address or _NOBODY, "address": address}
    try:
        return attribution.format_map(values)
    except (KeyError, ValueError, IndexError, AttributeError):
        raise ComposeError(
            f"{attribution!r} is no attribution: it may have {{date}}, {{name}} and {{address}}"
        ) from None


def shown_date(message: Message) -> str:
    """The date of a message in the form of its header field; empty if there is none."""
    try:
        return format_date_time(message.date) if message.date else ""
    except (ComposeError, OverflowError):  # of a year that nobody can have written in
        return ""
