"""Feedback reports, as they are sent (RFC 5965, RFC 6591, RFC 6650)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, Literal

from mimekit.composition.header_block import Addresses, ExtraFields
from mimekit.composition.report_draft import ReportDraft, text_of_lines
from mimekit.composition.report_fields import (
    ReportFields,
    check_address,
    keyword_of,
    required,
    text_of,
    texts_of,
)
from mimekit.composition.report_original import (
    check_message,
    described,
    original_leaf,
    subject_of,
)
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.addr_spec import ascii_domain, is_address_literal
from mimekit.message.feedback_report import FeedbackReport
from mimekit.message.part import Message
from mimekit.wire import SEVEN_BIT

_DELIVERY_RESULTS: Final = ("delivered", "spam", "policy", "reject", "other")  # RFC 6591 3.2.2
_ALIGNMENTS: Final = ("dkim", "spf", "none")  # RFC 7489 section 7.3.1
_MAX_PORT: Final = 65_535
_MAX_INCIDENTS: Final = 10**9 - 1  # what readers take for a number

# RFC 3986 section 3, with what RFC 5965 section 3.5 leaves to it:
#   URI = scheme ":" hier-part ...
_URI = re.compile(r"[A-Za-z][0-9A-Za-z+.-]*:[!-~]+")

_NAMES = frozenset(
    (
        *("feedback-type", "user-agent", "version", "original-envelope-id", "original-mail-from"),
        *("original-rcpt-to", "arrival-date", "received-date", "reporting-mta", "source-ip"),
        *("source-port", "incidents", "authentication-results", "reported-domain"),
        *("reported-uri", "auth-failure", "delivery-result", "identity-alignment"),
        *("dkim-domain", "dkim-identity", "dkim-selector", "spf-dns"),
    )
)


def feedback_report(
    message: Message,
    feedback: FeedbackReport,
    *,
    from_: Addresses,
    to: Addresses,
    subject: str | None = None,
    original: Literal["message", "headers"] = "message",
    headers: ExtraFields | None = None,
    date: datetime | None = None,
    message_id: str | None = None,
    seed: str | bytes | int | None = None,
    defects: list[Defect] | None = None,
) -> Message:
    r"""A feedback report about ``message``, in the Abuse Reporting Format (RFC 5965).

    ``feedback`` needs a ``feedback_type`` ("abuse", "fraud", "virus", "not-spam", "other" ...)
    and a ``user_agent``; its ``version`` is "1". "auth-failure" also needs ``auth_failure``
    and one of ``authentication_results`` (RFC 6591 section 3.1). Its ``text`` is for people,
    and is made up if it is None. Of ``fields`` those are written that no attribute stands
    for. Nothing is taken from the header of the message, which whoever is complained of may
    have written: say what the server knows.

    The whole message is enclosed, or, with ``original="headers"``, its header; the standard
    allows no report without either. Nothing is hidden in it: RFC 6590 says how to. ``to`` is
    who has asked for such reports, or whose abuse address it is (RFC 6650). The other
    arguments are those of `compose`. ``defects`` takes what was wrong with values that are
    copied from the message.

    Raises `HeaderInjectionError` for a control, `ComposeError` for a value that the standards
    do not allow, `TypeError` for one of another type.

    >>> import mimekit
    >>> report = feedback_report(
    ...     mimekit.parse(b"Subject: Win!\n\n"),
    ...     FeedbackReport(feedback_type="abuse", user_agent="Lamp/1", source_ip="192.0.2.1"),
    ...     from_="feedback@example.net",
    ...     to="abuse@example.org",
    ... )
    >>> report.subject, report.report.feedback_type, report.report.original.subject
    ('FW: Win!', 'abuse', 'Win!')
    """
    check_message(message)
    if not isinstance(feedback, FeedbackReport):
        raise TypeError(f"a feedback report says a FeedbackReport, not {type(feedback).__name__}")
    if original is None:
        raise ComposeError("a feedback report encloses the message or its header (RFC 5965)")
    draft = ReportDraft(from_, to, headers, [("Auto-Submitted", "auto-generated")])
    fields = _format(feedback)
    text = feedback.text
    topic = subject_of(message, defects) if subject is None or text is None else ""
    if text is None:
        text = _text(feedback, described(message, topic))
    return draft.finish(
        "feedback-report",
        text,
        fields,
        original_leaf(message, original, draft.wire),
        subject=f"FW: {topic}" if subject is None else subject,
        date=date,
        message_id=message_id,
        seed=seed,
    )


# -- for programs


def _format(feedback: FeedbackReport) -> bytes:
    """RFC 5965 section 3: in 7 bits, for there is no such type with UTF-8."""
    fields = ReportFields(SEVEN_BIT, _NAMES)
    fields.keyword("Feedback-Type", required("Feedback-Type", feedback.feedback_type))
    fields.text("User-Agent", required("User-Agent", feedback.user_agent))
    if feedback.version is not None and text_of("Version", feedback.version) != "1":
        raise ComposeError(f"Version is 1, not {feedback.version!r} (RFC 5965 section 3.1)")
    fields.word("Version", "1")
    _add_envelope(fields, feedback)
    _add_source(fields, feedback)
    _add_reported(fields, feedback)
    _add_authentication(fields, feedback)
    fields.extensions(feedback.fields)
    return fields.octets()


def _add_envelope(fields: ReportFields, feedback: FeedbackReport) -> None:
    fields.text("Original-Envelope-Id", feedback.original_envelope_id)
    fields.path("Original-Mail-From", feedback.original_mail_from)
    for address in texts_of("original_rcpt_to", feedback.original_rcpt_to):
        check_address("Original-Rcpt-To", address)
        fields.path("Original-Rcpt-To", address)
    if feedback.arrival_date is not None:
        fields.date("Arrival-Date", feedback.arrival_date)
        fields.pass_over("Received-Date")  # as drafts of RFC 5965 had it
    fields.mta("Reporting-MTA", feedback.reporting_mta)


def _add_source(fields: ReportFields, feedback: FeedbackReport) -> None:
    fields.word("Source-IP", _ip(feedback.source_ip))
    if feedback.source_port is not None:
        fields.word("Source-Port", _number("Source-Port", feedback.source_port, _MAX_PORT))
    incidents = _number("Incidents", feedback.incidents, _MAX_INCIDENTS)
    if feedback.incidents == 1:
        fields.pass_over("Incidents")
    else:
        fields.word("Incidents", incidents)


def _add_reported(fields: ReportFields, feedback: FeedbackReport) -> None:
    for domain in texts_of("reported_domain", feedback.reported_domain):
        fields.word("Reported-Domain", _domain("Reported-Domain", domain))
    for uri in texts_of("reported_uri", feedback.reported_uri):
        if not _URI.fullmatch(uri):
            raise ComposeError(f"Reported-URI: {uri!r} is no URI")
        fields.word("Reported-URI", uri)


def _add_authentication(fields: ReportFields, feedback: FeedbackReport) -> None:
    """RFC 6591 section 3.2, RFC 7489 section 7.3.1."""
    results = [*texts_of("authentication_results", feedback.authentication_results)]
    if keyword_of("Feedback-Type", feedback.feedback_type) == "auth-failure":
        required("Auth-Failure", feedback.auth_failure)
        if len(results) != 1:
            raise ComposeError("auth-failure has one of authentication_results (RFC 6591)")
    for text in results:
        fields.structured("Authentication-Results", text)
    fields.keyword("Auth-Failure", feedback.auth_failure)
    fields.keyword("Delivery-Result", feedback.delivery_result, _DELIVERY_RESULTS)
    if feedback.identity_alignment:
        fields.text("Identity-Alignment", _alignment(feedback))
    if feedback.dkim_domain is not None:
        fields.word("DKIM-Domain", _domain("DKIM-Domain", feedback.dkim_domain))
    fields.word("DKIM-Identity", feedback.dkim_identity)
    fields.word("DKIM-Selector", feedback.dkim_selector)
    for record in texts_of("spf_dns", feedback.spf_dns):
        fields.text("SPF-DNS", record)


def _ip(text: str | None) -> str | None:
    if text is None:
        return None
    literal = f"[IPv6:{text}]" if ":" in text_of("Source-IP", text) else f"[{text}]"
    if not is_address_literal(literal):
        raise ComposeError(f"Source-IP: {text!r} is no IP address")
    return text


def _number(name: str, value: int, most: int) -> str:
    if not isinstance(value, int):
        raise TypeError(f"{name} is an int, not {type(value).__name__}")
    if not 1 <= value <= most:
        raise ComposeError(f"{name} is 1 to {most}, not {value}")
    return f"{value:d}"


def _domain(name: str, text: str) -> str:
    domain = ascii_domain(text_of(name, text))
    if domain is None:
        raise ComposeError(f"{name}: {text!r} is no domain")
    return domain


def _alignment(feedback: FeedbackReport) -> str:
    """``"none" / dmarc-method *( "," dmarc-method )``, each of them once."""
    values = texts_of("identity_alignment", feedback.identity_alignment)
    methods = [keyword_of("identity_alignment", value, _ALIGNMENTS) for value in values]
    if len({*methods}) < len(methods) or ("none" in methods and len(methods) > 1):
        raise ComposeError('identity_alignment has each method once, or "none" alone')
    return ", ".join(methods)


# -- for people


def _text(feedback: FeedbackReport, about: str) -> str:
    first = f'This is a report of the kind "{feedback.feedback_type}" about the message'
    lines = [first, f"{about}."]
    if feedback.source_ip is not None:
        lines.append(f"It came from {feedback.source_ip}.")
    if feedback.incidents > 1:
        lines.append(f"It happened {feedback.incidents} times.")
    return text_of_lines([*lines, "The message, or its header, is enclosed."])
