"""The header fields of a message: which must be there, which must not, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from mimekit.composition.lint_octets import MAX_LINE_LENGTH
from mimekit.composition.lint_places import place_of
from mimekit.composition.lint_rules import LintFinding, LintRule
from mimekit.fields.mailbox import Mailbox
from mimekit.message.headers import HeaderField
from mimekit.message.part import Message
from mimekit.span import Span

MAX_AHEAD: Final = timedelta(days=1)
"""How far a Date may be from now: more than any two zones are apart."""

# RFC 5322 section 3.6: of the fields that every message has, those that it must have.
_WANTED = (
    ("Date", LintRule.DATE_MISSING),
    ("From", LintRule.FROM_MISSING),
    ("Message-ID", LintRule.MESSAGE_ID_MISSING),
)
_CLIENT_IP_FIELDS = (
    *("X-Originating-IP", "X-Client-IP", "X-Sender-IP", "X-Source-IP", "X-SourceIP"),
    *("X-Remote-IP", "X-Real-IP", "X-Forwarded-For", "X-MDRemoteIP"),
)


def message_findings(message: Message, now: datetime) -> Iterator[LintFinding]:
    """What is wrong with the fields of a message as a whole."""
    for name, rule in _WANTED:
        if name not in message.headers:
            yield _at_top(message, rule)
    yield from _subject_findings(message)
    yield from _sender_findings(message)
    yield from _message_id_findings(message)
    yield from _private_findings(message)
    is_mime = any(name.lower().startswith("content-") for name in message.headers)
    if is_mime and "MIME-Version" not in message.headers:
        yield _at_top(message, LintRule.MIME_VERSION_MISSING)
    for field in _first(message, "Date"):
        date = field.as_date()
        if date is not None and date - now > MAX_AHEAD:
            yield _in_field(message, LintRule.DATE_IN_FUTURE, field)
    for field in message.headers.get_fields("Return-Path"):
        yield _in_field(message, LintRule.RETURN_PATH_PRESENT, field)


def _at_top(message: Message, rule: LintRule) -> LintFinding:
    return LintFinding(rule, Span(place_of(message).offset, 0), message.path)


def _in_field(
    message: Message, rule: LintRule, field: HeaderField, detail: str = ""
) -> LintFinding:
    return LintFinding(rule, place_of(field), message.path, detail)


def _first(message: Message, name: str) -> tuple[HeaderField, ...]:
    """The first field of a name, if there is one: what readers take."""
    return message.headers.get_fields(name)[:1]


def _subject_findings(message: Message) -> Iterator[LintFinding]:
    if not (message.subject or "").strip():
        yield _at_top(message, LintRule.SUBJECT_MISSING)
    for field in _first(message, "Subject"):
        length = len(field.as_text())
        if length > MAX_LINE_LENGTH:
            yield _in_field(message, LintRule.SUBJECT_OVER_998, field, f"{length} characters")


def _sender_findings(message: Message) -> Iterator[LintFinding]:
    authors = message.from_
    for field in _first(message, "Sender"):
        mailboxes = field.as_addresses()
        if len(mailboxes) != 1:
            yield _in_field(message, LintRule.SENDER_INVALID, field)
        elif _addresses(mailboxes) == _addresses(authors):
            yield _in_field(message, LintRule.SENDER_NEEDLESS, field)
    if len(authors) > 1 and "Sender" not in message.headers:
        for field in _first(message, "From"):
            yield _in_field(message, LintRule.SENDER_MISSING, field)
    for field in _first(message, "Reply-To"):
        if authors and _addresses(field.as_addresses()) == _addresses(authors):
            yield _in_field(message, LintRule.REPLY_TO_NEEDLESS, field)


def _addresses(mailboxes: tuple[Mailbox, ...]) -> list[str]:
    """The addresses to compare; their domains have no case (RFC 5321 section 2.3.11)."""
    return [f"{mailbox.local_part}@{mailbox.domain.lower()}" for mailbox in mailboxes]


def _message_id_findings(message: Message) -> Iterator[LintFinding]:
    for field in _first(message, "Message-ID"):
        ids = field.as_message_ids()
        if len(ids) != 1 or "@" not in ids[0]:
            yield _in_field(message, LintRule.MESSAGE_ID_INVALID, field)
        elif not {".", "["} & {*ids[0].rpartition("@")[2]}:
            yield _in_field(message, LintRule.MESSAGE_ID_LOCAL, field, ids[0])


def _private_findings(message: Message) -> Iterator[LintFinding]:
    for field in message.headers.get_fields("Bcc"):
        if field.as_addresses():
            yield _in_field(message, LintRule.BCC_PRESENT, field)
    for name in _CLIENT_IP_FIELDS:
        for field in message.headers.get_fields(name):
            detail = f"{field.name}: {field.as_text()}"
            yield _in_field(message, LintRule.CLIENT_IP, field, detail)
