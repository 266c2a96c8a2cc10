"""Escapes of values (RFC 6350 section 3.4) and of parameters (RFC 6868)."""

from __future__ import annotations

import re
from collections.abc import Iterator

# RFC 6350 section 3.4: "\n" and "\N" are line ends; commas, semicolons and backslashes stand
# behind a backslash. Deviation: whatever else does, stands for itself, as colons do in mail.
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)

# vCard 2.1 has but "\;". Backslashes before anything else are the sender's own.
_OLD_ESCAPE = re.compile(r"\\([;,\\:])")

_PARAMETER_ESCAPE = re.compile(r"\^([n^'])")
_IN_PARAMETER = {"n": "\n", "^": "^", "'": '"'}

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def unescape(value: str, *, is_old: bool = False) -> str:
    r"""A value without its escapes and without controls, its line ends LF.

    >>> unescape(r"one\, two\nthree\\n")
    'one, two\nthree\\n'
    """
    if is_old:
        return clean(_OLD_ESCAPE.sub(r"\1", value))
    return clean(_ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value))


def clean(text: str) -> str:
    """A text without controls, its line ends LF."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def unescape_parameter(value: str) -> str:
    r"""The value of a parameter without the escapes of RFC 6868.

    >>> unescape_parameter("the ^'old^' light^nof Hovik ^x")
    'the "old" light\nof Hovik ^x'
    """
    return _PARAMETER_ESCAPE.sub(lambda match: _IN_PARAMETER[match[1]], value)


def iter_split(value: str, mark: str) -> Iterator[str]:
    r"""The pieces between marks that are not escaped; their escapes stay.

    >>> [*iter_split(r"a\;b;;c", ";")]
    ['a\\;b', '', 'c']
    """
    start = 0
    for match in re.finditer(rf"\\.|{re.escape(mark)}", value, re.DOTALL):
        if match[0] == mark:
            yield value[start : match.start()]
            start = match.end()
    yield value[start:]
