"""The machine-parsable parts of reports, for people: who, what happened, and why.

message/delivery-status (RFC 3464, RFC 6533), message/disposition-notification (RFC 8098),
message/feedback-report (RFC 5965), and header fields alone (RFC 6522 section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.conversion import WarningCode
from mimekit.conversion.handler import Handler
from mimekit.conversion.handlers.records import WRITERS, Record
from mimekit.conversion.handlers.status_codes import explain_status
from mimekit.conversion.hidden_text import warn_of_hidden
from mimekit.html.characters import split_hidden
from mimekit.html.hidden import Hidden
from mimekit.message.delivery_status import Recipient, read_delivery_status
from mimekit.message.disposition_notification import read_disposition_notification
from mimekit.message.feedback_report import read_feedback_report
from mimekit.message.report_fields import Field, Fields, read_groups

MAX_RECIPIENTS: Final = 1_000
"""Of one report; a list may have bounced as a whole."""
MAX_FIELDS: Final = 500
"""Header fields of one message that are shown."""

_ACTIONS: Final[Mapping[str, str]] = {
    "failed": "Not delivered to",
    "delayed": "Not yet delivered to",
    "delivered": "Delivered to",
    "relayed": "Passed on, with no further reports, for",
    "expanded": "Delivered, and sent on to several addresses, for",
}
_DISPOSITIONS: Final[Mapping[str, str]] = {
    "displayed": "Displayed by the program of",
    "deleted": "Deleted, perhaps without having been seen, by",
    "dispatched": "Sent on by",
    "processed": "Processed, without having been displayed, by",
    "denied": "No receipt is given by",
    "failed": "No receipt can be given by",
}
_FEEDBACK: Final[Mapping[str, str]] = {
    "abuse": "Reported as unwanted mail",
    "fraud": "Reported as fraud",
    "virus": "Reported as harmful",
    "not-spam": "Reported as no unwanted mail",
    "auth-failure": "Failed authentication",
    "opt-out": "The recipient wants no more of this mail",
    "other": "Reported",
}

Groups = Iterable[list[Field]]


def delivery_records(groups: Groups) -> Iterator[Record]:
    """What became of a message for each recipient; and the servers that tell."""
    status = read_delivery_status(groups)
    for recipient in status.recipients:
        yield _recipient_record(recipient)
    yield _record(
        "Delivery report",
        ("Reported by", status.reporting_mta),
        ("Received from", status.received_from_mta),
        ("Arrived", _date(status.arrival_date)),
        ("Envelope id", status.original_envelope_id),
    )


def _recipient_record(recipient: Recipient) -> Record:
    address = recipient.final_recipient or recipient.original_recipient or "an unknown recipient"
    action = _ACTIONS.get(
        recipient.action or "", f"{recipient.action or 'Something'} happened for"
    )
    original = recipient.original_recipient
    status = recipient.status
    explained = explain_status(status) if status else ""
    return _record(
        f"{action} {address}",
        ("Written to", original if original != recipient.final_recipient else None),
        ("Status", f"{status} ({explained})" if explained else status),
        ("Answer of the server", recipient.diagnostic_code),
        ("Server", recipient.remote_mta),
        ("Last attempt", _date(recipient.last_attempt_date)),
        ("Tries until", _date(recipient.will_retry_until)),
    )


def disposition_records(groups: Groups) -> Iterator[Record]:
    """What a recipient's program did with a message."""
    notification = read_disposition_notification(groups)
    disposition = notification.disposition
    told = _DISPOSITIONS.get(disposition.type if disposition else "", "Receipt of")
    address = notification.final_recipient or notification.original_recipient
    by_hand = disposition and disposition.sending_mode == "mdn-sent-manually"
    yield _record(
        f"{told} {address or 'an unknown recipient'}",
        ("Sent", None if not disposition else "by the recipient" if by_hand else "by a program"),
        ("Modifiers", ", ".join(disposition.modifiers) if disposition else None),
        ("Message", notification.original_message_id),
        ("Program", notification.reporting_ua),
        *(("Error", error) for error in notification.errors),
    )


def feedback_records(groups: Groups) -> Iterator[Record]:
    """Why a mailbox provider complains of a message."""
    report = read_feedback_report(groups)
    kind = report.feedback_type or "other"
    yield _record(
        _FEEDBACK.get(kind, f"Reported as {kind}"),
        ("Sender", report.original_mail_from),
        ("Recipients", ", ".join(report.original_rcpt_to)),
        ("From server", report.source_ip),
        ("Arrived", _date(report.arrival_date)),
        ("Times", str(report.incidents) if report.incidents > 1 else None),
        ("Authentication", "\n".join(report.authentication_results)),
        ("What failed", report.auth_failure),
        ("Delivered", report.delivery_result),
        ("Domains", ", ".join(report.reported_domain)),
        ("Addresses in the message", "\n".join(report.reported_uri)),
        ("Reported by", report.reporting_mta or report.user_agent),
    )


def header_records(groups: Groups) -> Iterator[Record]:
    """The fields of a message that was not returned whole."""
    fields = Fields(field for group in groups for field in group)
    yield Record("Header of the message", fields.texts()[:MAX_FIELDS])


def _record(title: str, *lines: tuple[str, str | None]) -> Record:
    """A record of what is told at all."""
    return Record(title, tuple((label, str(text)) for label, text in lines if text))


def _date(date: datetime | None) -> str | None:
    return date.isoformat(" ") if date else None


_READERS: Final[Mapping[str, Callable[[Groups], Iterator[Record]]]] = {
    "message/delivery-status": delivery_records,
    "message/global-delivery-status": delivery_records,
    "message/disposition-notification": disposition_records,
    "message/global-disposition-notification": disposition_records,
    "message/feedback-report": feedback_records,
    "text/rfc822-headers": header_records,
    "message/rfc822-headers": header_records,
    "message/global-headers": header_records,
}


def convert_report(content: Content, to: str, context: Context) -> Iterator[Content]:
    """What the report says, in words."""
    groups, _ = read_groups(content.octets)
    records: list[Record] = []
    hidden: list[Hidden] = []
    for record in _READERS[content.media_type](groups):
        if len(records) > MAX_RECIPIENTS:
            context.warn(f"more than {MAX_RECIPIENTS} recipients", WarningCode.LIMIT)
            break
        context.check()
        records.append(_seen(record, hidden))
    warn_of_hidden(hidden, context)
    yield Content.from_text(WRITERS[to](records), to)


def _seen(record: Record, hidden: list[Hidden]) -> Record:
    """The record without characters that nobody sees; those are added to ``hidden``."""

    def see(text: str) -> str:
        seen, found = split_hidden(text)
        hidden.extend(found)
        return seen

    lines = tuple((see(label), see(text)) for label, text in record.lines)
    return Record(see(record.title), lines)


HANDLERS = (
    Handler(
        name="report",
        accepts=tuple(_READERS),
        produces=tuple(WRITERS),
        convert=convert_report,
        priority=-10,
    ),
)
