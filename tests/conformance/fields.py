"""The adapter for other projects' header field expectations: it only renames."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mimekit.codecs import charset, encoded_word
from mimekit.defect_codes import DefectCode
from mimekit.fields.addr_spec import is_addr_spec
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.content_disposition import parse_content_disposition
from mimekit.fields.content_type import parse_content_type, stated_type
from mimekit.fields.date_time import parse_date_time
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.message_id import parse_message_ids
from mimekit.fields.parameters import parse_parameter_languages
from mimekit.fields.phrase_list import parse_phrase_list
from mimekit.fields.received import parse_received
from mimekit.fields.unstructured import parse_unstructured
from mimekit.html.visible_text import visible_text
from mimekit.severity import Severity

# RFC 5322 section 2.2.3: a field ends at a line end that no blank follows. Some of the
# texts go on behind it; a message's scan would have cut them there.
FIELD_END = re.compile(rb"\r?\n(?![ \t])")


def field(kind: str, text: str, flags: dict[str, Any]) -> object:
    """What is read from a field body of one kind."""
    if kind == "encoded_word":
        return encoded_word.decode(text)
    if kind == "header_8bit":
        fallback = flags.get("fallback_charset", "windows-1252")
        return charset.decode_header(text.encode("latin-1"), fallback=fallback)
    if kind.startswith("html_"):
        return visible_text(text)
    return READERS[kind](FIELD_END.split(text.encode(), 1)[0])


def opened(items: Iterable[Mailbox | Group]) -> Iterator[Mailbox]:
    """The mailboxes, those of groups too."""
    for item in items:
        if isinstance(item, Group):
            yield from item.mailboxes
        else:
            yield item


def addresses(body: bytes) -> list[tuple[str, str]]:
    """Names and addresses, groups opened."""
    return [(box.display_name, box.addr_spec) for box in opened(parse_address_list(body).value)]


def items(body: bytes) -> list[tuple[str, str]]:
    """Names and addresses of the list's items: a group is one, without an address."""
    return [
        (item.display_name, item.addr_spec if isinstance(item, Mailbox) else "")
        for item in parse_address_list(body).value
    ]


def is_address(body: bytes) -> bool:
    """Whether the body is one mailbox, its address valid, and nothing in it is amiss."""
    parsed = parse_address_list(body)
    mailboxes = [item for item in parsed.value if isinstance(item, Mailbox)]
    return (
        len(parsed.value) == len(mailboxes) == 1
        and is_addr_spec(mailboxes[0].addr_spec)
        and not any(
            defect.severity > Severity.INFO or defect.code is DefectCode.ADDRESS_OBSOLETE
            for defect in parsed.defects
        )
    )


def date(body: bytes) -> str | None:
    """A date as ISO 8601."""
    moment = parse_date_time(body).value
    return moment.isoformat() if moment else None


def type_and_parameters(body: bytes) -> dict[str, Any] | None:
    """A media type or a disposition, as it is stated; None where nothing is."""
    name = stated_type(body)
    if not name:
        return None
    parse = parse_content_type if "/" in name else parse_content_disposition
    parameters = parse(body).value.parameters
    languages = parse_parameter_languages(body, len(body.split(b";")[0].split()[0])).value
    written = {f"{parameter}-language": language for parameter, language in languages.items()}
    return {"type": name, "params": {**parameters, **written}}


def message_ids(body: bytes) -> list[str | None]:
    """Ids; the source states a field without one as a list of nothing."""
    return [*parse_message_ids(body).value] or [None]


def received(body: bytes) -> dict[str, str | None]:
    """The clauses of a trace field."""
    value = parse_received(body).value
    return {
        "from": value.from_,
        "by": value.by,
        "via": value.via,
        "with": value.protocol,
        "id": value.id,
        "for": value.for_,
        "date": value.date.isoformat() if value.date else None,
    }


def received_peer(body: bytes) -> dict[str, str | None]:
    """What a trace field tells of the client; the source writes TLSv1_3."""
    peer = parse_received(body).value.peer
    return {
        "from_ip": peer.ip,
        "from_iprev": peer.reverse_name,
        "helo": peer.helo,
        "helo_cmd": peer.helo_command,
        "ident": peer.ident,
        "tls_version": peer.tls_version and peer.tls_version.replace(".", "_"),
        "tls_cipher": peer.tls_cipher,
    }


READERS: dict[str, Callable[[bytes], Any]] = {
    "address": addresses,
    "address_group": addresses,
    "address_partial": items,
    "address_only": lambda body: [address for _, address in addresses(body)],
    "address_valid": is_address,
    "date": date,
    "content_type": type_and_parameters,
    "msgid": message_ids,
    "unstructured": lambda body: parse_unstructured(body).value,
    "list": lambda body: [*parse_phrase_list(body).value],
    "received": received,
    "received_peer": received_peer,
}
