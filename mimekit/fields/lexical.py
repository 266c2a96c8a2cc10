"""The cursor and the lexical tokens that structured fields share (RFC 5322 section 3.2).

A `Cursor` stands in a field body, which it never changes, and moves forward only.
A grammar asks it to ``check``, ``consume`` or ``expect``; what is wrong on the way
is noted in ``defects`` with its place.

Deviations from RFC 5322:

1. CR and LF count as blanks wherever they stand, and are never part of a value.
2. Octets of 128 and above are allowed wherever text is (RFC 6532 section 3.2).
3. Controls are allowed in comments and quoted strings (RFC 5322 section 4.1).
4. A comment or quoted string without its end runs to the end of the field body, or,
   where the grammar says so, to an octet that shows where it should have ended. Behind
   a comment without its end, only those that hold no other are looked at for theirs.
"""

from __future__ import annotations

import re
from typing import Final

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.span import Span

# RFC 5322 section 3.2.3 and RFC 6532 section 3.2, as the inside of a character class:
#   atext := ALPHA / DIGIT / "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "/" /
#            "=" / "?" / "^" / "_" / "`" / "{" / "|" / "}" / "~" / UTF8-non-ascii
ATEXT: Final = rb"!#$%&'*+\-/0-9=?A-Z^_`a-z{|}~\x80-\xff"

# RFC 5322 section 3.2.3:
#   atom          := [CFWS] 1*atext [CFWS]
#   dot-atom-text := 1*atext *("." 1*atext)
# A repeated group costs over a hundred octets for each round, so dots are not
# placed by the pattern: `is_dot_atom` looks where they stand.
ATOM: Final = re.compile(rb"[%b]+" % ATEXT)
DOTTED: Final = re.compile(rb"[.%b]+" % ATEXT)

# RFC 2045 section 5.1:
#   token := 1*<any (US-ASCII) CHAR except SPACE, CTLs, or tspecials>
TOKEN: Final = re.compile(rb"[!#$%&'*+\-.0-9A-Z^_`a-z{|}~]+")

# RFC 5322 section 3.2.2:
#   FWS := ([*WSP CRLF] 1*WSP) / obs-FWS
BLANKS: Final = re.compile(rb"[ \t\r\n]+")

# Defects of one code that one field body reports. A body of nothing but commas would
# else cost more than a hundred octets for each of its own.
MAX_DEFECTS_PER_CODE: Final = 100

# The plain case: a comment with no comment, quoted pair or fold inside.
_PLAIN_COMMENT = re.compile(rb"\(([^()\\\r\n]*)\)")

# Steps inside a comment or a quoted string; whatever they pass over is content.
_COMMENT_STEP = re.compile(rb"\\.|\(+|\)", re.DOTALL)
_QUOTED_STEP = re.compile(rb'\\.|"', re.DOTALL)


def is_dot_atom(text: bytes) -> bool:
    """Whether ``text``, made of atext and dots, has no dot at an end or beside another.

    >>> is_dot_atom(b"john.doe"), is_dot_atom(b"john..doe"), is_dot_atom(b"john.")
    (True, False, False)
    """
    return b".." not in text and not text.startswith(b".") and not text.endswith(b".")


def unquote(content: bytes) -> bytes:
    r"""The value of a quoted string's or comment's inside: unfolded, quoted pairs resolved.

    ``quoted-pair := "\" (VCHAR / WSP)``

    >>> unquote(b'Giant; \\"Big\\"\r\n Box')
    b'Giant; "Big" Box'
    """
    content = content.replace(b"\r", b"").replace(b"\n", b"")
    if b"\\" not in content:
        return content
    return b"\\".join([piece.replace(b"\\", b"") for piece in content.split(b"\\\\")])


