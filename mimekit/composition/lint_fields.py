"""Header fields of any part: their lines, their encoded words, their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mimekit.composition.lint_octets import MAX_READABLE_LENGTH
from mimekit.composition.lint_places import place_of
from mimekit.composition.lint_rules import LintFinding, LintRule
from mimekit.fields.addr_spec import is_addr_spec
from mimekit.message.headers import HeaderField
from mimekit.message.part import Part
from mimekit.span import Span

MAX_ENCODED_LINE_LENGTH: Final = 76
"""Characters of a line with encoded words (RFC 2047 section 2)."""

_LINE = re.compile(rb"[^\r\n]+")
# Where a line could have been folded: at blanks between two words (RFC 5322 section 2.2.3).
_FOLDABLE = re.compile(rb"[^ \t][ \t]++[^ \t]")
_WORD = re.compile(rb"=\?[^?\s]++\?[BbQq]\?[^?\s]*+\?=")

_ADDRESS_FIELDS = frozenset(
    (
        *("from", "sender", "reply-to", "to", "cc", "bcc"),
        *("resent-from", "resent-sender", "resent-to", "resent-cc", "resent-bcc"),
    )
)
# Fields without phrase, comment or free text that a word could stand in (RFC 2047 section 5).
_WITHOUT_WORDS = frozenset(
    (
        *("message-id", "in-reply-to", "references", "content-id", "mime-version"),
        *("list-unsubscribe", "list-unsubscribe-post", "list-subscribe", "list-help"),
        *("list-post", "list-owner", "list-archive", "dkim-signature", "return-path"),
        *("resent-message-id", "content-transfer-encoding"),
    )
)

# What other hosts wrote (RFC 5321 section 4.4, RFC 8601 section 2, RFC 8617 section 4.1).
_TRACE_FIELDS = frozenset(
    (
        *("received", "return-path", "authentication-results", "arc-seal"),
        *("arc-message-signature", "arc-authentication-results"),
    )
)


def field_findings(part: Part) -> Iterator[LintFinding]:
    """What is wrong with how the fields of a part are written."""
    for field in part.headers.fields:
        name = field.name.lower()
        if name not in _TRACE_FIELDS:
            yield from _line_findings(part, field)
        if b"=?" in field.raw:
            yield from _word_findings(part, field, name)
        if name in _ADDRESS_FIELDS:
            yield from _address_findings(part, field)


def _line_findings(part: Part, field: HeaderField) -> Iterator[LintFinding]:
    if len(field.raw) <= MAX_ENCODED_LINE_LENGTH:
        return
    rule_seen = set()
    for line in _LINE.finditer(field.raw):
        octets = line[0]
        rule, most = LintRule.HEADER_LINE_OVER_78, MAX_READABLE_LENGTH
        if _WORD.search(octets):
            rule, most = LintRule.ENCODED_WORD_LINE_OVER_76, MAX_ENCODED_LINE_LENGTH
        if len(octets) <= most or len(octets.decode("utf-8", "replace")) <= most:
            continue
        body = octets[len(field.name) + 1 :] if line.start() == 0 else octets
        if rule not in rule_seen and _FOLDABLE.search(body):
            rule_seen.add(rule)
            span = Span(place_of(field).offset + line.start(), len(octets))
            yield LintFinding(rule, span, part.path, field.name)


def _word_findings(part: Part, field: HeaderField, name: str) -> Iterator[LintFinding]:
    word = _WORD.search(field.raw)
    if word is None:
        return
    span = Span(place_of(field).offset + word.start(), len(word[0]))
    if name in _WITHOUT_WORDS:
        yield LintFinding(LintRule.ENCODED_WORD_MISPLACED, span, part.path)
    elif _is_needless(field):
        yield LintFinding(LintRule.ENCODED_WORD_NEEDLESS, span, part.path, field.name)


def _is_needless(field: HeaderField) -> bool:
    """Whether the text of a field could stand as it is: printable ASCII, with single blanks.

    One long word may be encoded in order to be folded.
    """
    text = field.as_text()
    is_plain = text.isascii() and text.isprintable() and "=?" not in text
    words = text.split(" ")
    return is_plain and all(words) and max(map(len, words)) <= MAX_READABLE_LENGTH


def _address_findings(part: Part, field: HeaderField) -> Iterator[LintFinding]:
    """Addresses that cannot be sent to, unless the check of the field tells why."""
    invalid = [
        mailbox.addr_spec
        for mailbox in field.as_addresses()
        if not is_addr_spec(mailbox.addr_spec)
    ]
    if not invalid or any(defect.code.value.startswith("address-") for defect in field.defects):
        return
    for addr_spec in invalid:
        yield LintFinding(LintRule.ADDRESS_INVALID, place_of(field), part.path, addr_spec)
