"""Mail to many: how to leave the list, and how to keep automatic answers away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimekit.composition.lint_places import place_of
from mimekit.composition.lint_rules import LintFinding, LintRule
from mimekit.fields.unstructured import unfold
from mimekit.message.headers import HeaderField
from mimekit.message.part import Message

_UNSUBSCRIBE = "list-unsubscribe"
_POST = "list-unsubscribe-post"
_ONE_CLICK = "list-unsubscribe=one-click"

# What says that a message goes to many.
_BULK_FIELDS = ("List-Id", "List-Unsubscribe", "List-Post", "List-Help", "Feedback-ID")
_BULK_PRECEDENCE = frozenset(("bulk", "list", "junk"))
# What keeps automatic answers away (RFC 3834 section 2).
_NO_ANSWER_FIELDS = ("List-Id", "Precedence", "Auto-Submitted")

# RFC 6376 section 3.5: the tag h= lists the signed fields, with colons between.
_SIGNED_FIELDS = re.compile(r"(?:^|;)\s*h\s*=([^;]*)")


def bulk_findings(message: Message) -> Iterator[LintFinding]:
    """What mail to many lacks; nothing for other mail."""
    headers = message.headers
    marks = [headers.get_fields(name) for name in _BULK_FIELDS]
    precedence = headers.get_fields("Precedence")[:1]
    is_bulk = [field for field in precedence if _value(field) in _BULK_PRECEDENCE]
    for field in precedence:
        if not is_bulk:
            yield _finding(message, LintRule.PRECEDENCE_UNKNOWN, field, _value(field))
    bulk = [*is_bulk, *(field for fields in marks for field in fields)]
    unsubscribe = headers.get_fields(_UNSUBSCRIBE)[:1]
    if bulk and not unsubscribe:
        yield _finding(message, LintRule.UNSUBSCRIBE_MISSING, bulk[0])
    if bulk and not any(name in headers for name in _NO_ANSWER_FIELDS):
        yield _finding(message, LintRule.PRECEDENCE_MISSING, bulk[0])
    for field in unsubscribe:
        yield from _one_click_findings(message, field)


def _one_click_findings(message: Message, unsubscribe: HeaderField) -> Iterator[LintFinding]:
    """One-click unsubscription (RFC 8058); discussion lists, which have List-Post, need none."""
    posts = message.headers.get_fields(_POST)[:1]
    if not posts and "List-Post" not in message.headers:
        yield _finding(message, LintRule.ONE_CLICK_MISSING, unsubscribe)
    for field in posts:
        if _value(field) != _ONE_CLICK:
            yield _finding(message, LintRule.ONE_CLICK_INVALID, field, field.as_text())
        if not any(url.lower().startswith("https:") for url in unsubscribe.as_urls()):
            yield _finding(message, LintRule.ONE_CLICK_WITHOUT_HTTPS, unsubscribe)
        signatures = message.headers.get_fields("DKIM-Signature")
        if not signatures:
            yield _finding(message, LintRule.ONE_CLICK_UNSIGNED, field)
        elif not any({_UNSUBSCRIBE, _POST} <= _signed_fields(each) for each in signatures):
            yield _finding(message, LintRule.ONE_CLICK_SIGNATURE, signatures[0])


def _signed_fields(signature: HeaderField) -> set[str]:
    """The names in the tag h= of a DKIM signature, in lower case."""
    match = _SIGNED_FIELDS.search(unfold(signature.body).decode("latin-1"))
    return {name.strip().lower() for name in match[1].split(":")} if match else set()


def _value(field: HeaderField) -> str:
    return field.as_text().strip().lower()


def _finding(
    message: Message, rule: LintRule, field: HeaderField, detail: str = ""
) -> LintFinding:
    return LintFinding(rule, place_of(field), message.path, detail)
