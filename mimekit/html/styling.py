"""The style of each element: its attributes, its style attribute and the document's sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from mimekit.html.css import (
    Declarations,
    Rule,
    StyleSheet,
    cascade,
    element_keys,
    parse_declarations,
)
from mimekit.html.hidden import PREFORMATTED, STYLING_ATTRIBUTES, Style, element_style
from mimekit.html.tokens import parse_attributes


class Look(NamedTuple):
    """What style an element asks for: the same for all that have its `STYLING` attributes."""

    attributes: Mapping[str, str]
    rules: tuple[Rule, ...]
    inline: Declarations
    values: Mapping[str, str]
    """The CSS values of all rules, whether their ancestors fit or not."""
    depends: bool
    """Whether they depend on what is around the element."""
    styled: bool
    """Whether the element's style can differ from its parent's."""
    keys: tuple[str, ...]
    """The names by which rules may ask for it as an ancestor."""


class Facts(NamedTuple):
    """What a start tag says."""

    name: str
    attributes: Mapping[str, str]
    look: Look


STYLING: Final = ("style", "class", "id", "width", "height", "open", *STYLING_ATTRIBUTES)
"""Attributes that can have a say in an element's style."""

_NOTHING = Declarations({}, {})


class Styling:
    """The sheets of a document, and what is open of the ancestors that they ask for.

    Nothing is read twice: newsletters repeat the same few hundred start tags.

    >>> sheet = StyleSheet()
    >>> sheet.add("div .x { color: white }")
    >>> styling = Styling(sheet)
    >>> facts = styling.facts("b", ' class="x"')
    >>> styling.style(Style(), facts).hidden is None
    True
    >>> styling.enter(styling.facts("div", "").look)
    >>> styling.style(Style(), facts).hidden
    <Reason.COLOR: 'color'>
    """

    def __init__(self, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self._facts: dict[tuple[str, str], Facts] = {}
        self._looks: dict[tuple[str | None, ...], Look] = {}
        self._styles: dict[tuple[int, int], Style] = {}
        self._parents: list[Style] = []  # kept, so that no other object gets their id()
        self._open: Counter[str] = Counter()

    def facts(self, name: str, written: str) -> Facts:
        """The facts of a start tag whose attributes are ``written``."""
        facts = self._facts.get((name, written))
        if facts is None:
            attributes = parse_attributes(written) if written else {}
            facts = Facts(name, attributes, self._look(name, attributes))
            self._facts[name, written] = facts
        return facts

    def style(self, parent: Style, facts: Facts) -> Style:
        """The style of an element that opens here, in a parent with the style ``parent``."""
        look = facts.look
        if not look.styled:
            return parent
        key = id(parent), id(look)
        style = self._styles.get(key)
        if style is None or look.depends:
            style = element_style(parent, facts.name, look.attributes, self._values(look))
            style = parent if style == parent else style
            self._styles[key] = style
            self._parents.append(parent)
        return style

    def enter(self, look: Look) -> None:
        """Note that an element opened."""
        for key in look.keys:
            self._open[key] += 1

    def leave(self, look: Look) -> None:
        """Note that it closed."""
        for key in look.keys:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]

    def _values(self, look: Look) -> Mapping[str, str]:
        """The CSS values of an element that opens here."""
        if not look.depends:
            return look.values
        fitting = (rule for rule in look.rules if rule.ancestors <= self._open.keys())
        return cascade([*(rule.declarations for rule in fitting), look.inline])

    def _look(self, name: str, attributes: Mapping[str, str]) -> Look:
        href = "" if "href" in attributes else None  # that there is one is all that matters
        signature = (name, href, *map(attributes.get, STYLING)) if attributes else (name,)
        look = self._looks.get(signature)
        if look is None:
            look = self._looks[signature] = self._new_look(name, attributes)
        return look

    def _new_look(self, name: str, attributes: Mapping[str, str]) -> Look:
        rules = tuple(self._sheet.rules(name, attributes)) if self._sheet else ()
        inline = parse_declarations(attributes["style"]) if "style" in attributes else _NOTHING
        values: Mapping[str, str] = inline.normal
        if rules or inline.important:
            values = cascade([*(rule.declarations for rule in rules), inline])
        styled = (
            bool(values)
            or name in PREFORMATTED
            or (name == "a" and "href" in attributes)
            or (name == "dialog" and "open" not in attributes)
            or not STYLING_ATTRIBUTES.isdisjoint(attributes)
        )
        keys = self._sheet.ancestor_keys
        if keys:
            keys = keys & {name, *element_keys(attributes)}
        depends = any(rule.ancestors for rule in rules)
        return Look(attributes, rules, inline, values, depends, styled, tuple(keys))
