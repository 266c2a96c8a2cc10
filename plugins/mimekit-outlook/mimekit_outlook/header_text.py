"""Texts of a message as header fields can hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from unicodedata import category

from mimekit import Group, Mailbox, is_addr_spec

_CONTROL_CATEGORIES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})

# RFC 5322 section 3.6.4, in the form that programs write:
#   msg-id = "<" dot-atom-text "@" dot-atom-text ">"
# Deviation: any printable character that is no delimiter, for Exchange writes others.
_MESSAGE_ID: Final = re.compile(r"<([!#-'*-;=?A-~]{1,400}@[!#-'*-;=?A-Z^-~]{1,400})>")

MAX_TEXT: Final = 2000
"""Characters of a subject or a name. They are for people to read."""


def header_text(text: str) -> str:
    r"""The text on one line, without controls and line ends: a space stands for them.

    >>> header_text("Subject\r\nBcc: eve@example.com")
    'Subject Bcc: eve@example.com'
    """
    replaced = "".join(
        " " if category(character) in _CONTROL_CATEGORIES else character
        for character in text[:MAX_TEXT]
    )
    return " ".join(replaced.split())


def message_ids(text: str | None) -> tuple[str, ...]:
    """The message ids in a text, without angle brackets.

    >>> message_ids("<1@example.com> nonsense <2@example.com>")
    ('1@example.com', '2@example.com')
    """
    return tuple(_MESSAGE_ID.findall(text or ""))


def read_address(name: str | None, address: str | None) -> Mailbox | Group | None:
    """A mailbox; a group of nobody with the name, if there is no mail address.

    Outlook knows people of its own system by other addresses. RFC 6854 allows such a group
    in From too. None if there is nothing.

    >>> str(read_address("Ann", "ann@example.com"))
    'Ann <ann@example.com>'
    >>> read_address("Ann", "/o=Example/ou=first/cn=ann")
    Group(display_name='Ann', mailboxes=())
    """
    shown = header_text(name or "")
    address = (address or "").strip()
    if len(address) <= MAX_TEXT and is_addr_spec(address):
        local_part, _, domain = address.rpartition("@")
        if not local_part.startswith('"'):
            return Mailbox("" if shown == address else shown, local_part, domain)
    shown = shown or header_text(address)
    return Group(shown, ()) if shown else None


def present(addresses: Iterable[Mailbox | Group | None]) -> tuple[Mailbox | Group, ...]:
    """Those that are some."""
    return tuple(address for address in addresses if address is not None)
