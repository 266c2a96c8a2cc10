"""Which text is not seen, and why: by CSS, and by the attributes of HTML that say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from mimekit.html.color import BLACK, LINK, WHITE, Color, parse_color
from mimekit.html.css import length_px

_TINY: Final = 1.0
"""px. Text of this size, and boxes of it that clip what overflows, show no letter."""

_FAR: Final = 500
"""px. Boxes that are moved so far to the left or the top are off any page; real layouts
overlap by tens of px, and hidden text is written with -999 and more."""


class Reason(StrEnum):
    """Why text is not seen."""

    DISPLAY_NONE = "display-none"
    """``display: none``, the attribute ``hidden``, or an element that browsers do not show."""
    VISIBILITY = "visibility-hidden"
    OPACITY = "opacity"
    """``opacity: 0`` or nearly."""
    FONT_SIZE = "font-size"
    """Letters of 1 px or less."""
    COLOR = "color"
    """Letters in the colour of their background, or transparent."""
    OFF_SCREEN = "off-screen"
    """Moved out of the page by its position, margin, indent or a transform."""
    ZERO_SIZE = "zero-size"
    """In a box without width or height, or scaled to nothing."""
    CLIPPED = "clipped"
    """Cut away by ``clip`` or ``clip-path``."""
    MSO_HIDE = "mso-hide"
    """``mso-hide: all``, which Outlook obeys."""
    TAG_CHARACTERS = "tag-characters"
    """Unicode tag characters, as the ASCII that they spell."""
    VARIATION_SELECTORS = "variation-selectors"
    """Runs of variation selectors, as the octets that they spell, read as UTF-8."""
    ZERO_WIDTH = "zero-width"
    """Characters without width, as they are."""
    BIDI_OVERRIDE = "bidi-override"
    """Text that is shown in another order, in the order in which it was written."""


class Hidden(NamedTuple):
    """Text that no reader sees, with its runs of blanks as one blank."""

    text: str
    reason: Reason


class Style(NamedTuple):
    """What an element's text inherits."""

    reason: Reason | None = None
    """Hidden for good: nothing inside can be shown again."""
    invisible: bool = False
    """``visibility``, which an element inside may turn on again."""
    font_px: float = 16
    color: Color = BLACK
    background: Color | None = WHITE
    """None if it is not known: an image, a gradient."""
    preformatted: bool = False

    hidden: Reason | None = None
    """Why its text is not seen."""


def element_style(
    parent: Style, element: str, attributes: Mapping[str, str], values: Mapping[str, str]
) -> Style:
    """The style of an element by its parent's, its attributes and its CSS ``values``.

    >>> element_style(Style(), "p", {}, {"color": "#fffffe"}).hidden
    <Reason.COLOR: 'color'>
    """
    visibility = values.get("visibility", "inherit")
    space = values.get("white-space", "inherit")
    preformatted = parent.preformatted or element in PREFORMATTED
    font_px = _font_px(parent, element, attributes, values)
    color = _color(parent, element, attributes, values)
    background = _background(parent, element, attributes, values)
    reason = parent.reason or _reason(element, attributes, values, font_px)
    invisible = parent.invisible if visibility == "inherit" else visibility in _INVISIBLE
    hidden = reason
    if hidden is None and invisible:
        hidden = Reason.VISIBILITY
    elif hidden is None and font_px <= _TINY:
        hidden = Reason.FONT_SIZE
    elif hidden is None and _is_lost(color, background):
        hidden = Reason.COLOR
    if space != "inherit":
        preformatted = space.startswith(("pre", "break"))
    return Style(reason, invisible, font_px, color, background, preformatted, hidden)


def _is_lost(color: Color, background: Color | None) -> bool:
    return color.alpha == 0 if background is None else color.is_lost_on(background)


_INVISIBLE = frozenset(("collapse", "hidden"))

PREFORMATTED: Final = frozenset(("pre", "textarea", "listing", "xmp", "plaintext"))

STYLING_ATTRIBUTES: Final = frozenset(("background", "bgcolor", "color", "hidden", "size", "text"))
"""Attributes that have a say in an element's style on their own."""

