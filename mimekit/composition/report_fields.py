r"""The fields of the machine-parsable part of a report, as they are written.

What `mimekit.message.report_fields` reads, the other way: RFC 3464 section 2.1, RFC 8098
section 3.1 and RFC 5965 section 3.

    mta-name-field  = field-name ":" mta-name-type ";" mta-name
    address-field   = field-name ":" address-type ";" generic-address

An address beyond ASCII has the type "utf-8" (RFC 6533 section 3), as it is where the wire
allows UTF-8, else with ``\x{4F}`` for each character that is not ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, TypeVar

from mimekit.codecs import encoded_word
from mimekit.errors import ComposeError
from mimekit.fields.addr_spec import ascii_domain, is_addr_spec
from mimekit.fields.address_list import parse_address_list
from mimekit.fields.date_time import format_date_time
from mimekit.fields.folding import check_name, fold, format_field
from mimekit.fields.injection import refuse_controls
from mimekit.fields.mailbox import Mailbox
from mimekit.fields.message_id import format_message_ids
from mimekit.fields.unstructured import format_unstructured
from mimekit.message.report_fields import TypedText
from mimekit.severity import Severity
from mimekit.wire import ENCODED_WORD_LINE_LENGTH, WireFormat

# Types and keywords are atoms (RFC 3464 section 2.1.2). Deviation: without what could make
# one an encoded word, or end it.
_ATOM: Final = re.compile(r"[0-9A-Za-z._+-]+")

# RFC 6533 section 3, what may stand as it is in an address of 7 bits:
#   QCHAR = %x21-2a / %x2c-3c / %x3e-5b / %x5d-7e
_NOT_QCHAR = re.compile(r"[^!-*,-<>-\[\]-~]")
_BEGINS_ESCAPE = re.compile(r"\\(?=x\{)")

_VISIBLE = re.compile(r"[!-~]+")

T = TypeVar("T")


class ReportFields:
    """A group of fields, written one after the other; a value that is None writes nothing.

    ``names`` are all fields that the report has attributes for, in lower case. Every method
    raises `HeaderInjectionError` for a control, `ComposeError` for what its field cannot
    express, `TypeError` for a value of another type.
    """

    def __init__(self, wire: WireFormat, names: frozenset[str]) -> None:
        self._wire = wire
        self._names = names
        self._told: set[str] = set()
        self._fields: list[bytes] = []

    def octets(self) -> bytes:
        """The fields, folded."""
        return b"".join(self._fields)

    def pass_over(self, name: str) -> None:
        """Count a field as told that need not be written: its value is the default."""
        self._told.add(name.lower())

    def text(self, name: str, value: str | None) -> None:
        """``*text``: anything, in encoded words where it is not ASCII."""
        if value is not None:
            self._add(name, self._format_text(name, text_of(name, value), 0))

    def word(self, name: str, value: str | None) -> None:
        """Visible ASCII without blanks, as a domain or a URI."""
        if value is None:
            return
        if not _VISIBLE.fullmatch(text_of(name, value)):
            raise ComposeError(f"{name}: {value!r} is not one word of ASCII")
        self._add_verbatim(name, value)

    def keyword(self, name: str, value: str | None, known: Iterable[str] = ()) -> None:
        """A keyword, in lower case; one of those that are known, if any are."""
        if value is not None:
            self._add(name, keyword_of(name, value, known))

    def date(self, name: str, value: datetime | None) -> None:
        """``date-time``; it needs a zone."""
        if value is None:
            return
        if not isinstance(value, datetime):
            raise TypeError(f"{name} is a datetime, not {type(value).__name__}")
        self._add(name, format_date_time(value))

    def message_id(self, name: str, value: str | None) -> None:
        """A message id, with or without its angle brackets."""
        if value is None:
            return
        message_id = text_of(name, value)
        if message_id.startswith("<") and message_id.endswith(">"):
            message_id = message_id[1:-1]
        self._add(name, format_message_ids([message_id], utf8=self._wire.utf8))

    def structured(self, name: str, value: str) -> None:
        """A text of the grammar that the header field of that name has."""
        self._told.add(name.lower())
        self._fields.append(format_field(name, text_of(name, value), wire=self._wire))

    def typed(self, name: str, value: str | None, usual_type: str) -> None:
        """A text behind its type; one that has none is of the usual type."""
        if value is None:
            return
        type_ = _type_of(name, value) or usual_type
        text = text_of(name, value)
        self._add(name, f"{type_}; {self._format_text(name, text, len(type_) + len('; '))}")

    def mta(self, name: str, value: str | None) -> None:
        """The name of a server, of type "dns" if it has none: its domain, in A-labels."""
        if value is None:
            return
        text_of(name, value)
        if (_type_of(name, value) or "dns") == "dns" and not value.isascii():
            domain = ascii_domain(value)
            if domain is None:
                raise ComposeError(f"{name}: {str(value)!r} is no domain")
            value = TypedText(domain, "dns")
        self.typed(name, value, "dns")

    def address(self, name: str, value: str | None) -> None:
        """An address, of type "rfc822" if it has none, or "utf-8" if it is not ASCII."""
        if value is None:
            return
        text = text_of(name, value)
        type_ = _type_of(name, value) or ("rfc822" if text.isascii() else "utf-8")
        if type_ not in {"rfc822", "utf-8"}:
            self.typed(name, value, type_)
            return
        check_address(name, text)
        if type_ == "utf-8":
            text = self._escape(text)
        elif not text.isascii():
            raise ComposeError(f"{name}: an address beyond ASCII is of type utf-8, not rfc822")
        self._add_verbatim(name, f"{type_}; {text}")

    def path(self, name: str, value: str | None) -> None:
        """A reverse-path or forward-path, in angle brackets; the null one is empty."""
        if value is None:
            return
        if text_of(name, value):
            check_address(name, value)
        self._add_verbatim(name, f"<{value}>")

    def extensions(self, fields: Iterable[tuple[str, str]]) -> None:
        """Fields that no attribute stands for; what the report has told already is left out."""
        for name, value in fields:
            check_name(text_of("a name", name))
            if name.lower() not in self._names:
                self.text(name, value)
            elif name.lower() not in self._told:
                raise ComposeError(f"{name} is set by the attribute of that name, not by fields")

    def _format_text(self, name: str, text: str, before: int) -> str:
        """A text with room for ``before`` characters and the name on its first line."""
        room = ENCODED_WORD_LINE_LENGTH - len(name) - len(": ") - before
        return format_unstructured(text, utf8=self._wire.utf8, first_line_length=max(room, 1))

    def _escape(self, address: str) -> str:
        if self._wire.utf8:
            return _BEGINS_ESCAPE.sub(r"\\x{5C}", address)
        return _NOT_QCHAR.sub(lambda match: f"\\x{{{ord(match[0]):X}}}", address)

    def _add_verbatim(self, name: str, body: str) -> None:
        """Add a body that may not be encoded, nor read as if it were."""
        if "=?" in body and encoded_word.decode(body) != body:
            raise ComposeError(f"{name}: {body!r} would be read as an encoded word")
        self._add(name, body)

    def _add(self, name: str, body: str) -> None:
        self._told.add(name.lower())
        self._fields.append(fold(name, body, wire=self._wire))


def required(name: str, value: T | None) -> T:
    """The value of a field that every report has; `ComposeError` if there is none."""
    if value is None:
        raise ComposeError(f"{name} is not given, and every report has one")
    return value


def text_of(name: str, value: object) -> str:
    """A value that has to be a text without controls."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is a str, not {type(value).__name__}")
    refuse_controls(value)
    return str(value)


