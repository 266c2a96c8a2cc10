"""Feedback reports: complaints, and failures of authentication (RFC 5965, RFC 6591).

RFC 6692 adds Source-Port, RFC 7489 Identity-Alignment. Deviation, beside those of
`mimekit.message.report_fields`: the fields may be cut in pieces by empty lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from mimekit.defects import Defect
from mimekit.message.report_fields import Field, Fields, TypedText

if TYPE_CHECKING:
    from mimekit.message.part import Message


class FeedbackReport(NamedTuple):
    """What a mailbox provider tells of a message that it took in."""

    feedback_type: str | None = None
    """ "abuse", "fraud", "virus", "not-spam", "auth-failure" ..., in lower case."""
    user_agent: str | None = None
    """The software that made the report."""
    version: str | None = None
    original_envelope_id: str | None = None
    """The ENVID that the sender gave (RFC 3461 section 4.4)."""
    original_mail_from: str | None = None
    """The address, without its angle brackets; empty for the null reverse-path."""
    original_rcpt_to: tuple[str, ...] = ()
    """The addresses, without their angle brackets."""
    arrival_date: datetime | None = None
    """When the provider took the message in."""
    reporting_mta: TypedText | None = None
    """The provider's server."""
    source_ip: str | None = None
    """The address that the message came from, as it stands."""
    source_port: int | None = None
    incidents: int = 1
    """How often it happened; 1 if that is not stated."""
    authentication_results: tuple[str, ...] = ()
    """Texts of Authentication-Results (RFC 8601)."""
    reported_domain: tuple[str, ...] = ()
    reported_uri: tuple[str, ...] = ()
    auth_failure: str | None = None
    """ "dmarc", "spf", "signature", "bodyhash", "revoked" or "adsp", in lower case."""
    delivery_result: str | None = None
    """ "delivered", "spam", "policy", "reject" or "other", in lower case."""
    identity_alignment: tuple[str, ...] = ()
    """ "dkim", "spf" or "none", in lower case (RFC 7489 section 7.3.1)."""
    dkim_domain: str | None = None
    dkim_identity: str | None = None
    dkim_selector: str | None = None
    spf_dns: tuple[str, ...] = ()
    """SPF records that were used."""
    fields: tuple[tuple[str, str], ...] = ()
    """All fields: names as they are written, and decoded texts."""
    text: str | None = None
    """The text/plain part for people."""
    original: Message | None = None
    """The reported message; without a body, if only its header was returned."""
    defects: tuple[Defect, ...] = ()
    kind: Literal["feedback-report"] = "feedback-report"


def read_feedback_report(groups: Iterable[list[Field]]) -> FeedbackReport:
    """The report of a message/feedback-report."""
    fields = Fields(chain.from_iterable(groups))
    mail_from = fields.read("original-mail-from")
    alignment = fields.read("identity-alignment") or ""
    return FeedbackReport(
        feedback_type=fields.read_word("feedback-type"),
        user_agent=fields.read("user-agent"),
        version=fields.read("version"),
        original_envelope_id=fields.read("original-envelope-id"),
        original_mail_from=None if mail_from is None else mail_from.strip("<> "),
        original_rcpt_to=tuple([to.strip("<> ") for to in fields.read_all("original-rcpt-to")]),
        arrival_date=fields.read_date("arrival-date") or fields.read_date("received-date"),
        reporting_mta=fields.read_typed("reporting-mta"),
        source_ip=fields.read("source-ip"),
        source_port=_number(fields.read("source-port")),
        incidents=_number(fields.read("incidents")) or 1,
        authentication_results=fields.read_all("authentication-results"),
        reported_domain=fields.read_all("reported-domain"),
        reported_uri=fields.read_all("reported-uri"),
        auth_failure=fields.read_word("auth-failure"),
        delivery_result=fields.read_word("delivery-result"),
        identity_alignment=tuple(alignment.lower().replace(",", " ").split()),
        dkim_domain=fields.read("dkim-domain"),
        dkim_identity=fields.read("dkim-identity"),
        dkim_selector=fields.read("dkim-selector"),
        spf_dns=fields.read_all("spf-dns"),
        fields=fields.texts(),
    )


def _number(text: str | None) -> int | None:
    """A number of up to nine digits."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else None
