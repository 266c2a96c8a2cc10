"""Boxes of which nothing is left where a reader looks.

Deviations from CSS:

1. Whether an element is a block is not asked: what only blocks have, a width or a transform, is
   taken to hold for inline elements too.
2. Boxes that are moved twice are looked at each alone, so that a second move back is not noticed.
3. A percentage is taken of a page, and one that depends on what is around decides nothing: boxes
   are put in the middle by ``left: 50%`` and ``translate(-50%)``, columns by ``margin: -100%``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import cos, radians
from typing import Final

from mimekit.html.color import NO_ALPHA, Color, parse_color
from mimekit.html.declarations import color_parts, split_parts
from mimekit.html.elements import TABLE_PARTS
from mimekit.html.hidden import Reason
from mimekit.html.lengths import length_px, parse_angle, parse_number

TINY: Final = 1.0
"""px. Text of this size, and boxes of it that clip what overflows, show no letter."""

TINY_LETTERS: Final = 2.0
"""px. Letters up to this size are dust. Nobody prints smaller than 8 px to be read."""

FAR: Final = 500
"""px. Boxes that are moved so far to the left or the top are off any page; real layouts
overlap by tens of px, and hidden text is written with -999 and more."""

VERY_FAR: Final = 3000
"""px. The same, to the right or the bottom, where a page may go on."""

_MOST_PERCENT: Final = 150
"""Percentages up to this may bring a box back to where something else has moved it from."""

_NO_SCALE: Final = 1 / 8
"""Letters of the usual 16 px that are scaled so have `TINY_LETTERS` px."""

_FUNCTION = re.compile(r"([a-z0-9]++)\(((?>(?:[^()]|\((?>(?:[^()]|\([^()]*+\))*)\))*))\)")
_BLANKS = re.compile(r"[\s,]+")


def box_reason(element: str, values: Mapping[str, str], font_px: float) -> Reason | None:
    """Why nothing is seen of an element's box, whatever is in it."""
    if values.get("display") == "contents":
        return None  # it has no box (CSS Display Module Level 3 section 2.5)
    if _is_clipped(values):
        return Reason.CLIPPED
    if _is_off_screen(values, font_px) or _is_moved_away(values, font_px):
        return Reason.OFF_SCREEN
    is_nothing = _is_scaled_away(values) or _has_no_room(element, values, font_px)
    return Reason.ZERO_SIZE if is_nothing else None


def is_far(move: float | None) -> bool:
    """Whether something that is moved so is off the page."""
    return move is not None and (move <= -FAR or move >= VERY_FAR)


def cuts_overflow(values: Mapping[str, str]) -> bool:
    """Whether what does not fit into a box is cut off, or must be scrolled to."""
    contained = values.get("contain", "none").split()  # CSS Containment Module Level 2 section 3
    return not _PAINT.isdisjoint(contained) or any(
        values.get(name, "visible") != "visible" for name in ("overflow-x", "overflow-y")
    )


_PAINT = frozenset(("paint", "strict", "content"))


# -- places

_OFFSETS = ("left", "top", "right", "bottom")


def _is_off_screen(values: Mapping[str, str], font_px: float) -> bool:
    """Whether its position or margin moves an element off the page."""
    for margin, padding in (("margin-left", "padding-left"), ("margin-top", "padding-top")):
        move = _offset(values.get(margin, ""), font_px)
        if move is not None:
            # Bars across the whole window have a padding that takes back what the margin gives.
            move += length_px(values.get(padding, ""), font_px) or 0
        if is_far(move):
            return True
    if values.get("position", "static") in {"static", "sticky", "-webkit-sticky"}:
        return False
    offsets = [values[name] for name in _OFFSETS if name in values]
    if values["position"] == "fixed" and any(map(_is_past_window, offsets)):
        return True
    return any(_is_whole_page(text) or is_far(_offset(text, font_px)) for text in offsets)


def _is_whole_page(offset: str) -> bool:
    return offset.startswith("-") and offset.endswith("%") and (parse_number(offset) or 0) <= -1


