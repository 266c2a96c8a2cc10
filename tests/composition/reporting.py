"""Reports for tests: a message, what is said of it, and what the three functions make of both."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from hypothesis import strategies as st

from mimekit import (
    DeliveryStatus,
    Disposition,
    DispositionNotification,
    FeedbackReport,
    Mailbox,
    Message,
    Recipient,
    TypedText,
    delivery_report,
    disposition_report,
    feedback_report,
    is_addr_spec,
    parse,
)

NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)
FIXED: dict[str, Any] = {"date": NOW, "seed": 1}

ORIGINAL = parse(
    b"Return-Path: <ann@example.org>\r\n"
    b"Received: from a.example.org by mx.test; Sat, 28 Nov 2026 09:00:01 +0000\r\n"
    b"From: Ann <ann@example.org>\r\n"
    b"To: joe@example.com\r\n"
    b"Disposition-Notification-To: Ann <ann@EXAMPLE.org>\r\n"
    b"Subject: The oars\r\n"
    b"Date: Sat, 28 Nov 2026 09:00:00 +0000\r\n"
    b"Message-ID: <oars.1@example.org>\r\n"
    b"\r\n"
    b"Please bring them back.\r\n"
)

JOE = Recipient(final_recipient=TypedText("joe@example.com"), action="failed", status="5.1.1")
DISPLAYED = Disposition("manual-action", "mdn-sent-manually", "displayed")


def original(fields: bytes, body: bytes = b"") -> Message:
    return parse(fields + b"\r\n" + body)


def _renamed(values: dict[str, Any]) -> dict[str, Any]:
    """Arguments that are called as an attribute of what is said, under their own names."""
    names = {"returned": "original", "found": "defects"}
    return {names.get(name, name): value for name, value in values.items()}


def dsn(message: Message = ORIGINAL, *recipients: Recipient, **values: Any) -> Message:
    """A delivery report; arguments of `DeliveryStatus` are taken for it."""
    said: dict[str, Any] = {
        "reporting_mta": TypedText("mx.example.net"),
        "recipients": recipients or (JOE,),
    }
    said |= {name: values.pop(name) for name in DeliveryStatus._fields if name in values}
    values = _renamed(values)
    sent = {"from_": "postmaster@mx.example.net", **FIXED, **values}
    return delivery_report(message, DeliveryStatus(**said), **sent)


def mdn(message: Message = ORIGINAL, **values: Any) -> Message:
    said: dict[str, Any] = {
        "final_recipient": TypedText("joe@example.com"),
        "disposition": DISPLAYED,
    }
    said |= {name: values.pop(name) for name in DispositionNotification._fields if name in values}
    values = _renamed(values)
    sent = {"from_": "Joe <joe@example.com>", **FIXED, **values}
    return disposition_report(message, DispositionNotification(**said), **sent)


def arf(message: Message = ORIGINAL, **values: Any) -> Message:
    said: dict[str, Any] = {"feedback_type": "abuse", "user_agent": "Lamp/1.0"}
    said |= {name: values.pop(name) for name in FeedbackReport._fields if name in values}
    values = _renamed(values)
    sent = {"from_": "feedback@example.net", "to": "abuse@example.org", **FIXED, **values}
    return feedback_report(message, FeedbackReport(**said), **sent)


def fields_of(message: Message) -> list[str]:
    """The lines of the machine-parsable part, unfolded."""
    return re.sub("\r\n(?=[ \t])", "", message.part("2").content.decode()).split("\r\n")


def by_email(message: Message) -> Any:
    """The same octets as Python's own library reads them."""
    return email.message_from_bytes(bytes(message), policy=email.policy.default)


T = TypeVar("T")


def made_of(type_: Callable[..., T]) -> Callable[..., T]:
    """A function that makes that type: Hypothesis infers no arguments for it."""

    def make(**values: Any) -> T:
        return type_(**values)

    return make


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=60)
TEXTS = PLAIN.map(lambda text: text.strip())
DATES = st.datetimes(
    datetime(1901, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
    datetime(9000, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
).map(lambda moment: moment.replace(microsecond=0))
LOCAL_PARTS = st.text("abcXYZ019.!#$%&'*+-/=?^_`{|}~ \"\\öжλ水🚣", min_size=1, max_size=20)
DOMAINS = st.sampled_from(["example.org", "a.b-c.test", "[192.0.2.1]", "[IPv6:2001:db8::1]"])


ADDR_SPECS = st.builds(lambda a, b: Mailbox("", a, b).addr_spec, LOCAL_PARTS, DOMAINS).filter(
    lambda text: is_addr_spec(text) and "=?" not in text
)
ADDRESSES = ADDR_SPECS.map(
    lambda text: TypedText(text, "rfc822" if text.isascii() else "utf-8")
) | st.builds(
    TypedText,
    TEXTS.map(lambda text: text.strip("<> ")),
    st.sampled_from(["x400", "x-a", "unknown"]),
)
