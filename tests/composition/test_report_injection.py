"""No text that is given for a report gets a line of its own into it, and none that is copied.

Each argument of the three functions, and each field of the values that they take, has its
row in PLACES: one that is added without a row fails `test_every_place_is_tried`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from mimekit import (
    ComposeError,
    Defect,
    DefectCode,
    DeliveryStatus,
    Disposition,
    DispositionNotification,
    FeedbackReport,
    HeaderInjectionError,
    Message,
    Recipient,
    TypedText,
    delivery_report,
    disposition_report,
    feedback_report,
)
from tests.composition.reporting import DISPLAYED, JOE, ORIGINAL, arf, dsn, mdn, original
from tests.test_injection import CONTROLS, NARROWED

FUNCTIONS: dict[str, Callable[..., Message]] = {
    "dsn": delivery_report,
    "mdn": disposition_report,
    "arf": feedback_report,
}
VALUES = {"dsn": "status", "mdn": "notification", "arf": "feedback"}
# What is no text; the text for people and what is said of the original are bodies.
NO_TEXT = {"message", "date", "seed", "original", "defects", "kind", "text"}
DATES = {"arrival_date", "last_attempt_date", "will_retry_until"}
NUMBERS = {"source_port", "incidents"}

MAKE: dict[str, Callable[..., Message]] = {"dsn": dsn, "mdn": mdn, "arf": arf}
SENT: dict[str, Callable[[str], dict[str, Any]]] = {
    "from_": lambda text: {"from_": f"{text} <a@x.test>"},
    "to": lambda text: {"to": f"{text} <a@x.test>"},
    "to domain": lambda text: {"to": f"a@x{text}.test"},
    "subject": lambda text: {"subject": text},
    "headers": lambda text: {"headers": {"X-A": text}},
    "headers name": lambda text: {"headers": {f"X-A{text}": "1"}},
    "message_id": lambda text: {"message_id": f"1{text}@x.test"},
    "fields": lambda text: {"fields": (("X-A", text),)},
    "fields name": lambda text: {"fields": ((f"X-A{text}", "1"),)},
}


def place(
    make: Callable[..., Message], values: Callable[[str], dict[str, Any]]
) -> Callable[[str], Message]:
    return lambda text: make(**values(text))


PLACES: dict[str, Callable[[str], Message]] = {
    f"{kind}.{name}": place(make, values)
    for kind, make in MAKE.items()
    for name, values in SENT.items()
}


def told(**values: Any) -> Message:
    return dsn(ORIGINAL, JOE._replace(**values))


def disposed(**values: Any) -> Message:
    return mdn(disposition=DISPLAYED._replace(**values))


T = TypedText
PLACES |= {
    "DeliveryStatus.original_envelope_id": lambda text: dsn(original_envelope_id=text),
    "DeliveryStatus.reporting_mta": lambda text: dsn(reporting_mta=T(text)),
    "DeliveryStatus.reporting_mta type": lambda text: dsn(reporting_mta=T("a", text)),
    "DeliveryStatus.dsn_gateway": lambda text: dsn(dsn_gateway=T(text)),
    "DeliveryStatus.received_from_mta": lambda text: dsn(received_from_mta=T(text)),
    "DeliveryStatus.recipients": lambda text: told(final_recipient=T(f"{text}@x.test")),
    "DeliveryStatus.fields": lambda text: dsn(fields=(("X-A", text),)),
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


def test_every_place_is_tried() -> None:
    owed = {
        f"{kind}.{name}"
        for kind, function in FUNCTIONS.items()
        for name in {*inspect.signature(function).parameters} - NO_TEXT - {VALUES[kind]}
    }
    for value in (DeliveryStatus, Recipient, DispositionNotification, Disposition, FeedbackReport):
        names = {*value._fields} - NO_TEXT - DATES - NUMBERS
        owed |= {f"{value.__name__}.{name}" for name in names}
    assert owed <= PLACES.keys()


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize("name", PLACES)
def test_controls_are_refused(name: str, control: str) -> None:
    with pytest.raises(HeaderInjectionError):
        PLACES[name](f"a{control}Bcc: x@y.zz")


@pytest.mark.parametrize("character", NARROWED, ids=ascii)
@pytest.mark.parametrize("name", PLACES)
def test_no_character_is_cut(name: str, character: str) -> None:
    try:
        message = PLACES[name](f"a{character}Bcc")
    except ComposeError:
        return  # only ASCII can stand there
    plain = PLACES[name]("abc")
    assert message.headers.keys() == plain.headers.keys()
    names, plain_names = (
        [line.partition(b":")[0] for line in each.part("2").content.split(b"\r\n")
         if line[:1] not in {b" ", b"\t"}]
        for each in (message, plain)
    )  # fmt: skip
    assert names == plain_names


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
@pytest.mark.parametrize("control", ["\r\n", "\0", "\n", "\x85", "\u2028", "\x7f"], ids=ascii)
def test_controls_of_a_subject_become_blanks(make: Callable[..., Message], control: str) -> None:
    """CVE-2024-6923: an encoded word in received mail may hold a line end."""
    encoded = "".join(f"={octet:02X}" for octet in control.encode())
    fields = (
        f"Subject: =?utf-8?q?Hi{encoded}Bcc=3A_x=40y.zz?=\r\n"
        "Disposition-Notification-To: ann@example.org\r\nReturn-Path: <ann@example.org>\r\n"
    )
    found: list[Defect] = []
    message = make(original(fields.encode()), found=found)
    blanks = " " * len(control)
    assert message.subject is not None
    assert message.subject.endswith(f": Hi{blanks}Bcc: x@y.zz")
    assert "bcc" not in message.headers
    assert message.text is not None
    assert f'"Hi{blanks}Bcc: x@y.zz"' in message.text
    assert [defect.code for defect in found] == [DefectCode.COPIED_CONTROL]


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
def test_nothing_is_said_of_what_is_not_copied(make: Callable[..., Message]) -> None:
    fields = (
        b"Subject: =?utf-8?q?a=0Ab?=\r\n"
        b"Disposition-Notification-To: ann@example.org\r\nReturn-Path: <ann@example.org>\r\n"
    )
    found: list[Defect] = []
    message = make(original(fields), found=found, subject="Hi", text="Hello")
    assert (message.subject, found) == ("Hi", [])