def _is_past_window(offset: str) -> bool:
    """Whether what begins there, and stays where the window is, is never in the window."""
    return bool(_OF_WINDOW.fullmatch(offset)) and (parse_number(offset.rstrip("vwh%")) or 0) >= 100


_OF_WINDOW = re.compile(r"[0-9.]++(?:%|vw|vh)")


def _offset(text: str, font_px: float) -> float | None:
    """A length in px; None for a small percentage."""
    if text.endswith("%") and abs(parse_number(text) or 0) * 100 <= _MOST_PERCENT:
        return None
    return length_px(text, font_px)


# -- transforms (CSS Transforms Module Levels 1 and 2)


def _is_moved_away(values: Mapping[str, str], font_px: float) -> bool:
    """Whether a translation moves an element off the page."""
    moves = split_parts(values.get("translate", ""))[:2]
    for name, arguments in _FUNCTION.findall(values.get("transform", "")):
        words = split_parts(arguments)
        if name.startswith("translate") and name != "translatez":
            moves += words[:2]
        elif name == "matrix" and len(words) == 6:
            moves += words[4:]
    return any(is_far(_offset(move, font_px)) for move in moves)


def _is_scaled_away(values: Mapping[str, str]) -> bool:
    """Whether a transform leaves letters without height or width."""
    wide = high = 1.0
    steps = _FUNCTION.findall(values.get("transform", ""))
    if "scale" in values:
        steps.append(("scale", values["scale"]))
    if "zoom" in values:
        steps.append(("scale", values["zoom"]))
    match split_parts(values.get("rotate", "")):
        case ["x" | "y" as axis, angle] | [angle, "x" | "y" as axis]:
            steps.append((f"rotate{axis}", angle))
    for name, arguments in steps:
        x, y = _scale(name, split_parts(arguments))
        wide, high = wide * x, high * y
    if values.get("backface-visibility") == "hidden" and wide * high < 0 and _turns(steps):
        return True  # its back is what faces the reader
    return min(abs(wide), abs(high)) <= _NO_SCALE


_MATRICES = {("matrix", 6): (0, 1, 2, 3), ("matrix3d", 16): (0, 1, 4, 5)}
"""Where the four numbers stand whose determinant is the area that is left of a square."""


def _turns(steps: list[tuple[str, str]]) -> bool:
    return any(name.startswith("rotate") for name, _ in steps)


def _scale(name: str, words: list[str]) -> tuple[float, float]:
    """How many times wider and higher a function of ``transform`` makes a box."""
    if name == "rotate3d" and len(words) == 4 and parse_number(words[2]) == 0:
        name, words = ("rotatey" if parse_number(words[0]) == 0 else "rotatex"), words[3:]
    if name in {"rotatex", "rotatey"} and words:
        size = cos(radians(parse_angle(words[0]) or 0))
        return (1, size) if name == "rotatex" else (size, 1)
    numbers = [1.0 if (number := parse_number(word)) is None else number for word in words]
    if (name, len(numbers)) in _MATRICES:
        a, b, c, d = (numbers[at] for at in _MATRICES[name, len(numbers)])
        return abs(a * d - b * c), 1
    if not numbers or name not in {"scale", "scale3d", "scalex", "scaley"}:
        return 1, 1
    if name in {"scalex", "scaley"}:
        return (numbers[0], 1) if name == "scalex" else (1, numbers[0])
    return numbers[0], numbers[1] if len(numbers) > 1 else numbers[0]


# -- sizes

_AXES = (
    ("height", "max-height", "min-height", "padding-top", "padding-bottom"),
    ("width", "max-width", "min-width", "padding-left", "padding-right"),
)


def _has_no_room(element: str, values: Mapping[str, str], font_px: float) -> bool:
    """Whether a box that cuts what overflows is too small for a letter."""
    if not cuts_overflow(values):
        return False
    if element in TABLE_PARTS or values.get("display", "").startswith("table"):
        return False  # these are never smaller than what is in them (CSS 2.2 section 17.5)
    if values.get("flex", "none").split()[0] not in {"none", "initial", "0"}:
        return False  # it takes what room there is
    return any(_is_tiny(axis, values, font_px) for axis in _AXES)


