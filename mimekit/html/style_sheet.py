"""Style sheets: rules, found by what an element is and by what is around it.

A selector is taken apart into steps, one a compound. The steps before the last one set a bit
each: what an element is, as far as other elements ask for it. A step has the bit that its
combinator needs in the parent, in what is around, or in the siblings before (`Place`). So a
selector costs one test an element and step, however deep the element stands, and rules whose
rightmost compound names a class, an id, an attribute or an element are asked by those only.

Deviations from CSS:

1. Rules beyond `MAX_COST` under one name and `MAX_ASKED` for one element, and selectors that
   need more than `MAX_STATES` bits in all, are passed over.
2. Of cascade layers only this is known: they are weaker than what is in none.
3. What cannot be decided here (`doubtful`) is decided in favour of what is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Final, NamedTuple, TypeAlias

from mimekit.html.declarations import Declarations, parse_declarations
from mimekit.html.rules import Block, iter_blocks
from mimekit.html.selectors import (
    IMPOSSIBLE,
    Compound,
    Selector,
    iter_attribute_names,
    parse_selector,
)

MAX_COST: Final = 100
"""Tests that an element of one class, id or name has to stand. Without a bound, many rules times
many elements are quadratic. Real sheets have under 50."""

MAX_ASKED: Final = 250
"""Tests that one element has to stand, for it may have many classes."""

MAX_STATES: Final = 1000
"""Bits. Real sheets need under 100."""

MAX_ALIKE: Final = 8
"""Rules of one selector. Real sheets repeat one two or three times."""


class Rule(NamedTuple):
    """The declarations of one selector."""

    declarations: Declarations
    doubtful: bool
    """Whether the rule holds cannot be told."""


class Place:
    """What an element is for the elements in it, as far as selectors ask."""

    __slots__ = ("around", "before", "children", "last", "names", "own")

    def __init__(self, own: int = 0, around: int = 0) -> None:
        self.own = own
        """The bits of the element itself."""
        self.around = around
        """Its bits, and those of all elements around it."""
        self.before = 0
        """The bits of the children so far."""
        self.last = 0
        """The bits of the last one of them."""
        self.children = 0
        """How many there are."""
        self.names: dict[str, int] | None = None
        """And how many of each name."""

    def count(self, own: int, name: str) -> None:
        """Note a child: its bits and its name."""
        self.last = own
        self.before |= own
        self.children += 1
        if self.names is None:
            self.names = {}
        self.names[name] = self.names.get(name, 0) + 1

    def index(self, name: str = "") -> int:
        """The number of the next child, among those of one name if it has one."""
        return 1 + ((self.names or {}).get(name, 0) if name else self.children)


_Strength: TypeAlias = tuple[bool, tuple[int, int, int], tuple[int, int]]
"""What the cascade sorts by: no layer before any, the specificity, the place in the text."""
_WEAKEST: Final[_Strength] = (False, (0, 0, 0), (0, 0))


class Step(NamedTuple):
    """One compound of a selector, and what it leads to."""

    compound: Compound
    combinator: str
    """How it is joined to the step before: "", " ", ">", "+" or "~"."""
    needs: int
    """The bit of the step before; 1 for the first step."""
    sets: int = 0
    """Its own bit; 0 for the last one."""
    rule: Rule | None = None
    """That of the last one."""
    strength: _Strength = _WEAKEST

    def stands(self, parent: Place, name: str) -> bool:
        """Whether the next child of ``parent``, with that name, has the positions asked for."""
        return all(
            position.holds(parent.index(name if position.of_type else ""))
            for position in self.compound.positions
        )


_STRENGTH_OF = attrgetter("strength")


def fitting(steps: Iterable[Step], parent: Place, name: str) -> list[Step]:
    """Those steps for an element that fit for a new child of ``parent``."""
    bits = {
        "": 1,
        " ": parent.around,
        ">": parent.own,
        "+": parent.last,
        "~": parent.before,
    }
    found = [step for step in steps if step.needs & bits[step.combinator]]
    return [step for step in found if not step.compound.positions or step.stands(parent, name)]


class StyleSheet:
    """The rules of all style elements of a document.

    >>> sheet = StyleSheet()
    >>> sheet.add(".x { display: none } @media print { p { display: none } }")
    >>> [step.rule.declarations.normal for step in sheet.steps("p", {"class": "a X"})]
    [{'display': 'none'}]
    """

    def __init__(self) -> None:
        self.attribute_names: set[str] = set()
        """The attributes that selectors ask for."""
        self.asks_parents = False
        """Whether selectors ask for parents: so what an element is ends with its children."""
        self.counts_children = False
        """Whether selectors ask for siblings or positions: so every element counts."""
        self.keyframes: dict[str, set[str]] = {}
        """By the name of an animation, the properties that it changes."""
        self._steps: dict[str, list[Step]] = {}
        self._costs: dict[str, int] = {}
        self._states: dict[tuple[int, str, Compound], int] = {}
        self._alike: dict[tuple[Selector, bool, bool], int] = {}
        self._sheets = 0

    def __bool__(self) -> bool:
        return bool(self._steps) or bool(self.keyframes)

    def add(self, text: str, media: str = "") -> None:
        """Add the rules of one style element, whose media attribute is ``media``."""
        self._sheets += 1
        for block in iter_blocks(text, media):
            declarations = parse_declarations(block.body)
            if block.keyframes:
                changed = self.keyframes.setdefault(block.keyframes, set())
                changed.update(*declarations)
            elif declarations != ({}, {}):
                for text_ in block.selectors:
                    self._add_rule(text_, declarations, block)

    def steps(self, element: str, attributes: Mapping[str, str]) -> list[Step]:
        """The steps for an element, wherever it stands; those with rules from the weakest."""
        keys = element_keys(attributes)
        names = ("", element, *keys, *(f"[{name}" for name in attributes))
        found: list[Step] = []
        room = MAX_ASKED
        for name in names:
            asked = self._steps.get(name)
            if asked is not None and room > 0:
                room -= self._costs[name]
                found += [
                    step for step in asked if step.compound.matches(element, keys, attributes)
                ]
        return sorted(found, key=_STRENGTH_OF)

    def _add_rule(self, text: str, declarations: Declarations, block: Block) -> None:
        selector = parse_selector(text)
        if selector is None or selector is IMPOSSIBLE:
            return
        alike = selector, block.layered, block.doubtful
        if self._alike.get(alike, 0) >= MAX_ALIKE:
            return
        needs, combinators = 1, ("", *selector.combinators)
        for compound, combinator in zip(selector.compounds[:-1], combinators, strict=False):
            needs = self._state(needs, combinator, compound)
            if not needs:
                return
        doubtful = selector.doubtful or block.doubtful
        strength = not block.layered, selector.specificity, (self._sheets, block.number)
        rule = Rule(declarations, doubtful)
        step = Step(selector.compounds[-1], combinators[-1], needs, 0, rule, strength)
        if self._add_step(step):
            self._alike[alike] = self._alike.get(alike, 0) + 1

    def _state(self, needs: int, combinator: str, compound: Compound) -> int:
        """The bit of a step that others follow; 0 if there is none left."""
        key = needs, combinator, compound
        if key not in self._states and len(self._states) < MAX_STATES:
            bit = 1 << len(self._states)
            self._states[key] = (
                bit if self._add_step(Step(compound, combinator, needs, bit)) else 0
            )
        return self._states.get(key, 0)

    def _add_step(self, step: Step) -> bool:
        """Whether there was room for a step."""
        compound = step.compound
        names = [*compound.keys, *(f"[{test.name}" for test in compound.attributes)]
        name = min(names or [compound.element], key=lambda name: self._costs.get(name, 0))
        cost = self._costs.get(name, 0) + compound.cost
        if cost > MAX_COST:
            return False
        self._costs[name] = cost
        self._steps.setdefault(name, []).append(step)
        self.attribute_names.update(iter_attribute_names(compound))
        if step.combinator == ">":
            self.asks_parents = True
        elif step.combinator in {"+", "~"}:
            self.counts_children = True
        if compound.positions:
            self.counts_children = True
        return True


def element_keys(attributes: Mapping[str, str]) -> frozenset[str]:
    """The ``.class`` and ``#id`` of an element, in lower case."""
    keys = {f".{name}" for name in attributes.get("class", "").lower().split()}
    if attributes.get("id"):
        keys.add(f"#{attributes['id'].lower()}")
    return frozenset(keys)
