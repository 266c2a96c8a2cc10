"""The style of each element: its attributes, its style attribute and the document's sheets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from mimekit.html.computed import Computer, inherit_variables
from mimekit.html.declarations import Declarations, cascade, parse_declarations, split_parts
from mimekit.html.kinds import Kind, kind_of
from mimekit.html.style import (
    PREFORMATTED,
    ROOT,
    SIZED,
    STYLING_ATTRIBUTES,
    Style,
    element_style,
)
from mimekit.html.style_sheet import Place, Rule, Step, StyleSheet, fitting
from mimekit.html.tokens import parse_attributes


class Look(NamedTuple):
    """What style an element asks for: the same for all that have its `STYLING` attributes."""

    attributes: Mapping[str, str]
    steps: tuple[Step, ...]
    """Of selectors: those that fit, wherever the element stands; weak rules first."""
    masks: tuple[int, int, int, int]
    """The bits that they ask for in what is around, in the parent and in siblings."""
    counted: bool
    """Whether they ask for a position among siblings."""
    inline: Declarations
    styled: bool
    """Whether the element's style can differ from its parent's."""


class Context:
    """What an element is for what is in it."""

    __slots__ = ("display", "inside", "place", "style")

    def __init__(self, style: Style, place: Place, display: str = "") -> None:
        self.style = style
        self.place = place
        self.display = display
        """Its own ``display``; "" if CSS does not say."""
        self.inside: dict[int, Context] = {}
        """By the id() of their looks, the contexts of children."""


class Facts(NamedTuple):
    """What a start tag says."""

    name: str
    attributes: Mapping[str, str]
    look: Look
    kind: Kind
    written: str
    """Its attributes as they are written."""


STYLING: Final = STYLING_ATTRIBUTES | {"style", "class", "id", "open"}
"""Attributes that can have a say in an element's style."""

_NOTHING = Declarations({}, {})
_MARKED = SIZED | {"bdo", "body", "dialog"}

_Fitting: TypeAlias = tuple[int, tuple[Rule, ...]]
"""The bits of an element, and its rules from the weakest to the strongest."""


@lru_cache(maxsize=256)  # of a short text this was half the cost
def _bare_style(element: str) -> Style:
    """The style of an element that nothing styles, in one that nothing styles."""
    return element_style(ROOT, element, {}, {})