class Cursor:
    """A place in a field body: ``offset``, in octets, of ``body``.

    >>> cursor = Cursor(b"(a (nested) comment) name <")
    >>> cursor.skip_cfws(), cursor.consume(ATOM), cursor.offset
    ([b'a (nested) comment'], b'name', 25)
    >>> cursor.check(b"<"), cursor.skip_cfws(), cursor.check(b"<")
    (False, [], True)
    """

    __slots__ = (
        *("_comment_open", "_comment_until", "_counts", "_quote_open"),
        *("body", "defects", "end", "offset"),
    )

    def __init__(self, body: bytes, offset: int = 0, *, comment_until: bytes = b"") -> None:
        self.body = body
        self.offset = offset
        self.end = len(body)
        self.defects: list[Defect] = []
        self._counts: dict[DefectCode, int] = {}
        self._comment_open = False  # a comment had no end
        self._comment_until = comment_until  # where such a one is taken to end
        self._quote_open = False  # a quoted string had no end, so none behind it has

    def at_end(self) -> bool:
        """Whether no octet is left."""
        return self.offset >= self.end

    def peek(self) -> bytes:
        """The next octet; empty at the end."""
        return self.body[self.offset : self.offset + 1]

    def check(self, octets: bytes) -> bool:
        """Whether ``octets`` come next."""
        return self.body.startswith(octets, self.offset)

    def consume(self, pattern: re.Pattern[bytes]) -> bytes:
        """Step over what ``pattern`` matches here and return it; empty if it does not."""
        match = pattern.match(self.body, self.offset)
        if match is None:
            return b""
        self.offset = match.end()
        return match[0]

    def accept(self, octets: bytes) -> bool:
        """Step over ``octets`` if they come next; whether they did."""
        if not self.body.startswith(octets, self.offset):
            return False
        self.offset += len(octets)
        return True

    def expect(self, octets: bytes, code: DefectCode) -> bool:
        """Step over ``octets``, or note ``code`` here; whether they came."""
        found = self.accept(octets)
        if not found:
            self.note(code, self.offset, self.offset)
        return found

    def note(self, code: DefectCode, start: int, end: int | None = None, detail: str = "") -> None:
        """Add a defect from ``start`` to ``end`` (the cursor, if not given)."""
        count = self._counts[code] = self._counts.get(code, 0) + 1
        if count <= MAX_DEFECTS_PER_CODE:
            end = self.offset if end is None else end
            self.defects.append(Defect(code, Span(start, end - start), "", detail))

    def skip_blanks(self) -> None:
        """Step over folding white space."""
        match = BLANKS.match(self.body, self.offset)
        if match is not None:
            self.offset = match.end()

    def skip_cfws(self) -> list[bytes]:
        """Step over blanks and comments; the value of each comment.

        ``CFWS := (1*([FWS] comment) [FWS]) / FWS``
        """
        comments: list[bytes] = []
        self.skip_blanks()
        while self.check(b"("):
            comments.append(self.comment())
            self.skip_blanks()
        return comments

    def comment(self) -> bytes:
        """Step over the comment that begins here; its value, nested parentheses kept.

        ``comment := "(" *([FWS] ccontent) [FWS] ")"``,
        ``ccontent := ctext / quoted-pair / comment``
        """
        if plain := _PLAIN_COMMENT.match(self.body, self.offset):
            self.offset = plain.end()
            return plain[1]
        start = self.offset
        close = self._closing_parenthesis(start)
        if close >= 0:
            self.offset = close + 1
            return unquote(self.body[start + 1 : close])
        self._comment_open = True
        until = self._comment_until
        stop = self.body.find(until, start, self.end) if until else -1
        content = self.body[start + 1 : stop if stop >= 0 else self.end].rstrip(b" \t\r\n")
        self.offset = start + 1 + len(content)
        self.note(DefectCode.COMMENT_UNTERMINATED, start)
        return unquote(content)

    def _closing_parenthesis(self, start: int) -> int:
        """The offset of the parenthesis that ends the comment at ``start``; -1 if there is none.

        A search that comes to the end in vain is the last: a run of opened comments costs one.
        """
        depth = 0
        steps = () if self._comment_open else _COMMENT_STEP.finditer(self.body, start, self.end)
        for step in steps:
            mark = step[0]
            if mark[0] == 0x28:  # "("
                depth += len(mark)
            elif mark == b")":
                depth -= 1
                if depth == 0:
                    return step.start()
        return -1

    def quoted_string(self, until: bytes = b"") -> bytes:
        r"""Step over the quoted string that begins here; its value.

        ``quoted-string := DQUOTE *([FWS] qcontent) [FWS] DQUOTE``. One without its
        end runs to the end of the body; with ``until``, to the first of those octets, if
        they come, and without the blanks there.

        >>> cursor = Cursor(b'"Doe, \\"J\\"" <')
        >>> cursor.quoted_string(), cursor.offset
        (b'Doe, "J"', 12)
        """
        start = self.offset + 1
        close = self._closing_quote(start)
        if close >= 0:
            self.offset = close + 1
            return unquote(self.body[start:close])
        self._quote_open = True
        stop = self.body.find(until, start, self.end) if until else -1
        content = self.body[start : stop if stop >= 0 else self.end]
        if until:
            content = content.rstrip(b" \t\r\n")
        self.offset = start + len(content)
        self.note(DefectCode.QUOTED_STRING_UNTERMINATED, start - 1)
        return unquote(content)

    def _closing_quote(self, start: int) -> int:
        """The offset of the quote that ends a quoted string; -1 if there is none.

        Where one search came to the end in vain, so would any later one: a run of
        opened strings costs one search.
        """
        if self._quote_open:
            return -1
        close = self.body.find(b'"', start, self.end)
        if self.body.find(b"\\", start, close if close >= 0 else self.end) < 0:
            return close
        steps = _QUOTED_STEP.finditer(self.body, start, self.end)
        return next((step.start() for step in steps if step[0] == b'"'), -1)
