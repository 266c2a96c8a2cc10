"""The tokens of RTF (Rich Text Format Specification 1.9.1, "RTF Syntax")."""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    """A control word, with its number if it has one."""
    SYMBOL = auto()
    """A backslash, and a character that is no letter."""
    OCTETS = auto()
    """Text, in a code page."""


class Token(NamedTuple):
    """One token; ``octets`` are its word, its symbol or its text."""

    kind: Kind
    octets: bytes = b""
    number: int | None = None


# control word := "\" 1*letter ["-"] *digit [" "]
# hexadecimal  := "\'" 2hex
# symbol       := "\" any character that is no letter
# Line ends mean nothing. A word or number that is longer than these is two tokens.
_TOKEN: Final = re.compile(
    rb"([^\\{}\r\n]+)"
    rb"|(\\[A-Za-z]{1,32}(?:-?[0-9]{1,10})? ?)"
    rb"|(\{)"
    rb"|(\})"
    rb"|\\'([0-9A-Fa-f]{2})"
    rb"|\\([^A-Za-z])"
    rb"|[\r\n]+"
    rb"|\\",
    re.DOTALL,
)
_TEXT, _WORD, _OPEN, _CLOSE, _HEXADECIMAL, _SYMBOL = range(1, 7)  # the groups
_OPEN_TOKEN: Final = Token(Kind.OPEN)
_CLOSE_TOKEN: Final = Token(Kind.CLOSE)


def iter_tokens(octets: bytes) -> Iterator[Token]:
    r"""The tokens in their order; what ``\bin`` announces is passed over.

    >>> [token.octets for token in iter_tokens(rb"{\b1 bold\'e9}")]
    [b'', b'b', b'bold', b'\xe9', b'']
    """
    position = 0
    while (match := _TOKEN.match(octets, position)) is not None:
        position = match.end()
        group = match.lastindex
        if group == _TEXT:
            yield Token(Kind.OCTETS, match[0])
        elif group == _WORD:
            token = _word(match[0])
            if token.octets == b"bin":
                position += max(token.number or 0, 0)
            else:
                yield token
        elif group == _OPEN:
            yield _OPEN_TOKEN
        elif group == _CLOSE:
            yield _CLOSE_TOKEN
        elif group == _HEXADECIMAL:
            yield Token(Kind.OCTETS, unhexlify(match[_HEXADECIMAL]))
        elif group == _SYMBOL:
            yield Token(Kind.SYMBOL, match[_SYMBOL])


@lru_cache(maxsize=1024)
def _word(octets: bytes) -> Token:
    """A control word; a document has few, and each of them often."""
    word = octets[1:].rstrip(b"-0123456789 ")
    number = octets[1 + len(word) :].rstrip(b" ")
    return Token(Kind.WORD, word, int(number) if number else None)
