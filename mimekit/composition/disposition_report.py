"""Message disposition notifications, as they are sent (RFC 8098, RFC 6533)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from mimekit.composition.header_block import Addresses, ExtraFields
from mimekit.composition.recipients import address_key, copied_mailbox
from mimekit.composition.report_draft import ReportDraft, text_of_lines
from mimekit.composition.report_fields import ReportFields, keyword_of, required, texts_of
from mimekit.composition.report_original import (
    Original,
    check_message,
    described,
    is_report,
    message_id_of,
    original_leaf,
    original_recipient_of,
    return_path,
    subject_of,
    thread_fields,
)
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.mailbox import Mailbox
from mimekit.message.disposition_notification import Disposition, DispositionNotification
from mimekit.message.part import Message
from mimekit.wire import WireFormat

# RFC 8098 section 2.2:
#   disposition-notification-parameter = attribute "=" importance "," value *("," value)
#   importance = "required" / "optional"
_REQUIRED = re.compile(r"= *required *,", re.IGNORECASE)

# RFC 8098 section 3.2.6.1, in the case in which they are written there.
_ACTION_MODES: Final = ("manual-action", "automatic-action")
_SENDING_MODES: Final[Mapping[str, str]] = {
    "mdn-sent-manually": "MDN-sent-manually",
    "mdn-sent-automatically": "MDN-sent-automatically",
}
_BY_ITSELF: Final = "mdn-sent-automatically"

# RFC 8098 section 3.2.6.2, and how people are told.
_SUBJECTS: Final[Mapping[str, str]] = {
    "displayed": "Read",
    "deleted": "Deleted",
    "dispatched": "Dispatched",
    "processed": "Processed",
}
_SENTENCES: Final[Mapping[str, str]] = {
    "displayed": "was displayed. This does not say that it was read or understood.",
    "deleted": "was deleted. Whether it was seen before is not known.",
    "dispatched": "was passed on, by mail, in print or otherwise, and was not displayed.",
    "processed": "was handled by a program, and was not displayed.",
}

_NAMES = frozenset(
    (
        *("reporting-ua", "mdn-gateway", "original-recipient", "final-recipient"),
        *("original-message-id", "disposition", "error", "failure"),
    )
)


def disposition_report(
    message: Message,
    notification: DispositionNotification,
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
    r"""A disposition notification: what ``message`` was done with, as it asked (RFC 8098).

    ``notification`` needs a ``final_recipient`` and a ``disposition``. Original-Recipient and
    Original-Message-ID are taken from the message if they are None, ``text``, which is for
    people, is made up. Addresses are of type "rfc822" or "utf-8" if their `TypedText` has no
    other. Of ``fields`` those are written that no attribute stands for. ``from_`` is the
    recipient on whose behalf the report is made.

    ``to`` is taken from the message's Disposition-Notification-To; a message without one gets
    no report, nor does a disposition report. RFC 8098 section 2.1 wants the recipient's
    consent where that field does not have the one address of Return-Path: there a
    disposition that is "mdn-sent-automatically" is refused. So is a request with a
    Disposition-Notification-Options that is required, for none is known. With a ``to`` that
    is given nothing of this is looked at. Nothing here knows whether the message had its one
    report already.

    ``original`` returns the header of the message, the whole "message", or nothing (None).
    The other arguments are those of `compose`. ``defects`` takes what was wrong with values
    that are copied from the message.

    Send it with the null reverse-path (RFC 8098 section 3, MAIL FROM:<>).

    Raises `HeaderInjectionError` for a control, `ComposeError` for a value that RFC 8098 does
    not allow, `TypeError` for one of another type.

    >>> import mimekit
    >>> message = mimekit.parse(
    ...     b"Message-ID: <1@example.org>\nDisposition-Notification-To: ann@example.org\n"
    ...     b"Subject: Lunch?\n\n"
    ... )
    >>> report = disposition_report(
    ...     message,
    ...     DispositionNotification(
    ...         final_recipient=mimekit.TypedText("joe@example.com"),
    ...         disposition=Disposition("manual-action", "mdn-sent-manually", "displayed"),
    ...     ),
    ...     from_="Joe <joe@example.com>",
    ... )
    >>> report.subject, report.to[0].addr_spec, report.report.original_message_id
    ('Read: Lunch?', 'ann@example.org', '1@example.org')
    """
    check_message(message)
    if not isinstance(notification, DispositionNotification):
        raise TypeError(f"it says a DispositionNotification, not {type(notification).__name__}")
    if is_report(message, "disposition-notification"):
        raise ComposeError("a disposition report is not reported on (RFC 8098 section 2.1)")
    disposition = _checked(required("Disposition", notification.disposition))
    if to is None:
        to = _requesting(message, disposition, defects)
    own = [("Auto-Submitted", "auto-replied"), *thread_fields(message, defects)]
    draft = ReportDraft(from_, to, headers, own)
    notification = _completed(notification, message, message_id_of(message), defects)
    fields = _format(notification, disposition, draft.wire)
    text = notification.text
    topic = subject_of(message, defects) if subject is None or text is None else ""
    if subject is None:
        subject = f"{_SUBJECTS[disposition.type]}: {topic}"
    if text is None:
        text = _text(notification, disposition, described(message, topic))
    return draft.finish(
        "disposition-notification",
        text,
        fields,
        original_leaf(message, original, draft.wire),
        subject=subject,
        date=date,
        message_id=message_id,
        seed=seed,
    )


# -- to whom


def _requesting(
    message: Message, disposition: Disposition, defects: list[Defect] | None
) -> tuple[Mailbox, ...]:
    """Who asks for the report; `ComposeError` if nobody does, or the recipient has to agree."""
    fields = message.headers.get_fields("Disposition-Notification-To")
    mailboxes = [mailbox for field in fields for mailbox in field.as_addresses()]
    copies = [copied_mailbox(mailbox, defects) for mailbox in mailboxes]
    asking = tuple([mailbox for mailbox in copies if mailbox is not None])
    if not asking:
        raise ComposeError("the message asks for no report: it has no Disposition-Notification-To")
    options = message.headers.get_all("Disposition-Notification-Options")
    if any(_REQUIRED.search(text) for text in options):
        raise ComposeError("an option of the request is required, and none is known: give to")
    if disposition.sending_mode == _BY_ITSELF and _needs_consent(message, mailboxes):
        raise ComposeError(
            "Disposition-Notification-To is not the one address of Return-Path: the recipient "
            "has to agree (RFC 8098 section 2.1)"
        )
    return asking


def _needs_consent(message: Message, asking: list[Mailbox]) -> bool:
    """RFC 8098 section 2.1: the local part is compared as it is, the domain in any case."""
    path = return_path(message)
    count = len(message.headers.get_fields("Return-Path"))
    if count > 1 or not isinstance(path, Mailbox):
        return True
    return {*map(address_key, asking)} != {address_key(path)}


# -- for programs


def _completed(
    notification: DispositionNotification,
    message: Message,
    message_id: str | None,
    defects: list[Defect] | None,
) -> DispositionNotification:
    """With what the message says itself (RFC 8098 sections 3.2.3 and 3.2.5)."""
    if notification.original_message_id is None:
        notification = notification._replace(original_message_id=message_id)
    if notification.original_recipient is None:
        copied = original_recipient_of(message, defects)
        notification = notification._replace(original_recipient=copied)
    return notification


def _checked(disposition: Disposition) -> Disposition:
    """RFC 8098 section 3.2.6, in lower case."""
    if not isinstance(disposition, Disposition):
        raise TypeError(f"disposition is a Disposition, not {type(disposition).__name__}")
    modifiers = texts_of("modifiers", disposition.modifiers)
    return Disposition(
        keyword_of("action_mode", disposition.action_mode, _ACTION_MODES),
        keyword_of("sending_mode", disposition.sending_mode, _SENDING_MODES),
        keyword_of("type", disposition.type, _SUBJECTS),
        tuple([keyword_of("a modifier", modifier) for modifier in modifiers]),
    )


def _format(
    notification: DispositionNotification, disposition: Disposition, wire: WireFormat
) -> bytes:
    """RFC 8098 section 3.1."""
    errors = [*texts_of("errors", notification.errors)]
    if errors and "error" not in disposition.modifiers:
        raise ComposeError('errors are told with the modifier "error" (RFC 8098 section 3.2.7)')
    fields = ReportFields(wire, _NAMES)
    fields.text("Reporting-UA", notification.reporting_ua)
    fields.mta("MDN-Gateway", notification.mdn_gateway)
    fields.address("Original-Recipient", notification.original_recipient)
    fields.address("Final-Recipient", required("Final-Recipient", notification.final_recipient))
    fields.message_id("Original-Message-ID", notification.original_message_id)
    fields.text("Disposition", _format_disposition(disposition))
    for error in errors:
        fields.text("Error", error)
        fields.pass_over("Failure")  # as RFC 2298 had it
    fields.extensions(notification.fields)
    return fields.octets()


def _format_disposition(disposition: Disposition) -> str:
    """``action-mode "/" sending-mode ";" type [ "/" modifiers ]``."""
    mode = f"{disposition.action_mode}/{_SENDING_MODES[disposition.sending_mode]}"
    what = "/".join(filter(None, (disposition.type, ",".join(disposition.modifiers))))
    return f"{mode}; {what}"


# -- for people


def _text(notification: DispositionNotification, disposition: Disposition, about: str) -> str:
    sentence = _SENTENCES[disposition.type]
    lines = [f"Your message {about},", f"to {notification.final_recipient}, {sentence}"]
    lines += (f"Error: {error}" for error in notification.errors)
    return text_of_lines(lines)
