"""Quotations of what stands above already, cut out of the messages of a thread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from mimekit.composition.quotes import TextKind, split_quotes
from mimekit.message.part import Message

_WORD = re.compile(r"\w+")
_MARK = re.compile(r" ?> ?")

MAX_LEVELS: Final = 20
"""Quotations in quotations that are taken apart."""

RUN: Final = 4
"""Words that are compared as one. Programs fold quoted lines anew, so lines say nothing."""
ENOUGH: Final = 0.8
"""The share of these that must stand above: one who quotes changes a word, or leaves one out."""


class Repeats:
    r"""The words of all messages so far.

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
        self._seen: set[tuple[str, ...]] = set()

    def cut_message(self, message: Message) -> str:
        """The readable text of a message without what is repeated."""
        return self.cut(message.readable_text())

    def cut(self, text: str) -> str:
        """A text without the quotations that were seen; its own words are, from now on."""
        kept: list[str] = []
        seen: set[tuple[str, ...]] = set()
        for kind, piece in split_quotes(text).pieces:
            quoted = _marked(piece) if kind is TextKind.QUOTED else []
            if quoted and self._is_seen(quoted):
                line = "line" if len(quoted) == 1 else "lines"
                kept.append(f"[{len(quoted)} quoted {line}, as above]\n")
            else:
                kept.append(piece)
                seen.update(_all_runs(_WORD.findall(piece)))
        self._seen |= seen
        return "".join(kept)

    def _is_seen(self, lines: list[str]) -> bool:
        words = [word for line in lines for word in _WORD.findall(line)]
        runs = [*_runs(words, min(RUN, len(words)))]
        return bool(runs) and sum(run in self._seen for run in runs) >= ENOUGH * len(runs)


def _marked(piece: str) -> list[str]:
    """The quoted lines that say something, without the lines that say who wrote them."""
    said: list[str] = []
    for _ in range(MAX_LEVELS):
        lines = _said(piece)
        marked = [_MARK.sub("", line, count=1) for line in lines if _MARK.match(line)]
        if not marked:
            return said + lines
        inner = split_quotes("".join(f"{line}\n" for line in marked)).pieces
        new = (text for kind, text in inner if kind is not TextKind.QUOTED)
        said += [line for text in new for line in text.split("\n") if _WORD.search(line)]
        piece = "".join(text for kind, text in inner if kind is TextKind.QUOTED)
    return said


def _said(piece: str) -> list[str]:
    """The lines with words of a quotation; of one with fields and no marks, those below them."""
    lines = [line for line in piece.split("\n") if _WORD.search(line)]
    if any(map(_MARK.match, lines)):
        return lines
    below_fields = piece.partition("\n\n")[2].split("\n")
    return [line for line in below_fields if _WORD.search(line)] or lines


def _runs(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    """Words that follow each other, so many at a time."""
    return zip(*(words[start:] for start in range(length)), strict=False)


def _all_runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Runs of each length up to `RUN`: of what is quoted there may be less."""
    return chain.from_iterable(_runs(words, length) for length in range(1, RUN + 1))
