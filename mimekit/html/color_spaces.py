"""Colours of other spaces as sRGB (CSS Color Module Level 4 sections 5 to 10 and 18).

Each function takes three numbers and gives red, green and blue, 0 to 1 where they are in
the gamut of sRGB.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from colorsys import hls_to_rgb
from math import cos, radians, sin
from typing import Final, TypeAlias

Triple: TypeAlias = tuple[float, float, float]

_Matrix: TypeAlias = tuple[Triple, Triple, Triple]

# Section 18: OKLab to the cubes' roots of LMS, LMS to linear sRGB.
_OKLAB_TO_LMS: Final[_Matrix] = (
    (1, 0.3963377774, 0.2158037573),
    (1, -0.1055613458, -0.0638541728),
    (1, -0.0894841775, -1.2914855480),
)
_LMS_TO_SRGB: Final[_Matrix] = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_XYZ_D50_TO_SRGB: Final[_Matrix] = (
    (3.1341359570, -1.6173863322, -0.4906619460),
    (-0.9787955029, 1.9162545673, 0.0334427312),
    (0.0719553799, -0.2289768264, 1.4053860583),
)
_XYZ_D65_TO_SRGB: Final[_Matrix] = (
    (3.2409699419, -1.5373831776, -0.4986107603),
    (-0.9692436363, 1.8759675015, 0.0415550574),
    (0.0556300797, -0.2039769589, 1.0569715142),
)
_D50: Final[Triple] = (0.9642956764, 1, 0.8251046025)

_LARGEST: Final = 1000
"""A bound on what is raised to the third power."""


def from_hsl(hue: float, saturation: float, lightness: float) -> Triple:
    """Hue in degrees, the others 0 to 1."""
    return hls_to_rgb(hue % 360 / 360, lightness, saturation)


def from_hwb(hue: float, white: float, black: float) -> Triple:
    """Hue in degrees, the others 0 to 1.

    >>> from_hwb(120, 0.25, 0.25)
    (0.25, 0.75, 0.25)
    """
    if white + black >= 1:
        grey = white / (white + black)
        return grey, grey, grey
    red, green, blue = hls_to_rgb(hue % 360 / 360, 0.5, 1)
    part = 1 - white - black
    return red * part + white, green * part + white, blue * part + white


def from_oklab(lightness: float, a: float, b: float) -> Triple:
    """Lightness 0 to 1, ``a`` and ``b`` about -0.4 to 0.4."""
    long, medium, short = _product(_OKLAB_TO_LMS, (lightness, a, b))
    return _from_linear(*_product(_LMS_TO_SRGB, (long**3, medium**3, short**3)))


def from_lab(lightness: float, a: float, b: float) -> Triple:
    """Lightness 0 to 100, ``a`` and ``b`` about -125 to 125."""
    middle = (lightness + 16) / 116
    roots = (middle + a / 500, middle, middle - b / 200)
    x, y, z = (
        white * (root**3 if root > 6 / 29 else (116 * root - 16) / 903.3)
        for white, root in zip(_D50, roots, strict=True)
    )
    return _from_linear(*_product(_XYZ_D50_TO_SRGB, (x, y, z)))


def from_oklch(lightness: float, chroma: float, hue: float) -> Triple:
    """OKLab in polar coordinates, hue in degrees."""
    angle = radians(hue % 360)
    return from_oklab(lightness, chroma * cos(angle), chroma * sin(angle))


def from_lch(lightness: float, chroma: float, hue: float) -> Triple:
    """Lab in polar coordinates, hue in degrees."""
    angle = radians(hue % 360)
    return from_lab(lightness, chroma * cos(angle), chroma * sin(angle))


def _from_linear(*linear: float) -> Triple:
    """Linear light with the curve of sRGB."""
    red, green, blue = (
        12.92 * part if part <= 0.0031308 else 1.055 * min(part, _LARGEST) ** (1 / 2.4) - 0.055
        for part in linear
    )
    return red, green, blue


def _from_srgb(red: float, green: float, blue: float) -> Triple:
    return red, green, blue


def _product(matrix: _Matrix, vector: Triple) -> Triple:
    a, b, c = (
        sum(
            cell * max(-_LARGEST, min(part, _LARGEST))
            for cell, part in zip(row, vector, strict=True)
        )
        for row in matrix
    )
    return a, b, c


OF_COLOR: Final[Mapping[str, Callable[[float, float, float], Triple]]] = {
    **dict.fromkeys(
        ("srgb", "display-p3", "a98-rgb", "prophoto-rgb", "rec2020"),
        _from_srgb,
    ),
    "srgb-linear": _from_linear,
    "xyz-d50": lambda *xyz: _from_linear(*_product(_XYZ_D50_TO_SRGB, xyz)),
    **dict.fromkeys(
        ("xyz", "xyz-d65"),
        lambda *xyz: _from_linear(*_product(_XYZ_D65_TO_SRGB, xyz)),
    ),
}
"""The spaces of ``color()``. Wide gamuts are read as sRGB: their black, white and greys are the
same, and others differ by less than a reader notices in text on its ground."""
