"""What a report copies from the message that it is about gets no line of its own into it.

That no text of the caller does is in tests/test_injection.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mimekit import Defect, DefectCode, Message
from tests.composition.reporting import original
from tests.written_reports import MAKE


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
