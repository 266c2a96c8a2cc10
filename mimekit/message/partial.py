"""A message that was sent in fragments, put together again (RFC 2046 section 5.2.2).

Deviations, all of them harmless:

1. A fragment may be encoded; RFC 2046 allows 7bit only, but gateways do it.
2. A fragment that does not end with a line end gets one, for messages are cut between
   lines (RFC 2046 section 5.2.2.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from mimekit.limits import Limits
from mimekit.message.part import Message, parse

# The message inside is taken apart with the whole; first its header is asked for.
_HEADER_ONLY = Limits(max_parts=1)
_FROM_INNER = frozenset(("subject", "message-id", "encrypted", "mime-version"))

# As many as anyone can send, and no more digits than `int` reads in no time.
_NUMBER = re.compile(r"0*+[1-9][0-9]{0,8}")
_NUMBERS_SHOWN = 10


class _Fragment(NamedTuple):
    """One message/partial and its parameters (RFC 2046 section 5.2.2)."""

    message: Message
    id: str
    number: int
    total: int | None


def join_partials(messages: Iterable[Message], *, limits: Limits | None = None) -> Message:
    r"""The message whose fragments, all of them and in any order, are given.

    Its header is that of RFC 2046 section 5.2.2.1: the fields of the first fragment, but
    Content-*, Subject, Message-ID, Encrypted and MIME-Version from the message inside. Its
    limits are those of the first fragment, if none are given.

    Raises `TypeError` if one is no `Message`, and `ValueError` if one is no fragment, or
    if they are not exactly the fragments of one message; its sentence says what is missing.
    Raises `LimitError` as `parse` does.

    >>> first = b"From: a@x.test\nContent-Type: message/partial; id=i; number=1; total=2\n\n"
    >>> second = b"Content-Type: message/partial; id=i; number=2; total=2\n\n"
    >>> whole = join_partials([parse(second + b"two\n"), parse(first + b"Subject: S\n\none\n")])
    >>> whole.subject, whole.text
    ('S', 'one\ntwo\n')
    """
    fragments = _sort([_read(message) for message in messages])
    *before, last = [fragment.message.content for fragment in fragments]
    outer = fragments[0].message
    limits = limits or outer._tree.limits  # noqa: SLF001 - a handle has nothing else to say it
    newline = _line_end(outer)
    inner = b"".join([*(_ended(content, newline) for content in before), last])
    return parse(_merge(outer, inner, newline), limits=limits)


def _read(message: object) -> _Fragment:
    """The message and its parameters."""
    if not isinstance(message, Message):
        raise TypeError(f"a fragment is a Message, not {type(message).__name__}")
    type_ = message.content_type
    if type_.media_type != "message/partial":
        raise ValueError(f"a fragment is message/partial, not {type_.media_type}")
    parameters = type_.parameters
    number = _number(parameters, "number")
    if not parameters.get("id") or number is None:
        raise ValueError("a fragment has no id or no number")
    return _Fragment(message, parameters["id"], number, _number(parameters, "total"))


def _number(parameters: Mapping[str, str], name: str) -> int | None:
    text = parameters.get(name, "")
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"the {name} of a fragment is {text[:40]!r}")
    return int(text)


def _sort(fragments: list[_Fragment]) -> list[_Fragment]:
    """The fragments from the first to the last, if all are there, and are of one message."""
    if not fragments:
        raise ValueError("there is no fragment")
    ids = sorted({fragment.id for fragment in fragments})
    if len(ids) > 1:
        raise ValueError(f"the fragments are of {len(ids)} messages: {ids[0]!r}, {ids[1]!r} ...")
    totals = {fragment.total for fragment in fragments if fragment.total is not None}
    if not totals:
        raise ValueError("the last fragment is missing: none states the total")
    if len(totals) > 1:
        raise ValueError(f"the fragments state different totals: {_shown(sorted(totals))}")
    total = totals.pop()
    fragments = sorted(fragments, key=lambda fragment: fragment.number)
    _check_numbers([fragment.number for fragment in fragments], total)
    return fragments


def _check_numbers(numbers: list[int], total: int) -> None:
    """Raise unless sorted numbers are those from 1 to ``total``, each once."""
    repeated = [a for a, b in pairwise(numbers) if a == b]
    if repeated:
        raise ValueError(f"fragments are given twice: {_shown(repeated)}")
    if numbers[-1] > total:
        raise ValueError(f"there is a fragment {numbers[-1]} of {total}")
    if len(numbers) < total:
        present = set(numbers)
        # Among these must be enough to show, however large the total is.
        reach = range(1, min(total, len(numbers) + _NUMBERS_SHOWN) + 1)
        missing = [number for number in reach if number not in present][:_NUMBERS_SHOWN]
        more = total - len(numbers) - len(missing)
        raise ValueError(
            f"fragments of {total} are missing: {_shown(missing)}"
            + (f" and {more} more" if more else "")
        )


def _shown(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:_NUMBERS_SHOWN]))


def _line_end(message: Message) -> bytes:
    """The line end of a message's first field."""
    raw = message.headers.fields[0].raw  # there is one: Content-Type
    return b"\n" if raw.endswith(b"\n") and not raw.endswith(b"\r\n") else b"\r\n"


def _ended(octets: bytes, newline: bytes) -> bytes:
    return octets if not octets or octets.endswith((b"\n", b"\r")) else octets + newline


def _merge(outer: Message, inner: bytes, newline: bytes) -> bytes:
    """One header of two, and the body of the inner message."""
    fields = [field.raw for field in outer.headers.fields if not _is_inner(field.name)]
    if inner.startswith((b"\n", b"\r")):
        # The inner message has no header; fields in its body are text.
        body = inner[2:] if inner.startswith(b"\r\n") else inner[1:]
    else:
        message = parse(inner, limits=_HEADER_ONLY)
        fields += [field.raw for field in message.headers.fields if _is_inner(field.name)]
        body = bytes(message.raw)
    return b"".join([*(_ended(field, newline) for field in fields), newline, body])


def _is_inner(name: str) -> bool:
    """Whether the inner message's field of that name stands, rather than the outer's."""
    name = name.lower()
    return name in _FROM_INNER or name.startswith("content-")
