"""Feedback reports: the fields of RFC 5965 and its successors, and that they are read as they were."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit import ComposeError, FeedbackReport, Message, TypedText, feedback_report, lint, parse
from mimekit.severity import Severity
from tests.composition.reporting import (
    ADDR_SPECS,
    DATES,
    FIXED,
    ORIGINAL,
    PLAIN,
    TEXTS,
    arf,
    by_email,
    fields_of,
    made_of,
)

RESULTS = "mx.example.net; spf=fail smtp.mailfrom=example.org"
FAILURE: dict[str, Any] = {
    "feedback_type": "auth-failure",
    "auth_failure": "spf",
    "authentication_results": (RESULTS,),
}


def read(message: Message) -> FeedbackReport:
    report = parse(bytes(message)).report
    assert isinstance(report, FeedbackReport)
    return report


def test_every_octet() -> None:
    message = arf(
        feedback_type="Auth-Failure",
        version="1",
        original_envelope_id="QQ+314",
        original_mail_from="ann@example.org",
        original_rcpt_to=("joe@example.com", '"j d"@example.com'),
        arrival_date=datetime(2026, 11, 28, 9, 0, 1, tzinfo=UTC),
        reporting_mta=TypedText("mx.example.net"),
        source_ip="2001:db8::25",
        source_port=2525,
        incidents=3,
        authentication_results=(RESULTS,),
        reported_domain=("example.org", "bücher.test"),
        reported_uri=("https://example.org/win?a=1", "mailto:ann@example.org"),
        auth_failure="SPF",
        delivery_result="reject",
        identity_alignment=("dkim", "SPF"),
        dkim_domain="example.org",
        dkim_identity="@example.org",
        dkim_selector="s1",
        spf_dns=('txt : example.org : "v=spf1 -all"',),
        fields=(("Removal-Recipient", "joe@example.com"),),
        returned="headers",
    )
    boundary = message.content_type.parameters["boundary"]
    assert bytes(message).decode("ascii").replace("\r\n", "\n").replace(boundary, "BOUNDARY") == (
        """\
Date: Sat, 28 Nov 2026 10:00:00 +0000
From: feedback@example.net
To: abuse@example.org
Subject: FW: The oars
Message-ID: <e8a208efa0e5a8be30de3477fc275962@example.net>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
 boundary="BOUNDARY"

--BOUNDARY
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

This is a report of the kind "Auth-Failure" about the message
"The oars" of Sat, 28 Nov 2026 09:00:00 +0000.
It came from 2001:db8::25.
It happened 3 times.
The message, or its header, is enclosed.

--BOUNDARY
Content-Type: message/feedback-report
Content-Transfer-Encoding: 7bit

Feedback-Type: auth-failure
User-Agent: Lamp/1.0
Version: 1
Original-Envelope-Id: QQ+314
Original-Mail-From: <ann@example.org>
Original-Rcpt-To: <joe@example.com>
Original-Rcpt-To: <"j d"@example.com>
Arrival-Date: Sat, 28 Nov 2026 09:00:01 +0000
Reporting-MTA: dns; mx.example.net
Source-IP: 2001:db8::25
Source-Port: 2525
Incidents: 3
Reported-Domain: example.org
Reported-Domain: xn--bcher-kva.test
Reported-URI: https://example.org/win?a=1
Reported-URI: mailto:ann@example.org
Authentication-Results: mx.example.net; spf=fail smtp.mailfrom=example.org
Auth-Failure: spf
Delivery-Result: reject
Identity-Alignment: dkim, spf
DKIM-Domain: example.org
DKIM-Identity: @example.org
DKIM-Selector: s1
SPF-DNS: txt : example.org : "v=spf1 -all"
Removal-Recipient: joe@example.com

--BOUNDARY
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 7bit

Return-Path: <ann@example.org>
Received: from a.example.org by mx.test; Sat, 28 Nov 2026 09:00:01 +0000
From: Ann <ann@example.org>
To: joe@example.com
Disposition-Notification-To: Ann <ann@EXAMPLE.org>
Subject: The oars
Date: Sat, 28 Nov 2026 09:00:00 +0000
Message-ID: <oars.1@example.org>

