"""Colours (CSS Color Module Level 4), and whether text in one can be told from its background."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb
from functools import lru_cache
from typing import Final, NamedTuple


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


_NO_CONTRAST: Final = 8
"""Of 255, in the channel that differs most. Real designs keep 40 and more between faint
text and its ground; hidden text is written #fefefe to escape an exact comparison."""

_LONGEST: Final = 100
"""Characters of a colour with all digits that have a meaning."""

BLACK: Final = Color(0, 0, 0)
WHITE: Final = Color(255, 255, 255)
LINK: Final = Color(0, 0, 238)

_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]{5,80})\)")
_NUMBER = re.compile(r"(-?(?:[0-9]{1,6}(?:\.[0-9]{1,6})?|\.[0-9]{1,6}))[0-9]*+(%)?")


def parse_color(text: str) -> Color | None:
    """The colour that a CSS value or an HTML attribute names, in lower case.

    None if it names none, or takes that of something else (``inherit``, ``currentcolor``).

    >>> parse_color("#fff")
    Color(red=255, green=255, blue=255, alpha=1)
    >>> parse_color("rgb(100% 0 0 / 50%)")
    Color(red=255.0, green=0.0, blue=0.0, alpha=0.5)
    """
    return _parse(text.strip()) if len(text) <= _LONGEST else None


@lru_cache(maxsize=256)
def _parse(text: str) -> Color | None:
    match = _HEX.fullmatch(_NAMES.get(text, text))
    if match is not None:
        return _from_digits(match[1])
    match = _FUNCTION.fullmatch(text)
    if match is None:
        return Color(0, 0, 0, 0) if text == "transparent" else None
    return _from_function(match[1], _NUMBER.findall(match[2]))


def _from_digits(digits: str) -> Color:
    """Three or four digits, or twice as many."""
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, *alpha = bytes.fromhex(digits)
    return Color(red, green, blue, alpha[0] / 255 if alpha else 1)


def _from_function(name: str, numbers: list[tuple[str, str]]) -> Color | None:
    """Three or four numbers: with a "%" or plain."""
    if not 3 <= len(numbers) <= 4:
        return None
    parts = [float(number) for number, _ in numbers]
    percent = [bool(sign) for _, sign in numbers]
    alpha = 1.0 if len(parts) == 3 else parts[3] / (100 if percent[3] else 1)
    if name == "rgb":
        rgb = [part * 255 / 100 if per else part for part, per in zip(parts, percent, strict=True)]
    else:
        hue, saturation, lightness = parts[0] % 360 / 360, parts[1] / 100, parts[2] / 100
        rgb = [part * 255 for part in hls_to_rgb(hue, lightness, saturation)]
    red, green, blue = (min(max(part, 0), 255) for part in rgb[:3])
    return Color(red, green, blue, min(max(alpha, 0), 1))


# CSS Color Module Level 4 section 6.1: names and their digits.
_TABLE: Final = """
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc
bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a
burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50
cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b
darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9
darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc
darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f
darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff
dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0
forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700
goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0
hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa
lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080
lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90
lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa
lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0
lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine 66cdaa
mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371
mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585
midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead
navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500
orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093
papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6
purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1
saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee
sienna a0522d silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090
snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8
tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5
yellow ffff00 yellowgreen 9acd32
"""
_WORDS = _TABLE.split()
_NAMES: Final = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
