"""Which grammar a header field has, by its name (RFC 8621 section 4.1.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from mimekit.fields.address_list import parse_address_list
from mimekit.fields.authentication_results import parse_authentication_results
from mimekit.fields.content_disposition import parse_content_disposition
from mimekit.fields.content_id import parse_content_id
from mimekit.fields.content_transfer_encoding import parse_transfer_encoding
from mimekit.fields.content_type import parse_content_type
from mimekit.fields.date_time import parse_date_time
from mimekit.fields.list_id import parse_list_id
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.message_id import parse_message_ids
from mimekit.fields.mime_version import parse_mime_version
from mimekit.fields.parsed import Parsed
from mimekit.fields.phrase_list import parse_phrase_list
from mimekit.fields.received import parse_received
from mimekit.fields.unstructured import parse_unstructured
from mimekit.fields.url_list import parse_url_list

Grammar = Callable[[bytes], Parsed[Any]]

_ADDRESS_FIELDS = (
    *("from", "sender", "reply-to", "to", "cc", "bcc"),
    *("resent-from", "resent-sender", "resent-reply-to", "resent-to", "resent-cc", "resent-bcc"),
    *("delivered-to", "mail-followup-to", "mail-reply-to", "errors-to"),
    *("disposition-notification-to", "return-receipt-to", "x-original-to", "apparently-to"),
)


def parse_return_path(value: bytes) -> Parsed[tuple[Mailbox | Group, ...]]:
    """The address of Return-Path, none in that of a report (RFC 5322 section 3.6.7).

    >>> parse_return_path(b" <>").value
    ()
    """
    return Parsed(()) if value.strip() == b"<>" else parse_address_list(value)


_MESSAGE_ID_FIELDS = ("message-id", "in-reply-to", "references", "resent-message-id")
_DATE_FIELDS = ("date", "resent-date", "delivery-date", "expires", "reply-by", "expiry-date")
_URL_FIELDS = (
    *("list-help", "list-unsubscribe", "list-subscribe", "list-post", "list-owner"),
    "list-archive",
)

_GRAMMARS: Final[Mapping[str, Grammar]] = {
    **dict.fromkeys(_ADDRESS_FIELDS, parse_address_list),
    **dict.fromkeys(_MESSAGE_ID_FIELDS, parse_message_ids),
    **dict.fromkeys(_DATE_FIELDS, parse_date_time),
    **dict.fromkeys(_URL_FIELDS, parse_url_list),
    "authentication-results": parse_authentication_results,
    "content-disposition": parse_content_disposition,
    "content-id": parse_content_id,
    "content-transfer-encoding": parse_transfer_encoding,
    "content-type": parse_content_type,
    "keywords": parse_phrase_list,
    "list-id": parse_list_id,
    "mime-version": parse_mime_version,
    "received": parse_received,
    "return-path": parse_return_path,
}

# RFC 5322 section 3.6, RFC 2045 section 3 and RFC 2183 section 2: these may
# stand once in a header block.
SINGLE: Final = frozenset(
    (
        *("date", "from", "sender", "reply-to", "to", "cc", "bcc", "message-id"),
        *("in-reply-to", "references", "subject", "mime-version", "content-type"),
        *("content-transfer-encoding", "content-disposition", "content-id"),
        *("content-description", "list-id"),
    )
)


def grammar_of(name: str) -> Grammar:
    """The ``parse_x`` of a field, by its name in lower case; unstructured if it has no own.

    >>> grammar_of("subject").__name__
    'parse_unstructured'
    """
    return _GRAMMARS.get(name, parse_unstructured)