def covers_others(values: Mapping[str, str], font_px: float) -> bool:
    """Whether text overflows a box without height, and stands on what comes next.

    So newsletters put text on an image, where positions are taken out of mail.
    """
    return (
        "max-height" in values
        and length_px(values["max-height"], font_px) == 0
        and not cuts_overflow(values)
    )


def _is_tiny(axis: tuple[str, ...], values: Mapping[str, str], font_px: float) -> bool:
    """Whether a box has no height, or no width, for a letter."""
    size, most, *more = axis
    lengths = [values[name] for name in (size, most) if name in values]
    if size == "height":
        lengths = [text for text in lengths if "%" not in text]  # of a height that is not known
    px = [length_px(text, font_px) for text in lengths]
    return any(each is not None and each <= TINY for each in px) and not any(
        _is_more_than_tiny(values.get(name, "0"), font_px) for name in more
    )


def _is_more_than_tiny(text: str, font_px: float) -> bool:
    px = length_px(text, font_px)
    return text != "auto" if px is None else px > TINY


# -- clipping


def _is_clipped(values: Mapping[str, str]) -> bool:
    """Whether ``clip``, ``clip-path`` or ``mask`` leaves a px or less.

    >>> _is_clipped({"clip": "rect(1px, 1px, 1px, 1px)"}), _is_clipped({"clip-path": "inset(50%)"})
    (True, True)
    """
    if "mask" in values and _masks_all(values["mask"]):
        return True
    for name in ("clip", "clip-path"):
        match = _FUNCTION.search(values.get(name, ""))
        if match is not None and _is_empty_shape(match[1], match[2]):
            return True
    return False


def _is_empty_shape(shape: str, arguments: str) -> bool:
    """Whether a shape has no area (CSS Shapes Module Level 1 section 3, CSS Masking section 8)."""
    edges = arguments.partition(" round ")[0].partition(" at ")[0].strip()
    if shape == "polygon":
        return _is_line(edges)
    # What a percentage is taken of is not known: of so much that lengths alone reach it hardly.
    lengths = [length_px(word, whole=FAR * 2) for word in _BLANKS.split(edges)]
    px = [each for each in lengths if each is not None]
    if len(px) < len(lengths):
        return False
    if shape == "inset" and len(px) <= 4:
        top, right, bottom, left = (px * 4)[:4] if len(px) != 3 else (*px, px[1])
        return top + bottom >= FAR * 2 or left + right >= FAR * 2
    if shape in {"circle", "ellipse"}:
        return min(px) <= TINY
    if shape == "rect" and len(px) == 4:
        top, right, bottom, left = px
        return bottom - top <= TINY or right - left <= TINY
    return shape == "xywh" and len(px) == 4 and min(px[2:]) <= TINY


def _is_line(points: str) -> bool:
    """Whether all points of a polygon are on one upright or level line."""
    pairs = [pair for point in points.split(",") if len(pair := point.split()) == 2]
    for words in zip(*pairs, strict=True):
        px = [each for word in words if (each := length_px(word)) is not None]
        if len(px) == len(pairs) and max(px) - min(px) <= TINY:
            return True
    return False


def _masks_all(mask: str) -> bool:
    """Whether all that a mask shows is transparent."""
    if "gradient(" not in mask or "url(" in mask:
        return False
    found = _gradient_colors(mask)
    return bool(found) and all(color is not None and color.alpha <= NO_ALPHA for color in found)


def image_color(image: str) -> Color | None:
    """The one colour of a gradient whose colours are all alike.

    >>> image_color("linear-gradient(to top, red, #f00 50%)")
    Color(red=255, green=0, blue=0, alpha=1)
    >>> image_color("linear-gradient(red, blue)"), image_color("url(x.png)")
    (None, None)
    """
    colors = set(_gradient_colors(image))
    color = colors.pop() if len(colors) == 1 else None
    return color if color is not None and color.alpha >= 1 else None


def _gradient_colors(image: str) -> list[Color | None]:
    """The colours of all gradients of a value; None for one that cannot be told."""
    return [
        parse_color(part)
        for _, arguments in _FUNCTION.findall(image)
        for part in color_parts(split_parts(arguments))
    ]
