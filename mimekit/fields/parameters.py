r"""Parameters of a MIME header field: ``; name=value; name="value"`` (RFC 2045 section 5.1).

Deviations from RFC 2045, all of them seen in mail:

1. Blanks and comments may stand round the ``=``; quoted strings and values may be folded.
2. A value without quotes may hold any octet but ``;``: it ends there, or before a
   comment or a blank that another ``name=``, a ``;`` or the end follows.
3. Semicolons may be missing, repeated, or stand at the end.
4. What is no parameter is passed over up to the next: an invalid one never hides the rest.
5. A parameter without a value does not exist; one that is empty in quotes is empty.
6. A quoted string without its end runs to the end of the field body; a comment without
   its end to the next ``;``, so that it hides no other parameter.
7. Of a parameter that stands twice the first is taken (by RFC 2231 over without).
8. Names may hold 8-bit octets, and any other but blanks and ``; = ( "``.

RFC 2231 and RFC 2047 inside values, and their own deviations: `mimekit.fields.parameter_value`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from mimekit.codecs import charset, encoded_word
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields import parameter_value
from mimekit.fields.injection import refuse_controls
from mimekit.fields.lexical import TOKEN, Cursor
from mimekit.fields.parameter_value import (
    ATTRIBUTE_CHARS,
    Segment,
    decode_plain,
    decode_segments,
    split_name,
)
from mimekit.fields.parsed import Parsed
from mimekit.span import Span

# RFC 2045 section 5.1, with RFC 2231 section 7, which takes "*", "'" and "%" from the name:
#   parameter := attribute "=" value
#   value     := token / quoted-string
# The plain case: nothing to unfold, unescape or decode.
_PLAIN = re.compile(
    rb"[ \t\r\n]*+;[ \t\r\n]*+"
    rb"(([%b]++)=(?:([%b*'%%]++)|"
    % (ATTRIBUTE_CHARS, ATTRIBUTE_CHARS)
    + rb'"([^"\\?\x00-\x1f\x7f-\xff]*+)"))[ \t\r\n]*+'
)
_PLAIN_END = re.compile(rb";?[ \t\r\n]*+")

# The same, for one among others that are not plain, to be decoded.
_SIMPLE = re.compile(
    rb"[ \t\r\n]*+;[ \t\r\n]*+([%b*]++)=(?:([%b*'%%]++)|" % (ATTRIBUTE_CHARS, ATTRIBUTE_CHARS)
    + rb'"([^"\\\r\n]*+)")(?=[ \t\r\n]*+(?:;|\Z))'
)

# The full grammar, with the deviations.
_SEPARATORS = re.compile(rb"[;= \t\r\n]*+")
_NAME = re.compile(rb'([^ \t\r\n;=("]++)[ \t\r\n]*+')
_WORD = re.compile(rb"[^ \t\r\n;(]++")
_VALUE_END = re.compile(rb";|\Z|[%b*]++[ \t\r\n]*+=" % ATTRIBUTE_CHARS)

# As text, to be written.
_ATTRIBUTE_TEXT = re.compile(f"[{ATTRIBUTE_CHARS.decode('ascii')}]+")
_TOKEN_TEXT = re.compile(f"[{ATTRIBUTE_CHARS.decode('ascii')}*'%]+")


def parse_parameters(value: bytes, start: int = 0) -> Parsed[Mapping[str, str]]:
    """Values by name, in order, from ``start`` on; names are in lower case.

    RFC 2231 and RFC 2047 are decoded. ``spans`` has one span for each, of the whole
    ``name=value``, from the first segment to the last of one in segments.

    >>> parse_parameters(b"; name*0*=utf-8''caf%C3%A9; Charset=utf-8; name*1=.txt").value
    {'name': 'café.txt', 'charset': 'utf-8'}
    """
    spans: list[Span] = []
    plain = plain_parameters(value, start, spans)
    if plain is not None:
        return Parsed(plain, (), tuple(spans))
    return full_parameters(value, start)


def parse_parameter_languages(value: bytes, start: int = 0) -> Parsed[Mapping[str, str]]:
    """Language tags by name, of the parameters that state one (RFC 2231 section 4).

    >>> parse_parameter_languages(b"; title*=us-ascii'en-us'This; name=x").value
    {'title': 'en-us'}
    """
    reading = _Reading(value, start)
    languages = {
        name: decode_segments(segments).language for name, segments in reading.segments.items()
    }
    stated = {name: language for name, language in languages.items() if language}
    return Parsed(stated, (), tuple(reading.spans[name] for name in stated))


def plain_parameters(
    value: bytes, start: int = 0, spans: list[Span] | None = None
) -> dict[str, str] | None:
    """The parameters if all are plain and none stands twice; None if the grammar must tell.

    Hot: most fields of most messages end here. `full_parameters` gives the same values.
    """
    values: dict[str, str] = {}
    end = len(value)
    count = 0
    while start < end:
        match = _PLAIN.match(value, start)
        if match is None:
            if _PLAIN_END.fullmatch(value, start):
                break
            return None
        whole, name, token, quoted = match.groups()
        values[name.decode("ascii").lower()] = (quoted if token is None else token).decode("ascii")
        if spans is not None:
            spans.append(Span(match.start(1), len(whole)))
        count += 1
        start = match.end()
    return values if len(values) == count else None


def full_parameters(value: bytes, start: int = 0) -> Parsed[Mapping[str, str]]:
    """As `parse_parameters`, by the full grammar: for those that are not plain."""
    reading = _Reading(value, start)
    values = {name: reading.decode(name) for name in reading.spans}
    return Parsed(values, reading.defects(), tuple(reading.spans.values()))


class _Reading:
    """One pass over a field body: what it states of each parameter, not yet decoded."""

    def __init__(self, body: bytes, start: int) -> None:
        self.spans: dict[str, Span] = {}
        self.plain: dict[str, bytes] = {}
        self.segments: dict[str, list[Segment]] = {}
        self._cursor = Cursor(body, start, comment_until=b";")
        self._read()

    def defects(self) -> tuple[Defect, ...]:
        """What was found so far, in the order of places."""
        return tuple(sorted(self._cursor.defects, key=lambda defect: defect.span))

    def decode(self, name: str) -> str:
        """The value of the parameter; notes what is wrong with it."""
        text = ""
        codes: list[DefectCode] = []
        if name in self.plain:
            text, codes = decode_plain(self.plain[name])
            if name == "boundary" and DefectCode.PARAMETER_ENCODED_WORD in codes:
                # It is legal as it stands (RFC 2046 section 5.1.1), and delimiters hold it so.
                text = charset.decode_header(self.plain[name])
                codes = [DefectCode.MULTIPART_BOUNDARY_AMBIGUOUS]
        if name in self.segments:
            extended = decode_segments(self.segments[name])
            codes += extended.codes
            if name in self.plain and text != extended.text:
                codes.append(DefectCode.PARAMETER_TWO_FORMS)
            if name == "boundary":
                codes.append(DefectCode.MULTIPART_BOUNDARY_AMBIGUOUS)
            text = extended.text
        for code in dict.fromkeys(codes):
            self._note(code, self.spans[name], name)
        return text

    def _note(self, code: DefectCode, span: Span, name: str = "") -> None:
        detail = name if name.isprintable() else ascii(name)
        self._cursor.note(code, span.offset, span.end, detail)

    def _read(self) -> None:
        """``*(";" parameter)``, with comments, and with octets that are neither."""
        cursor, separated = self._cursor, False
        while not cursor.at_end():
            if simple := _SIMPLE.match(cursor.body, cursor.offset):
                name, token, quoted = simple.groups()
                cursor.offset = simple.end()
                value = _Value(quoted if token is None else token, simple.end())
                self._add(name, value, simple.start(1), separated=True, quoted=token is None)
                continue
            start = cursor.offset
            separators = cursor.consume(_SEPARATORS)
            separated = separated or b";" in separators
            if b"=" in separators or separators.count(b";") > 1:
                self._note(DefectCode.PARAMETER_INVALID, Span(start, len(separators)))
            start, octet = cursor.offset, cursor.peek()
            if octet == b"(":
                cursor.comment()
            elif octet == b'"':
                cursor.quoted_string()
                self._note(DefectCode.PARAMETER_INVALID, Span(start, cursor.offset - start))
            elif octet:
                self._parameter(separated=separated)
                separated = False

    def _parameter(self, *, separated: bool) -> None:
        """``attribute "=" value``; a word without a "=" is passed over."""
        cursor = self._cursor
        start = cursor.offset
        name = cursor.consume(_NAME).rstrip(b" \t\r\n")
        if cursor.check(b"("):
            cursor.skip_cfws()
        if not cursor.accept(b"="):
            self._note(DefectCode.PARAMETER_INVALID, Span(start, len(name)))
            return
        cursor.skip_cfws()
        quoted = cursor.check(b'"')
        value = self._quoted() if quoted else self._unquoted()
        self._add(name, value, start, separated=separated, quoted=quoted)

    def _add(
        self, word: bytes, value: _Value, start: int, *, separated: bool, quoted: bool
    ) -> None:
        """Keep what was read for the parameter that ``word`` names."""
        span = Span(start, value.end - start)
        name, number, extended, valid = split_name(word)
        if value.code is not None:
            self._note(value.code, span, name)
        valid = valid and separated and not (extended and quoted)
        if not valid and value.code is not DefectCode.PARAMETER_INVALID:
            self._note(DefectCode.PARAMETER_INVALID, span, name)
        if not name or value.octets is None:
            return
        first = self.spans.setdefault(name, span)
        if extended or number is not None:
            self.segments.setdefault(name, []).append(Segment(number or 0, extended, value.octets))
            self.spans[name] = Span(first.offset, value.end - first.offset)
        elif name in self.plain:
            self._note(DefectCode.PARAMETER_REPEATED, span, name)
        else:
            self.plain[name] = value.octets

    def _quoted(self) -> _Value:
        r"""``quoted-string``.

        A ``\`` quotes the character behind it, in ``"C:\TEMP\x.txt"`` too: other readers
        see the same name.
        """
        octets = self._cursor.quoted_string()
        return _Value(octets, self._cursor.offset)

    def _unquoted(self) -> _Value:
        """``token``, or all words until it is clear that the value has ended."""
        cursor = self._cursor
        start = cursor.offset
        cursor.consume(_WORD)
        end = cursor.offset
        while not cursor.at_end():
            cursor.skip_cfws()
            if _VALUE_END.match(cursor.body, cursor.offset):
                break
            cursor.consume(_WORD)
            end = cursor.offset
        octets = _unfold(cursor.body[start:end])
        if not octets:
            return _Value(None, end, DefectCode.PARAMETER_INVALID)
        return _Value(
            octets, end, None if TOKEN.fullmatch(octets) else DefectCode.PARAMETER_QUOTES_MISSING
        )


class _Value(NamedTuple):
    """A value as it stands, unquoted and unfolded; None if there is none."""

    octets: bytes | None
    end: int
    code: DefectCode | None = None


def _unfold(octets: bytes) -> bytes:
    return octets.replace(b"\r", b"").replace(b"\n", b"")


# With a blank before it and `";` behind it, the 76 octets of a line (RFC 2047 section 2).
_ENCODED_WORD_LENGTH: Final = 73


def format_parameters(
    parameters: Mapping[str, str],
    *,
    rfc2047: bool = False,
    utf8: bool = False,
    max_length: int = 996,
    segment_length: int | None = None,
) -> str:
    """``; name=value`` for each, which parses to the same values.

    What ASCII cannot express is extended (RFC 2231), and so is what takes over
    ``max_length`` characters; the default fits a line of 998 octets. It is in segments if
    ``name=value`` takes over ``segment_length`` characters, as many as ``max_length`` if not
    given. With ``rfc2047`` it becomes encoded words in quotes, of any length, against RFC
    2047 but for readers older than RFC 2231; with ``utf8`` it stands as it is (RFC 6532).
    `HeaderInjectionError` if a value holds a control character, `ComposeError` if it cannot
    be written at all.

    >>> format_parameters({"charset": "utf-8", "name": "Jahres bericht.txt"})
    '; charset=utf-8; name="Jahres bericht.txt"'
    >>> format_parameters({"name": "café.txt"})
    "; name*=utf-8''caf%C3%A9.txt"
    >>> format_parameters({"name": "café.txt"}, utf8=True)
    '; name="café.txt"'
    """
    if len({name.lower() for name in parameters}) < len(parameters):
        raise ComposeError("two parameters have one name")
    written: list[str] = []
    for name, value in parameters.items():
        refuse_controls(name)
        refuse_controls(value)
        if not _ATTRIBUTE_TEXT.fullmatch(name):
            raise ComposeError(f"{name!r} is no name of a parameter")
        text = _format_plain(name, value, rfc2047=rfc2047, utf8=utf8, length=max_length)
        length = max_length if segment_length is None else min(segment_length, max_length)
        written += [text] if text else parameter_value.encode(name, value, length)
    return "".join(f"; {parameter}" for parameter in written)


def _format_plain(name: str, value: str, *, rfc2047: bool, utf8: bool, length: int) -> str:
    """The parameter without extension; empty if it cannot be."""
    if value.isascii() or utf8:
        # What looks like an encoded word would be read as one.
        if "=?" not in value or name.lower() == "boundary":
            text = f"{name}={value if _needs_no_quotes(value) else quote(value)}"
            return text if len(text.encode()) <= length else ""
    elif rfc2047:
        first = max(_ENCODED_WORD_LENGTH - len(name) - 2, 1)
        words = encoded_word.encode(
            value, line_length=_ENCODED_WORD_LENGTH, first_line_length=first
        )
        return f"{name}={quote(words)}"
    return ""


def is_token(text: str) -> bool:
    """Whether it can stand without quotes (RFC 2045 section 5.1)."""
    return _TOKEN_TEXT.fullmatch(text) is not None


def _needs_no_quotes(text: str) -> bool:
    """A token without what RFC 2231 gives a meaning: `email` loses an unquoted "it's.txt"."""
    return _ATTRIBUTE_TEXT.fullmatch(text) is not None


def quote(text: str) -> str:
    """As a quoted string (RFC 5322 section 3.2.4)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
