from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mimekit.cli.trace import _delay_text
from tests.cli.running import run

MESSAGE = (
    b"Received: by c.example; whenever\n"
    b"Received: from b.example (b.example [192.0.2.2]) by c.example with ESMTPS\n"
    b" (version=TLS1_3, cipher=TLS_AES_128_GCM_SHA256) id 7 for <r@example.net>; Mon, 1 Jan 2024 09:59:00 +0100\n"
    b"Received: from a.example ([192.0.2.1] helo=lap.example) by b.example via TCP with esmtp;\n"
    b" Mon, 1 Jan 2024 09:00:00 +0000\n"
    b"Subject: s\n\n"
)
TRACE = """\
  1  2024-01-01 09:00:00+00:00                from a.example (lap.example, 192.0.2.1) by b.example with esmtp
  2  2024-01-01 09:59:00+01:00    -1 min 0 s  from b.example (192.0.2.2) by c.example with ESMTPS over TLSv1.3 TLS_AES_128_GCM_SHA256
  3  no date                               ?  by c.example
"""


def test_hops_oldest_first_with_delays() -> None:
    result = run("trace", "-", stdin=MESSAGE)
    assert (result.status, result.output, result.error) == (0, TRACE, "")


def test_field_of_which_nothing_can_be_read() -> None:
    output = run("trace", "-", stdin=b"Received: \n\n").output
    assert output.endswith("  (nothing can be read)\n")


def test_no_received_field_is_no_failure() -> None:
    result = run("trace", "-", stdin=b"Subject: s\n\n")
    assert result == (0, "", "mimekit: standard input has no Received field\n")


def test_json() -> None:
    value = json.loads(run("trace", "--json", "-", stdin=MESSAGE).output)
    assert [*value] == ["file", "hops"]
    first, second, third = value["hops"]
    assert second == {
        "from": "b.example",
        "by": "c.example",
        "via": None,
        "with": "ESMTPS",
        "protocol": "ESMTPS",
        "id": "7",
        "for": "r@example.net",
        "date": "2024-01-01T09:59:00+01:00",
        "delay_seconds": -60.0,
        "ip": "192.0.2.2",
        "reverse_name": "b.example",
        "helo": None,
        "ident": None,
        "tls_version": "TLSv1.3",
        "tls_cipher": "TLS_AES_128_GCM_SHA256",
    }
    assert (first["via"], first["helo"], first["delay_seconds"]) == ("TCP", "lap.example", None)
    assert (third["date"], third["delay_seconds"]) == (None, None)


def test_json_without_hops() -> None:
    result = run("trace", "--json", "-", stdin=b"Subject: s\n\n")
    assert json.loads(result.output) == {"file": "-", "hops": []}


@pytest.mark.parametrize(
    ("delay", "text"),
    [
        (timedelta(0), "+0 s"),
        (timedelta(seconds=0.9), "+0 s"),
        (timedelta(seconds=-0.9), "+0 s"),
        (timedelta(seconds=59), "+59 s"),
        (timedelta(seconds=60), "+1 min 0 s"),
        (timedelta(seconds=3599), "+59 min 59 s"),
        (timedelta(hours=1), "+1 h 0 min"),
        (timedelta(hours=-25), "-1 d 1 h"),
        (timedelta(days=99999), "+99999 d 0 h"),
        (None, "?"),
    ],
    ids=str,
)
def test_delay_text(delay: timedelta | None, text: str) -> None:
    assert _delay_text(delay) == text
