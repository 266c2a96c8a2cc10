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


@pytest.mark.parametrize(
    ("mailbox", "text"),
    [
        pytest.param(Mailbox("", "a", "example.org"), "a@example.org", id="address-only"),
        pytest.param(Mailbox("A", "", ""), "A", id="name-only"),
        pytest.param(Mailbox("Ann", "ann", "x.test"), "Ann <ann@x.test>", id="plain"),
        pytest.param(Mailbox("J. Wéb", "a b", "x.test"), 'J. Wéb <"a b"@x.test>', id="decoded"),
        pytest.param(Mailbox("A, B", "a", "b.example"), '"A, B" <a@b.example>', id="comma"),
        pytest.param(
            Mailbox('A "\\" B', "a", "b.example"),
            '"A \\"\\\\\\" B" <a@b.example>',
            id="quote-and-backslash",
        ),
    ],
)
def test_str(mailbox: Mailbox, text: str) -> None:
    assert str(mailbox) == text


def test_values_are_equal_by_what_they_hold() -> None:
    assert Group("g", (Mailbox("", "a", "x"),)) == Group("g", (Mailbox("", "a", "x", ()),))
    assert Mailbox("", "a", "x") != Mailbox("", "a", "x", ("c",))
