"""Delivery status notifications, as they are sent (RFC 3464, RFC 6533)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from mimekit.composition.header_block import Addresses, ExtraFields
from mimekit.composition.report_draft import ReportDraft, text_of_lines
from mimekit.composition.report_fields import ReportFields, keyword_of, required, text_of
from mimekit.composition.report_original import (
    Original,
    check_message,
    described,
    is_report,
    original_leaf,
    return_path,
    subject_of,
    thread_fields,
)
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.date_time import format_date_time
from mimekit.fields.mailbox import Mailbox
from mimekit.message.delivery_status import DeliveryStatus, Recipient
from mimekit.message.part import Message
from mimekit.wire import WireFormat

# RFC 3463 section 2, without leading zeros:
#   status-code = class "." subject "." detail
_STATUS = re.compile(r"([245])\.(?:0|[1-9][0-9]{0,2})\.(?:0|[1-9][0-9]{0,2})")

# RFC 3464 section 2.3.3 and RFC 3463 section 3.1: the classes of status that an action can have.
_CLASSES: Final[Mapping[str, str]] = {
    "failed": "45",
    "delayed": "4",
    "delivered": "2",
    "relayed": "2",
    "expanded": "2",
}
_SUBJECTS: Final[Mapping[str, str]] = {
    "failed": "Undeliverable",
    "delayed": "Delayed",
    "delivered": "Delivered",
    "relayed": "Relayed",
    "expanded": "Expanded",
}
_SENTENCES: Final[Mapping[str, str]] = {
    "failed": "It could not be delivered to {}.",
    "delayed": "It has not been delivered yet to {}. It is still being tried.",
    "delivered": "It was delivered to {}.",
    "relayed": "It was passed on for {}, to a system that does not report.",
    "expanded": "It was delivered to {}, and sent on from there to several recipients.",
}

_NAMES = frozenset(
    (
        *("original-envelope-id", "reporting-mta", "dsn-gateway", "received-from-mta"),
        *("arrival-date", "original-recipient", "final-recipient", "action", "status"),
        *("remote-mta", "diagnostic-code", "last-attempt-date", "final-log-id"),
        "will-retry-until",
    )
)


def delivery_report(
    message: Message,
    status: DeliveryStatus,
    *,
    from_: Addresses,
    to: Addresses | None = None,
    subject: str | None = None,
    original: Original = "headers",
    headers: ExtraFields | None = None,
    date: datetime | None = None,
    message_id: str | None = None,
    seed: str | bytes | int | None = None,
    defects: list[Defect] | None = None,
) -> Message:
    r"""A delivery status notification: what became of ``message`` (RFC 3464).

    ``status`` needs a ``reporting_mta`` and recipients, each with ``final_recipient``,
    ``action`` and ``status``; its ``text`` is for people, and is made up if it is None. Names
    of servers are of type "dns", addresses "rfc822" or "utf-8", diagnostic codes "smtp", if
    their `TypedText` has no other. Of ``fields`` those are written that no attribute stands
    for.

    ``to`` is the reverse-path of the message's envelope, and is taken from Return-Path if it
    is not given; where that has the null reverse-path there is no report. A ``to`` that is
    given counts more than Return-Path, which a sender can write. There is none about another
    delivery report. ``original`` returns the header of the message, the whole "message", or
    nothing (None). The other arguments are those of `compose`. ``defects`` takes what was
    wrong with values that are copied from the message.

    Send it with the null reverse-path (RFC 3464 section 2, MAIL FROM:<>).

    Raises `HeaderInjectionError` for a control, `ComposeError` for a value that RFC 3464 does
    not allow, `TypeError` for one of another type.

    >>> import mimekit
    >>> message = mimekit.parse(b"Return-Path: <ann@example.org>\nSubject: Lunch?\n\n")
    >>> joe = Recipient(
    ...     final_recipient=mimekit.TypedText("joe@example.com"), action="failed", status="5.1.1"
    ... )
    >>> report = delivery_report(
    ...     message,
    ...     DeliveryStatus(reporting_mta=mimekit.TypedText("mx.example.net"), recipients=(joe,)),
    ...     from_="postmaster@mx.example.net",
    ... )
    >>> report.subject, report.to[0].addr_spec, report.report.recipients[0].status
    ('Undeliverable: Lunch?', 'ann@example.org', '5.1.1')
    """
    check_message(message)
    if not isinstance(status, DeliveryStatus):
        raise TypeError(f"a delivery report says a DeliveryStatus, not {type(status).__name__}")
    if is_report(message, "delivery-status"):
        raise ComposeError("a delivery report is not reported on (RFC 3464 section 2)")
    own = [("Auto-Submitted", "auto-replied"), *thread_fields(message, defects)]
    draft = ReportDraft(from_, _reverse_path(message) if to is None else to, headers, own)
    fields = _format_status(status, draft.wire)
    text = status.text
    topic = subject_of(message, defects) if subject is None or text is None else ""
    if subject is None:
        subject = f"{_summary(status.recipients)}: {topic}"
    if text is None:
        text = _text(status, described(message, topic))
    return draft.finish(
        "delivery-status",
        text,
        fields,
        original_leaf(message, original, draft.wire),
        subject=subject,
        date=date,
        message_id=message_id,
        seed=seed,
    )


def _reverse_path(message: Message) -> Mailbox:
    """The address that Return-Path has; `ComposeError` if it has none."""
    mailbox = return_path(message)
    if mailbox == "<>":
        raise ComposeError("nothing is sent to the null reverse-path (RFC 3464 section 2)")
    if not isinstance(mailbox, Mailbox):
        raise ComposeError("the message has no Return-Path: give to, its envelope's reverse-path")
    return mailbox


# -- for programs


def _format_status(status: DeliveryStatus, wire: WireFormat) -> bytes:
    """RFC 3464 section 2.1: ``per-message-fields 1*( CRLF per-recipient-fields )``."""
    if not status.recipients:
        raise ComposeError("a delivery report has a recipient (RFC 3464 section 2.1)")
    groups = [_format_message(status, wire)]
    groups += (_format_recipient(recipient, wire) for recipient in status.recipients)
    return wire.newline.join(groups)


def _format_message(status: DeliveryStatus, wire: WireFormat) -> bytes:
    """RFC 3464 section 2.2."""
    fields = ReportFields(wire, _NAMES)
    fields.text("Original-Envelope-Id", status.original_envelope_id)
    fields.mta("Reporting-MTA", required("Reporting-MTA", status.reporting_mta))
    fields.mta("DSN-Gateway", status.dsn_gateway)
    fields.mta("Received-From-MTA", status.received_from_mta)
    fields.date("Arrival-Date", status.arrival_date)
    fields.extensions(status.fields)
    return fields.octets()


def _format_recipient(recipient: Recipient, wire: WireFormat) -> bytes:
    """RFC 3464 section 2.3."""
    if not isinstance(recipient, Recipient):
        raise TypeError(f"recipients are Recipient values, not {type(recipient).__name__}")
    action, status = _action_and_status(recipient)
    if recipient.will_retry_until is not None and action != "delayed":
        raise ComposeError(f"Will-Retry-Until is told of what is delayed, not {action}")
    fields = ReportFields(wire, _NAMES)
    fields.address("Original-Recipient", recipient.original_recipient)
    fields.address("Final-Recipient", required("Final-Recipient", recipient.final_recipient))
    fields.keyword("Action", action)
    fields.word("Status", status)
    fields.mta("Remote-MTA", recipient.remote_mta)
    fields.typed("Diagnostic-Code", recipient.diagnostic_code, "smtp")
    fields.date("Last-Attempt-Date", recipient.last_attempt_date)
    fields.text("Final-Log-ID", recipient.final_log_id)
    fields.date("Will-Retry-Until", recipient.will_retry_until)
    fields.extensions(recipient.fields)
    return fields.octets()


def _action_and_status(recipient: Recipient) -> tuple[str, str]:
    """Both as they are written, if they do not contradict each other."""
    action = keyword_of("Action", required("Action", recipient.action), _CLASSES)
    status = text_of("Status", required("Status", recipient.status))
    code = _STATUS.fullmatch(status)
    if code is None:
        raise ComposeError(f"{status!r} is no status code (RFC 3463 section 2)")
    if code[1] not in _CLASSES[action]:
        raise ComposeError(
            f"{status} is not the status of what is {action} (RFC 3463 section 3.1)"
        )
    return action, status


# -- for people


def _summary(recipients: Iterable[Recipient]) -> str:
    """What became of the message, if it is the same for all recipients."""
    actions = {str(recipient.action).lower() for recipient in recipients}
    return _SUBJECTS[actions.pop()] if len(actions) == 1 else "Delivery status"


def _text(status: DeliveryStatus, about: str) -> str:
    lines = [f"This is the mail system at {status.reporting_mta}.", "", f"Your message {about}:"]
    for recipient in status.recipients:
        sentence = _SENTENCES[str(recipient.action).lower()]
        lines += ["", sentence.format(recipient.final_recipient)]
        lines += (f"    {line}" for line in _details(recipient))
    return text_of_lines(lines)


def _details(recipient: Recipient) -> Iterator[str]:
    """Why, for those who can read it."""
    yield f"Status: {recipient.status}"
    if recipient.remote_mta is not None:
        yield f"Server: {recipient.remote_mta}"
    if recipient.diagnostic_code is not None:
        yield f"Answer: {recipient.diagnostic_code}"
    if recipient.will_retry_until is not None:
        yield f"Tried until: {format_date_time(recipient.will_retry_until)}"
