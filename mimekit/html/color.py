"""Colours, and whether text in one can be told from its background.

Deviations from CSS Color Module Levels 4 and 5:

1. ``color-mix`` is carried out in sRGB, whatever space it names. Mixing a colour with itself or
   with nothing is the same in all; other mixtures in other spaces have no value.
2. Relative colours (``rgb(from ...)``) and colours of profiles have no value.
3. Wide gamuts are read as sRGB.
4. Digits count without their number sign, as in quirks mode.
5. System colours are those of a light desktop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mimekit.html.color_names import DIGITS_OF
from mimekit.html.color_spaces import (
    OF_COLOR,
    Triple,
    from_hsl,
    from_hwb,
    from_lab,
    from_lch,
    from_oklab,
    from_oklch,
)
from mimekit.html.lengths import length_px, parse_angle, parse_number


class Color(NamedTuple):
    """Red, green and blue from 0 to 255, opacity from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1

    def over(self, background: Color) -> Color:
        """What is seen of this colour painted on another.

        >>> Color(0, 0, 0, 0.5).over(Color(255, 255, 255))
        Color(red=127.5, green=127.5, blue=127.5, alpha=1)
        """
        if self.alpha >= 1:
            return self
        both = zip(self[:3], background[:3], strict=True)
        return Color(*(a * self.alpha + b * (1 - self.alpha) for a, b in both))

    @lru_cache(maxsize=256)  # noqa: B019 - of values, not of objects that live on
    def is_lost_on(self, background: Color) -> bool:
        """Whether text in this colour cannot be read on ``background``.

        >>> Color(250, 250, 250).is_lost_on(Color(255, 255, 255))
        True
        >>> Color(0, 0, 0).is_lost_on(Color(255, 255, 255))
        False
        """
        seen = self.over(background)
        return (
            max(abs(a - b) for a, b in zip(seen[:3], background[:3], strict=True)) <= _NO_CONTRAST
        )


_NO_CONTRAST: Final = 15
"""Of 255, in the channel that differs most. Real designs keep 40 and more between faint
text and its ground; hidden text is written #fefefe or ivory to escape an exact comparison."""

NO_ALPHA: Final = 0.02
"""What is less opaque than this is not seen."""

_LONGEST: Final = 200
"""Characters of a colour whose parts all have a meaning."""

BLACK: Final = Color(0, 0, 0)
WHITE: Final = Color(255, 255, 255)
LINK: Final = Color(0, 0, 238)
TRANSPARENT: Final = Color(0, 0, 0, 0)

_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_INNERMOST = re.compile(r"([a-z-]++)\(([^()]*+)\)")
_SEPARATOR = re.compile(r"[\s,/]+")
FUNCTION: Final = re.compile(
    r"(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(.*", re.DOTALL
)
"""What is a colour even if `parse_color` cannot tell which."""

# Section 9, as a light desktop shows them.
_SYSTEM: Final = {
    **dict.fromkeys(("canvas", "field", "window", "-webkit-control-background"), WHITE),
    **dict.fromkeys(("canvastext", "fieldtext", "windowtext", "buttontext"), BLACK),
    "linktext": LINK,
}


def parse_color(text: str) -> Color | None:
    """The colour that a CSS value names, in lower case.

    None if it names none, takes that of something else (``inherit``, ``currentcolor``), or
    cannot be told.

    >>> parse_color("#fff")
    Color(red=255, green=255, blue=255, alpha=1)
    >>> parse_color("rgb(100% 0 0 / 50%)")
    Color(red=255.0, green=0.0, blue=0.0, alpha=0.5)
    """
    return _parse(text.strip()) if len(text) <= _LONGEST else None


def parse_legacy_color(text: str) -> Color | None:
    """The colour that an attribute of HTML names (HTML Standard section 2.3.6): nearly any text.

    >>> parse_legacy_color("#FFFFFG")
    Color(red=255, green=255, blue=240, alpha=1)
    """
    text = text.strip().lower()[:_LONGEST]
    if not text or text == "transparent":
        return None
    if text in DIGITS_OF:
        return _from_digits(DIGITS_OF[text])
    if re.fullmatch("#[0-9a-f]{3}", text):
        return _from_digits(text[1:])
    digits = re.sub("[^0-9a-f]", "0", text.removeprefix("#")[:128])
    digits += "0" * (-len(digits) % 3 or (0 if digits else 3))
    size = len(digits) // 3
    parts = [digits[at : at + size][-8:] for at in range(0, len(digits), size)]
    while len(parts[0]) > 2 and all(part[0] == "0" for part in parts):
        parts = [part[1:] for part in parts]
    red, green, blue = (int(part[:2], 16) for part in parts)
    return Color(red, green, blue)


