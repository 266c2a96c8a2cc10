"""The part of CSS that decides whether text is seen: declarations, lengths, style sheets.

Deviations from CSS:

1. Classes and ids are compared without regard to case, as in quirks mode, which most mail is in.
2. Selectors may have elements, classes and ids, and ancestors in any order and distance
   (``.a > td .b``); rules with siblings, attributes or pseudo-classes are passed over.
3. Media queries are answered for a screen of `SCREEN_WIDTH`; other conditions are false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

PROPERTIES: Final = frozenset(
    (
        *("display", "visibility", "opacity", "mso-hide", "white-space"),
        *("color", "background", "background-color", "background-image"),
        *("font", "font-size", "text-indent", "transform", "scale", "clip", "clip-path"),
        *("position", "left", "top", "right", "bottom", "margin-left", "margin-top"),
        *("width", "height", "max-width", "max-height", "overflow", "overflow-x", "overflow-y"),
    )
)
"""What is kept of a declaration block."""

SCREEN_WIDTH: Final = 1000
"""In px; media queries for telephones and for desktops part between 400 and 800."""

_MAX_RULES: Final = 100
"""Rules that name one class, id or element and more. Each element of that class asks them all:
without a bound, many rules times many elements are quadratic. Real sheets have under 20."""

_LONGEST_SELECTOR: Final = 500
"""Characters. Longer ones are passed over: a word of a selector costs many times its size."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})[ \t\n\r\f]?|([^\n\r\f]))", re.IGNORECASE)

# CSS Syntax Level 3 section 5.4.6, in lower case:
#   declaration := ident ":" value [ "!" "important" ]
_DECLARATION = re.compile(
    r"\s*+([a-z-]++)\s*+:\s*+"
    r"""((?>(?:[^;"'()]++|"[^"]*+"|'[^']*+'|\((?>(?:[^()"']++|"[^"]*+"|'[^']*+')*)\)|["'()])*));?+"""
    r"|[^;]++;?+|;"
)
_IMPORTANT = re.compile(r"\s*+!\s*+important\s*+\Z")
_LENGTH = re.compile(r"([+-]?(?:[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9}))[0-9]*+([a-z%]*+)")
_UNITS = (
    ("px", 1),
    ("pt", 4 / 3),
    ("pc", 16),
    ("in", 96),
    ("cm", 37.8),
    ("mm", 3.78),
    ("rem", 16),
)
_PX_OF = dict(_UNITS) | {"": 1, "vw": SCREEN_WIDTH / 100, "vh": SCREEN_WIDTH / 100}

_BLOCK_STEP = re.compile(r"""[{};]|"(?>(?:[^"\\\n]|\\.)*)"|'(?>(?:[^'\\\n]|\\.)*)'""")
_AT_RULE = re.compile(r"@(media|supports|layer)\b(.*)", re.DOTALL)
_MEDIA_FEATURE = re.compile(r"\(\s*(min|max)-(?:device-)?width\s*:\s*([0-9]{1,6})px\s*\)")
_MEDIA_TYPE = re.compile(r"(?:only\s+)?(?:screen|all)?")
_COMPOUND = re.compile(r"([a-z][\w-]*+|\*)?((?>(?:[.#][\w-]++)*))(?::link)?")


class Declarations(NamedTuple):
    """A declaration block: values by property, both in lower case, important ones apart."""

    normal: dict[str, str]
    important: dict[str, str]


class Rule(NamedTuple):
    """The declarations of one selector."""

    specificity: tuple[int, int, int]
    order: int
    element: str
    """Its name, or "" for any."""
    keys: frozenset[str]
    """``.class`` and ``#id``, all of which the element must have."""
    ancestors: frozenset[str]
    """Names, classes and ids, each of which some element around it must have."""
    declarations: Declarations


def parse_declarations(text: str) -> Declarations:
    """The `PROPERTIES` of a style attribute or of the inside of a rule.

    >>> parse_declarations("Display:none !important; color: /* a;b */ RED; x: url(a;b)")
    Declarations(normal={'color': 'red'}, important={'display': 'none'})
    """
    declarations = Declarations({}, {})
    for match in _DECLARATION.finditer(_plain(text)):
        name = match[1]
        if name in PROPERTIES:
            value, important = _IMPORTANT.subn("", match[2])
            (declarations.important if important else declarations.normal)[name] = value.strip()
    return declarations


def cascade(blocks: Iterable[Declarations]) -> dict[str, str]:
    """The values that win, of blocks from the weakest to the strongest (CSS Cascade section 6)."""
    values: dict[str, str] = {}
    strong: dict[str, str] = {}
    for normal, important in blocks:
        values |= normal
        strong |= important
    return values | strong


def length_px(text: str, em: float = 16, whole: float = SCREEN_WIDTH) -> float | None:
    """A length in px; None if it is none. ``em`` and ``whole``, for "%", are in px.

    >>> length_px("-10em"), length_px("0.75pt"), length_px("auto")
    (-160.0, 1.0, None)
    """
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "%":
        return number * whole / 100
    if unit in {"em", "ex", "ch"}:
        return number * em if unit == "em" else number * em / 2
    px = _PX_OF.get(unit)
    return None if px is None else number * px


