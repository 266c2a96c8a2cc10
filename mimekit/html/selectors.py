"""Selectors: which elements a rule of a style sheet is for.

Deviations from Selectors Level 4:

1. Names and the values of attributes are compared without regard to case: classes and ids as in
   quirks mode, which most mail is in.
2. There is nobody who points, clicks or types: ``:hover``, ``:focus``, ``:target`` and their like
   are true of no element, and pseudo-elements have no text of the document.
3. What follows an element is not known when it opens: a selector with ``:last-child``,
   ``:has()``, ``:empty`` or a pseudo-class that is not known here is a `doubtful` one.
4. ``:is()``, ``:where()`` and ``:not()`` take compound selectors; with others inside, they are
   doubtful. Namespaces are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

LONGEST: Final = 500
"""Characters. Longer selectors are passed over: a word of one costs many times its size."""

ESCAPED: Final = 0xF0000
"""Added to a character of ASCII that an escape made part of a name (``.sm\\:hide``)."""

_NAME = r"-?(?:[_a-z\x80-\U0010ffff]|-(?=[-_a-z0-9]))[\w\-\x80-\U0010ffff]*+"
_STRING = r"""(?:"([^"]*+)"|'([^']*+)')"""

# Section 17:
#   <compound-selector> = [ <type-selector>? <subclass-selector>* ]!
_TYPE = re.compile(rf"({_NAME})|\*")
_SUBCLASS = re.compile(
    rf"([.#])([\w\-\x80-\U0010ffff]++)"
    # <attribute-selector> = '[' <wq-name> ']'
    #   | '[' <wq-name> <attr-matcher> [ <string-token> | <ident-token> ] <attr-modifier>? ']'
    rf"|\[\s*+({_NAME})\s*+(?:([~|^$*]?=)\s*+(?:{_STRING}|([^\s\]\"']++))\s*+[is]?\s*+)?\]"
    # <pseudo-class-selector> and <pseudo-element-selector>
    rf"|(::?)({_NAME})(?:\(((?>(?:[^()]|\([^()]*+\))*))\))?"
)
# <combinator> = '>' | '+' | '~'
_COMBINATOR = re.compile(r"\s*+([>+~])\s*+|\s++")
# The items of a list. A comma in a string, in brackets or in parentheses separates none.
_ITEM = re.compile(
    r"""(?>(?:[^,"'()\[\]]++|"[^"]*+"|'[^']*+'|\((?>(?:[^()]|\([^()]*+\))*)\)|\[[^\[\]]*+\]|["'()\[\]])+)"""
)
# Section 14.3.1: the odd, the even, and An+B.
_NTH = re.compile(
    r"\s*+(?:(odd)|(even)|(?:([+-]?[0-9]{0,6})n)?\s*+(?:([+-]?)\s*+([0-9]{1,6}))?)\s*+"
)

_NEVER = frozenset(
    (
        *("hover", "active", "focus", "focus-visible", "focus-within", "visited", "target"),
        *("target-within", "before", "after", "first-line", "first-letter", "selection"),
        *("placeholder-shown", "user-invalid", "fullscreen", "playing", "current"),
    )
)
_ALWAYS = frozenset(("enabled", "defined", "read-only"))
_POSITIONS = {"first-child": (False, 0, 1), "first-of-type": (True, 0, 1)}
_LISTS = frozenset(("is", "where", "not", "matches", "any", "-webkit-any", "-moz-any"))


class AttributeTest(NamedTuple):
    """A condition on an attribute: ``value`` is "" for one that needs only be there."""

    name: str
    matcher: str
    value: str


class Position(NamedTuple):
    """``An+B``, among the children of the parent or among those of the same name."""

    of_type: bool
    step: int
    offset: int

    def holds(self, index: int) -> bool:
        """Whether the child with this number, from 1, is one of them."""
        distance = index - self.offset
        return distance % self.step == 0 <= distance // self.step if self.step else not distance


