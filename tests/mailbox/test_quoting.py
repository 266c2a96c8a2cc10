"""What is put before lines that look like a From_ line, and taken off again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.mailbox.quoting import MboxFormat, quote, unquote

PIECES = [b"From ", b">", b"\n", b"\r", b"\r\n", b" ", b"a", b"\0", b"From: "]
octets = st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join)


@pytest.mark.parametrize(
    ("stored", "mbox_format", "message"),
    [
        pytest.param(b">From a", "mboxrd", b"From a", id="at-the-start"),
        pytest.param(b"a\n>From a\n>From b", "mboxrd", b"a\nFrom a\nFrom b", id="lines"),
        pytest.param(b">>>From ", "mboxrd", b">>From ", id="one-of-three"),
        pytest.param(b"> >From \n>From", "mboxrd", b"> >From \n>From", id="not-quoted"),
        pytest.param(b"a >From >From \n>From >From ", "mboxrd", b"a >From >From \nFrom >From ", id="midline"),
        pytest.param(b">From a\n>>From b\n>From c", "mboxo", b"From a\n>>From b\nFrom c", id="mboxo"),
        pytest.param(b">From a\n>>From b", "mboxcl", b"From a\n>>From b", id="mboxcl"),
        pytest.param(b">From a\n>>From b", "mboxcl2", b">From a\n>>From b", id="mboxcl2"),
    ],
)  # fmt: skip
def test_unquotes(stored: bytes, mbox_format: MboxFormat, message: bytes) -> None:
    assert unquote(stored, mbox_format) == message


@given(octets)
def test_mboxrd_is_exact(message: bytes) -> None:
    stored = quote(message)
    assert unquote(stored, "mboxrd") == message
    assert re.search(rb"^From ", stored, re.MULTILINE) is None


@given(octets)
def test_quoting_is_that_of_lines(message: bytes) -> None:
    assert quote(message) == re.sub(rb"^(>*From )", rb">\1", message, flags=re.MULTILINE)
    assert unquote(message, "mboxrd") == re.sub(
        rb"^>(>*From )", rb"\1", message, flags=re.MULTILINE
    )
    assert unquote(message, "mboxo") == re.sub(rb"^>From ", b"From ", message, flags=re.MULTILINE)


@pytest.mark.parametrize("piece", [b">", b">From ", b"\n>From ", b"From ", b"From >"])
def test_long_lines_are_linear(piece: bytes) -> None:
    message = piece * 200_000
    assert unquote(quote(message), "mboxrd") == message
