"""The blocks of a style sheet: style rules with what is nested in them, and at-rules.

Deviations from CSS:

1. In a nested rule, ``&`` stands for the text of each selector of the rule around it (CSS Nesting
   Module section 3.1 has the specificity of the strongest one instead).
2. What is nested in more than `MAX_NESTING` blocks, and selectors beyond the budget of
   `_BUDGET` characters for each of the sheet, are passed over.
3. ``@import`` imports nothing: no mail program fetches it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mimekit.html.declarations import plain
from mimekit.html.media import holds_on_screen, is_supported
from mimekit.html.selectors import LONGEST, split_selectors

MAX_NESTING: Final = 12
"""Blocks inside one another. Each list of selectors multiplies those around it."""

_BUDGET: Final = 4
"""Characters of selectors for each character of a sheet, and `_FREE` of them. Without nesting a
selector is part of the sheet, so that one would do."""
_FREE: Final = 10_000

# CSS Syntax Level 3 section 5.4: blocks, the ends of declarations and at-rules, and strings,
# in which neither counts.
_STEP = re.compile(r"""[{};]|"(?>(?:[^"\\\n]|\\.)*)"|'(?>(?:[^'\\\n]|\\.)*)'""")
_AT_RULE = re.compile(r"@(-(?:webkit|moz|o|ms)-)?([a-z-]++)(.*)", re.DOTALL)


class Block(NamedTuple):
    """What begins with ``{``, or one that is complete."""

    selectors: tuple[str, ...] = ()
    doubtful: bool = False
    """Whether its conditions hold cannot be told."""
    layered: bool = False
    keyframes: str = ""
    """The name of the animation that it is part of."""
    number: int = 0
    """In the order of their beginnings."""
    body: str = ""
    """Its declarations."""


def iter_blocks(text: str, media: str = "") -> Iterator[Block]:
    """The blocks of a sheet that can apply to a screen, in the order of their ends.

    ``media`` is a query for all of them.

    >>> [block.selectors for block in iter_blocks("a{b{top:0}} @media print{c{top:0}} d,e{top:0")]
    [('a b',), ('a',), ('d', 'e')]
    """
    holds = holds_on_screen(media.lower())
    if holds is not False:
        text = plain(text).replace("<!--", " ").replace("-->", " ")
        yield from _Reader(text, Block(doubtful=holds is None)).blocks()


class _Reader:
    """One pass over a sheet, with a stack of its own instead of recursion."""

    def __init__(self, text: str, outermost: Block) -> None:
        self._text = text
        self._open = [outermost]
        self._bodies: list[list[str]] = [[]]
        self._skipped = 0  # blocks that are open inside one that is passed over, itself included
        self._budget = _BUDGET * len(text) + _FREE
        self._count = 0

    def blocks(self) -> Iterator[Block]:
        text, start = self._text, 0
        for step in _STEP.finditer(text):
            mark = step[0]
            if mark == "{":
                self._start(text[start : step.start()].strip())
            elif mark == "}":
                if self._skipped:
                    self._skipped -= 1
                elif len(self._open) > 1:
                    yield from self._end(text[start : step.start()])
            elif mark != ";":
                continue
            elif not self._skipped:
                self._bodies[-1].append(text[start : step.start()])
            start = step.end()
        rest = "" if self._skipped else text[start:]
        while len(self._open) > 1:
            yield from self._end(rest)
            rest = ""

    def _start(self, prelude: str) -> None:
        """A block begins."""
        block = None
        if not self._skipped and len(self._open) <= MAX_NESTING:
            block = self._at_rule(prelude) if prelude[:1] == "@" else self._style_rule(prelude)
        if block is None:
            self._skipped += 1
        else:
            self._count += 1
            self._open.append(block._replace(number=self._count))
            self._bodies.append([])

    def _end(self, rest: str) -> Iterator[Block]:
        """The innermost block ends."""
        block, pieces = self._open.pop(), self._bodies.pop()
        if block.selectors or block.keyframes:
            yield block._replace(body=";".join([*pieces, rest]))

    def _style_rule(self, prelude: str) -> Block | None:
        """A rule with selectors, or a frame of an animation."""
        around = self._open[-1]
        if around.keyframes:
            return around
        selectors: list[str] = []
        for selector in split_selectors(prelude):
            for outer in around.selectors or ("",):
                nested = _nested(selector, outer)
                self._budget -= len(nested) + 1
                if self._budget < 0:
                    return None
                if nested:
                    selectors.append(nested)
        return around._replace(selectors=tuple(dict.fromkeys(selectors))) if selectors else None

    def _at_rule(self, prelude: str) -> Block | None:
        """An at-rule whose block has rules or declarations that can apply."""
        match = _AT_RULE.fullmatch(prelude)
        around = self._open[-1]
        if match is None:
            return None
        name, condition = match[2], match[3].strip()
        if name == "keyframes":
            return Block(keyframes=condition or " ")
        if name == "layer":
            return around._replace(layered=True)
        if name not in {"media", "supports", "container", "scope"}:
            return None
        holds = None
        if name == "media":
            holds = holds_on_screen(condition)
        elif name == "supports":
            holds = is_supported(condition)
        return (
            None if holds is False else around._replace(doubtful=around.doubtful or holds is None)
        )


def _nested(selector: str, outer: str) -> str:
    """A selector inside of another; "" if it is too long."""
    references = selector.count("&")
    if len(selector) + len(outer) * references > LONGEST:
        return ""
    if references and outer:
        return selector.replace("&", outer)
    return f"{outer} {selector}" if outer else selector
