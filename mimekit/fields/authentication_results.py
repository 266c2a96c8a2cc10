r"""Authentication-Results: what a receiving host found out (RFC 8601 section 2.2).

    authres-payload = [CFWS] authserv-id [CFWS authres-version]
                      (no-result / 1*resinfo) [CFWS] CRLF
    no-result  = [CFWS] ";" [CFWS] "none"
    resinfo    = [CFWS] ";" methodspec [CFWS reasonspec] [CFWS 1*propspec]
    methodspec = [CFWS] method [CFWS] "=" [CFWS] result
    method     = Keyword [[CFWS] "/" [CFWS] method-version]
    reasonspec = "reason" [CFWS] "=" [CFWS] value
    propspec   = ptype [CFWS] "." [CFWS] property [CFWS] "=" pvalue
    pvalue     = [CFWS] ((value / [[local-part] "@"] domain-name)) [CFWS]

What is stated is claimed by whoever wrote the field. Only fields of a host that one trusts
mean anything, and only if that host removes forged ones (section 5).

Deviations, all of them seen in mail:

1. The authserv-id may be missing.
2. A property may have no ptype (``action=none``), and a value any octet but ``;``, ``(``
   and blanks.
3. The instance that begins ARC-Authentication-Results (RFC 8617 section 4.1.1) is passed over.
4. Semicolons may be repeated or stand at the end; what is no ``name=value`` is passed over.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mimekit.codecs import charset
from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.injection import refuse_controls
from mimekit.fields.lexical import Cursor
from mimekit.fields.parameters import quote
from mimekit.fields.parsed import Parsed
from mimekit.fields.phrase import decode_raw
from mimekit.span import Span

_INSTANCE = re.compile(rb"[ \t\r\n]*+i[ \t]*+=[ \t]*+[0-9]++[ \t\r\n]*+;")
_SEPARATORS = re.compile(rb"[; \t\r\n]++")
# The plain case: no comments, blanks or quotes to step over, and nothing to decode.
_PLAIN_PAIR = re.compile(
    rb"(?>(?:([0-9A-Za-z_-]++)\.)?)([0-9A-Za-z_-]++)=([!#-'*-:<-~]++)(?=[ \t\r\n;(]|\Z)"
)
_KEYWORD = re.compile(rb'[^ \t\r\n;=./("]++')
_NUMBER = re.compile(rb"[0-9]{1,9}(?![^ \t\r\n;=(])")
_VALUE = re.compile(rb"[^ \t\r\n;(]++")

# RFC 5321 section 4.1.2:
#   Keyword := Ldh-str
_KEYWORD_TEXT = re.compile("[0-9A-Za-z_-]++")
_VALUE_CHAR = "[0-9A-Za-z!#$%&'*+.^_`{|}~-]"
# RFC 8601 section 2.2: a token, or [[local-part] "@"] domain-name
_VALUE_TEXT = re.compile(f"(?=.){_VALUE_CHAR}*+(?:@{_VALUE_CHAR}++)?")
_REASON: Final = ("", "reason")
_COMMENT_SPECIALS = re.compile(r"[()\\]")


class Property(NamedTuple):
    """What was checked: ``header.d=example.org`` is of ptype "header", name "d"."""

    ptype: str
    name: str
    value: str


class MethodResult(NamedTuple):
    """What one method found out; ``method`` and ``result`` are in lower case."""

    method: str
    result: str
    properties: tuple[Property, ...] = ()
    reason: str = ""
    comments: tuple[str, ...] = ()
    version: int = 1


class AuthenticationResults(NamedTuple):
    """The results that the host ``authserv_id`` claims, of the field's ``version``."""

    authserv_id: str
    results: tuple[MethodResult, ...] = ()
    version: int = 1


def parse_authentication_results(value: bytes) -> Parsed[AuthenticationResults]:
    """The host and its results, with one span for each of these.

    >>> parsed = parse_authentication_results(
    ...     b"mx.example.org; dkim=pass (1024 bit) header.d=example.com; spf=none")
    >>> parsed.value.authserv_id, [each.result for each in parsed.value.results]
    ('mx.example.org', ['pass', 'none'])
    >>> parsed.value.results[0].properties, parsed.value.results[0].comments
    ((Property(ptype='header', name='d', value='example.com'),), ('1024 bit',))
    """
    return _Reading(value).read()


