"""A field body from any value that its field may have, by the grammar of the field.

| field | values beside a text of the grammar |
| --- | --- |
| addresses | `Mailbox`, `Group`, or several of them and of texts |
| dates | `datetime`, aware of its zone |
| message ids | an id without brackets, or several |
| List-Help and the like | several URLs |
| Keywords | several phrases |
| Content-Type, Content-Disposition | `ContentType`, `ContentDisposition` |
| Content-ID | the id without brackets |

A text is kept as it stands if its grammar finds nothing wrong with it, and written anew from
what it is read as if it is not ASCII and has to be. In a list, of ids, URLs or phrases, what is
merely irregular is written anew too; not so in one of addresses, where a guess would send mail
to somebody else. Anything else is a `ComposeError`.
Fields without a grammar of their own take any text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from mimekit.codecs import charset
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.addr_spec import is_addr_spec
from mimekit.fields.address_format import format_address_list
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.authentication_results import (
    AuthenticationResults,
    format_authentication_results,
    parse_authentication_results,
)
from mimekit.fields.by_name import Grammar, grammar_of, parse_return_path
from mimekit.fields.content_disposition import (
    ContentDisposition,
    format_content_disposition,
    parse_content_disposition,
)
from mimekit.fields.content_id import format_content_id, parse_content_id
from mimekit.fields.content_transfer_encoding import (
    format_transfer_encoding,
    parse_transfer_encoding,
)
from mimekit.fields.content_type import ContentType, format_content_type, parse_content_type
from mimekit.fields.date_time import format_date_time, parse_date_time
from mimekit.fields.injection import refuse_controls
from mimekit.fields.list_id import ListId, format_list_id, parse_list_id
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.message_id import format_message_ids, parse_message_ids
from mimekit.fields.mime_version import MimeVersion, format_mime_version, parse_mime_version
from mimekit.fields.phrase_list import format_phrase_list, parse_phrase_list
from mimekit.fields.received import parse_received
from mimekit.fields.unstructured import format_unstructured, parse_unstructured, unfold
from mimekit.fields.url_list import format_url_list, parse_url_list
from mimekit.severity import Severity
from mimekit.wire import ENCODED_WORD_LINE_LENGTH, SEVEN_BIT, WireFormat

Address: TypeAlias = str | Mailbox | Group
"""One address, a group of them, or text of an address field."""

FieldValue: TypeAlias = (
    Address
    | datetime
    | ContentType
    | ContentDisposition
    | ListId
    | MimeVersion
    | AuthenticationResults
    | Iterable[Address]
)
"""What a header field may be set to."""

_Format = Callable[[Any, WireFormat], str]

_MAX_WORD_LENGTH: Final = 900  # what is longer may fit no line, and is encoded


def format_body(name: str, value: FieldValue, *, wire: WireFormat = SEVEN_BIT) -> str:
    """The body of the field ``name``, unfolded, in what ``wire`` allows.

    Raises `HeaderInjectionError` for a control, `ComposeError` for a value that the field
    cannot express, `TypeError` for one of a type that it does not take.

    >>> format_body("To", ["Ann <ann@x.test>", Mailbox("Weber, Jörg", "jw", "y.test")])
    'Ann <ann@x.test>, "Weber," =?utf-8?q?J=C3=B6rg?= <jw@y.test>'
    >>> format_body("References", ["1@x.test", "2@x.test"])
    '<1@x.test> <2@x.test>'
    """
    grammar = grammar_of(name.lower())
    if grammar is parse_unstructured:
        room = max(ENCODED_WORD_LINE_LENGTH - len(name) - len(": "), 1)
        return format_unstructured(_text(name, value), utf8=wire.utf8, first_line_length=room)
    types, format_value = _FORMATS[grammar]
    if isinstance(value, types):
        return format_value(value, wire)
    if _is_several(value) and grammar in _LISTS:
        values = _LISTS[grammar](name, value)
        if not values and grammar is not parse_url_list:  # where it says NO (RFC 2369)
            raise ComposeError(f"{name} has no value")
        return format_value(values, wire)
    return _format_text(name, _text(name, value), grammar, format_value, wire)


def rewrite_body(name: str, body: bytes, *, wire: WireFormat) -> str:
    r"""The body of a field that was read, unfolded, in what ``wire`` allows.

    It stays as it stands if it may; else it is made anew of what it is read as. Raises
    `ComposeError` if nothing can be read of it, `HeaderInjectionError` for a control.

    >>> rewrite_body("To", "Jörg\r\n <joerg@bücher.test>".encode(), wire=SEVEN_BIT)
    '=?utf-8?q?J=C3=B6rg?= <joerg@xn--bcher-kva.test>'
    """
    grammar = grammar_of(name.lower())
    line = unfold(body.strip(b" \t\r\n"))
    has_parameters = grammar in {parse_content_type, parse_content_disposition}
    if line.isascii() and not (wire.rfc2047_parameters and has_parameters and b"*" in line):
        text = line.decode("ascii")
        longest = max(map(len, text.split()), default=0)
        if grammar is not parse_unstructured or longest < _MAX_WORD_LENGTH:
            return text
    if wire.utf8 and not line.isascii() and grammar is not parse_unstructured:
        return charset.decode_header(line)
    value = grammar(body).value
    if grammar is parse_unstructured:
        return format_body(name, value, wire=wire)
    if value is None:
        raise ComposeError(f"{name}: nothing can be read of {charset.decode_header(line)!r}")
    return _FORMATS[grammar][1](value, wire)


def read_addresses(name: str, value: Address | Iterable[Address]) -> tuple[Mailbox | Group, ...]:
    """The mailboxes and groups that are given for the address field ``name``.

    Texts are read strictly: what breaks a rule is a `ComposeError`, and so is an address that
    `is_addr_spec` says is none. Obsolete forms (RFC 5322 section 4) are understood.

    >>> read_addresses("To", "Ann <ann@x.test>, bob@x.test")[1].addr_spec
    'bob@x.test'
    """
    if isinstance(value, Mailbox | Group):
        _check_types(value)
        return (value,)
    if isinstance(value, str):
        refuse_controls(value)
        addresses: tuple[Mailbox | Group, ...] = _parse(name, value, parse_address_list)[0]
        _check_addresses(name, value, addresses)
        return addresses
    if not _is_several(value):
        raise TypeError(f"{name} takes addresses, not {type(value).__name__}")
    return tuple(address for item in value for address in read_addresses(name, _address(item)))


def _check_types(address: Mailbox | Group) -> None:
    """TypeError for an attribute that is no text, or a mailbox of a group that is none."""
    mailboxes: Iterable[object] = (address,)
    texts: list[object] = []
    if isinstance(address, Group):
        mailboxes = address.mailboxes
        texts.append(address.display_name)
    for mailbox in mailboxes:
        if not isinstance(mailbox, Mailbox):
            raise TypeError(f"a Group has Mailboxes, not {type(mailbox).__name__}")
        texts += (mailbox.display_name, mailbox.local_part, mailbox.domain, *mailbox.comments)
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"a Mailbox is made of str, not {type(text).__name__}")


def _check_addresses(name: str, text: str, addresses: Iterable[Mailbox | Group]) -> None:
    for address in addresses:
        for mailbox in address.mailboxes if isinstance(address, Group) else (address,):
            if not is_addr_spec(mailbox.addr_spec):
                raise ComposeError(f"{name}: {mailbox.addr_spec!r} in {text!r} is no address")


def _address(item: object) -> Address:
    if not isinstance(item, str | Mailbox | Group):
        raise TypeError(f"an address is a str, Mailbox or Group, not {type(item).__name__}")
    return item


def _is_several(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} does not take {type(value).__name__}")
    refuse_controls(value)
    return value


def _texts(name: str, values: Iterable[object]) -> list[str]:
    return [_text(name, value) for value in values]


def _parse(name: str, text: str, grammar: Grammar) -> tuple[Any, bool]:
    """What a text is read as, and whether nothing is wrong with it."""
    value, defects, _ = grammar(text.encode())
    is_repaired = grammar in _LISTS and grammar is not parse_address_list
    allowed = Severity.WARNING if is_repaired else Severity.INFO
    for defect in defects:
        if defect.severity > allowed:
            raise ComposeError(_refusal(name, text, defect))
    if not value and (defects or not text):
        raise ComposeError(f"{name}: nothing can be read of {text!r}")
    return value, all(defect.code.severity is Severity.INFO for defect in defects)


def _refusal(name: str, text: str, defect: Defect) -> str:
    """Why a text is not taken."""
    if defect.code is DefectCode.ADDRESS_DOMAIN_MISSING:
        start, length = defect.span
        lone = text.encode()[start : start + length].decode("utf-8", "replace").strip()
        hint = "; a name with a comma stands in quotes" if "," in text else ""
        return f"{name}: {lone!r} is no address: it has no @ and domain{hint}"
    return f"{name}: {text!r} is malformed: {defect.code.value}, {defect.rfc}"


def _format_text(
    name: str, text: str, grammar: Grammar, format_value: _Format, wire: WireFormat
) -> str:
    """A text of the grammar, as it stands if it may, else written anew."""
    text = text.strip(" \t")
    value, is_sound = _parse(name, text, grammar)
    if is_sound and (text.isascii() or wire.utf8):
        return text
    return format_value(value, wire)


# -- from the value of each grammar


def _addresses(value: tuple[Mailbox | Group, ...] | Mailbox | Group, wire: WireFormat) -> str:
    items = (value,) if isinstance(value, Mailbox | Group) else value
    return format_address_list(items, utf8=wire.utf8)


def _return_path(value: tuple[Mailbox | Group, ...] | Mailbox | Group, wire: WireFormat) -> str:
    items = (value,) if isinstance(value, Mailbox | Group) else value
    return f"<{format_address_list([_nameless(item) for item in items], utf8=wire.utf8)}>"


def _nameless(address: Mailbox | Group) -> Mailbox:
    if isinstance(address, Group):
        raise ComposeError("Return-Path takes an address, not a group")
    return address._replace(display_name="", comments=())


def _content_type(value: ContentType, wire: WireFormat) -> str:
    return format_content_type(
        value,
        rfc2047=wire.rfc2047_parameters,
        utf8=wire.utf8,
        max_length=wire.max_line_length - 2,  # a blank before it, a semicolon behind it
        segment_length=wire.line_length - 2,
    )


def _content_disposition(value: ContentDisposition, wire: WireFormat) -> str:
    return format_content_disposition(
        value,
        rfc2047=wire.rfc2047_parameters,
        utf8=wire.utf8,
        max_length=wire.max_line_length - 2,
        segment_length=wire.line_length - 2,
    )


def _as_written(value: object, _: WireFormat) -> str:
    raise ComposeError(f"{value!r} cannot be written anew")


# Of each grammar: the types of its values, and how one becomes a field body.
_FORMATS: Final[Mapping[Grammar, tuple[tuple[type, ...], _Format]]] = {
    parse_address_list: ((Mailbox, Group), _addresses),
    parse_return_path: ((Mailbox,), _return_path),
    parse_date_time: ((datetime,), lambda value, _: format_date_time(value)),
    parse_message_ids: ((), lambda value, wire: format_message_ids(value, utf8=wire.utf8)),
    parse_url_list: ((), lambda value, wire: format_url_list(value, utf8=wire.utf8)),
    parse_phrase_list: ((), lambda value, wire: format_phrase_list(value, utf8=wire.utf8)),
    parse_content_type: ((ContentType,), _content_type),
    parse_content_disposition: ((ContentDisposition,), _content_disposition),
    parse_content_id: ((), lambda value, wire: format_content_id(value, utf8=wire.utf8)),
    parse_transfer_encoding: ((), lambda value, _: format_transfer_encoding(value)),
    parse_list_id: ((ListId,), lambda value, wire: format_list_id(value, utf8=wire.utf8)),
    parse_mime_version: ((MimeVersion,), lambda value, _: format_mime_version(value)),
    parse_received: ((), _as_written),
    parse_authentication_results: (
        (AuthenticationResults,),
        lambda value, wire: format_authentication_results(value, utf8=wire.utf8),
    ),
}

# The grammars whose fields take several values.
_LISTS: Final[Mapping[Grammar, Callable[[str, Any], Any]]] = {
    parse_address_list: read_addresses,
    parse_message_ids: _texts,
    parse_url_list: _texts,
    parse_phrase_list: _texts,
}
