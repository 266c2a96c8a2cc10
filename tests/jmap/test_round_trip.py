"""A message that became an Email object becomes an equivalent message again.

docs/how-to/jmap.md says what "equivalent" is; EXCEPTIONS has the messages of `corpus/` of
which something is lost, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import ComposeError, Mailbox, Message, compose, from_jmap, jmap_blobs, parse, to_jmap
from mimekit.jmap.body_part import list_parts
from tests.corpus.expectation import iter_messages, name_of
from tests.jmap.creating import DATE

# The properties that come back, of an Email and of its parts.
EMAIL = (
    *("messageId", "inReplyTo", "references", "sender", "from", "to", "cc", "bcc", "replyTo"),
    *("subject", "sentAt", "bodyValues", "hasAttachment", "preview"),
)
BODY = ("partId", "type", "name", "charset", "disposition", "cid", "language", "location")

UNFOLDABLE = "a line over 998 octets that nothing can fold"
IN_ONE_PIECE = "a multipart with no part"
NO_TYPE = "a media type that is none is what it is read as"
CONTROLS = "controls become blanks"
EXCEPTIONS = {
    "attacks/address-comments-nested": UNFOLDABLE,
    "attacks/address-comments-open": UNFOLDABLE,
    "attacks/address-groups-many": UNFOLDABLE,
    "attacks/boundary-empty": IN_ONE_PIECE,
    "attacks/charset-names-hostile": CONTROLS,
    "attacks/content-type-nul": CONTROLS,
    "attacks/date-comments-nested": UNFOLDABLE,
    "attacks/file-name-escape-sequence": CONTROLS,
    "attacks/file-name-line-ends": CONTROLS,
    "attacks/file-name-nul": CONTROLS,
    "attacks/nested-1000-deep-and-open": IN_ONE_PIECE,
    "attacks/nested-200-deep": IN_ONE_PIECE,
    "legacy/content-type-rfc1049-postscript": NO_TYPE,
    "legacy/content-type-rfc1049-private": NO_TYPE,
    "legacy/content-type-text": NO_TYPE,
    "legacy/sun-attachments": NO_TYPE,
    "malformed/boundary-case-differs": IN_ONE_PIECE,
    "malformed/boundary-never-occurs": IN_ONE_PIECE,
    "malformed/boundary-parameter-missing": IN_ONE_PIECE,
    "malformed/closing-delimiter-only": IN_ONE_PIECE,
    "malformed/content-type-without-subtype": NO_TYPE,
    "malformed/disposition-empty": "a disposition that is none",
}
_REFUSED = {UNFOLDABLE, IN_ONE_PIECE, "a disposition that is none"}

MESSAGES = [*iter_messages()]


def again(message: Message, **changes: Any) -> Message:
    email = {**to_jmap(message), **changes}
    return from_jmap(email, blobs=jmap_blobs(message), date=DATE, seed=1)


def iter_losses(message: Message, other: Message) -> Iterator[tuple[object, ...]]:
    """What is not the same in two messages."""
    before, after = to_jmap(message), to_jmap(other)
    for name in EMAIL:
        is_made = name in {"sentAt", "messageId"} and before[name] is None
        if before[name] != after[name] and not is_made:
            yield name, before[name], after[name]
    old, new = _leaves(message, before), _leaves(other, after)
    if [path for path, *_ in old] != [path for path, *_ in new]:
        yield "structure", len(old), len(new)
    for one, two in zip(old, new, strict=False):
        if one != two:
            yield one, two


def _leaves(message: Message, email: dict[str, Any]) -> list[tuple[object, ...]]:
    """The parts, each with its properties and its content."""
    bodies = {part.path for part in (*message.text_body, *message.html_body)}
    found: list[tuple[object, ...]] = []
    parts = {body.path: body.part for body in list_parts(message)}
    pending = [("", email["bodyStructure"])]
    while pending:
        path, shown = pending.pop()
        part = parts[path]
        properties = [shown[name] for name in BODY]
        below = shown["subParts"] or ()
        content = b"" if below else part.content
        if path in bodies or part.content_type.type == "message":
            content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")  # lines are lines
        found.append((path, *properties, content))
        prefix = f"{path}." if path else ""
        pending += [(f"{prefix}{number}", each) for number, each in enumerate(below, 1)]
    return found


@pytest.mark.parametrize("path", MESSAGES, ids=map(name_of, MESSAGES))
def test_corpus(path: Path) -> None:
    message = parse(path.read_bytes())
    reason = EXCEPTIONS.get(name_of(path))
    if reason in _REFUSED:
        with pytest.raises(ComposeError):
            again(message)
        return
    other = again(message)
    losses = [*iter_losses(message, other)]
    assert bool(losses) is (reason is not None), losses[:3]
    # Of what was made here everything comes back: fields, their order, blobIds.
    assert bytes(again(other)) == bytes(other)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"),
    max_size=40,
)
NAMES = st.text(st.sampled_from('abc \u00e9\u65e5,."\\()<@>=?_'), max_size=30).map(str.strip)
MADE = st.fixed_dictionaries(
    {
        "from_": NAMES.map(lambda name: [Mailbox(name, "a b", "x.test")]),
        "to": st.lists(NAMES.map(lambda name: Mailbox(name, "a b", "x.test")), max_size=3),
        "subject": TEXTS.map(str.strip),
        "text": st.none() | TEXTS.map(lambda text: text.replace(" ", "\n")),
        "html": st.none() | TEXTS,
        "attachments": st.lists(
            st.tuples(NAMES.map(lambda name: f"{name}.x"), st.binary()), max_size=2
        ),
    }
)


@settings(deadline=None, max_examples=100)
@given(MADE)
def test_any_composed_message(arguments: dict[str, Any]) -> None:
    message = compose(**arguments, date=DATE, seed=1)
    assert [*iter_losses(message, again(message))] == []


@settings(deadline=None, max_examples=100)
@given(MADE)
def test_any_composed_message_without_its_headers(arguments: dict[str, Any]) -> None:
    """The properties say enough: `headers` only add what they leave out."""
    message = compose(**arguments, date=DATE, seed=1)
    assert [*iter_losses(message, again(message, headers=None))] == []


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60).map(lambda octets: b"To: " + octets + b"\r\n\r\n" + octets))
def test_any_octets(octets: bytes) -> None:
    message = parse(octets)
    try:
        other = again(message)
    except ComposeError:
        return
    assert other.text is not None
    assert to_jmap(other)["bodyValues"].keys() == to_jmap(message)["bodyValues"].keys()