_OFFSETS = ("left", "top", "right", "bottom")
_MOVES = ("text-indent", "margin-left", "margin-top")
_SIZES = ("width", "height", "max-width", "max-height")
_OVERFLOW = ("overflow", "overflow-x", "overflow-y")
_BOX_PROPERTIES = (*_OVERFLOW, "max-width", "max-height")
_NUMBER = r"-?[0-9.]{1,12}[a-z%]{0,4}"
_TRANSLATE = re.compile(rf"translate(?:x|y|3d)?\(\s*({_NUMBER})(?:\s*,\s*({_NUMBER}))?")
_SCALE_NOTHING = re.compile(r"(?:^|scale(?:x|y|3d)?\(\s*)0*\.?0+(?![.0-9])")
_RECTANGLE = re.compile(r"rect\(([^()]{1,80})\)")
_SHAPE = re.compile(r"(inset|circle|ellipse|polygon)\(([^()]{1,200})\)")
_ALPHA = re.compile(r"(-?[0-9]{0,9}\.?[0-9]{0,9})(%?)")


def _reason(
    element: str, attributes: Mapping[str, str], values: Mapping[str, str], font_px: float
) -> Reason | None:
    """Why everything inside an element is hidden for good, by the element alone."""
    absent = "hidden" in attributes or (element == "dialog" and "open" not in attributes)
    if values.get("display", "none" if absent else "") == "none":
        return Reason.DISPLAY_NONE
    if values.get("mso-hide") == "all":
        return Reason.MSO_HIDE
    return _box_reason(attributes, values, font_px) if values else None


def _box_reason(
    attributes: Mapping[str, str], values: Mapping[str, str], font_px: float
) -> Reason | None:
    """Why nothing is left of an element's box where a reader looks."""
    if _is_transparent(values.get("opacity", "1")):
        return Reason.OPACITY
    if _is_clipped(values.get("clip", ""), values.get("clip-path", "")):
        return Reason.CLIPPED
    if _is_off_screen(values, font_px):
        return Reason.OFF_SCREEN
    return Reason.ZERO_SIZE if _is_nothing(attributes, values, font_px) else None


def _is_transparent(opacity: str) -> bool:
    match = _ALPHA.fullmatch(opacity)
    if match is None or not match[1].strip("-."):
        return False
    return float(match[1]) <= (2 if match[2] else 0.02)


def _is_clipped(clip: str, clip_path: str) -> bool:
    """Whether ``clip`` or ``clip-path`` leaves a px or less.

    >>> _is_clipped("rect(1px, 1px, 1px, 1px)", ""), _is_clipped("", "inset(50%)")
    (True, True)
    """
    if match := _RECTANGLE.match(clip):
        edges = [length_px(edge) for edge in re.split(r"[\s,]+", match[1].strip())]
        if len(edges) == 4 and None not in edges:
            top, right, bottom, left = (edge or 0 for edge in edges)
            return bottom - top <= _TINY or right - left <= _TINY
    match = _SHAPE.match(clip_path)
    if match is None:
        return False
    numbers = [length_px(text, whole=100) or 0 for text in re.split(r"[\s,]+", match[2].strip())]
    if match[1] != "inset":
        return (numbers[0] if match[1] == "circle" else max(numbers)) <= 0
    top, right, bottom, left = (numbers * 4)[:4] if len(numbers) < 4 else numbers[:4]
    return top + bottom >= 100 or left + right >= 100


def _is_off_screen(values: Mapping[str, str], font_px: float) -> bool:
    """Whether an element, or its first line, is moved off the page."""
    if values.get("position", "static") != "static":
        for name in _OFFSETS:
            offset = length_px(values.get(name, ""), font_px)
            if offset is not None and (offset <= -_FAR or offset >= _FAR * 6):
                return True
    moves = [length_px(values[name], font_px) for name in _MOVES if name in values]
    if match := _TRANSLATE.search(values.get("transform", "")):
        moves += [length_px(text or "", font_px) for text in match.groups()]
    if any(move is not None and move <= -_FAR for move in moves):
        return True
    indent = length_px(values.get("text-indent", ""), font_px) or 0
    return indent >= _FAR and _cuts_overflow(values)


