"""Lines, line ends and transfer encodings of what is to be sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mimekit.composition.lint_places import place_of
from mimekit.composition.lint_rules import LintFinding, LintRule
from mimekit.message.part import Message, Part
from mimekit.span import Span

MAX_LINE_LENGTH: Final = 998
"""Octets of a line without its CRLF (RFC 5322 section 2.1.1)."""
MAX_READABLE_LENGTH: Final = 78
"""Characters of a line that readers show whole (RFC 5322 section 2.1.1)."""

# Each is tried at the beginning of a line alone, or once for what it finds.
_LONG_LINE = re.compile(rb"(?<![^\r\n])[^\r\n]{999,}+")
_BARE_CR = re.compile(rb"\r(?!\n)")
_BARE_LF = re.compile(rb"(?<!\r)\n")
_NUL = re.compile(rb"\x00")
_WIDE_LINE = re.compile(rb"(?m)^[^\r\n]{79,}+")
_FROM_LINE = re.compile(rb"(?m)^From ")
# RFC 3676 section 4.3: the line above a signature ends in a blank.
_TRAILING_BLANK = re.compile(rb"(?m)^(?!-- \r?$)[^\r\n]*[ \t](?=\r?$)")

_IDENTITY = frozenset(("7bit", "8bit"))
_ENCODED = frozenset(("base64", "quoted-printable"))

_TRANSPORT = (
    (_LONG_LINE, LintRule.LINE_OVER_998),
    (_BARE_CR, LintRule.BARE_CR),
    (_NUL, LintRule.NUL_OCTET),
)


def body_span(part: Part) -> Span:
    """The body as it stands in the source."""
    length = len(part.raw)
    return Span(place_of(part).end - length, length)


def octet_findings(message: Message, parts: list[Part]) -> Iterator[LintFinding]:
    """What servers do not take, wherever it stands; of each rule the first place, and how many.

    Bodies that are declared as binary are left out: there, octets are no lines.
    """
    start = place_of(message).offset
    octets = bytearray(bytes(message))
    for part in parts:
        if part.transfer_encoding == "binary" and not part.parts:
            span = body_span(part).moved(-start)
            octets[span.slice] = b"\r\n" * (span.length // 2) + b" " * (span.length % 2)
    is_file = b"\n" in octets and b"\r\n" not in octets
    if is_file:
        at = octets.find(b"\n")
        yield LintFinding(LintRule.LINES_END_IN_LF, Span(start + at, 1), message.path)
    rules = _TRANSPORT if is_file else (*_TRANSPORT, (_BARE_LF, LintRule.BARE_LF))
    for pattern, rule in rules:
        first, count = _first_and_count(pattern, octets)
        if first is not None:
            span = Span(start + first.offset, first.length)
            path = next(part.path for part in reversed(parts) if _holds(part, span))
            yield LintFinding(rule, span, path, _counted(count))


def _holds(part: Part, span: Span) -> bool:
    return place_of(part).offset <= span.offset < place_of(part).end or not part.path


def body_findings(part: Part) -> Iterator[LintFinding]:
    """How the body of one part is written."""
    if part.parts and part.content_type.type != "message":
        return
    raw, encoding, is_text = part.raw, part.transfer_encoding, part.content_type.type == "text"
    yield from _encoding_findings(part, raw, encoding)
    rules: list[tuple[re.Pattern[bytes], LintRule]] = []
    if is_text and encoding != "base64":
        rules.append((_FROM_LINE, LintRule.FROM_LINE))
    if encoding == "quoted-printable":
        rules.append((_TRAILING_BLANK, LintRule.QUOTED_PRINTABLE_TRAILING_BLANKS))
    if is_text and encoding in _IDENTITY:
        if part.content_type.parameters.get("format", "").lower() != "flowed":
            rules.append((_TRAILING_BLANK, LintRule.TRAILING_BLANKS))
        yield from _wide_lines(part, raw)
    for pattern, rule in rules:
        first, count = _first_and_count(pattern, raw)
        if first is not None:
            at = first.moved(body_span(part).offset)
            yield LintFinding(rule, at, part.path, _counted(count))


def _encoding_findings(part: Part, raw: memoryview, encoding: str) -> Iterator[LintFinding]:
    """A transfer encoding that is too narrow, or wider than need be."""
    span = body_span(part)
    content = bytes(raw) if encoding not in _ENCODED else b""
    if encoding == "binary":
        if _is_plain(content):
            yield LintFinding(LintRule.BODY_8BIT_NEEDLESS, span, part.path, encoding)
        else:
            yield LintFinding(LintRule.BODY_BINARY, span, part.path)
    elif encoding == "8bit" and content and content.isascii():
        yield LintFinding(LintRule.BODY_8BIT_NEEDLESS, span, part.path, encoding)
    elif encoding == "7bit" and not content.isascii():
        first, count = _first_and_count(re.compile(rb"[\x80-\xff]"), content)
        if first is not None:
            at = first.moved(span.offset)
            yield LintFinding(LintRule.BODY_8BIT_UNDECLARED, at, part.path, _counted(count))
    elif encoding == "base64" and part.content_type.type == "text":
        content = part.content
        if content and _is_plain(content):
            yield LintFinding(LintRule.BASE64_OF_ASCII, span, part.path)


def _is_plain(content: bytes) -> bool:
    """Whether octets could stand as 7bit (RFC 2045 section 2.7); line ends may be LF."""
    broken = (_LONG_LINE, _BARE_CR, _NUL)
    return content.isascii() and not any(pattern.search(content) for pattern in broken)


def _wide_lines(part: Part, raw: memoryview) -> Iterator[LintFinding]:
    """Lines of more than 78 characters, which of UTF-8 are fewer than its octets."""
    wide = [
        line.span()
        for line in _WIDE_LINE.finditer(raw)
        if len(line[0].decode("utf-8", "replace")) > MAX_READABLE_LENGTH
    ]
    if wide:
        start, end = wide[0]
        span = Span(body_span(part).offset + start, end - start)
        yield LintFinding(LintRule.BODY_LINE_OVER_78, span, part.path, _counted(len(wide)))


def _first_and_count(
    pattern: re.Pattern[bytes], octets: bytes | bytearray | memoryview
) -> tuple[Span | None, int]:
    """Where a pattern is found first, and how often."""
    first, count = None, 0
    for count, match in enumerate(pattern.finditer(octets), 1):  # noqa: B007 - the last number
        first = first or Span(match.start(), match.end() - match.start())
    return first, count


def _counted(count: int) -> str:
    return f"the first of {count}" if count > 1 else ""
