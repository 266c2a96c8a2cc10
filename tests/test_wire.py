"""Wire formats: their defaults are safe, and values that are none are refused."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from mimekit import WireFormat


@pytest.mark.parametrize(
    "options",
    [
        {"newline": b"\r"},
        {"newline": b"\n\n"},
        {"max_line_length": 999},
        {"max_line_length": 77},
        {"line_length": 39},
        {"line_length": 100, "max_line_length": 99},
    ],
    ids=repr,
)
def test_refuses(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="line"):
        WireFormat(**options)


def test_default_is_what_every_transport_takes() -> None:
    wire = WireFormat()
    assert (wire.newline, wire.max_line_length, wire.line_length) == (b"\r\n", 998, 78)
    assert {wire.eight_bit, wire.binary, wire.utf8, wire.allows_8bit} == {False}


def test_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        WireFormat().newline = b"\n"  # type: ignore[misc]
