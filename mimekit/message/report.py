"""What a multipart/report says, as typed values (RFC 6522).

    multipart/report
        text/plain, or any other                      for people: `text`
        message/delivery-status, ...                  for programs: the fields of the report
        message/rfc822 or text/rfc822-headers         `original`

Deviation: the machine-parsable part is found wherever it stands in the message, also without
a multipart/report around it, and in any transfer encoding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from mimekit.defects import Defect, DefectCode
from mimekit.message.delivery_status import DeliveryStatus, read_delivery_status
from mimekit.message.disposition_notification import (
    DispositionNotification,
    read_disposition_notification,
)
from mimekit.message.feedback_report import FeedbackReport, read_feedback_report
from mimekit.message.report_fields import Field, read_groups
from mimekit.span import Span

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


def read_report(message: Message) -> Report | None:
    r"""The first report in a message, not in one that it encloses; None if there is none.

    A multipart/report without its machine-parsable part gives a report of the type that it
    declares, which says nothing and has the defect ``report-invalid``.

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
    defects = [*_check_container(place.container)]
    if place.machine is not None:
        content = place.machine.content
        groups, invalid = read_groups(content)
        defects += _check_lines(place.machine, content, invalid)
    return _READERS[place.kind](groups)._replace(
        text=_text(place), original=_original(place), defects=tuple(defects)
    )


def check_report(part: Part) -> Iterator[Defect]:
    """What is wrong with one part: a multipart/report, or the machine-parsable part of one."""
    yield from _check_container(part)
    if _kind(part):
        content = part.content
        yield from _check_lines(part, content, read_groups(content)[1])


def _check_container(part: Part) -> Iterator[Defect]:
    """Whether a multipart/report has what its report-type says."""
    type_ = part.content_type
    if type_.media_type != "multipart/report":
        return
    kind = type_.parameters.get("report-type", "").lower()
    if (kind in _READERS or not kind) and not any(_kind(below) for below in _within(part)):
        yield Defect(DefectCode.REPORT_INVALID, Span(part.span.offset, 0), part.path, kind)


def _check_lines(part: Part, content: bytes, invalid: Span | None) -> Iterator[Defect]:
    """The line that is no field; its span is the whole body if that is encoded."""
    if invalid is not None:
        raw = part.raw
        body_at = part.span.end - len(raw)
        span = invalid.moved(body_at) if content == raw else Span(body_at, len(raw))
        yield Defect(DefectCode.HEADER_LINE_INVALID, span, part.path)


def _kind(part: Part) -> str | None:
    return _KIND_OF.get(part.content_type.media_type)


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


def _original(place: _Place) -> Message | None:
    """The first message, or header of one, beside the machine-parsable part."""
    from mimekit.message.part import parse  # noqa: PLC0415 - part.py stands above

    for part in _within(place.container):
        if part.content_type.media_type in _HEADERS_ONLY:
            return parse(part.content)
        if part.message:
            return part.message
    return None