class Compound(NamedTuple):
    """Conditions on one element, all of which must hold."""

    element: str = ""
    """Its name, or "" for any."""
    keys: frozenset[str] = frozenset()
    """``.class`` and ``#id``."""
    attributes: tuple[AttributeTest, ...] = ()
    one_of: tuple[tuple[Compound, ...], ...] = ()
    """Lists, of each of which one must match."""
    none_of: tuple[Compound, ...] = ()
    positions: tuple[Position, ...] = ()

    @property
    def cost(self) -> int:
        """How many tests a match takes at most."""
        lists = sum(map(len, self.one_of)) + len(self.none_of)
        return 1 + len(self.attributes) + lists + 5 * len(self.positions)

    def matches(self, element: str, keys: frozenset[str], attributes: Mapping[str, str]) -> bool:
        """Whether an element fits, wherever it stands."""
        if (self.element and self.element != element) or not self.keys <= keys:
            return False
        for test in self.attributes:
            if not _has(attributes, test):
                return False
        for compounds in self.one_of:
            if not any(each.matches(element, keys, attributes) for each in compounds):
                return False
        return not self.none_of or not any(
            each.matches(element, keys, attributes) for each in self.none_of
        )


class Selector(NamedTuple):
    """A complex selector: compounds, and the combinator before each but the first."""

    compounds: tuple[Compound, ...]
    combinators: tuple[str, ...]
    """" ", ">", "+" or "~"."""
    specificity: tuple[int, int, int]
    doubtful: bool
    """Whether an element that matches may not be meant."""


def split_selectors(text: str) -> list[str]:
    """The selectors of a list; empty if one of them is missing (section 4.1).

    >>> split_selectors("a, [title='b,c'] > :is(d, e)")
    ['a', "[title='b,c'] > :is(d, e)"]
    """
    items: list[str] = []
    position = 0
    while match := _ITEM.match(text, position):
        items.append(match[0].strip())
        position = match.end()
        if position == len(text):
            return items if all(items) else []
        position += 1  # a comma
    return []