def _is_nothing(attributes: Mapping[str, str], values: Mapping[str, str], font_px: float) -> bool:
    """Whether an element's box has no room for a letter."""
    if "transform" in values and _SCALE_NOTHING.search(values["transform"]):
        return True
    if "scale" in values and _SCALE_NOTHING.match(values["scale"]):
        return True
    if not any(name in values for name in _BOX_PROPERTIES):
        return False
    sizes = {name: values.get(name) or attributes.get(name, "") for name in _SIZES}
    px = {name: length_px(size, font_px) for name, size in sizes.items() if size}
    if any(px.get(name) == 0 for name in ("max-width", "max-height")):
        return True
    small = any(size is not None and size <= _TINY for size in px.values())
    return small and _cuts_overflow(values)


def _cuts_overflow(values: Mapping[str, str]) -> bool:
    return any(values.get(name, "").startswith(("hidden", "clip")) for name in _OVERFLOW)


# HTML Standard section 15.3.4: sizes 1 to 7 of the font element, in px.
_FONT_SIZES = (10, 13, 16, 18, 24, 32, 48)
# CSS Fonts Level 4 section 2.5.
_SIZE_NAMES = {
    **dict(zip(("xx-small", "x-small", "small", "medium"), (9, 10, 13, 16), strict=True)),
    **dict(zip(("large", "x-large", "xx-large", "xxx-large"), (18, 24, 32, 48), strict=True)),
}
_SIZE_IN_FONT = re.compile(r"(?:^|\s)(0|[0-9.]{1,12}(?:[a-z]{2,3}|%))(?=[\s/]|$)")


def _font_px(
    parent: Style, element: str, attributes: Mapping[str, str], values: Mapping[str, str]
) -> float:
    """The size of letters: absolute, or relative to the parent's."""
    size = values.get("font-size", "")
    if not size and (match := _SIZE_IN_FONT.search(values.get("font", ""))):
        size = match[1]
    if size in _SIZE_NAMES:
        return _SIZE_NAMES[size]
    if size in {"smaller", "larger"}:
        return parent.font_px * (1.2 if size == "larger" else 0.83)
    px = length_px(size, parent.font_px, parent.font_px) if size else None
    if px is not None:
        return px
    written = attributes.get("size", "") if element == "font" else ""
    if written[-1:].isdecimal() and written.isascii():
        number = int(written[-1])
        number = {"+": 3 + number, "-": 3 - number}.get(written[0], number)
        return _FONT_SIZES[min(max(number, 1), 7) - 1]
    return parent.font_px


def _color(
    parent: Style, element: str, attributes: Mapping[str, str], values: Mapping[str, str]
) -> Color:
    """The colour of letters; a link has its own unless it is given one."""
    attribute = {"font": "color", "body": "text"}.get(element, "")
    declared = values.get("color") or attributes.get(attribute, "")
    color = parse_color(declared.lower()) if declared else None
    if color is not None:
        return color
    return LINK if element == "a" and "href" in attributes and not declared else parent.color


def _background(
    parent: Style, element: str, attributes: Mapping[str, str], values: Mapping[str, str]
) -> Color | None:
    """What letters stand on: the nearest background that is not transparent."""
    shorthand = values.get("background", "")
    image = values.get("background-image", "") + shorthand
    if element not in _GROUNDS:
        attributes = {}
    if "url(" in image or "gradient(" in image or attributes.get("background"):
        return None
    for text in (values.get("background-color", ""), shorthand, attributes.get("bgcolor", "")):
        color = _first_color(text.lower()) if text else None
        if color is not None and color.alpha > 0:
            if parent.background is None and color.alpha < 1:
                return None
            return color.over(parent.background or WHITE)
    return parent.background


_GROUNDS = frozenset(("body", "table", "tbody", "td", "tfoot", "th", "thead", "tr"))
"""Elements that bgcolor and background have an effect on."""


def _first_color(text: str) -> Color | None:
    """The colour among the parts of a ``background``."""
    whole = parse_color(text)
    if whole is not None:
        return whole
    parts = re.findall(r"[^\s(]+(?:\([^()]*\))?", text[:500])
    return next((color for part in parts if (color := parse_color(part)) is not None), None)
