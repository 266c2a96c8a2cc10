"""Subtitles (SubRip) as Markdown: a list of what is shown, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from mimekit.plugin import (
    Content,
    Context,
    Handler,
    WarningCode,
    escape_line,
    hookimpl,
    seen_texts,
)

MAX_SUBTITLES: Final = 5_000
"""Subtitles that are listed: a film of three hours has about 2,500."""

# "00:01:02,500 --> 00:01:04,000"; some programs write a dot, and places on the screen behind.
_TIMES = re.compile(r"(\d{1,3}:\d\d:\d\d)[,.]\d{1,3}[ \t]{1,9}-->[ \t]{1,9}\d{1,3}:\d\d:\d\d")
_TAG = re.compile(r"</?(?:[bius]|font)\b[^<>]*>")


def convert_subtitles(content: Content, to: str, context: Context) -> Iterator[Content]:
    """A list of the subtitles, each behind the time when it is shown."""
    subtitles = read_subtitles(content.text)
    if not subtitles:
        raise ValueError("there is no subtitle in it")
    if len(subtitles) > MAX_SUBTITLES:
        left_out = len(subtitles) - MAX_SUBTITLES
        context.warn(f"subtitles that are left out: {left_out}", WarningCode.LIMIT)
    shown = subtitles[:MAX_SUBTITLES]
    texts = seen_texts([" ".join(subtitle.lines) for subtitle in shown], context)
    rows = [
        f"- {subtitle.start} {escape_line(_TAG.sub('', text))}\n"
        for subtitle, text in zip(shown, texts, strict=True)
    ]
    yield Content.from_text("".join(rows), to, name=content.name)


@dataclass
class Subtitle:
    """When it begins to be shown, in hours, minutes and seconds, and its lines."""

    start: str
    lines: list[str] = field(default_factory=list)


def read_subtitles(text: str) -> list[Subtitle]:
    r"""The subtitles of a SubRip file, in its order.

    >>> read_subtitles("1\n00:00:01,000 --> 00:00:02,500\nThe lamp\nis lit.\n\n2\n")
    [Subtitle(start='00:00:01', lines=['The lamp', 'is lit.'])]
    """
    subtitles: list[Subtitle] = []
    is_open = False
    for line in text.splitlines():
        if times := _TIMES.match(line):
            subtitles.append(Subtitle(times[1]))
            is_open = True
        elif not line.strip():
            is_open = False  # what comes next is the number of another one
        elif is_open:
            subtitles[-1].lines.append(line.strip())
    return subtitles


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """What mimekit asks each plugin for, once."""
    return [
        Handler(
            name="markdown",
            accepts=("application/x-subrip",),
            produces=("text/markdown",),
            convert=convert_subtitles,
        )
    ]
