"""The values of address fields."""

from __future__ import annotations

import pytest

from mimekit.fields.mailbox import Group, Mailbox


@pytest.mark.parametrize(
    ("mailbox", "addr_spec"),
    [
        pytest.param(Mailbox("A", "a", "x.test"), "a@x.test", id="plain"),
        pytest.param(Mailbox("", "a b", "x.test"), '"a b"@x.test', id="quotes-needed"),
        pytest.param(Mailbox("", "a@b@c", ""), "a@b@c", id="text-that-is-none"),
        pytest.param(Mailbox("A", "", ""), "", id="name-alone"),
        pytest.param(Mailbox("", "", "x.test"), '""@x.test', id="local-part-of-nothing"),
    ],
)
def test_addr_spec(mailbox: Mailbox, addr_spec: str) -> None:
    assert mailbox.addr_spec == addr_spec


def test_values_are_equal_by_what_they_hold() -> None:
    assert Group("g", (Mailbox("", "a", "x"),)) == Group("g", (Mailbox("", "a", "x", ()),))
    assert Mailbox("", "a", "x") != Mailbox("", "a", "x", ("c",))
