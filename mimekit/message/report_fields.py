r"""The fields that the machine-parsable part of a report is made of.

RFC 3464 section 2.1, RFC 8098 section 3.1 and RFC 5965 section 3 all take the
header field of RFC 5322; a delivery status has several groups of them, with an
empty line between:

    delivery-status-content = per-message-fields 1*( CRLF per-recipient-fields )

Deviations, all of them seen in mail:

1. Lines end with CRLF, LF or a lone CR; there may be any number of empty lines, or
   lines of blanks, anywhere.
2. Blanks may stand between a name and its colon.
3. A line that is neither a field nor a continuation is passed over, with those that
   continue it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Self, TypeAlias

from mimekit.fields.date_time import parse_date_time
from mimekit.fields.message_id import parse_message_ids
from mimekit.fields.unstructured import parse_unstructured
from mimekit.span import Span

# RFC 5322 section 2.2:
#   field = field-name ":" unstructured CRLF      field-name = 1*ftext
_LINE = re.compile(
    rb"""
    (?: ([!-9;-~]++) [ \t]*+ :                                   # 1: name
        ( [^\r\n]*+ (?>(?: EOL (?= [ \t]++ [^ \t\r\n]) [^\r\n]*+ )*) )  # 2: body
      | [ \t]*+ (?= [\r\n] | \Z )
      | ( [^\r\n]++ )                                           # 3: no field
    )
    (?: EOL | \Z )
    """.replace(b"EOL", rb"(?: \r\n | \n | \r )"),
    re.VERBOSE,
)

# RFC 3464 section 2.1.2:
#   generic-field-with-type = field-name ":" [CFWS] atom ";" *text
_TYPE = re.compile(r"\s*+([^\s;()<>@,:\\\"\[\]]++)\s*+;\s*+")

# RFC 6533 section 3, in addresses of type "utf-8":
#   EmbeddedUnicodeChar = "\x{" HEXPOINT "}"
_EMBEDDED = re.compile(r"\\x\{([0-9A-F]{1,6})\}", re.IGNORECASE)


class TypedText(str):
    """A text that was written behind the name of its type (RFC 3464 section 2.1.2).

    It is the text alone, and compares as that; ``type`` tells how to read it. Where a report
    is made, an empty type stands for the usual one of the field.

    >>> code = TypedText("550 No such user", "smtp")
    >>> code, code.type
    ('550 No such user', 'smtp')
    """

    __slots__ = ("type",)

    type: str
    """In lower case: "rfc822", "utf-8", "dns", "smtp" ...; empty if none is stated."""

    def __new__(cls, text: str, type_: str = "") -> Self:
        """Hold the text, and the type beside it."""
        self = super().__new__(cls, text)
        self.type = type_
        return self


Field: TypeAlias = tuple[str, bytes]
"""A name as it is written, and a body, folded as it stands."""


class Fields:
    """What is told of one thing; each ``read_x`` takes the first field of a lower-case name."""

    __slots__ = ("_bodies", "_fields")

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields = tuple(fields)
        self._bodies: dict[str, list[bytes]] = {}
        for name, body in self._fields:
            self._bodies.setdefault(name.lower(), []).append(body)

    def __bool__(self) -> bool:
        return bool(self._fields)

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Names as they are written, and decoded, unfolded texts, in their order."""
        return tuple([(name, parse_unstructured(body).value) for name, body in self._fields])

    def read_all(self, *names: str) -> tuple[str, ...]:
        """The texts of all fields of these names."""
        bodies = [body for name in names for body in self._bodies.get(name, ())]
        return tuple([parse_unstructured(body).value for body in bodies])

    def read(self, name: str) -> str | None:
        """The text; None if there is none."""
        bodies = self._bodies.get(name)
        return parse_unstructured(bodies[0]).value if bodies else None

    def read_word(self, name: str) -> str | None:
        """The first word, in lower case, without a comment behind it; None if there is none."""
        words = (self.read(name) or "").partition("(")[0].split()
        return words[0].lower() if words else None

    def read_typed(self, name: str) -> TypedText | None:
        """A text with its type; None if there is none."""
        text = self.read(name)
        if text is None:
            return None
        match = _TYPE.match(text)
        return TypedText(text[match.end() :], match[1].lower()) if match else TypedText(text)

    def read_address(self, name: str) -> TypedText | None:
        """An address with its type, without angle brackets; None if there is none."""
        address = self.read_typed(name)
        if address is None:
            return None
        text = str(address)
        if text.startswith("<") and text.endswith(">"):
            text = text[1:-1]
        if address.type == "utf-8":
            text = _EMBEDDED.sub(_decode_embedded, text)
        return TypedText(text, address.type)

    def read_message_id(self, name: str) -> str | None:
        """A message id without its angle brackets; None if there is none."""
        bodies = self._bodies.get(name)
        ids = parse_message_ids(bodies[0]).value if bodies else ()
        return ids[0] if ids else None

    def read_date(self, name: str) -> datetime | None:
        """A date, aware of its zone; None if there is none that can be read."""
        bodies = self._bodies.get(name)
        return parse_date_time(bodies[0]).value if bodies else None


def _decode_embedded(match: re.Match[str]) -> str:
    """The character of that number; the escape itself if it is a control or no character."""
    number = int(match[1], 16)
    character = chr(number) if number <= sys.maxunicode else ""
    return character if character.isprintable() and character else match[0]


def read_groups(octets: bytes) -> tuple[list[list[Field]], Span | None]:
    """The groups of fields that have any, and where the first line stands that is none."""
    groups: list[list[Field]] = []
    group: list[Field] = []
    invalid: Span | None = None
    for line in _LINE.finditer(octets):
        name, body, other = line.groups()
        if name is not None:
            group.append((name.decode("ascii"), body))
        elif other is None and group:
            groups.append(group)
            group = []
        elif other is not None and invalid is None:
            invalid = Span(line.start(3), len(other))
    return groups, invalid
