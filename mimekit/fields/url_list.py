"""Lists of URLs: List-Help, List-Unsubscribe, List-Post and the like (RFC 2369 section 2).

    "<" URL ">" *("," "<" URL ">")         with comments between
    "NO"                                   in List-Post: nobody may (section 3.4)

Deviations, all of them seen in mail:

1. Folds and blanks inside the brackets are no part of the URL (RFC 2369 asks for this).
2. A URL may stand without its closing bracket, and then ends before a comma or ``<``, or
   without both, and then ends before a blank too.
3. Encoded words are decoded first, though RFC 2047 section 5 allows none here.
4. Text that is no URL is passed over; what stands in brackets counts, URL or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mimekit.codecs import charset, encoded_word
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.injection import refuse_controls
from mimekit.fields.lexical import Cursor
from mimekit.fields.parsed import Parsed
from mimekit.span import Span

_SEPARATORS = re.compile(rb"[, \t\r\n]++")
_INSIDE = re.compile(rb"[^<>]*+")
_BLANKS = re.compile(rb"[ \t\r\n]++")
_WORD = re.compile(rb"[^ \t\r\n,<]++")
# RFC 3986 section 3.1:
#   scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*+:")
_URL_TEXT = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:[^ \t<>]*+")


def parse_url_list(value: bytes) -> Parsed[tuple[str, ...]]:
    r"""The URLs without their brackets, with one span (brackets and all) for each.

    >>> parse_url_list(b"<mailto:l@a.test>, (or) <https://a.test/?id=\r\n 1>").value
    ('mailto:l@a.test', 'https://a.test/?id=1')
    """
    decoded = _decode_words(value) if b"=?" in value else None
    reading = _UrlList(value if decoded is None else decoded)
    defects, spans = reading.cursor.defects, reading.spans
    if decoded is not None:  # the places in that text are none in the field
        whole = Span(0, len(value))
        codes = [DefectCode.ENCODED_WORD_PLACE, *(defect.code for defect in defects)]
        defects = [Defect(code, whole) for code in codes]
        spans = [whole] * len(spans)
    return Parsed(tuple(reading.urls), tuple(defects), tuple(spans))


def _decode_words(value: bytes) -> bytes | None:
    """The field body with its encoded words decoded; None if it has none."""
    value = _BLANKS.sub(b" ", value)
    text = encoded_word.decode(value)
    return None if text == charset.decode_header(value) else text.encode()


class _UrlList:
    """One pass over a field body."""

    def __init__(self, body: bytes) -> None:
        self.cursor = Cursor(body)
        self.urls: list[str] = []
        self.spans: list[Span] = []
        self._invalid = False
        self._refused = False
        while not self.cursor.at_end():
            self._read()
        if not self.urls and not self._refused:
            self._note_invalid(0)

    def _read(self) -> None:
        cursor = self.cursor
        cursor.consume(_SEPARATORS)
        start = cursor.offset
        if cursor.check(b"("):
            cursor.comment()
        elif cursor.accept(b"<"):
            url = cursor.consume(_INSIDE)
            if not cursor.accept(b">"):
                url = url.partition(b",")[0]
                cursor.offset = start + 1 + len(url)
                self._note_invalid(start)
            self._add(url.translate(None, b" \t\r\n"), start)
        elif word := cursor.consume(_WORD):
            if _SCHEME.match(word):
                self._add(word, start)
            elif word.upper() == b"NO":
                self._refused = True
                return
            self._note_invalid(start)

    def _add(self, url: bytes, start: int) -> None:
        if url:
            self.urls.append(charset.decode_header(url))
            self.spans.append(Span(start, self.cursor.offset - start))
        if not _SCHEME.match(url):
            self._note_invalid(start)

    def _note_invalid(self, start: int) -> None:
        """Once a field, so that no flood of them grows."""
        if not self._invalid:
            self.cursor.note(DefectCode.URL_LIST_INVALID, start)
        self._invalid = True


def format_url_list(urls: Iterable[str], *, utf8: bool = False) -> str:
    """``<URL>, <URL>``; ``NO`` if there is none (RFC 2369 section 3.4).

    `HeaderInjectionError` for a control character, `ComposeError` for what is not one URL,
    or not ASCII unless ``utf8`` is set: a URL is never encoded here.

    >>> format_url_list(["https://a.test/?id=1", "mailto:l@a.test"])
    '<https://a.test/?id=1>, <mailto:l@a.test>'
    """
    written = []
    for url in urls:
        refuse_controls(url)
        if not _URL_TEXT.fullmatch(url) or not (utf8 or url.isascii()):
            raise ComposeError(f"{url!r} cannot be a URL of a list")
        written.append(f"<{url}>")
    text = ", ".join(written)
    if "=?" in text and encoded_word.decode(text) != text:
        raise ComposeError(f"{text!r} would be read as an encoded word")
    return text or "NO"
