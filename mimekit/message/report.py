"""What a multipart/report says, as typed values (RFC 6522).

    multipart/report
        text/plain, or any other                      for people: `text`
        message/delivery-status, ...                  for programs: the fields of the report
        message/rfc822 or text/rfc822-headers         `original`

Deviation: the machine-parsable part is found wherever it stands in the message, also without
a multipart/report around it, and in any transfer encoding.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.fields.content_type import ContentType
from mimekit.limits import Limits
from mimekit.message.body import content_type
from mimekit.message.delivery_status import DeliveryStatus, read_delivery_status
from mimekit.message.descent import walk
from mimekit.message.disposition_notification import (
    DispositionNotification,
    read_disposition_notification,
)
from mimekit.message.feedback_report import FeedbackReport, read_feedback_report
from mimekit.message.report_fields import Field, read_groups
from mimekit.message.tree import Tree, message_of
from mimekit.span import Span
from mimekit.structure.rows import NEXT, WIDTH

if TYPE_CHECKING:
    from mimekit.message.part import Message, Part

Report: TypeAlias = DeliveryStatus | DispositionNotification | FeedbackReport
"""``kind`` tells them apart; all have ``text``, ``original``, ``fields`` and ``defects``."""

# By the report-type parameter of multipart/report.
_READERS: Final[Mapping[str, Callable[[Iterable[list[Field]]], Report]]] = {
    "delivery-status": read_delivery_status,
    "disposition-notification": read_disposition_notification,
    "feedback-report": read_feedback_report,
}
_KIND_OF: Final = {
    "message/delivery-status": "delivery-status",
    "message/global-delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "message/global-disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report",
}
_HEADERS_ONLY = frozenset(("text/rfc822-headers", "message/global-headers"))


class _Place(NamedTuple):
    """Where a report stands in a message."""

    kind: str
    container: Part
    """The multipart; if there is none, the machine-parsable part."""
    machine: Part | None
    """The machine-parsable part."""


def read_report(message: Message, limits: Limits) -> Report | None:
    r"""The first report in a message, not in one that it encloses; None if there is none.

    A multipart/report without its machine-parsable part gives a report of the type that it
    declares, which says nothing and has the defect ``report-invalid``. ``limits`` are for a
    returned header, which is taken apart as a message.

    >>> import mimekit
    >>> message = mimekit.parse(
    ...     b"Content-Type: message/delivery-status\n\n"
    ...     b"Reporting-MTA: dns; mx.example\n\n"
    ...     b"Final-Recipient: rfc822; joe@example.org\nAction: failed\nStatus: 5.1.1\n"
    ... )
    >>> recipient = message.report.recipients[0]
    >>> recipient.final_recipient, recipient.final_recipient.type, recipient.status
    ('joe@example.org', 'rfc822', '5.1.1')
    """
    place = _find(message)
    if place is None:
        return None
    groups: list[list[Field]] = []
    defects = [] if place.machine else [*_check_container(place.container)]
    if place.machine is not None:
        content = place.machine.content
        groups, invalid = read_groups(content)
        defects += _check_lines(place.machine, content, invalid)
    return _READERS[place.kind](groups)._replace(
        text=_text(place), original=_original(place, limits), defects=tuple(defects)
    )


class ReportCheck:
    """What is wrong with the reports of a tree, node by node.

    Each message is searched for machine-parsable parts once: a multipart/report may be
    in another, a hundred deep.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._machines: dict[int, list[int]] = {}  # rows, by the root of their message

    def check(self, row: int, part: Part) -> Iterator[Defect]:
        """The findings in one part: a multipart/report, or the machine-parsable part of one."""
        if part.content_type.media_type == "multipart/report" and not self._has_machine(row):
            yield from _check_container(part)
        if _kind(part):
            content = part.content
            yield from _check_lines(part, content, read_groups(content)[1])

    def _has_machine(self, row: int) -> bool:
        """Whether a multipart holds a machine-parsable part, at any depth but in no message."""
        root = message_of(self._tree, row)
        machines = self._machines.get(root)
        if machines is None:
            nodes = walk(self._tree, root, enter_messages=False)
            machines = [node for node in nodes if _is_machine(content_type(self._tree, node))]
            self._machines[root] = machines
        at = bisect_right(machines, row)
        return at < len(machines) and machines[at] < self._tree.rows[row * WIDTH + NEXT]


def _check_container(part: Part) -> Iterator[Defect]:
    """A multipart/report without a machine-parsable part: whether its report-type wants one."""
    type_ = part.content_type
    kind = type_.parameters.get("report-type", "").lower()
    if kind in _READERS or not kind:
        yield Defect(DefectCode.REPORT_INVALID, Span(_place(part).offset, 0), part.path, kind)


def _check_lines(part: Part, content: bytes, invalid: Span | None) -> Iterator[Defect]:
    """The line that is no field; its span is the whole body if that is encoded."""
    if invalid is not None:
        raw = part.raw
        body_at = _place(part).end - len(raw)
        span = invalid.moved(body_at) if content == raw else Span(body_at, len(raw))
        yield Defect(DefectCode.HEADER_LINE_INVALID, span, part.path)


def _place(part: Part) -> Span:
    """The part's span; where `check` looks, no part is new."""
    return part.span or Span(0, 0)


def _kind(part: Part) -> str | None:
    return _KIND_OF.get(part.content_type.media_type)


def _is_machine(type_: ContentType) -> bool:
    return type_.media_type in _KIND_OF


def _within(part: Part) -> Iterator[Part]:
    return part.walk(enter_messages=False)


def _find(message: Message) -> _Place | None:
    """The first machine-parsable part, else the first multipart/report."""
    declared: _Place | None = None
    for part in _within(message):
        if kind := _kind(part):
            above = None if part == message else part.parent
            return _Place(kind, above or part, part)
        type_ = part.content_type
        if declared is None and type_.media_type == "multipart/report":
            kind = type_.parameters.get("report-type", "").lower()
            declared = _Place(kind, part, None) if kind in _READERS else None
    return declared


def _text(place: _Place) -> str | None:
    """The first text/plain part before the machine-parsable one."""
    for part in _within(place.container):
        if part == place.machine:
            break
        if part.content_type.media_type == "text/plain":
            return part.text
    return None


def _original(place: _Place, limits: Limits) -> Message | None:
    """The first message, or header of one, beside the machine-parsable part."""
    from mimekit.message.part import parse  # noqa: PLC0415 - part.py stands above

    for part in _within(place.container):
        if part.content_type.media_type in _HEADERS_ONLY:
            return parse(part.content, limits=limits)
        if part.message:
            return part.message
    return None
