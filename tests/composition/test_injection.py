"""Values of `compose` that look harmless, or become harmful on the way.

That no text of the API gets a line of its own into a message is in tests/test_injection.py.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mimekit import (
    ComposeError,
    ContentDisposition,
    HeaderInjectionError,
    Mailbox,
    Message,
    WireFormat,
    compose,
    parse,
)
from tests.test_injection import NARROWED


def make(**values: Any) -> Message:
    fixed = {"from_": "a@x.test", "date": datetime(2026, 1, 1, tzinfo=UTC), "seed": 1, "html": ""}
    return compose(**{**fixed, **values})


def test_encoded_characters_are_read_back() -> None:
    text = "".join(NARROWED)
    message = make(
        to=Mailbox(text, "a", "x.test"), subject=text, text=text, attachments=[(text, b"")]
    )
    assert message.to[0].display_name == message.subject == message.text == text
    assert message.attachments[0].filename == text


@pytest.mark.parametrize("seed", ["a\r\nBcc: x@y.zz", "\ud800", b"\r\n", -1], ids=repr)
def test_seed_is_only_hashed(seed: Any) -> None:
    octets = bytes(make(seed=seed))
    assert len(octets) == len(bytes(make()))
    assert b"Bcc" not in octets


@pytest.mark.parametrize(
    "subject", [b"=?utf-8?q?a=0ABcc:_x=40y.zz?=", b"=?utf-8?B?YQo=?="], ids=["CVE-2024-6923", "lf"]
)
def test_value_that_was_read_and_decoded(subject: bytes) -> None:
    decoded = parse(b"Subject: " + subject + b"\r\n\r\n").subject
    assert decoded is not None
    assert "\n" in decoded
    with pytest.raises(HeaderInjectionError):
        make(subject=decoded)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("a@x.test", {"X A": "1"}, id="blank"),
        pytest.param("a@x.test", {"X:A": "1"}, id="colon"),
        pytest.param("a@x.test", {"X\u00e9": "1"}, id="not-ascii"),
        pytest.param("a@x.test", {"": "1"}, id="empty"),
    ],
)
def test_name_that_is_no_ftext(name: str, value: dict[str, Any]) -> None:
    with pytest.raises(ComposeError):
        make(from_=name, headers=value)


def test_newline_of_a_wire_format() -> None:
    with pytest.raises(ValueError, match="CRLF"):
        WireFormat(newline=b"\r\nBcc: x@y.zz\r\n")


def test_file_name_with_a_quote_stays_one_parameter() -> None:
    message = make(attachments=[('a"; x="y', b"")])
    [part] = message.attachments
    assert part.disposition == ContentDisposition("attachment", {"filename": 'a"; x="y'})
