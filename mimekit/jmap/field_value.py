"""Bodies of header fields from their values in the forms of RFC 8621 section 4.1.2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.addr_spec import is_addr_spec, is_dot_atom
from mimekit.fields.address_format import format_address_list
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.body_format import format_body, rewrite_body
from mimekit.fields.by_name import Grammar, grammar_of
from mimekit.fields.date_time import format_date_time, parse_date_time
from mimekit.fields.list_id import parse_list_id
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.message_id import format_message_ids, parse_message_ids
from mimekit.fields.phrase_list import parse_phrase_list
from mimekit.fields.unstructured import parse_unstructured, unfold
from mimekit.fields.url_list import format_url_list, parse_url_list
from mimekit.jmap.property_value import copied_text, expect_list, expect_object, expect_text
from mimekit.wire import WireFormat

Format: TypeAlias = Callable[[WireFormat], str]
"""Gives a field body, unfolded, in what a wire allows."""

# RFC 3339 section 5.6, with the zone that RFC 8621 section 4.1.2.5 asks for.
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)

_RAW: Final = frozenset(("asRaw",))
_RAW_AND_TEXT: Final = frozenset(("asRaw", "asText"))

# Sections 4.1.2.2 to 4.1.2.6: the forms of the fields that an RFC defines.
_FORMS_OF: Final[Mapping[Grammar, frozenset[str]]] = {
    parse_address_list: _RAW | {"asAddresses", "asGroupedAddresses"},
    parse_message_ids: _RAW | {"asMessageIds"},
    parse_date_time: _RAW | {"asDate"},
    parse_url_list: _RAW | {"asURLs"},
    parse_phrase_list: _RAW_AND_TEXT,
    parse_list_id: _RAW_AND_TEXT,
}
_TEXTS: Final = frozenset(("subject", "comments"))


def allowed_forms(name: str) -> frozenset[str]:
    """The forms in which a field may be given, by its name in lower case.

    >>> sorted(allowed_forms("subject")), "asURLs" in allowed_forms("x-link")
    (['asRaw', 'asText'], True)
    """
    if name in _TEXTS:
        return _RAW_AND_TEXT
    grammar = grammar_of(name)
    if grammar is parse_unstructured:
        return frozenset(_READERS)
    return _FORMS_OF.get(grammar, _RAW)


def read_form(
    form: str, name: str, value: object, path: str, defects: list[Defect] | None
) -> Format:
    """What writes a field body from a value in that form.

    `TypeError` for a value of a wrong type, `ComposeError` for one that is not of the form.
    """
    return _READERS[form](name, value, path, defects)


def unfolded(value: object, path: str, defects: list[Defect] | None) -> str:
    """A field body in Raw form on one line, a blank for each control that is left."""
    octets = expect_text(value, path).encode("utf-8", "surrogatepass")
    return copied_text(unfold(octets).decode("utf-8", "surrogatepass"), path, defects)


def _raw(name: str, value: object, path: str, defects: list[Defect] | None) -> Format:
    """As it stands, right or wrong, if it may: so a draft is written."""
    text = unfolded(value, path, defects)
    if grammar_of(name.lower()) is parse_unstructured and not text.isascii():
        return _text(name, parse_unstructured(text.encode()).value, path, defects)
    return lambda wire: rewrite_body(name, text.encode(), wire=wire)


def _text(name: str, value: object, path: str, defects: list[Defect] | None) -> Format:
    text = copied_text(value, path, defects)
    return lambda wire: format_body(name, text, wire=wire)


def _addresses(_: str, value: object, path: str, defects: list[Defect] | None) -> Format:
    mailboxes = [*_iter_mailboxes(value, path, defects)]
    return lambda wire: format_address_list(mailboxes, utf8=wire.utf8)


def _iter_mailboxes(value: object, path: str, defects: list[Defect] | None) -> Iterator[Mailbox]:
    for number, item in enumerate(expect_list(value, path)):
        yield _mailbox(item, f"{path}[{number}]", defects)


def _mailbox(value: object, path: str, defects: list[Defect] | None) -> Mailbox:
    """An EmailAddress (section 4.1.2.3)."""
    address = expect_object(value, path)
    addr_spec = copied_text(address.get("email"), f"{path}.email", defects).strip()
    local_part, _, domain = addr_spec.rpartition("@")
    if not (is_dot_atom(local_part) and domain):
        local_part, domain = _quoted_address(addr_spec, f"{path}.email")
    return Mailbox(_name(address.get("name"), f"{path}.name", defects), local_part, domain)


def _quoted_address(addr_spec: str, path: str) -> tuple[str, str]:
    """Local part and domain of an address that is more than a dot-atom."""
    addresses = parse_address_list(addr_spec.encode()).value
    if len(addresses) == 1 and isinstance(addresses[0], Mailbox):
        mailbox = addresses[0]
        if mailbox.domain and (mailbox.addr_spec == addr_spec or is_addr_spec(addr_spec)):
            return mailbox.local_part, mailbox.domain
    raise ComposeError(f"{path}: {addr_spec!r} is no address")


def _name(value: object, path: str, defects: list[Defect] | None) -> str:
    """A display name; null is none. Encoded words hold no tab."""
    return "" if value is None else copied_text(value, path, defects).replace("\t", " ")


def _grouped_addresses(_: str, value: object, path: str, defects: list[Defect] | None) -> Format:
    """EmailAddressGroup objects (section 4.1.2.4); one without a name is no group."""
    addresses: list[Mailbox | Group] = []
    for number, item in enumerate(expect_list(value, path)):
        place = f"{path}[{number}]"
        group = expect_object(item, place)
        mailboxes = _iter_mailboxes(group.get("addresses"), f"{place}.addresses", defects)
        if group.get("name") is None:
            addresses += mailboxes
        else:
            name = _name(group["name"], f"{place}.name", defects)
            addresses.append(Group(name, tuple(mailboxes)))
    return lambda wire: format_address_list(addresses, utf8=wire.utf8)


def _texts(value: object, path: str, defects: list[Defect] | None) -> list[str]:
    items = enumerate(expect_list(value, path))
    return [copied_text(item, f"{path}[{number}]", defects) for number, item in items]


def _message_ids(name: str, value: object, path: str, defects: list[Defect] | None) -> Format:
    ids = _texts(value, path, defects)
    if name.lower() == "message-id" and len(ids) > 1:
        raise ComposeError(f"{path}: a message has one id, not {len(ids)}")
    return lambda wire: format_message_ids(ids, utf8=wire.utf8)


def _date(_: str, value: object, path: str, __: list[Defect] | None) -> Format:
    text = expect_text(value, path)
    try:
        moment = datetime.fromisoformat(text.upper() if _DATE.fullmatch(text) else "")
    except ValueError:
        sentence = f"{path}: {text!r} is no date-time with a zone (RFC 3339 section 5.6)"
        raise ComposeError(sentence) from None
    return lambda _: format_date_time(moment)


def _urls(_: str, value: object, path: str, defects: list[Defect] | None) -> Format:
    urls = _texts(value, path, defects)
    return lambda wire: format_url_list(urls, utf8=wire.utf8)


_READERS: Final[Mapping[str, Callable[[str, Any, str, list[Defect] | None], Format]]] = {
    "asRaw": _raw,
    "asText": _text,
    "asAddresses": _addresses,
    "asGroupedAddresses": _grouped_addresses,
    "asMessageIds": _message_ids,
    "asDate": _date,
    "asURLs": _urls,
}