class _Reading:
    """One pass over a field body."""

    def __init__(self, body: bytes) -> None:
        self.cursor = Cursor(body)
        self.cursor.consume(_INSTANCE)
        self.comments: list[str] = []
        self.results: list[MethodResult] = []
        self.spans: list[Span] = []
        self.version = 1  # of the last method that states one
        self.invalid = False
        decode_raw(self.cursor, body, 0)  # 8-bit octets are reported once

    def read(self) -> Parsed[AuthenticationResults]:
        """Read the whole body."""
        cursor = self.cursor
        authserv_id, version = self.read_host()
        while not cursor.at_end():
            cursor.consume(_SEPARATORS)
            self.comments.clear()
            self.skip_cfws()
            if not (cursor.at_end() or cursor.check(b";")):
                self.read_result()
        value = AuthenticationResults(authserv_id, tuple(self.results), version)
        return Parsed(value, tuple(cursor.defects), tuple(self.spans))

    def read_host(self) -> tuple[str, int]:
        """``authserv-id [CFWS authres-version]``, or nothing if a result comes first."""
        cursor = self.cursor
        self.skip_cfws()
        start = cursor.offset
        quoted = cursor.check(b'"')
        word = cursor.quoted_string() if quoted else cursor.consume(_VALUE)
        self.skip_cfws()
        if cursor.check(b"=") or (b"=" in word and not quoted):
            cursor.offset, word = start, b""
        digits = cursor.consume(_NUMBER) if word else b""
        self.skip_cfws()
        if not word or not (cursor.at_end() or cursor.check(b";")):
            self.note_invalid(start)
        return _text(word), int(digits or 1)

    def read_result(self) -> None:
        """``methodspec [CFWS reasonspec] [CFWS 1*propspec]``, or ``none``."""
        cursor = self.cursor
        start = end = cursor.offset
        self.version = version = 1
        pairs: list[Property] = []
        while not (cursor.at_end() or cursor.check(b";")):
            pair = self.read_pair()
            if pair is not None:
                version = version if pairs else self.version
                pairs.append(pair)
                end = cursor.offset
            self.skip_cfws()
        if not pairs:
            return
        method, *rest = pairs
        reasons = [pair.value for pair in rest if pair[:2] == _REASON]
        properties = tuple(pair for pair in rest if pair[:2] != _REASON)
        if method.ptype or len(reasons) > 1:
            self.note_invalid(start)
        reason = reasons[0] if reasons else ""
        comments, result = tuple(self.comments), method.value.lower()
        self.results.append(
            MethodResult(method.name, result, properties, reason, comments, version)
        )
        self.spans.append(Span(start, end - start))

    def read_pair(self) -> Property | None:
        """``method ["/" version] "=" result`` or ``[ptype "."] property "=" pvalue``."""
        cursor = self.cursor
        start = cursor.offset
        if plain := _PLAIN_PAIR.match(cursor.body, start):
            cursor.offset = plain.end()
            ptype, name, value = plain.groups(b"")
            return Property(
                ptype.decode("ascii").lower(), name.decode("ascii").lower(), value.decode("ascii")
            )
        ptype, name = b"", cursor.consume(_KEYWORD)
        self.skip_cfws()
        if cursor.accept(b"/"):
            self.skip_cfws()
            self.version = int(cursor.consume(_NUMBER) or 1)
        elif cursor.accept(b"."):
            self.skip_cfws()
            ptype, name = name, cursor.consume(_KEYWORD)
        self.skip_cfws()
        if not cursor.accept(b"="):
            cursor.consume(_VALUE)
            if name.lower() != b"none" or self.results:
                self.note_invalid(start)
            return None
        self.skip_cfws()
        value = self.read_value()
        if not name or not value:
            self.note_invalid(start)
        return Property(_text(ptype.lower()), _text(name.lower()), _text(value)) if name else None

    def read_value(self) -> bytes:
        """``value``, or an address, whose local part may be quoted."""
        cursor = self.cursor
        start = cursor.offset
        if not cursor.check(b'"'):
            return cursor.consume(_VALUE)
        value = cursor.quoted_string()
        if not cursor.check(b"@"):
            return value
        cursor.consume(_VALUE)
        return cursor.body[start : cursor.offset].translate(None, b"\r\n")

    def skip_cfws(self) -> None:
        """Step over blanks and comments, and keep the latter."""
        cursor = self.cursor
        if cursor.peek() in b" \t\r\n(":
            self.comments += map(_text, cursor.skip_cfws())

    def note_invalid(self, start: int) -> None:
        """Once a field, so that no flood of them grows."""
        if not self.invalid:
            self.cursor.note(DefectCode.AUTHENTICATION_RESULTS_INVALID, start)
        self.invalid = True


def _text(octets: bytes) -> str:
    return octets.decode("ascii") if octets.isascii() else charset.decode_header(octets)


def format_authentication_results(results: AuthenticationResults, *, utf8: bool = False) -> str:
    """The field body; values are quoted where they must be.

    `HeaderInjectionError` for a control character, `ComposeError` for a keyword that is
    none, for a host without a name, and for what is not ASCII without ``utf8``.

    >>> dkim = MethodResult("dkim", "pass", (Property("header", "d", "example.com"),))
    >>> format_authentication_results(AuthenticationResults("mx.example.org", (dkim,)))
    'mx.example.org; dkim=pass header.d=example.com'
    """
    if not results.authserv_id:
        raise ComposeError("the host that found the results has no name")
    host = _format_value(results.authserv_id)
    if results.version != 1:
        host = f"{host} {_format_version(results.version)}"
    text = "; ".join([host, *map(_format_result, results.results)])
    if not results.results:
        text += "; none"
    if not (utf8 or text.isascii()):
        raise ComposeError(f"{text!r} is not ASCII")
    return text


def _format_result(result: MethodResult) -> str:
    version = f"/{_format_version(result.version)}" if result.version != 1 else ""
    words = [f"{_format_keyword(result.method)}{version}={_format_keyword(result.result)}"]
    words += [_format_comment(comment) for comment in result.comments]
    if result.reason:
        words.append(f"reason={_format_value(result.reason)}")
    for ptype, name, value in result.properties:
        if (ptype, name) == _REASON:
            raise ComposeError("a property without a ptype cannot be called reason")
        prefix = f"{_format_keyword(ptype)}." if ptype else ""
        words.append(f"{prefix}{_format_keyword(name)}={_format_value(value)}")
    return " ".join(words)


def _format_keyword(word: str) -> str:
    refuse_controls(word)
    if not _KEYWORD_TEXT.fullmatch(word):
        raise ComposeError(f"{word!r} is no keyword")
    return word


def _format_version(version: int) -> str:
    if not 0 <= version < 10**9:
        raise ComposeError(f"{version} is no version")
    return str(version)


def _format_value(text: str) -> str:
    refuse_controls(text)
    return text if _VALUE_TEXT.fullmatch(text) else quote(text)


def _format_comment(text: str) -> str:
    refuse_controls(text)
    return "(" + _COMMENT_SPECIALS.sub(r"\\\g<0>", text) + ")"
