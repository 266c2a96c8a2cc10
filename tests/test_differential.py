"""What Python's `email` reads otherwise than mimekit, message by message, and why.

`tests/differential.json` has a table of reasons; under each message of `corpus/` it names
the reasons, and under each reason the aspects that differ. On the version of Python that
it was written with, a difference without a reason fails, and so does a reason without a
difference. `email` changes between versions: on others, what is new is told as a skip.
"""

from __future__ import annotations

import email
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from mimekit import Mailbox, parse
from tests.corpus.expectation import iter_messages, name_of

STATED = json.loads(Path(__file__).with_name("differential.json").read_text(encoding="utf-8"))
REASONS: dict[str, str] = STATED["reasons"]
DIFFERENCES: dict[str, dict[str, list[str]]] = STATED["messages"]

IS_PYTHON_OF_TABLE = STATED["python"] == f"{sys.version_info.major}.{sys.version_info.minor}"
NOT_TRIED = "email-takes-a-minute"
"""The reason of messages that `email` is not given here."""
WHOLE_MESSAGE = frozenset({"message"})
"""Instead of aspects, where `email` gives nothing at all."""
MESSAGES = [*iter_messages()]


# -- the two readings


def read_with_email(octets: bytes) -> dict[str, object]:
    message = email.message_from_bytes(octets, policy=policy.default)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return {
        "types": attempt(lambda: [leaf.get_content_type() for leaf in leaves]),
        "contents": attempt(lambda: [leaf.get_payload(decode=True) for leaf in leaves]),
        "filenames": attempt(lambda: [leaf.get_filename() for leaf in leaves]),
        "subject": attempt(lambda: text_of(message["subject"])),
        "from": attempt(lambda: mailboxes_of(message, "from")),
        "to": attempt(lambda: mailboxes_of(message, "to")),
        "cc": attempt(lambda: mailboxes_of(message, "cc")),
        "date": attempt(lambda: date_of(message)),
        "message_id": attempt(lambda: message_id_of(message)),
    }


def attempt(read: Callable[[], object]) -> object:
    """What is read, or the class of the exception, which equals nothing that mimekit gives."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - that it raises is the finding
        return type(error)


def text_of(field: object) -> str | None:
    return None if field is None else str(field)


def mailboxes_of(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    fields: list[Any] = message.get_all(name, [])
    return [(item.display_name, item.addr_spec) for field in fields for item in field.addresses]


def date_of(message: EmailMessage) -> str | None:
    date = message["date"] and message["date"].datetime
    return date.isoformat() if date else None


def message_id_of(message: EmailMessage) -> str | None:
    text = text_of(message["message-id"])
    return text and text.strip().removeprefix("<").removesuffix(">")


def read_with_mimekit(octets: bytes) -> dict[str, object]:
    message = parse(octets)
    leaves = [part for part in message.walk() if not part.parts]
    return {
        "types": [leaf.content_type.media_type for leaf in leaves],
        "contents": [leaf.content for leaf in leaves],
        "filenames": [leaf.filename for leaf in leaves],
        "subject": message.subject,
        "from": names_and_addresses(message.from_),
        "to": names_and_addresses(message.to),
        "cc": names_and_addresses(message.cc),
        "date": message.date.isoformat() if message.date else None,
        "message_id": message.message_id,
    }


def names_and_addresses(mailboxes: Iterable[Mailbox]) -> list[tuple[str, str]]:
    return [(mailbox.display_name, mailbox.addr_spec) for mailbox in mailboxes]


def differing_aspects(octets: bytes) -> frozenset[str]:
    ours = read_with_mimekit(octets)
    try:
        theirs = read_with_email(octets)
    except Exception:  # noqa: BLE001 - that it raises is the finding
        return WHOLE_MESSAGE
    return frozenset(aspect for aspect in ours if ours[aspect] != theirs[aspect])


# -- the tests


@pytest.mark.parametrize("path", MESSAGES, ids=map(name_of, MESSAGES))
def test_every_difference_has_a_reason_and_the_reverse(path: Path) -> None:
    reasons = DIFFERENCES.get(name_of(path), {})
    explained = {aspect for aspects in reasons.values() for aspect in aspects}
    if NOT_TRIED in reasons:
        assert explained == WHOLE_MESSAGE
        return
    differing = differing_aspects(path.read_bytes())
    if not IS_PYTHON_OF_TABLE:
        unexplained = sorted(differing - explained)
        if unexplained:
            pytest.skip(f"`email` of this Python also differs in {unexplained}")
        return
    assert differing == explained


def test_only_messages_of_the_corpus_have_reasons() -> None:
    assert DIFFERENCES.keys() <= set(map(name_of, MESSAGES))


def test_every_reason_is_in_the_table_and_used() -> None:
    used = {reason for reasons in DIFFERENCES.values() for reason in reasons}
    assert used == REASONS.keys()


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_names_its_rule_or_issue(reason: str) -> None:
    assert re.search(r"RFC \d+ (section|appendix) \S+|python/cpython#\d+", REASONS[reason])


def iter_aspects() -> Iterator[tuple[str, str]]:
    """Each explained aspect with its message."""
    for name, reasons in DIFFERENCES.items():
        for aspects in reasons.values():
            yield from ((name, aspect) for aspect in aspects)


def test_every_aspect_is_explained_once() -> None:
    explained = [*iter_aspects()]
    assert len(explained) == len(set(explained))