class StyleSheet:
    """The rules of all style elements of a document.

    >>> sheet = StyleSheet()
    >>> sheet.add(".x { display: none } @media print { p { display: none } }")
    >>> [rule.declarations.normal for rule in sheet.rules("p", {"class": "a X"})]
    [{'display': 'none'}]
    """

    def __init__(self) -> None:
        self.ancestor_keys: set[str] = set()
        self._rules: dict[str, dict[object, Rule]] = {}
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._rules)

    def add(self, text: str, media: str = "") -> None:
        """Add the rules of one style element, whose media attribute is ``media``."""
        if not _is_screen(media.lower()):
            return
        text = _plain(text).replace("<!--", " ").replace("-->", " ")
        for selectors, body in _iter_rules(text):
            declarations = parse_declarations(body)
            if declarations != ({}, {}):
                for selector in dict.fromkeys(selectors.split(",")):
                    self._add_rule(selector.strip(), declarations)

    def rules(self, element: str, attributes: Mapping[str, str]) -> list[Rule]:
        """The rules for an element, from the weakest; whether their ancestors fit is left open."""
        keys = element_keys(attributes)
        found: list[Rule] = []
        for key in ("", element, *keys):
            found += (
                rule
                for rule in self._rules.get(key, {}).values()
                if rule.element in {"", element} and rule.keys <= keys
            )
        found.sort(key=lambda rule: rule[:2])
        return found

    def _add_rule(self, selector: str, declarations: Declarations) -> None:
        if len(selector) > _LONGEST_SELECTOR:
            return
        compounds = [_COMPOUND.fullmatch(part) for part in re.split(r"[>\s]+", selector)]
        parts: list[tuple[str, list[str]]] = []
        for match in compounds:
            if match is None or not match[0]:
                return
            element = "" if match[1] in {None, "*"} else match[1]
            parts.append((element, re.findall(r"[.#][^.#]+", match[2])))
        self._count += 1
        keys = [key for _, some in parts for key in some]
        ids = sum(key[0] == "#" for key in keys)
        specificity = ids, len(keys) - ids, sum(bool(element) for element, _ in parts)
        *around, (element, own_keys) = parts
        ancestors = frozenset(key for name, some in around for key in (name, *some) if key)
        rule = Rule(
            specificity, self._count, element, frozenset(own_keys), ancestors, declarations
        )
        rules = self._rules.setdefault(own_keys[0] if own_keys else element, {})
        same = rule[2:5]
        if same in rules:
            old = rules[same].declarations
            both = zip(old, declarations, strict=True)
            rule = rule._replace(declarations=Declarations(*(a | b for a, b in both)))
        elif len(rules) >= _MAX_RULES:
            return
        rules[same] = rule
        self.ancestor_keys |= ancestors


def element_keys(attributes: Mapping[str, str]) -> frozenset[str]:
    """The ``.class`` and ``#id`` of an element, in lower case."""
    keys = {f".{name}" for name in attributes.get("class", "").lower().split()}
    if attributes.get("id"):
        keys.add(f"#{attributes['id'].lower()}")
    return frozenset(keys)


def _plain(text: str) -> str:
    """CSS in lower case, without comments and escapes."""
    if "/*" in text:
        text = _COMMENT.sub(" ", text)
    if "\\" in text:
        text = _ESCAPE.sub(_unescape, text)
    return text.lower()


def _unescape(match: re.Match[str]) -> str:
    if match[2]:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0xD800 or 0xDFFF < number <= 0x10FFFF else "\ufffd"


def _iter_rules(text: str) -> Iterator[tuple[str, str]]:
    """The selectors and bodies of the rules that apply; at-rules with a body opened or skipped."""
    start = 0  # of the prelude or the body that is being read
    skip = 0  # depth inside a block that is passed over
    prelude = ""
    for step in _BLOCK_STEP.finditer(text):
        mark = step[0]
        if mark == "{":
            head = text[start : step.start()].strip()
            if skip or prelude or (head[:1] == "@" and not _applies(head)):
                skip += 1
            elif head[:1] != "@":
                prelude = head
        elif mark == "}":
            if skip:
                skip -= 1
            elif prelude:
                yield prelude, text[start : step.start()]
                prelude = ""
        elif mark != ";" or skip or prelude:
            continue
        start = step.end()
    if prelude and not skip:
        yield prelude, text[start:]


def _applies(head: str) -> bool:
    """Whether the rules inside an at-rule apply."""
    match = _AT_RULE.match(head)
    if match is None:
        return False
    if match[1] == "media":
        return _is_screen(match[2])
    return match[1] == "layer" or not match[2].strip().startswith("not")


def _is_screen(query: str) -> bool:
    """Whether a media query holds on a desktop's screen."""
    return any(map(_is_screen_part, query.split(",")))


def _is_screen_part(query: str) -> bool:
    for part in query.strip().split(" and "):
        feature = _MEDIA_FEATURE.fullmatch(part.strip())
        if feature is None and not _MEDIA_TYPE.fullmatch(part.strip()):
            return False
        if feature and (int(feature[2]) <= SCREEN_WIDTH) != (feature[1] == "min"):
            return False
    return True
