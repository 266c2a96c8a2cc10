"""The fields that put a reply in its thread: In-Reply-To and References (RFC 5322 3.6.4).

References has the parent's References, else its In-Reply-To if that holds one id, and then its
Message-ID. Trimmed as RFC 5537 section 3.4.4 has it: the first id and the last two stay, and
of those between the last ones that leave the field within 998 octets, unfolded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.message_id import format_message_ids, parse_message_ids
from mimekit.message.part import Message
from mimekit.span import Span
from mimekit.wire import MAX_LINE_LENGTH

MAX_ID_LENGTH: Final = 900
"""Characters of an id that is repeated: one stands on a line, with a field's name (RFC 5322
section 2.1.1)."""

# What stands around an id, in octets: brackets, and the blank before it.
_AROUND: Final = 3
_ALWAYS_KEPT: Final = 2  # of the last ids


class ParentIds(NamedTuple):
    """The ids of the two fields; none where a field is not to be written."""

    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]


def parent_ids(message: Message, defects: list[Defect] | None = None) -> ParentIds:
    """What a reply to ``message`` says of its thread.

    An id that cannot be written, without ``@`` or beyond ASCII, is left out, with a defect.
    """
    own = tuple(_written([message.message_id or ""], defects))
    before = message.references
    if not before and len(message.in_reply_to) == 1:
        before = message.in_reply_to
    ancestors = dict.fromkeys(_written(before, defects))
    for message_id in own:
        ancestors.pop(message_id, None)  # the parent's own stands last
    return ParentIds(own, _trimmed([*ancestors, *own]))


def _written(ids: Iterable[str], defects: list[Defect] | None) -> Iterable[str]:
    """The ids that a field can hold."""
    for message_id in ids:
        if not message_id:
            continue
        if is_writable(message_id):
            yield message_id
        elif defects is not None:
            code, place = DefectCode.COPIED_MESSAGE_ID_INVALID, Span(0, len(message_id))
            defects.append(Defect(code, place, detail=f"{message_id[:100]!a}"))


def is_writable(message_id: str) -> bool:
    r"""Whether an id, without its brackets, is one that RFC 5322 lets a new message hold.

    >>> is_writable("1@example.org"), is_writable("1"), is_writable("1@example.org\r\n")
    (True, False, False)
    """
    if "@" not in message_id or len(message_id) > MAX_ID_LENGTH:
        return False
    try:
        body = format_message_ids([message_id])
    except ComposeError:
        return False
    return not parse_message_ids(body.encode()).defects


def _trimmed(ids: list[str]) -> tuple[str, ...]:
    """The first id, the last two, and as many before those as the field has room for."""
    if len(ids) <= 1 + _ALWAYS_KEPT:
        return tuple(ids)
    room = MAX_LINE_LENGTH - len("References:") - len(ids[0]) - _AROUND
    kept: list[str] = []
    for message_id in reversed(ids[1:]):
        room -= len(message_id) + _AROUND
        if room < 0 and len(kept) >= _ALWAYS_KEPT:
            break
        kept.append(message_id)
    return (ids[0], *reversed(kept))
