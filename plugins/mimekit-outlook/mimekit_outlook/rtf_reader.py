r"""RTF as events: its text in Unicode, and the words that say how it looks.

What is no text of the document is passed over: tables of fonts and colours, pictures, page
headers, and every destination that is marked as one that may be (``\*``) and is not known.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from .code_page import WINDOWS_LATIN, decode
from .rtf_tokens import Kind, Token, iter_tokens


class EventKind(Enum):
    """What an event is."""

    OPEN = auto()
    """A group begins: what is set in it ends with it."""
    CLOSE = auto()
    WORD = auto()
    TEXT = auto()
    """May be half of a surrogate pair; `whole_text` mends what was joined."""


class Event(NamedTuple):
    """One event: a word with its number, or a text."""

    kind: EventKind
    value: str = ""
    number: int | None = None


_OPEN: Final = Event(EventKind.OPEN)
_CLOSE: Final = Event(EventKind.CLOSE)


@lru_cache(maxsize=1024)
def _word_event(word: str, number: int | None) -> Event:
    """A word; a document has few, and each of them often."""
    return Event(EventKind.WORD, word, number)


class _Group(NamedTuple):
    """What is set in a group."""

    is_skipped: bool = False
    is_font_table: bool = False
    code_page: int = WINDOWS_LATIN
    fallback_length: int = 1
    r"""How many characters stand behind ``\u`` for readers that know no Unicode."""


_CHARACTERS: Final = {
    "bullet": "\N{BULLET}",
    "emdash": "\N{EM DASH}",
    "emspace": "\N{EM SPACE}",
    "endash": "\N{EN DASH}",
    "enspace": "\N{EN SPACE}",
    "ldblquote": "\N{LEFT DOUBLE QUOTATION MARK}",
    "lquote": "\N{LEFT SINGLE QUOTATION MARK}",
    "rdblquote": "\N{RIGHT DOUBLE QUOTATION MARK}",
    "rquote": "\N{RIGHT SINGLE QUOTATION MARK}",
    "tab": "\t",
    "~": "\N{NO-BREAK SPACE}",
    "_": "\N{NON-BREAKING HYPHEN}",
}

# Destinations that are no text, and what to call the ones that a reader may miss.
_SKIPPED: Final = {
    **dict.fromkeys(("colortbl", "stylesheet", "info", "nonshppict", "filetbl", "listtable")),
    **dict.fromkeys(("revtbl", "bkmkstart", "bkmkend", "xe", "tc", "themedata")),
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "page headers"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "page footers"),
    "footnote": "footnotes",
    "annotation": "comments",
    "pict": "pictures",
}

# RTF 1.9.1, "Font Table": the character sets of fonts, by the number of \fcharset.
_CODE_PAGES: Final = {
    0: 1252,
    77: 10000,
    128: 932,
    129: 949,
    130: 1361,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
    254: 437,
    255: 850,
}
_BY_WORD: Final = {"mac": 10000, "pc": 437, "pca": 850}


def iter_events(octets: bytes, left_out: set[str], known: Container[str] = ()) -> Iterator[Event]:
    r"""The events of a document.

    ``known`` are destinations with ``\*`` that shall not be passed over. Into ``left_out``
    goes what to call the others that a reader may miss.
    """
    yield from _Reader(left_out, known).read(octets)


def whole_text(text: str) -> str:
    r"""Text whose surrogate pairs are characters; without NUL and what else is none in HTML.

    >>> whole_text("\ud83d\ude00 \udc00\0") == "\U0001f600 \ufffd"
    True
    """
    mended = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return mended.translate(_CONTROLS)


_CONTROLS: Final = dict.fromkeys({*range(32), 127} - {9, 10, 13})


class _Reader:
    def __init__(self, left_out: set[str], known: Container[str]) -> None:
        self._left_out = left_out
        self._known = known
        self._group = _Group()
        self._outer: list[_Group] = []
        self._code_pages: dict[int, int] = {}  # of fonts
        self._font = 0  # the one that the table of fonts is about
        self._default_font = 0
        self._default_code_page = WINDOWS_LATIN
        self._octets: list[bytes] = []  # of text, not decoded yet
        self._to_skip = 0  # characters behind \u
        self._is_optional = False  # behind \*

    def read(self, octets: bytes) -> Iterator[Event]:
        for token in iter_tokens(octets):
            kind, value, _ = token
            if kind is Kind.OCTETS or (kind is Kind.SYMBOL and value in b"\\{}"):
                self._read_octets(value)
                continue
            if self._octets:
                yield Event(EventKind.TEXT, self._take_text())
            event = self._read_token(token)
            if event is not None:
                yield event
        if self._octets:
            yield Event(EventKind.TEXT, self._take_text())

    def _read_octets(self, octets: bytes) -> None:
        self._is_optional = False
        skipped = min(self._to_skip, len(octets))
        self._to_skip -= skipped
        if skipped < len(octets) and not self._group.is_skipped:
            self._octets.append(octets[skipped:])

    def _take_text(self) -> str:
        """The text so far: characters of several octets may stand in several tokens."""
        text = decode(b"".join(self._octets), self._group.code_page)
        self._octets.clear()
        return text

    def _read_token(self, token: Token) -> Event | None:
        if token.kind is Kind.OPEN:
            self._to_skip = 0
            self._outer.append(self._group)
            return None if self._group.is_skipped else _OPEN
        if token.kind is Kind.CLOSE:
            return self._close()
        if self._to_skip:
            self._to_skip -= 1
            return None
        word = token.octets.decode("latin-1")
        if token.kind is Kind.SYMBOL and word in "\r\n":
            word = "par"
        return self._read_word(word, token.number)

    def _close(self) -> Event | None:
        self._to_skip = 0
        self._is_optional = False
        if not self._outer:
            return None
        group, self._group = self._group, self._outer.pop()
        # A group that is passed over was opened before that was known.
        if group.is_skipped and self._group.is_skipped:
            return None
        return _CLOSE

    def _read_word(self, word: str, number: int | None) -> Event | None:
        if word == "*":
            self._is_optional = True
            return None
        is_optional, self._is_optional = self._is_optional, False
        if self._group.is_font_table:
            self._read_font(word, number)
            return None
        if word in _SKIPPED or word == "fonttbl" or (is_optional and word not in self._known):
            if word in _SKIPPED and not self._group.is_skipped:
                self._left_out.update(filter(None, [_SKIPPED[word]]))
            self._group = self._group._replace(is_skipped=True, is_font_table=word == "fonttbl")
            return None
        if self._group.is_skipped:
            return None
        return self._read_setting(word, number)

    def _read_setting(self, word: str, number: int | None) -> Event | None:
        """A word about the coding of the text, or one for the caller."""
        if word == "u" and number is not None:
            self._to_skip = self._group.fallback_length
            return Event(EventKind.TEXT, chr(number & 0xFFFF))
        if word in _CHARACTERS:
            return Event(EventKind.TEXT, _CHARACTERS[word])
        if word == "uc":
            self._group = self._group._replace(fallback_length=max(number or 0, 0))
        elif word == "ansicpg" or word in _BY_WORD:
            code_page = _BY_WORD.get(word, number or WINDOWS_LATIN)
            self._default_code_page = code_page
            self._group = self._group._replace(code_page=code_page)
        elif word == "deff":
            self._default_font = number or 0
        elif word in ("f", "plain"):
            font = self._default_font if word == "plain" else number or 0
            code_page = self._code_pages.get(font, self._default_code_page)
            if code_page != self._group.code_page:
                self._group = self._group._replace(code_page=code_page)
        return _word_event(word, number)

    def _read_font(self, word: str, number: int | None) -> None:
        """A word in the table of fonts."""
        if word == "f":
            self._font = number or 0
        elif word == "fcharset" and number in _CODE_PAGES and number:
            self._code_pages[self._font] = _CODE_PAGES[number]
        elif word == "cpg" and number:
            self._code_pages[self._font] = number