--BOUNDARY--
"""
    )
    assert not [defect for defect in message.check() if defect.severity > Severity.INFO]
    assert lint(message) == ()


def test_the_least() -> None:
    message = arf()
    assert fields_of(message) == ["Feedback-Type: abuse", "User-Agent: Lamp/1.0", "Version: 1", ""]
    assert message.part("3").content == bytes(ORIGINAL)
    assert "in-reply-to" not in message.headers


def test_email_reads_it_too() -> None:
    message = by_email(arf(source_ip="192.0.2.1"))
    _, machine, returned = message.iter_parts()
    assert machine.get_content_type() == "message/feedback-report"
    [fields] = machine.get_payload()
    assert fields["feedback-type"] == "abuse"
    assert fields["source-ip"] == "192.0.2.1"
    assert returned.get_content()["message-id"] == "<oars.1@example.org>"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"feedback_type": None}, id="no-type"),
        pytest.param({"feedback_type": "very bad"}, id="type"),
        pytest.param({"user_agent": None}, id="no-user-agent"),
        pytest.param({"version": "0.1"}, id="version"),
        pytest.param({"original_mail_from": "ann"}, id="mail-from"),
        pytest.param({"original_mail_from": "<ann@example.org>"}, id="brackets"),
        pytest.param({"original_mail_from": "ännchen@example.org"}, id="not-ascii"),
        pytest.param({"original_rcpt_to": ("",)}, id="empty-rcpt-to"),
        pytest.param({"original_rcpt_to": ("a@x.test, b@x.test",)}, id="two-in-one"),
        pytest.param({"arrival_date": datetime(2026, 1, 1)}, id="naive"),  # noqa: DTZ001
        pytest.param({"source_ip": "192.0.2"}, id="ip"),
        pytest.param({"source_ip": "192.0.2.256"}, id="ip-range"),
        pytest.param({"source_ip": "fe80::1%eth0"}, id="ip-zone"),
        pytest.param({"source_ip": "IPv6:::1"}, id="ip-literal"),
        pytest.param({"source_ip": ""}, id="ip-empty"),
        pytest.param({"source_port": 0}, id="port"),
        pytest.param({"source_port": 65_536}, id="port-range"),
        pytest.param({"incidents": 0}, id="incidents"),
        pytest.param({"incidents": 10**9}, id="incidents-range"),
        pytest.param({"authentication_results": ("spf fail",)}, id="results"),
        pytest.param({"reported_domain": ("example..org",)}, id="domain"),
        pytest.param({"reported_domain": ("",)}, id="domain-empty"),
        pytest.param({"reported_uri": ("example.org/win",)}, id="uri-without-scheme"),
        pytest.param({"reported_uri": ("https://example.org/a b",)}, id="uri-blank"),
        pytest.param({"reported_uri": ("https://bücher.test/",)}, id="uri-not-ascii"),
        pytest.param({"reported_uri": ("a:" + "b" * 1000,)}, id="uri-too-long"),
        pytest.param({"reported_uri": ("a:b?c==?utf-8?q?d?=",)}, id="uri-encoded-word"),
        pytest.param({"delivery_result": "lost"}, id="result"),
        pytest.param({"identity_alignment": ("dmarc",)}, id="alignment"),
        pytest.param({"identity_alignment": ("d\u212aim",)}, id="kelvin"),
        pytest.param({"identity_alignment": ("dkim", "DKIM")}, id="alignment-twice"),
        pytest.param({"identity_alignment": ("none", "spf")}, id="alignment-none-and-one"),
        pytest.param({"dkim_domain": "a b"}, id="dkim-domain"),
        pytest.param({"dkim_identity": "a b"}, id="dkim-identity"),
        pytest.param({"dkim_selector": ""}, id="selector-empty"),
        pytest.param({"auth_failure": "s p f"}, id="failure"),
        pytest.param({**FAILURE, "auth_failure": None}, id="no-failure"),
        pytest.param({**FAILURE, "authentication_results": ()}, id="no-results"),
        pytest.param({**FAILURE, "authentication_results": (RESULTS,) * 2}, id="results-twice"),
        pytest.param({"fields": (("Incidents", "2"), ("Source-IP", "a"))}, id="field"),
        pytest.param({"fields": (("Received-Date", "today"),)}, id="field-of-another-name"),
        pytest.param({"returned": None}, id="nothing-returned"),
        pytest.param({"to": ()}, id="to"),
        pytest.param({"headers": {"Disposition-Notification-To": "a@x.test"}}, id="receipt"),
    ],
)
def test_report_that_cannot_be_made(values: dict[str, Any]) -> None:
    with pytest.raises(ComposeError):
        arf(**values)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"original_mail_from": ""}, "Original-Mail-From: <>"),
        ({"source_ip": "192.0.2.1"}, "Source-IP: 192.0.2.1"),
        ({"identity_alignment": ("None",)}, "Identity-Alignment: none"),
        ({"feedback_type": "Not-Spam"}, "Feedback-Type: not-spam"),
        ({"user_agent": "Lämpchen/1"}, "User-Agent: =?utf-8?q?L=C3=A4mpchen/1?="),
        ({"from_": "ä@x.test", "user_agent": "ü"}, "User-Agent: =?utf-8?b?w7w=?="),
        (FAILURE, f"Authentication-Results: {RESULTS}"),
    ],
)
def test_fields(values: dict[str, Any], line: str) -> None:
    message = arf(**values)
    assert line in fields_of(message)
    assert message.part("2").content_type.media_type == "message/feedback-report"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"original_rcpt_to": "a@x.test"}, id="one-address"),
        pytest.param({"reported_domain": "x.test"}, id="one-domain"),
        pytest.param({"reported_uri": "a:b"}, id="one-uri"),
        pytest.param({"authentication_results": RESULTS}, id="one-result"),
        pytest.param({"identity_alignment": "spf"}, id="one-method"),
        pytest.param({"spf_dns": "a"}, id="one-record"),
        pytest.param({"source_port": "25"}, id="port"),
        pytest.param({"incidents": None}, id="incidents"),
        pytest.param({"source_ip": 1}, id="ip"),
        pytest.param({"original_mail_from": b"a@x.test"}, id="octets"),
        pytest.param({"reported_uri": (b"a:b",)}, id="octets-of-a-uri"),
        pytest.param({"message": b"Subject: a\n\n"}, id="message"),
    ],
)
def test_types(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        arf(**values)


def test_no_feedback() -> None:
    words: Any = "abuse"
    with pytest.raises(TypeError):
        feedback_report(ORIGINAL, words, from_="a@x.test", to="b@x.test")


def test_report_that_was_read_can_be_sent_on() -> None:
    octets = bytes(arf(incidents=2)).replace(
        b"Incidents: 2", b"Received-Date: Sat, 28 Nov 2026 10:00:00 +0000\r\nIncidents: 1"
    )
    again = arf(
        **{
            name: value
            for name, value in read(parse(octets))._asdict().items()
            if name not in {"original", "defects", "kind"}
        }
    )
    assert fields_of(again)[3:5] == ["Arrival-Date: Sat, 28 Nov 2026 10:00:00 +0000", ""]


# -- what is read is what was written

DOMAINS = st.sampled_from(["example.org", "a.b-c.test", "xn--bcher-kva.test"])
WORDS = st.text("abcXYZ019.@-_+=", min_size=1, max_size=20)
REPORTS = st.builds(
    made_of(FeedbackReport),
    feedback_type=st.sampled_from(["abuse", "fraud", "virus", "not-spam", "other", "x-a"]),
    user_agent=TEXTS,
    version=st.just("1"),
    original_envelope_id=st.none() | TEXTS,
    original_mail_from=st.none() | st.just("") | ADDR_SPECS.filter(str.isascii),
    original_rcpt_to=st.lists(ADDR_SPECS.filter(str.isascii), max_size=3).map(tuple),
    arrival_date=st.none() | DATES,
    reporting_mta=st.none() | st.builds(TypedText, TEXTS, st.just("x-name")),
    source_ip=st.none() | st.ip_addresses().map(str).filter(lambda text: "%" not in text),
    source_port=st.none() | st.integers(1, 65_535),
    incidents=st.integers(1, 10**9 - 1),
    authentication_results=st.lists(st.just(RESULTS), max_size=2).map(tuple),
    reported_domain=st.lists(DOMAINS, max_size=3).map(tuple),
    reported_uri=st.lists(WORDS.map(lambda text: f"x:{text}"), max_size=3).map(tuple),
    auth_failure=st.none() | st.sampled_from(["dmarc", "spf", "signature"]),
    delivery_result=st.none() | st.sampled_from(["delivered", "spam", "other"]),
    identity_alignment=st.sampled_from([(), ("none",), ("spf",), ("spf", "dkim")]),
    dkim_domain=st.none() | DOMAINS,
    dkim_identity=st.none() | WORDS,
    dkim_selector=st.none() | WORDS,
    spf_dns=st.lists(TEXTS, max_size=2).map(tuple),
    fields=st.lists(st.tuples(st.just("X-B"), TEXTS), max_size=2).map(tuple),
    text=st.none() | PLAIN.filter(bool),
)


@given(REPORTS, st.sampled_from(["a@example.org", "ä@example.org"]))
def test_round_trip(feedback: FeedbackReport, to: str) -> None:
    message = feedback_report(ORIGINAL, feedback, from_="a@x.test", to=to, **FIXED)
    report = read(message)
    assert report.original is not None
    assert bytes(report.original) == bytes(ORIGINAL)
    if feedback.text is not None:
        assert report.text == feedback.text
    assert (
        report._replace(
            text=feedback.text,
            original=None,
            fields=tuple(field for field in report.fields if field[0] == "X-B"),
        )
        == feedback
    )
    again = feedback_report(ORIGINAL, report, from_="a@x.test", to=to, **FIXED)
    assert fields_of(again) == fields_of(message)
