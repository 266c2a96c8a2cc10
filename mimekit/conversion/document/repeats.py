"""Quotations of what stands above already, cut out of the messages of a thread."""

from __future__ import annotations

import re
from typing import Final

from mimekit.composition.quotes import TextKind, split_quotes
from mimekit.message.part import Message

_MARKS = re.compile(r"[\s>|]+")

ENOUGH: Final = 0.8
"""The share of quoted lines that must stand above. Programs that fold a quoted line anew change
a few, and attributions are in no message."""


class Repeats:
    r"""The lines of all messages so far.

    >>> repeats = Repeats()
    >>> repeats.cut("Shall we meet?\n")
    'Shall we meet?\n'
    >>> print(repeats.cut("Yes.\n\n> Shall we meet?\n"))
    Yes.
    <BLANKLINE>
    [1 quoted line, as above]
    <BLANKLINE>
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def cut_message(self, message: Message) -> str:
        """The readable text of a message without what is repeated."""
        return self.cut(message.readable_text())

    def cut(self, text: str) -> str:
        """A text without the quotations whose lines were seen; its own lines are from now on."""
        kept: list[str] = []
        lines: set[str] = set()
        for kind, piece in split_quotes(text).pieces:
            quoted = _marked(piece) if kind is TextKind.QUOTED else []
            if quoted and self._are_seen(quoted):
                line = "line" if len(quoted) == 1 else "lines"
                kept.append(f"[{len(quoted)} quoted {line}, as above]\n")
            else:
                kept.append(piece)
                lines.update(map(_normal, piece.split("\n")))
        self._seen |= lines
        return "".join(kept)

    def _are_seen(self, lines: list[str]) -> bool:
        seen = sum(_normal(line) in self._seen for line in lines)
        return seen >= ENOUGH * len(lines)


def _marked(piece: str) -> list[str]:
    """The quoted lines that say something; of a quotation without marks, all of them."""
    lines = [line for line in piece.split("\n") if _normal(line)]
    return [line for line in lines if line.lstrip().startswith(">")] or lines


def _normal(line: str) -> str:
    """A line without marks of quotation, and without blanks, which programs change."""
    return _MARKS.sub("", line)
