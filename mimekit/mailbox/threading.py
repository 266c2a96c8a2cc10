"""Threads: which message answers which (RFC 5256 section 3, REFERENCES; and JWZ's algorithm).

A message names its ancestors in References, else its parent in In-Reply-To. From these
links a forest is built, in which an id that no message has is a placeholder.

Both algorithms give the same links. They differ in the order of siblings: by date (RFC 5256),
or as the messages came (JWZ); and in what of a subject is a reply's, if subjects count:
"Re:", "Fwd:", "[list]", "(fwd)" (section 2.1), or only "Re:".

Deviations from RFC 5256 section 3:

1. What a message says of its own parent counts before what others say of its ancestors,
   whatever comes first; by the RFC the order of the messages decides.
2. A message without a date comes before those with one: INTERNALDATE is a server's.
3. Threads by subject are merged only if that is asked for.

All steps are linear in the number of ids (links are checked for loops in sets that are joined,
which is nearly so), and none recurses, however long a thread is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from mimekit.mailbox.base_subject import base_subject, jwz_subject
from mimekit.mailbox.links import Forest, link
from mimekit.mailbox.subject_merge import merge_by_subject
from mimekit.message.part import Message

Algorithm: TypeAlias = Literal["references", "jwz"]

_FIRST = datetime.min.replace(tzinfo=UTC)


class ThreadFields(NamedTuple):
    """The header fields that make threads; what is kept of a message if its octets need not be."""

    message_id: str | None
    """Message-ID, without its angle brackets."""

    in_reply_to: tuple[str, ...] = ()
    """The ids of In-Reply-To."""

    references: tuple[str, ...] = ()
    """The ids of References."""

    subject: str | None = None
    """Subject, decoded."""

    date: datetime | None = None
    """Date, aware of its zone."""


T = TypeVar("T", bound=Message | ThreadFields)


@dataclass(frozen=True, slots=True, eq=False)
class Thread(Generic[T]):
    """A message and the threads of what answers it."""

    message: T | None
    """What was given; None for a placeholder: a message that others name and that is not there."""

    message_id: str | None
    """The id, without angle brackets; None if it has none, or for a parent made of a subject."""

    number: int | None
    """Which of the messages it is, from 0; None for a placeholder."""

    children: tuple[Thread[T], ...]
    """The answers, in order."""

    def walk(self) -> Iterator[tuple[int, Thread[T]]]:
        """This one and all below it, each with how far below, in order; it does not recurse."""
        waiting: list[tuple[int, Thread[T]]] = [(0, self)]
        while waiting:
            depth, node = waiting.pop()
            yield depth, node
            waiting += [(depth + 1, child) for child in reversed(node.children)]

    def __repr__(self) -> str:
        return f"<Thread {self.message_id!r}, {len(self.children)} answers>"


def thread_fields(message: Message) -> ThreadFields:
    """What of a message makes threads."""
    return ThreadFields(
        message.message_id, message.in_reply_to, message.references, message.subject, message.date
    )


def thread(
    messages: Iterable[T],
    *,
    algorithm: Algorithm = "references",
    by_subject: bool = False,
) -> tuple[Thread[T], ...]:
    """The threads of messages, or of `ThreadFields`, of which `Thread.message` gives each back.

    Messages with the same Message-ID stay apart; the first one has the answers. Loops are
    broken. With ``by_subject`` threads are joined whose first messages have the same base
    subject.

    >>> first = ThreadFields("1@a.test", subject="Lamp")
    >>> answer = ThreadFields("2@a.test", references=("1@a.test",), subject="Re: Lamp")
    >>> for root in thread([answer, first]):
    ...     for depth, node in root.walk():
    ...         print("  " * depth + str(node.message.subject))
    Lamp
      Re: Lamp
    """
    if algorithm not in {"references", "jwz"}:
        raise ValueError(f"no algorithm: {algorithm!r}")
    given = [*messages]
    fields = [_fields_of(each) for each in given]
    forest = link([each.message_id for each in fields], [_ancestors(each) for each in fields])
    keys = _keys(forest, fields, by_date=algorithm == "references")
    forest.sort(keys)
    if by_subject:
        strip = base_subject if algorithm == "references" else jwz_subject
        subjects = [strip(each.subject or "") for each in fields]
        merge_by_subject(forest, subjects)
        forest.sort(_keys(forest, fields, by_date=algorithm == "references"))
    return _freeze(forest, given, [each.message_id for each in fields])


def _fields_of(each: object) -> ThreadFields:
    if isinstance(each, ThreadFields):
        return each
    if not isinstance(each, Message):
        raise TypeError(f"threads are of Messages or ThreadFields, not {type(each).__name__}")
    return thread_fields(each)


def _ancestors(fields: ThreadFields) -> tuple[str, ...]:
    """The ids of the ancestors, the parent last (RFC 5256 section 3, step 1)."""
    return fields.references or fields.in_reply_to[:1]


def _keys(
    forest: Forest, fields: list[ThreadFields], *, by_date: bool
) -> list[tuple[datetime, int]]:
    """What siblings are sorted by; a placeholder has the least key of its children."""
    dates = [each.date or _FIRST for each in fields] if by_date else [_FIRST] * len(fields)
    keys = [(_aware(date), number) for number, date in enumerate(dates)]
    missing = (datetime.max.replace(tzinfo=UTC), len(fields))
    keys += [missing] * (len(forest.children) - len(keys))
    for node in forest.upwards():
        if node >= len(fields):
            keys[node] = min((keys[child] for child in forest.children[node]), default=missing)
    return keys


def _aware(date: datetime) -> datetime:
    """The date in UTC, of which one without a zone is taken to be."""
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _freeze(
    forest: Forest, given: list[T], message_ids: list[str | None]
) -> tuple[Thread[T], ...]:
    """The forest as values, from the leaves up."""
    made: dict[int, Thread[T]] = {}
    for node in forest.upwards():
        children = tuple(made.pop(child) for child in forest.children[node])
        if node < len(given):
            made[node] = Thread(given[node], message_ids[node], node, children)
        else:
            made[node] = Thread(None, forest.placeholders.get(node), None, children)
    return tuple(made[root] for root in forest.roots)
