"""Header fields in the forms of RFC 8621 section 4.1.2, and the properties that ask for them.

Deviation from RFC 8621: any form may be asked of any field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypedDict

from mimekit.fields.mailbox import Group, Mailbox
from mimekit.message.headers import HeaderField, Headers


class EmailHeader(TypedDict):
    """A header field (section 4.1.3)."""

    name: str
    value: str


class EmailAddress(TypedDict):
    """A mailbox (section 4.1.2.3)."""

    name: str | None
    email: str


class EmailAddressGroup(TypedDict):
    """A group, or mailboxes that are in none (section 4.1.2.4)."""

    name: str | None
    addresses: list[EmailAddress]


Form = Callable[[HeaderField], object]

# Section 4.1.2.2: "Any [RFC2047]-encoded NUL octets or control characters are dropped".
# Characters normalized at a time: marks without end take the square of their number.
_MAX_NORMALIZED = 4096
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")

# Section 4.1.3:
#   "header:" header-field-name [":as" header-form] [":all"]
_PROPERTY = re.compile(r"header:([!-9;-~]++)(?::(as[A-Za-z]++))?(:all)?")


# Section 4.1.3: what these properties are short for.
SHORT_FOR: Final[Mapping[str, str]] = {
    "messageId": "header:Message-ID:asMessageIds",
    "inReplyTo": "header:In-Reply-To:asMessageIds",
    "references": "header:References:asMessageIds",
    "sender": "header:Sender:asAddresses",
    "from": "header:From:asAddresses",
    "to": "header:To:asAddresses",
    "cc": "header:Cc:asAddresses",
    "bcc": "header:Bcc:asAddresses",
    "replyTo": "header:Reply-To:asAddresses",
    "subject": "header:Subject:asText",
    "sentAt": "header:Date:asDate",
}


class HeaderProperty(NamedTuple):
    """What a ``header:...`` property is made of."""

    field_name: str
    form: str
    """asRaw and so on."""
    of_all: bool
    """Whether it is a list, of all fields of the name."""


def read_property(headers: Headers, name: str) -> object:
    """The value of a ``header:...`` property: of the last such field, null if there is none.

    With ``:all`` a list, of each field of that name. Raises `ValueError` for anything else.
    """
    return read_split(headers, split_property(name))


def read_split(headers: Headers, header: HeaderProperty) -> object:
    """The value of a property that was taken apart."""
    field_name, form_name, of_all = header
    form = _FORMS[form_name]
    fields = headers.get_fields(field_name)
    if of_all:
        return [form(field) for field in fields]
    return form(fields[-1]) if fields else None


def check_property(name: str) -> None:
    """Raise `ValueError` if there is no such ``header:...`` property."""
    split_property(name)


def split_property(name: str) -> HeaderProperty:
    """Take a ``header:...`` property apart; `ValueError` if there is no such one.

    >>> split_property("header:Subject:asText")
    HeaderProperty(field_name='Subject', form='asText', of_all=False)
    """
    match = _PROPERTY.fullmatch(name)
    if match is None or (match[2] and match[2] not in _FORMS):
        raise ValueError(f"there is no property {name!r}")
    return HeaderProperty(match[1], match[2] or "asRaw", bool(match[3]))


def all_headers(headers: Headers) -> list[EmailHeader]:
    """All fields, in their order, in Raw form; a name that is repeated is one string."""
    names: dict[str, str] = {}
    return [
        {"name": names.setdefault(name := field.name, name), "value": _raw(field)}
        for field in headers.fields
    ]


def _raw(field: HeaderField) -> str:
    return field.body.replace(b"\0", b"").decode("utf-8", "replace")


def _text(field: HeaderField) -> str:
    return _clean(field.as_text())


def _clean(text: str) -> str:
    """Without controls, in the normalization form C."""
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROLS.sub("", text)
    pieces = range(0, len(text), _MAX_NORMALIZED)
    return "".join(unicodedata.normalize("NFC", text[at : at + _MAX_NORMALIZED]) for at in pieces)


def _address(mailbox: Mailbox) -> EmailAddress:
    name = _clean(mailbox.display_name).strip()
    return {"name": name or None, "email": _clean(mailbox.addr_spec)}


def _addresses(field: HeaderField) -> list[EmailAddress]:
    return [_address(mailbox) for mailbox in field.as_addresses()]


def _grouped_addresses(field: HeaderField) -> list[EmailAddressGroup]:
    """Groups; mailboxes that follow each other outside of one share one without a name."""
    groups: list[EmailAddressGroup] = []
    for address in field.as_grouped_addresses():
        if isinstance(address, Group):
            mailboxes = [_address(mailbox) for mailbox in address.mailboxes]
            groups.append({"name": _clean(address.display_name).strip(), "addresses": mailboxes})
        elif groups and groups[-1]["name"] is None:
            groups[-1]["addresses"].append(_address(address))
        else:
            groups.append({"name": None, "addresses": [_address(address)]})
    return groups


def _message_ids(field: HeaderField) -> list[str] | None:
    return [*field.as_message_ids()] or None


def _date(field: HeaderField) -> str | None:
    date = field.as_date()
    return None if date is None else date.isoformat()


def _urls(field: HeaderField) -> list[str] | None:
    return [*field.as_urls()] or None


_FORMS: Final[Mapping[str, Form]] = {
    "asRaw": _raw,
    "asText": _text,
    "asAddresses": _addresses,
    "asGroupedAddresses": _grouped_addresses,
    "asMessageIds": _message_ids,
    "asDate": _date,
    "asURLs": _urls,
}
