"""Lengths, numbers and angles of CSS, and the calculations that give them.

Deviations from CSS Values and Units Level 4:

1. A length without a unit is one in px, as in quirks mode, which most mail is in.
2. Of the mathematical functions, ``calc``, ``min``, ``max`` and ``clamp`` are known. What holds
   another one, or an unknown unit, has no value.
3. A percentage is taken of `SCREEN_WIDTH` where the caller does not say of what.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

SCREEN_WIDTH: Final = 1000
"""In px; media queries for telephones and for desktops part between 400 and 800."""

_LONGEST: Final = 200
"""Characters of a calculation that is carried out."""

# Section 5: <number> and <dimension>. More digits than nine add nothing that is seen.
_DIGITS = r"(?:[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})"
_DIMENSION = rf"([+-]?{_DIGITS})[0-9]*+((?:e[+-]?[0-9]{{1,2}}(?![0-9]))?)([a-z%]*+)"
_VALUE = re.compile(_DIMENSION)

# Section 6.1.2 (relative lengths) and section 6.2 (absolute lengths).
_PX_OF: Final[Mapping[str, float]] = {
    **dict.fromkeys(("vw", "vi", "vmax", "svw", "lvw", "dvw"), SCREEN_WIDTH / 100),
    **dict.fromkeys(("vh", "vb", "vmin", "svh", "lvh", "dvh"), SCREEN_WIDTH / 200),
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "in": 96,
    "cm": 37.8,
    "mm": 3.78,
    "q": 0.945,
    "rem": 16,
    "rlh": 16,
    "rex": 8,
    "rch": 8,
}
_EM_OF: Final[Mapping[str, float]] = {"em": 1, "ex": 0.5, "ch": 0.5, "ic": 1, "cap": 0.7, "lh": 1}
_DEGREES_OF: Final[Mapping[str, float]] = {"deg": 1, "grad": 0.9, "rad": 57.29578, "turn": 360}

LENGTH_UNITS: Final = frozenset((*_PX_OF, *_EM_OF, "%", ""))


def length_px(text: str, em: float = 16, whole: float = SCREEN_WIDTH) -> float | None:
    """A length in px; None if it is none. ``em`` and ``whole``, for "%", are in px.

    >>> length_px("-10em"), length_px("0.75pt"), length_px("auto")
    (-160.0, 1.0, None)
    >>> length_px("calc(2 * (3px + 1em))")
    38.0
    """
    match = _VALUE.fullmatch(text)
    if match is not None:
        number, unit = _number(match), match[3]
        px = 1 if not unit else _length_unit(unit, em, whole)
        return None if px is None else number * px
    if "(" not in text:
        return None
    units = {**_PX_OF, **{unit: size * em for unit, size in _EM_OF.items()}, "%": whole / 100}
    value = _calculate(text, units)
    return None if value is None else value[0]


def parse_number(text: str) -> float | None:
    """A number, or a percentage as a part of 1; None if it is neither.

    >>> parse_number(".5"), parse_number("50%"), parse_number("calc(1 - 1)"), parse_number("1px")
    (0.5, 0.5, 0.0, None)
    """
    match = _VALUE.fullmatch(text)
    if match is not None:
        scale = {"": 1, "%": 0.01}.get(match[3])
        return None if scale is None else _number(match) * scale
    value = _calculate(text, {"%": 0.01}) if "(" in text else None
    return None if value is None else value[0]


def parse_angle(text: str) -> float | None:
    """An angle in degrees; a plain number is one in degrees.

    >>> parse_angle("-.25turn"), parse_angle("1px")
    (-90.0, None)
    """
    match = _VALUE.fullmatch(text)
    if match is None:
        return None
    scale = _DEGREES_OF.get(match[3] or "deg")
    return None if scale is None else _number(match) * scale


def _number(match: re.Match[str]) -> float:
    return float(match[1] + match[2])


def _length_unit(unit: str, em: float, whole: float) -> float | None:
    if unit == "%":
        return whole / 100
    if unit in _EM_OF:
        return _EM_OF[unit] * em
    return _PX_OF.get(unit)


# -- calculations

_Value: TypeAlias = tuple[float, bool]
"""A number, and whether it has a unit."""

# Section 10.8:
#   <calc-sum> = <calc-product> [ [ '+' | '-' ] <calc-product> ]*
#   <calc-product> = <calc-value> [ [ '*' | '/' ] <calc-value> ]*
#   <calc-value> = <number> | <dimension> | <percentage> | ( <calc-sum> )
_OPERAND = re.compile(rf"\s*+(?:{_DIMENSION}|(calc|-webkit-calc|-moz-calc|min|max|clamp|)\()")
_OPERATOR = re.compile(r"(?>\s*+)(?:([*/),])|(?<=\s)([+-])(?=\s))")
_PRECEDENCE: Final = {"+": 1, "-": 1, "*": 2, "/": 2}


class _Calculator:
    """A calculation from left to right, with stacks of its own instead of recursion."""

    def __init__(self) -> None:
        self.values: list[_Value] = []
        self._operators: list[str] = []
        self._opened: list[tuple[str, int]] = []  # each function, and where its values begin

    def open(self, function: str) -> None:
        """A function, or a parenthesis alone."""
        self._opened.append((function, len(self.values)))
        self._operators.append("(")

    def operate(self, operator: str) -> bool:
        """An operator, a comma or a parenthesis; whether it may stand here."""
        precedence = _PRECEDENCE.get(operator, 0)
        operators = self._operators
        while operators and _PRECEDENCE.get(operators[-1], -1) >= precedence:
            if not self._apply(operators.pop()):
                return False
        if precedence:
            operators.append(operator)
            return True
        return bool(self._opened) and (operator == "," or self._close())

    def _close(self) -> bool:
        """The end of a function: its values become one."""
        function, start = self._opened.pop()
        self._operators.pop()
        values = self.values[start:]
        del self.values[start:]
        if len({has_unit for _, has_unit in values}) != 1:
            return False
        numbers = [number for number, _ in values]
        if function == "clamp" and len(numbers) == 3:
            number = max(numbers[0], min(numbers[1:]))
        elif function in {"min", "max"}:
            number = min(numbers) if function == "min" else max(numbers)
        elif function != "clamp" and len(numbers) == 1:
            number = numbers[0]
        else:
            return False
        self.values.append((number, values[0][1]))
        return True

    def _apply(self, operator: str) -> bool:
        """One operation on the last two values."""
        (right, right_unit), (left, left_unit) = self.values.pop(), self.values.pop()
        if operator == "*" and not (left_unit and right_unit):
            self.values.append((left * right, left_unit or right_unit))
        elif operator == "/" and not right_unit and right:
            self.values.append((left / right, left_unit))
        elif operator in "+-" and left_unit == right_unit:
            self.values.append((left + right if operator == "+" else left - right, left_unit))
        else:
            return False
        return True


def _calculate(text: str, units: Mapping[str, float]) -> _Value | None:
    """What a mathematical function gives; None if that cannot be told."""
    if len(text) > _LONGEST:
        return None
    calculator = _Calculator()
    position = 0
    wants_operand = True
    while position < len(text):
        match = (_OPERAND if wants_operand else _OPERATOR).match(text, position)
        if match is None:
            return None
        position = match.end()
        if not wants_operand:
            operator = match[1] or match[2]
            wants_operand = operator != ")"
            if not calculator.operate(operator):
                return None
        elif match[4] is not None:
            calculator.open(match[4])
        else:
            scale = units.get(match[3]) if match[3] else 1
            if scale is None:
                return None
            calculator.values.append((_number(match) * scale, bool(match[3])))
            wants_operand = False
    # An open parenthesis at the end is closed there (CSS Syntax Level 3 section 5.4.9).
    while not wants_operand and calculator.operate(")"):
        pass
    return calculator.values[0] if len(calculator.values) == 1 else None
