"""Address fields as they are written (RFC 5322 section 3.6.2); `address_list` reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mimekit.codecs import encoded_word
from mimekit.errors import ComposeError
from mimekit.fields.addr_spec import ascii_domain, is_dot_atom, quote_local_part
from mimekit.fields.injection import refuse_controls, refuse_encoded_word
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.phrase import format_phrase

# RFC 5322 section 3.4.1:
#   domain-literal := "[" *dtext "]"
_DOMAIN_LITERAL = re.compile(r"\[[!#-'*+\--:=?-Z^-~]*\]")
# With a blank and "(" before it, and ")," behind it, the 76 octets of a line (RFC 2047 section 2).
_ENCODED_WORD_LENGTH: Final = 72
_COMMENT_SPECIAL = re.compile(r"([()\\])")


def format_address_list(addresses: Iterable[Mailbox | Group], *, utf8: bool = False) -> str:
    """The field body, unfolded, that `address_list.parse_address_list` reads as ``addresses``.

    Display names are quoted or become encoded words where they need to, domains become
    A-labels (RFC 5891); with ``utf8`` both stay as they are (RFC 6532). Raises
    `HeaderInjectionError` for a control; `ComposeError` for an address without a local
    part or domain, a local part beyond ASCII without ``utf8``, and a domain that is none.

    >>> format_address_list([Mailbox("Smith, Mary", "mary", "x.test")])
    '"Smith, Mary" <mary@x.test>'
    >>> format_address_list([Group("Friends", (Mailbox("", "mary", "bücher.test"),))])
    'Friends: mary@xn--bcher-kva.test;'
    """
    return ", ".join([_format(address, utf8=utf8) for address in addresses])


def _format(address: Mailbox | Group, *, utf8: bool) -> str:
    if isinstance(address, Mailbox):
        return _format_mailbox(address, utf8=utf8)
    if isinstance(address, Group):
        mailboxes = ", ".join([_format_mailbox(item, utf8=utf8) for item in address.mailboxes])
        return f"{format_phrase(address.display_name, utf8=utf8)}: {mailboxes}".rstrip() + ";"
    raise TypeError(f"a Mailbox or Group is needed, not {type(address).__name__}")


def _format_mailbox(mailbox: Mailbox, *, utf8: bool) -> str:
    """A mailbox, its comments behind it; ``""`` keeps them from naming one without a name."""
    addr_spec = _format_addr_spec(mailbox, utf8=utf8)
    if not mailbox.display_name and not mailbox.comments:
        return addr_spec
    name = format_phrase(mailbox.display_name, utf8=utf8)
    comments = [f" ({_format_comment(comment, utf8=utf8)})" for comment in mailbox.comments]
    return f"{name} <{addr_spec}>{''.join(comments)}"


def _format_addr_spec(mailbox: Mailbox, *, utf8: bool) -> str:
    """The address of a mailbox; the domain in ASCII unless ``utf8``."""
    local_part, domain = mailbox.local_part, mailbox.domain
    refuse_controls(local_part)
    refuse_controls(domain)
    refuse_encoded_word(local_part, "a local part")
    refuse_encoded_word(domain, "a domain")
    if not (utf8 or local_part.isascii()):
        raise ComposeError(f"local part {local_part!r} is not ASCII")
    ascii_form = domain if utf8 or domain.isascii() else ascii_domain(domain)
    if not ascii_form or not (is_dot_atom(ascii_form) or _DOMAIN_LITERAL.fullmatch(ascii_form)):
        if not domain:
            raise ComposeError(f"{str(mailbox)!r} is no address: it has no domain")
        raise ComposeError(f"{domain!r} is no domain")
    return f"{quote_local_part(local_part)}@{ascii_form}"


def _format_comment(comment: str, *, utf8: bool) -> str:
    """The inside of a comment."""
    refuse_controls(comment)
    return _COMMENT_SPECIAL.sub(
        r"\\\1", encoded_word.encode(comment, utf8=utf8, line_length=_ENCODED_WORD_LENGTH)
    )
