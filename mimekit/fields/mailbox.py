"""What an address field holds: mailboxes, and groups of them (RFC 5322 section 3.4)."""

from __future__ import annotations

from typing import NamedTuple

from mimekit.fields.addr_spec import quote_local_part

# RFC 5322 section 3.2.3: specials, but for the dot, which is common in names.
_SPECIALS = frozenset('()<>[]:;@\\,"')


class Mailbox(NamedTuple):
    """A name and an address.

    Without a phrase before its address, a mailbox is named by its comments. The
    ``local_part`` is the value, without the quotes that it may need. Text that is no
    address is kept whole as ``local_part``, with an empty ``domain``; a name alone
    has neither.

    >>> mailbox = Mailbox("Mary Smith", "mary smith", "example.net")
    >>> mailbox.addr_spec, str(mailbox)
    ('"mary smith"@example.net', 'Mary Smith <"mary smith"@example.net>')
    """

    display_name: str
    local_part: str
    domain: str
    comments: tuple[str, ...] = ()

    @property
    def addr_spec(self) -> str:
        """The address, its local part quoted if need be; without a domain, the local part."""
        if not self.domain:
            return self.local_part
        return f"{quote_local_part(self.local_part)}@{self.domain}"

    def __str__(self) -> str:
        """For people: decoded, and quotes around a name that could pass for an address.

        >>> str(Mailbox("ceo@example.org>", "x", "example.net"))
        '"ceo@example.org>" <x@example.net>'
        """
        name = self.display_name
        if not name:
            return self.addr_spec
        if not _SPECIALS.isdisjoint(name):
            name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return f"{name} <{self.addr_spec}>" if self.addr_spec else name


class Group(NamedTuple):
    """A named list of mailboxes, which may be empty."""

    display_name: str
    mailboxes: tuple[Mailbox, ...] = ()
