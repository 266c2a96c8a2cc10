"""How each text of a report gets into it: rows for `tests.written_texts`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mimekit import Message, TypedText
from tests.composition.reporting import DISPLAYED, JOE, ORIGINAL, arf, dsn, mdn

MAKE: dict[str, Callable[..., Message]] = {
    "delivery_report": dsn,
    "disposition_report": mdn,
    "feedback_report": arf,
}
SENT: dict[str, Callable[[str], dict[str, Any]]] = {
    "from_": lambda text: {"from_": f"{text} <a@x.test>"},
    "to": lambda text: {"to": f"{text} <a@x.test>"},
    "to domain": lambda text: {"to": f"a@x{text}.test"},
    "subject": lambda text: {"subject": text},
    "headers": lambda text: {"headers": {"X-A": text}},
    "headers name": lambda text: {"headers": {f"X-A{text}": "1"}},
    "message_id": lambda text: {"message_id": f"1{text}@x.test"},
}


def place(
    make: Callable[..., Message], values: Callable[[str], dict[str, Any]]
) -> Callable[[str], Message]:
    return lambda text: make(**values(text))


REPORTS: dict[str, Callable[[str], Message]] = {
    f"{function}.{name}": place(make, values)
    for function, make in MAKE.items()
    for name, values in SENT.items()
}


def told(**values: Any) -> Message:
    return dsn(ORIGINAL, JOE._replace(**values))


def disposed(**values: Any) -> Message:
    return mdn(disposition=DISPLAYED._replace(**values))


T = TypedText
REPORTS |= {
    "DeliveryStatus.original_envelope_id": lambda text: dsn(original_envelope_id=text),
    "DeliveryStatus.reporting_mta": lambda text: dsn(reporting_mta=T(text)),
    "DeliveryStatus.reporting_mta type": lambda text: dsn(reporting_mta=T("a", text)),
    "DeliveryStatus.dsn_gateway": lambda text: dsn(dsn_gateway=T(text)),
    "DeliveryStatus.received_from_mta": lambda text: dsn(received_from_mta=T(text)),
    "DeliveryStatus.recipients": lambda text: told(final_recipient=T(f"{text}@x.test")),
    "DeliveryStatus.fields": lambda text: dsn(fields=(("X-A", text),)),
    "DeliveryStatus.fields name": lambda text: dsn(fields=((f"X-A{text}", "1"),)),
    "TypedText.text": lambda text: dsn(reporting_mta=T(text)),
    "TypedText.type_": lambda text: dsn(reporting_mta=T("a", text)),
    "Recipient.original_recipient": lambda text: told(original_recipient=T(f"a@{text}.test")),
    "Recipient.original_recipient type": lambda text: told(original_recipient=T("a@x.test", text)),
    "Recipient.final_recipient": lambda text: told(final_recipient=T(f"a{text}@x.test")),
    "Recipient.final_recipient quoted": lambda text: told(final_recipient=T(f'"{text}"@x.test')),
    "Recipient.final_recipient utf-8": lambda text: told(final_recipient=T(f"é{text}@x.test")),
    "Recipient.final_recipient x400": lambda text: told(final_recipient=T(text, "x400")),
    "Recipient.action": lambda text: told(action=f"failed{text}"),
    "Recipient.status": lambda text: told(status=f"5.1.1{text}"),
    "Recipient.remote_mta": lambda text: told(remote_mta=T(text)),
    "Recipient.remote_mta not ascii": lambda text: told(remote_mta=T(f"é{text}")),
    "Recipient.diagnostic_code": lambda text: told(diagnostic_code=T(text)),
    "Recipient.diagnostic_code type": lambda text: told(diagnostic_code=T("a", text)),
    "Recipient.final_log_id": lambda text: told(final_log_id=text),
    "Recipient.fields": lambda text: told(fields=(("X-A", text),)),
    "Recipient.fields name": lambda text: told(fields=((f"X-A{text}", "1"),)),
    "DispositionNotification.reporting_ua": lambda text: mdn(reporting_ua=text),
    "DispositionNotification.mdn_gateway": lambda text: mdn(mdn_gateway=T(text)),
    "DispositionNotification.original_recipient": lambda text: mdn(
        original_recipient=T(f"a{text}@x.test")
    ),
    "DispositionNotification.final_recipient": lambda text: mdn(
        final_recipient=T(f"a{text}@x.test")
    ),
    "DispositionNotification.original_message_id": lambda text: mdn(
        original_message_id=f"1{text}@x.test"
    ),
    "DispositionNotification.disposition": lambda text: disposed(type=f"displayed{text}"),
    "DispositionNotification.errors": lambda text: mdn(
        errors=(text,), disposition=DISPLAYED._replace(modifiers=("error",))
    ),
    "DispositionNotification.fields": lambda text: mdn(fields=(("X-A", text),)),
    "Disposition.action_mode": lambda text: disposed(action_mode=f"manual-action{text}"),
    "Disposition.sending_mode": lambda text: disposed(sending_mode=f"mdn-sent-manually{text}"),
    "Disposition.type": lambda text: disposed(type=f"displayed{text}"),
    "Disposition.modifiers": lambda text: disposed(modifiers=(text,)),
    "FeedbackReport.feedback_type": lambda text: arf(feedback_type=text),
    "FeedbackReport.user_agent": lambda text: arf(user_agent=text),
    "FeedbackReport.version": lambda text: arf(version=f"1{text}"),
    "FeedbackReport.original_envelope_id": lambda text: arf(original_envelope_id=text),
    "FeedbackReport.original_mail_from": lambda text: arf(original_mail_from=f"a{text}@x.test"),
    "FeedbackReport.original_rcpt_to": lambda text: arf(original_rcpt_to=(f"a{text}@x.test",)),
    "FeedbackReport.reporting_mta": lambda text: arf(reporting_mta=T(text)),
    "FeedbackReport.source_ip": lambda text: arf(source_ip=f"192.0.2.1{text}"),
    "FeedbackReport.source_ip ipv6": lambda text: arf(source_ip=f"::1{text}"),
    "FeedbackReport.authentication_results": lambda text: arf(
        authentication_results=(f"{text}; none",)
    ),
    "FeedbackReport.reported_domain": lambda text: arf(reported_domain=(f"x{text}",)),
    "FeedbackReport.reported_uri": lambda text: arf(reported_uri=(f"https://x/{text}",)),
    "FeedbackReport.auth_failure": lambda text: arf(auth_failure=text),
    "FeedbackReport.delivery_result": lambda text: arf(delivery_result=f"spam{text}"),
    "FeedbackReport.identity_alignment": lambda text: arf(identity_alignment=(f"spf{text}",)),
    "FeedbackReport.dkim_domain": lambda text: arf(dkim_domain=f"x{text}"),
    "FeedbackReport.dkim_identity": lambda text: arf(dkim_identity=text),
    "FeedbackReport.dkim_selector": lambda text: arf(dkim_selector=text),
    "FeedbackReport.spf_dns": lambda text: arf(spf_dns=(text,)),
    "FeedbackReport.fields": lambda text: arf(fields=(("X-A", text),)),
}
