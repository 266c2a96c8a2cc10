"""Addresses that are given for a field: read strictly, so that nobody else gets the mail."""

from __future__ import annotations

import pytest

from mimekit.errors import ComposeError, HeaderInjectionError
from mimekit.fields.body_format import read_addresses
from mimekit.fields.mailbox import Group, Mailbox


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        pytest.param("ann@x.test", ["ann@x.test"], id="address"),
        pytest.param("<ann@x.test>", ["ann@x.test"], id="brackets"),
        pytest.param("Ann B. Doe <ann@x.test>", ["Ann B. Doe <ann@x.test>"], id="dot-in-name"),
        pytest.param('"Doe, A" <ann@x.test>', ['"Doe, A" <ann@x.test>'], id="quoted-name"),
        pytest.param("Jörg <j@bücher.test>", ["Jörg <j@bücher.test>"], id="beyond-ascii"),
        pytest.param('"a..b"@x.test', ['"a..b"@x.test'], id="quoted-local-part"),
        pytest.param("a@x.test, b@x.test", ["a@x.test", "b@x.test"], id="two"),
        pytest.param("a@x.test,", ["a@x.test"], id="obsolete-empty-element"),
        pytest.param("a@[192.0.2.1]", ["a@[192.0.2.1]"], id="address-literal"),
    ],
)
def test_texts_are_read(text: str, addresses: list[str]) -> None:
    assert [str(address) for address in read_addresses("To", text)] == addresses


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("nobody", "'nobody' is no address: it has no @ and domain$", id="no-domain"),
        pytest.param("Doe, J <j@x.test>", "'Doe' .* a name with a comma", id="comma-in-name"),
        pytest.param("john smith@x.test", "address-bracket-missing", id="words-before"),
        pytest.param("Jane <j@x.test", "address-bracket-missing", id="no-closing-bracket"),
        pytest.param("a@x.test>", "address-bracket-missing", id="no-opening-bracket"),
        pytest.param("mailto:a@x.test", "address-group-unterminated", id="url"),
        pytest.param("a..b@x.test", "address-dot", id="two-dots"),
        pytest.param(".a@x.test", "address-dot", id="dot-first"),
        pytest.param("a@x.test; b@x.test", "address-separator", id="semicolon"),
        pytest.param("a@x.test b@x.test", "address-ambiguous", id="no-comma"),
        pytest.param("a@[::1]", "domain-literal-invalid", id="no-address-literal"),
        pytest.param("a@-x-.test", "is no address", id="hyphens"),
        pytest.param("a" * 65 + "@x.test", "is no address", id="long-local-part"),
        pytest.param("Team: a@-x-.test;", "is no address", id="in-a-group"),
        pytest.param("=?utf-8?q?a?=@x.test", "encoded-word-place", id="encoded-word"),
        pytest.param("b=?utf-8?q?a?=@x.test", "encoded-word-place", id="encoded-word-behind"),
        pytest.param("a@=?utf-8?q?b?=", "encoded-word-place", id="encoded-word-in-domain"),
        pytest.param('"=?utf-8?q?a b?="@x.test', "encoded-word-place", id="in-quotes"),
        pytest.param("", "nothing can be read", id="empty"),
    ],
)
def test_what_would_be_guessed_is_refused(text: str, why: str) -> None:
    with pytest.raises(ComposeError, match=f"^To: .*{why}"):
        read_addresses("To", text)
    with pytest.raises(ComposeError, match=why):
        read_addresses("To", ["ann@x.test", text])


def test_controls_are_refused_first() -> None:
    with pytest.raises(HeaderInjectionError):
        read_addresses("To", "a@x.test\r\nBcc: b@x.test")


def test_mailboxes_and_groups_are_taken_as_they_are() -> None:
    mailbox = Mailbox("", "a..b", "x.test")
    group = Group("Team", (mailbox,))
    assert read_addresses("To", [mailbox, group]) == (mailbox, group)


@pytest.mark.parametrize("value", [1, b"a@x.test", [b"a@x.test"], {"a@x.test": 1}], ids=repr)
def test_other_types(value: object) -> None:
    with pytest.raises(TypeError):
        read_addresses("To", value)  # type: ignore[arg-type]