@lru_cache(maxsize=256)
def _parse(text: str) -> Color | None:
    if "(" not in text:
        return _parse_plain(text)
    # From the inside out: each step puts the colour of a function in its place, as digits.
    for _ in range(_LONGEST // 10):
        match = _INNERMOST.search(text)
        if match is None:
            return None
        color = _from_function(match[1], match[2])
        value = None if color is not None else length_px(match[0])
        if match[0] == text or (color is None and value is None):
            return color
        inner = f"{value:.9f}" if color is None else _digits(color)
        text = f"{text[: match.start()]}{inner}{text[match.end() :]}"
    return None


def _parse_plain(text: str) -> Color | None:
    match = _HEX.fullmatch(DIGITS_OF.get(text, text))
    if match is not None:
        return _from_digits(match[1])
    return TRANSPARENT if text == "transparent" else _SYSTEM.get(text)


def _from_digits(digits: str) -> Color:
    """Three or four digits, or twice as many."""
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, *alpha = bytes.fromhex(digits)
    return Color(red, green, blue, alpha[0] / 255 if alpha else 1)


def _digits(color: Color) -> str:
    octets = (*color[:3], color.alpha * 255)
    return "#" + "".join(f"{round(part):02x}" for part in octets)


# -- functions


def _from_function(name: str, arguments: str) -> Color | None:
    """A function without another one inside."""
    if name == "color-mix":
        return _mix(arguments.split(","))
    if name == "light-dark":
        return _parse_plain(arguments.partition(",")[0].strip())
    words = [word for word in _SEPARATOR.split(arguments) if word]
    name = name.removesuffix("a")  # rgba, hsla: the same as rgb, hsl
    space = _SPACES.get(name)
    if name == "color" and words:
        convert = OF_COLOR.get(words.pop(0))
        space = None if convert is None else ((1, 1, 1), convert)
    if space is None or not 3 <= len(words) <= 4:
        return None
    wholes, convert = space
    parts = [_component(word, whole) for word, whole in zip(words, (*wholes, 1), strict=False)]
    known = [part for part in parts if part is not None]
    if len(known) < len(words):
        return None
    first, second, third, *alpha = known
    red, green, blue = (min(max(part, 0), 1) * 255 for part in convert(first, second, third))
    return Color(red, green, blue, min(max(alpha[0], 0), 1) if alpha else 1)


def _component(word: str, whole: float) -> float | None:
    """A component, of which 100% is ``whole``."""
    if word == "none":
        return 0
    if whole == _HUE:
        return parse_angle(word)
    number = parse_number(word)
    return number * whole if number is not None and word.endswith("%") else number


_HUE: Final = 0
# Of each function: what 100% of its components is, or that it is a hue; and what they mean.
_SPACES: Final[Mapping[str, tuple[Triple, Callable[[float, float, float], Triple]]]] = {
    "rgb": ((255, 255, 255), lambda red, green, blue: (red / 255, green / 255, blue / 255)),
    "hsl": ((_HUE, 100, 100), lambda hue, part, light: from_hsl(hue, part / 100, light / 100)),
    "hwb": ((_HUE, 100, 100), lambda hue, white, black: from_hwb(hue, white / 100, black / 100)),
    "lab": ((100, 125, 125), from_lab),
    "lch": ((100, 150, _HUE), from_lch),
    "oklab": ((1, 0.4, 0.4), from_oklab),
    "oklch": ((1, 0.4, _HUE), from_oklch),
}


# CSS Color Module Level 5 section 3:
#   color-mix() =
#     color-mix( <color-interpolation-method> , [ <color> && <percentage [0,100]>? ]#{2})
_MIXED = re.compile(r"\s*(?:([0-9.]{1,9})%\s+)?([^\s]+)(?:\s+([0-9.]{1,9})%)?\s*")


def _mix(arguments: Sequence[str]) -> Color | None:
    """A mixture of two colours."""
    matches = [match for part in arguments[1:] if (match := _MIXED.fullmatch(part))]
    colors = [color for match in matches if (color := _parse_plain(match[2])) is not None]
    if len(arguments) != 3 or len(colors) != 2:
        return None
    first, second = (parse_number(f"{match[1] or match[3]}%") for match in matches)
    if first is None:
        first = 0.5 if second is None else 1 - second
    second = 1 - first if second is None else second
    whole = first + second
    if not (whole > 0 <= min(first, second)):
        return None
    weights = [
        part / whole * color.alpha for part, color in zip((first, second), colors, strict=True)
    ]
    alpha = sum(weights)
    one, other = colors
    if alpha <= 0:
        return TRANSPARENT
    if arguments[0].split() != ["in", "srgb"] and min(weights) > 0 and one[:3] != other[:3]:
        return None
    pairs = zip(one[:3], other[:3], strict=True)
    red, green, blue = ((a * weights[0] + b * weights[1]) / alpha for a, b in pairs)
    return Color(red, green, blue, alpha * min(whole, 1))