class _Reader:
    """One selector, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.specificity = (0, 0, 0)
        self.doubtful = False
        self.impossible = False

    def compound(self) -> Compound | None:
        """A compound selector; None if there is none here."""
        start = self.position
        compound = Compound()
        if match := _TYPE.match(self.text, start):
            self.position = match.end()
            if match[1]:
                compound = Compound(element=plain_name(match[1]))
                self._count(0, 0, 1)
        while match := _SUBCLASS.match(self.text, self.position):
            self.position = match.end()
            mark, name, attribute, matcher, *values, colon, pseudo, arguments = match.groups()
            if mark:
                self._count(mark == "#", mark == ".", 0)
                compound = compound._replace(keys=compound.keys | {mark + plain_name(name)})
            elif attribute:
                value = next((value for value in values if value is not None), "")
                test = AttributeTest(plain_name(attribute), matcher or "", plain_name(value))
                self._count(0, 1, 0)
                compound = compound._replace(attributes=(*compound.attributes, test))
            elif colon == "::":
                self.impossible = True
            else:
                compound = self._pseudo_class(compound, pseudo, arguments)
        return compound if self.position > start else None

    def _count(self, ids: int, classes: int, types: int) -> None:
        a, b, c = self.specificity
        self.specificity = (a + ids, b + classes, c + types)

    def _pseudo_class(self, compound: Compound, name: str, arguments: str | None) -> Compound:
        """A compound with one pseudo-class more."""
        if arguments is not None and name in _LISTS:
            return self._list(compound, name, arguments)
        self._count(0, 1, 0)
        if name in _NEVER:
            self.impossible = True
        elif name in {"link", "any-link"}:
            self.impossible = self.impossible or compound.element not in {"", "a"}
            test = AttributeTest("href", "", "")
            return compound._replace(element="a", attributes=(*compound.attributes, test))
        elif name == "checked":
            test = AttributeTest("checked", "", "")
            return compound._replace(attributes=(*compound.attributes, test))
        elif name == "root":
            self.impossible = self.impossible or compound.element not in {"", "html"}
            return compound._replace(element="html")
        elif position := _position(name, arguments):
            return compound._replace(positions=(*compound.positions, position))
        elif name not in _ALWAYS:
            self.doubtful = True
        return compound

    def _list(self, compound: Compound, name: str, arguments: str) -> Compound:
        """``:is()``, ``:where()`` or ``:not()``."""
        items = [parse_selector(item) for item in split_selectors(arguments)]
        simple = [item for item in items if item is not None]
        if not items or len(simple) < len(items) or any(map(_is_difficult, simple)):
            self.doubtful = True
            return compound
        if name != "where":
            self._count(*max(item.specificity for item in simple))
        possible = tuple(item.compounds[0] for item in simple if item is not IMPOSSIBLE)
        if name == "not":
            return compound._replace(none_of=(*compound.none_of, *possible))
        self.impossible = self.impossible or not possible
        return compound._replace(one_of=(*compound.one_of, possible))


def parse_selector(text: str) -> Selector | None:
    """The selector that a text is; None if it is none, `IMPOSSIBLE` if it is true of no element.

    >>> selector = parse_selector("div > p.a[title]")
    >>> selector.combinators, selector.specificity
    (('>',), (0, 2, 2))
    >>> parse_selector("p >") is None, parse_selector("a:hover") is IMPOSSIBLE
    (True, True)
    """
    if len(text) > LONGEST:
        return None
    reader = _Reader(text)
    compounds: list[Compound] = []
    combinators: list[str] = []
    while (compound := reader.compound()) is not None:
        compounds.append(compound)
        if reader.position == len(text):
            break
        match = _COMBINATOR.match(text, reader.position)
        if match is None:
            return None
        combinators.append(match[1] or " ")
        reader.position = match.end()
    if compound is None:
        return None
    if reader.impossible:
        return IMPOSSIBLE
    return Selector(tuple(compounds), tuple(combinators), reader.specificity, reader.doubtful)


IMPOSSIBLE: Final = Selector((Compound(),), (), (0, 0, 0), doubtful=False)
"""What is true of no element."""


def plain_name(text: str) -> str:
    """A name as it stands in the document, without the marks of its escapes."""
    if text.isascii():
        return text
    return "".join(
        chr(ord(c) - ESCAPED) if ESCAPED <= ord(c) < ESCAPED + 0x80 else c for c in text
    )


def _is_difficult(selector: Selector) -> bool:
    """Whether it cannot stand in a list here."""
    return (
        selector.doubtful
        or len(selector.compounds) > 1
        or any(compound.positions for compound in selector.compounds)
    )


def _position(name: str, arguments: str | None) -> Position | None:
    """``:first-child`` and its like, ``:nth-child(An+B)`` and ``:nth-of-type(An+B)``."""
    if name in _POSITIONS:
        return Position(*_POSITIONS[name])
    if name not in {"nth-child", "nth-of-type"} or arguments is None:
        return None
    match = _NTH.fullmatch(arguments)
    if match is None or not match[0].strip():
        return None
    of_type = name == "nth-of-type"
    odd, even, step, sign, offset = match.groups()
    if odd or even:
        return Position(of_type, 2, 1 if odd else 0)
    steps = 0 if step is None else int(step + "1") if step in {"", "+", "-"} else int(step)
    return Position(of_type, steps, int((sign or "") + (offset or "0")))


def _has(attributes: Mapping[str, str], test: AttributeTest) -> bool:
    """Whether an attribute is as it must be (section 6.1 and 6.2)."""
    value = attributes.get(test.name)
    if value is None:
        return False
    value, wanted = value[:LONGEST].lower(), test.value
    return _MATCHERS[test.matcher](value, wanted)


_MATCHERS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "": lambda value, wanted: True,  # noqa: ARG005 - that it is there is enough
    "=": lambda value, wanted: value == wanted,
    "|=": lambda value, wanted: value == wanted or value.startswith(f"{wanted}-"),
    "~=": lambda value, wanted: wanted in value.split(),
    "^=": lambda value, wanted: wanted != "" and value.startswith(wanted),
    "$=": lambda value, wanted: wanted != "" and value.endswith(wanted),
    "*=": lambda value, wanted: wanted != "" and wanted in value,
}


def iter_attribute_names(compound: Compound) -> Iterator[str]:
    """The attributes that a match asks for."""
    yield from (test.name for test in compound.attributes)
    for inner in (*compound.none_of, *(each for any_ in compound.one_of for each in any_)):
        yield from (test.name for test in inner.attributes)