class Styling:
    """The sheets of a document, and the styles that they give.

    Nothing is read twice: newsletters repeat the same few hundred start tags.

    >>> sheet = StyleSheet()
    >>> sheet.add("div .x { color: white }")
    >>> styling = Styling(sheet)
    >>> facts = styling.facts("b", ' class="x"')
    >>> root = Context(Style(), Place())
    >>> styling.open(root, facts).style.hidden is None
    True
    >>> styling.open(styling.open(root, styling.facts("div", "")), facts).style.hidden
    <Reason.COLOR: 'color'>
    """

    def __init__(self, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self._asked = sheet.attribute_names | STYLING
        """Attributes that can have a say in the look of an element."""
        self.known: dict[tuple[str, str], Facts] = {}
        """The facts so far, by names and attributes as written."""
        self._looks: dict[tuple[object, ...], Look] = {}
        self._fitting: dict[tuple[int, ...], _Fitting] = {}
        self._cascades: dict[tuple[int, ...], Declarations] = {}
        self._styles: dict[tuple[int, ...], tuple[Style, str]] = {}
        self._kept: list[object] = []  # so that no other object gets their id()
        self._places: dict[tuple[int, int], Place] = {}
        self._contexts: dict[tuple[int, int, str], Context] = {}
        self._computer = Computer()

    def facts(self, name: str, written: str) -> Facts:
        """The facts of a start tag whose attributes are ``written``."""
        facts = self.known.get((name, written))
        if facts is None:
            attributes = parse_attributes(written) if written else {}
            facts = Facts(name, attributes, self._look(name, attributes), kind_of(name), written)
            self.known[name, written] = facts
        return facts

    def open(self, parent: Context, facts: Facts) -> Context:
        """The context of a new child. It is another each time only where children count."""
        context = parent.inside.get(id(facts.look))
        if context is not None:
            return context
        style, display, own = parent.style, "", 0
        rules: tuple[Rule, ...] = ()
        if facts.look.steps:
            own, rules = self._fit(parent.place, facts)
        if facts.look.styled or rules:
            style, display = self._style(style, facts, rules)
        if self._sheet.counts_children:
            parent.place.count(own, facts.name)
            return Context(style, Place(own, parent.place.around | own), display)
        context = self.context(style, self._place(parent.place, own), display)
        parent.inside[id(facts.look)] = context
        return context

    def context(self, style: Style, place: Place, display: str = "") -> Context:
        """The one context that is so."""
        key = id(style), id(place), display
        context = self._contexts.get(key)
        if context is None:
            context = self._contexts[key] = Context(style, place, display)
        return context

    def _place(self, parent: Place, own: int) -> Place:
        """The place of a child, where children do not count."""
        if not own and not (parent.own and self._sheet.asks_parents):
            return parent
        key = own, parent.around | own
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = Place(*key)
        return place

    def _fit(self, place: Place, facts: Facts) -> _Fitting:
        """What a new child of an element is, and the rules for it."""
        look = facts.look
        around, parent, last, before = look.masks
        key = (
            id(look),
            place.around & around,
            place.own & parent,
            place.last & last,
            place.before & before,
        )
        found = None if look.counted else self._fitting.get(key)
        if found is None:
            steps = fitting(look.steps, place, facts.name)
            own = 0
            for step in steps:
                own |= step.sets
            found = own, tuple(step.rule for step in steps if step.rule is not None)
            if not look.counted:
                self._fitting[key] = found
        return found

    def _style(self, parent: Style, facts: Facts, rules: tuple[Rule, ...]) -> tuple[Style, str]:
        """The style of an element that has these rules, and its display."""
        key = (id(parent), id(facts.look), *map(id, rules))
        styled = self._styles.get(key)
        if styled is None:
            sure = tuple(rule for rule in rules if not rule.doubtful)
            style, display = self._new_style(parent, facts, sure)
            if len(sure) < len(rules):
                style = _in_doubt(style, self._new_style(parent, facts, rules)[0])
            styled = parent if style == parent else style, display
            self._styles[key] = styled
            self._kept.append(parent)
        return styled

    def _new_style(
        self, parent: Style, facts: Facts, rules: tuple[Rule, ...]
    ) -> tuple[Style, str]:
        values = self._values(facts.look.inline, rules)
        variables = inherit_variables(parent.variables, values)
        computed = self._computer.compute(values, variables)
        if self._sheet.keyframes and "animation" in computed:
            for word in split_parts(computed["animation"]):
                for name in self._sheet.keyframes.get(word, ()):
                    computed.pop(name, None)
        attributes = facts.look.attributes
        if parent is ROOT and not (attributes or computed or variables):
            return _bare_style(facts.name), ""
        style = element_style(parent, facts.name, attributes, computed, variables)
        return style, computed.get("display", "")

    def _values(self, inline: Declarations, rules: tuple[Rule, ...]) -> Mapping[str, str]:
        """The specified values: of all rules, and of the style attribute."""
        if not rules:
            return inline.normal | inline.important if inline.important else inline.normal
        key = tuple(map(id, rules))
        winning = self._cascades.get(key)
        if winning is None:
            winning = self._cascades[key] = cascade(rule.declarations for rule in rules)
        return winning.normal | inline.normal | winning.important | inline.important

    def _look(self, name: str, attributes: Mapping[str, str]) -> Look:
        asked = self._asked
        told: list[object] = [item for item in attributes.items() if item[0] in asked]
        if "href" in attributes:
            told.append("href")  # that there is one is nearly all that matters
        if name in SIZED:
            told += (attributes.get("width"), attributes.get("height"))
        signature = name, *told
        look = self._looks.get(signature)
        if look is None:
            look = self._looks[signature] = self._new_look(name, attributes)
        return look

    def _new_look(self, name: str, attributes: Mapping[str, str]) -> Look:
        steps = tuple(self._sheet.steps(name, attributes)) if self._sheet else ()
        inline = parse_declarations(attributes["style"]) if "style" in attributes else _NOTHING
        styled = (
            inline != _NOTHING
            or name in PREFORMATTED
            or (name == "a" and "href" in attributes)
            or name in _MARKED
            or not STYLING_ATTRIBUTES.isdisjoint(attributes)
        )
        masks = dict.fromkeys((" ", ">", "+", "~", ""), 0)
        for step in steps:
            masks[step.combinator] |= step.needs
        counted = any(step.compound.positions for step in steps)
        bits = masks[" "], masks[">"], masks["+"], masks["~"]
        return Look(attributes, steps, bits, counted, inline, styled)


def _in_doubt(style: Style, other: Style) -> Style:
    """Of two styles that an element may have, one in which it is seen, with what both agree on."""
    chosen = style if style.hidden is None else other if other.hidden is None else style
    if style.background != other.background:
        chosen = chosen._replace(background=None)
    return chosen._replace(color=None) if style.color != other.color else chosen
