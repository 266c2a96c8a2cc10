"""Delivery status notifications: bounces, delays and successes (RFC 3464, RFC 6533).

Deviations, beside those of `mimekit.message.report_fields`, all of them seen in mail:

1. Groups that are cut in pieces by empty lines are joined: what tells of a recipient
   belongs to the one before, until it would tell the same twice.
2. The per-message fields may be missing, or stand in the group of the first recipient.
3. Status may be anything; its comments are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from mimekit.defects import Defect
from mimekit.message.report_fields import Field, Fields, TypedText

if TYPE_CHECKING:
    from mimekit.message.part import Message

# RFC 3463 section 2:
#   status-code = class "." subject "." detail
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9])")

# What is told of one recipient once: told again, it is of another (deviation 1).
_OF_ONE_RECIPIENT = frozenset(("original-recipient", "final-recipient", "action", "status"))


class Recipient(NamedTuple):
    """What became of a message on its way to one recipient (RFC 3464 section 2.3)."""

    original_recipient: TypedText | None = None
    """The address that the sender gave, if it was changed on the way."""
    final_recipient: TypedText | None = None
    """The address that was delivered to, or could not be."""
    action: str | None = None
    """ "failed", "delayed", "delivered", "relayed" or "expanded", in lower case."""
    status: str | None = None
    """The code of RFC 3463, as "5.1.1"; as it stands, if it is none."""
    remote_mta: TypedText | None = None
    """The server that told the reporting one."""
    diagnostic_code: TypedText | None = None
    """What it said: "550 5.1.1 No such user", its type being "smtp"."""
    last_attempt_date: datetime | None = None
    final_log_id: str | None = None
    will_retry_until: datetime | None = None
    fields: tuple[tuple[str, str], ...] = ()
    """All fields, with extensions: names as they are written, and decoded texts."""


class DeliveryStatus(NamedTuple):
    """What became of a message, as its carriers tell its sender."""

    original_envelope_id: str | None = None
    """The ENVID that the sender gave (RFC 3461 section 4.4)."""
    reporting_mta: TypedText | None = None
    """The server that reports."""
    dsn_gateway: TypedText | None = None
    """The gateway that translated the report."""
    received_from_mta: TypedText | None = None
    """The server that the reporting one had the message from."""
    arrival_date: datetime | None = None
    """When the message came to the reporting server."""
    recipients: tuple[Recipient, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """All per-message fields: names as they are written, and decoded texts."""
    text: str | None = None
    """The text/plain part for people."""
    original: Message | None = None
    """The returned message; without a body, if only its header was returned."""
    defects: tuple[Defect, ...] = ()
    kind: Literal["delivery-status"] = "delivery-status"


def read_delivery_status(groups: Iterable[list[Field]]) -> DeliveryStatus:
    """The report of a message/delivery-status."""
    per_message, recipients = _split_recipients(groups)
    told = Fields(per_message)
    about = told if told or not recipients else Fields(recipients[0])  # deviation 2
    return DeliveryStatus(
        original_envelope_id=about.read("original-envelope-id"),
        reporting_mta=about.read_typed("reporting-mta"),
        dsn_gateway=about.read_typed("dsn-gateway"),
        received_from_mta=about.read_typed("received-from-mta"),
        arrival_date=about.read_date("arrival-date"),
        recipients=tuple([_read_recipient(Fields(fields)) for fields in recipients]),
        fields=told.texts(),
    )


def _split_recipients(groups: Iterable[list[Field]]) -> tuple[list[Field], list[list[Field]]]:
    """The per-message fields, and those of each recipient (deviation 1)."""
    per_message: list[Field] = []
    recipients: list[list[Field]] = []
    told: set[str] = set()  # of the recipient that is being read
    for group in groups:
        telling = _OF_ONE_RECIPIENT.intersection([name.lower() for name, _ in group])
        if telling and (not recipients or telling & told):
            recipients.append([])
            told = set()
        told |= telling
        target = recipients[-1] if recipients else per_message
        target += group
    return per_message, recipients


def _read_recipient(fields: Fields) -> Recipient:
    status = fields.read("status")
    code = _STATUS.match(status) if status else None
    return Recipient(
        original_recipient=fields.read_address("original-recipient"),
        final_recipient=fields.read_address("final-recipient"),
        action=fields.read_word("action"),
        status=code[0] if code else status,
        remote_mta=fields.read_typed("remote-mta"),
        diagnostic_code=fields.read_typed("diagnostic-code"),
        last_attempt_date=fields.read_date("last-attempt-date"),
        final_log_id=fields.read("final-log-id"),
        will_retry_until=fields.read_date("will-retry-until"),
        fields=fields.texts(),
    )
