"""text/enriched (RFC 1896) and text/richtext (RFC 1341 section 7.1.3), by way of HTML.

What has a meaning in HTML is written in it; colours, fonts, sizes and margins are left out,
and so are the parameters of commands, and comments.

Deviations: a command that ends none which is open is passed by, one that is not ended ends with
the text; commands within more than `MAX_DEPTH` others are passed by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.handler import Handler
from mimekit.conversion.hidden_text import seen_text, warn_of_hidden
from mimekit.html.markdown import read_markdown
from mimekit.html.visible_text import read_visible

MAX_DEPTH: Final = 64
"""Commands within others: who nests deeper wants to break the reader of the HTML."""

_ELEMENTS: Final[Mapping[str, str]] = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "fixed": "code",
    "excerpt": "blockquote",
    "indent": "blockquote",
    "subscript": "sub",
    "superscript": "sup",
    "paragraph": "p",
    "heading": "h2",
    "nofill": "pre",
    "verbatim": "pre",
}
_BREAKS: Final[Mapping[str, str]] = {"nl": "<br>\n", "np": "<hr>\n", "lt": "&lt;"}
_SKIPPED: Final = frozenset(("param", "comment"))

# RFC 1896, "Syntax of text/enriched":
#   command = "<" ["/"] token ">"     and "<<" is a "<" of the text
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z0-9-]{1,60})>|(?P<less><<?)|(?P<lines>\n++)|[^<\n]++"
)


class _Writer:
    """The HTML while it is written."""

    def __init__(self, *, is_richtext: bool) -> None:
        self._is_richtext = is_richtext
        self._pieces: list[str] = []
        self._open: list[str] = []  # commands, the innermost last
        self._count: Counter[str] = Counter()  # how often each is open

    def write(self, token: re.Match[str]) -> None:
        """One command, or text up to the next one."""
        if token["name"]:
            self._command(token["name"].lower(), is_end=bool(token["end"]))
        elif any(self._count[name] for name in _SKIPPED):
            return
        elif token["less"]:
            self._pieces.append("&lt;")
        elif token["lines"]:
            self._pieces.append(self._lines(len(token[0])))
        else:
            self._pieces.append(escape(token[0], quote=False))

    def html(self) -> str:
        """All of it, with what is open ended."""
        while self._open:
            self._end(self._open.pop())
        return "".join(self._pieces)

    def _lines(self, number: int) -> str:
        """Line ends: one is a blank, each more a line break; in what is not filled they stay."""
        if self._count["nofill"] or self._count["verbatim"]:
            return "\n" * number
        return " " if self._is_richtext else "\n" + "<br>\n" * (number - 1)

    def _command(self, name: str, *, is_end: bool) -> None:
        if name in _BREAKS and self._is_richtext:
            self._pieces.append("" if is_end else _BREAKS[name])
        elif is_end:
            if self._count[name]:
                self._end_down_to(name)
        elif len(self._open) < MAX_DEPTH:
            self._open.append(name)
            self._count[name] += 1
            self._pieces.append(f"<{_ELEMENTS[name]}>" if name in _ELEMENTS else "")

    def _end_down_to(self, name: str) -> None:
        while True:
            last = self._open.pop()
            self._end(last)
            if last == name:
                return

    def _end(self, name: str) -> None:
        self._count[name] -= 1
        self._pieces.append(f"</{_ELEMENTS[name]}>" if name in _ELEMENTS else "")


def enriched_html(text: str, *, is_richtext: bool = False) -> str:
    r"""Enriched text, or its older sibling, as HTML that may stand in another page.

    >>> enriched_html("<bold>1 << 2</bold>\n\n<color><param>red</param>Yes</color>")
    '<b>1 &lt; 2</b>\n<br>\nYes'
    """
    writer = _Writer(is_richtext=is_richtext)
    for token in _TOKEN.finditer(text):
        writer.write(token)
    return writer.html()


def convert_enriched(content: Content, to: str, context: Context) -> Iterator[Content]:
    """The text as HTML; as Markdown and text what a reader sees of that."""
    is_richtext = content.media_type == "text/richtext"
    html = enriched_html(seen_text(content, context), is_richtext=is_richtext)
    context.check()
    if to == "text/markdown":
        markdown = read_markdown(html)
        warn_of_hidden(markdown.hidden, context)
        yield Content.from_text(markdown.text, to)
    elif to == "text/plain":
        visible = read_visible(html)
        warn_of_hidden(visible.hidden, context)
        yield Content.from_text(visible.text, to)
    else:
        yield Content.from_text(html, to)


HANDLERS = (
    Handler(
        name="enriched",
        accepts=("text/enriched", "text/richtext"),
        produces=("text/html", "text/markdown", "text/plain"),
        convert=convert_enriched,
        priority=-10,
    ),
)
