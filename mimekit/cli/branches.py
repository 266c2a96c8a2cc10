"""The lines that are drawn before the nodes of a tree."""

from __future__ import annotations

from mimekit.cli import output

# What is drawn before a node: where a sibling of one above follows, where none
# does, before a node with siblings to follow, before the last one.
LINES = ("│  ", "   ", "├─ ", "└─ ")
ASCII_LINES = ("|  ", "   ", "|- ", "`- ")


def lines_to_draw() -> tuple[str, ...]:
    """Lines that the encoding of the output has."""
    return LINES if output.can_draw("".join(LINES)) else ASCII_LINES


def branches(
    depths: list[int], lines: tuple[str, ...] = LINES, deepest: int | None = None
) -> list[str]:
    """What is drawn before each node, given how deep they are, in document order.

    Nodes below ``deepest`` are drawn there, with their depth in brackets.

    >>> branches([0, 1, 2, 1])[1:]
    ['├─ ', '│  └─ ', '└─ ']
    >>> branches([0, 1, 2, 3], deepest=1)[1:]
    ['├─ ', '├─ [2] ', '└─ [3] ']
    """
    passing, blank, branch, last = lines
    drawn = []
    follows: list[bool] = []  # by depth: whether a sibling comes later
    for true_depth in reversed(depths):
        depth = true_depth if deepest is None else min(true_depth, deepest)
        follows += [False] * (depth + 1 - len(follows))
        above = [passing if sibling else blank for sibling in follows[1:depth]]
        here = (branch if follows[depth] else last) if depth else ""
        level = f"[{true_depth}] " if true_depth > depth else ""
        drawn.append("".join(above) + here + level)
        follows[depth:] = [True]
    return drawn[::-1]