def texts_of(name: str, values: Iterable[str]) -> Iterator[str]:
    """The texts of a field that may stand several times; TypeError for one alone."""
    if isinstance(values, str):
        raise TypeError(f"{name} takes several texts, not one")
    return (text_of(name, value) for value in values)


def keyword_of(name: str, value: object, known: Iterable[str] = ()) -> str:
    """A keyword, in lower case; `ComposeError` for none, and for one that is not known.

    >>> keyword_of("Action", "Failed", ["delayed", "failed"])
    'failed'
    """
    text = text_of(name, value)
    keyword = text.lower()  # of what is ASCII: a Kelvin sign would become a "k"
    names = tuple(known)
    if not _ATOM.fullmatch(text) or (names and keyword not in names):
        expected = f"one of {', '.join(names)}" if names else "a keyword"
        raise ComposeError(f"{name} is {expected}, not {value!r}")
    return keyword


def check_address(name: str, text: str) -> None:
    """Raise unless ``text`` is one address, with a domain, and nothing else.

    >>> check_address("Final-Recipient", "Joe <joe@example.org>")
    Traceback (most recent call last):
    mimekit.errors.ComposeError: Final-Recipient: 'Joe <joe@example.org>' is no address
    """
    if is_addr_spec(text_of(name, text)):
        return
    parsed = parse_address_list(text.encode())  # one that is longer than SMTP allows
    address = parsed.value[0] if len(parsed.value) == 1 else None
    is_sound = all(defect.code.severity is Severity.INFO for defect in parsed.defects)
    is_alone = isinstance(address, Mailbox) and bool(address.domain) and address.addr_spec == text
    if not (is_sound and is_alone):
        raise ComposeError(f"{name}: {text!r} is no address")


def _type_of(name: str, value: str) -> str:
    """The type that a text has, in lower case; empty if it has none."""
    type_ = value.type if isinstance(value, TypedText) else ""
    return keyword_of(f"the type of {name}", type_) if type_ else ""
