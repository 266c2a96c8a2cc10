"""Threads that are joined because of their subjects (RFC 5256 section 3, step 5)."""

from __future__ import annotations

from collections.abc import Sequence

from mimekit.mailbox.base_subject import BaseSubject
from mimekit.mailbox.links import Forest


def merge_by_subject(forest: Forest, subjects: Sequence[BaseSubject]) -> None:
    """Join the threads of a forest, in place; ``subjects`` are those of its messages."""
    told = {root: _subject(forest, subjects, root) for root in forest.roots}
    table: dict[str, int] = {}
    for root in forest.roots:
        text = told[root].text
        if text and _goes_first(forest, told, root, table.get(text)):
            table[text] = root
    gone: set[int] = set()
    for root in [*forest.roots]:
        text = told[root].text
        if text and (first := table[text]) != root:
            table[text] = _join(forest, told, first, root)
            gone.add(root)
            if table[text] != first:
                gone.add(first)
                forest.roots.append(table[text])
                told[table[text]] = told[first]
    forest.roots = [root for root in forest.roots if root not in gone]


def _subject(forest: Forest, subjects: Sequence[BaseSubject], root: int) -> BaseSubject:
    """The subject of a thread: of its first message, or of the first child of a placeholder."""
    return subjects[root if root < forest.messages else forest.children[root][0]]


def _goes_first(
    forest: Forest, told: dict[int, BaseSubject], root: int, first: int | None
) -> bool:
    """Whether a thread stands for its subject rather than the one that does so far (step 5.B)."""
    if first is None:
        return True
    is_placeholder, was_placeholder = root >= forest.messages, first >= forest.messages
    if is_placeholder or was_placeholder:
        return is_placeholder and not was_placeholder
    return told[first].is_reply and not told[root].is_reply


def _join(forest: Forest, told: dict[int, BaseSubject], first: int, root: int) -> int:
    """Join a thread with the first of its subject; return what stands for it now (step 5.C)."""
    children = forest.children
    if first >= forest.messages:
        children[first] += children[root] if root >= forest.messages else [root]
    elif told[root].is_reply and not told[first].is_reply:
        children[first].append(root)
    else:
        return forest.add_placeholder([first, root])
    return first
