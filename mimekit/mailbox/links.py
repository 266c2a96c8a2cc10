"""The forest of messages by their ids (RFC 5256 section 3, steps 1 to 3).

A node is a number: first the messages, in their order, then the placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

_QUOTED_LOCAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?=@)', re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)


class Forest:
    """Nodes and their children, in order."""

    def __init__(self, children: list[list[int]], roots: list[int], messages: int) -> None:
        self.children = children
        self.roots = roots
        self.messages = messages
        """How many of the nodes are messages: the others are placeholders."""
        self.placeholders: dict[int, str] = {}
        """The ids of placeholders, but of those that were made for a subject."""

    def upwards(self) -> list[int]:
        """All nodes that hang on a root, each behind all below it."""
        order, waiting = [], [*self.roots]
        while waiting:
            node = waiting.pop()
            order.append(node)
            waiting += self.children[node]
        order.reverse()
        return order

    def sort(self, keys: Sequence[Any]) -> None:
        """Put all siblings in the order of their keys."""
        self.roots.sort(key=keys.__getitem__)
        for siblings in self.children:
            siblings.sort(key=keys.__getitem__)

    def add_placeholder(self, children: list[int]) -> int:
        """A new placeholder without an id."""
        self.children.append(children)
        return len(self.children) - 1


def link(message_ids: Sequence[str | None], ancestors: Sequence[Sequence[str]]) -> Forest:
    """The forest of messages with these ids and ancestors, without needless placeholders.

    Each message is put below its last ancestor, then each ancestor below the one before it,
    where it has no parent yet; never where that made a loop.
    """
    nodes: dict[str, int] = {}
    for number, message_id in enumerate(message_ids):
        if message_id is not None:
            nodes.setdefault(_normalized(message_id), number)
    count = len(message_ids)
    chains = [[_normalized(each) for each in chain] for chain in ancestors]
    for message_id in (each for chain in chains for each in chain):
        count += message_id not in nodes
        nodes.setdefault(message_id, count - 1)
    parents = _Parents(count)
    for number, chain in enumerate(chains):
        if chain:
            parents.put(number, nodes[chain[-1]])
    for chain in chains:
        for above, below in pairwise(chain):
            parents.put(nodes[below], nodes[above])
    forest = _prune(parents.above, len(message_ids))
    forest.placeholders = {
        node: message_id for message_id, node in nodes.items() if node >= forest.messages
    }
    return forest


class _Parents:
    """The parent of each node, -1 for none."""

    def __init__(self, count: int) -> None:
        self.above = [-1] * count
        self._towards_root = [*range(count)]  # shortened on every way up, so that all are short

    def put(self, node: int, parent: int) -> None:
        """Give a node a parent, if it has none and is not above it."""
        if self.above[node] < 0 and (root := self._root(parent)) != node:
            self.above[node] = parent
            self._towards_root[node] = root

    def _root(self, node: int) -> int:
        up = self._towards_root
        while up[node] != node:
            up[node] = up[up[node]]
            node = up[node]
        return node


def _prune(above: list[int], messages: int) -> Forest:
    """The forest without placeholders that hold nothing together (step 3).

    One without children goes. One with children gives them to its parent; at the top only
    if it is one child, for several would not be known to belong together.
    """
    children: list[list[int]] = [[] for _ in above]
    tops: list[int] = []
    for node, parent in enumerate(above):
        (children[parent] if parent >= 0 else tops).append(node)
    kept: list[list[int]] = [[] for _ in above]
    for node in range(messages):
        kept[node] = [*_messages_below(children, node, messages)]
    roots: list[int] = []
    for top in tops:
        if top < messages:
            roots.append(top)
            continue
        below = [*_messages_below(children, top, messages)]
        if len(below) > 1:
            roots.append(top)
            kept[top] = below
        else:
            roots += below
    return Forest(kept, roots, messages)


def _messages_below(children: list[list[int]], node: int, messages: int) -> Iterator[int]:
    """The next messages on every way down; each placeholder is passed once in all.

    In no order: siblings are sorted when all are known.
    """
    waiting = [*children[node]]
    while waiting:
        below = waiting.pop()
        if below < messages:
            yield below
        else:
            waiting += children[below]


def _normalized(message_id: str) -> str:
    """An id whose local part is quoted without need is that without quotes (section 2.1)."""
    quoted = _QUOTED_LOCAL.match(message_id)
    if quoted is None:
        return message_id
    return _QUOTED_PAIR.sub(r"\1", quoted[1]) + message_id[quoted.end() :]
