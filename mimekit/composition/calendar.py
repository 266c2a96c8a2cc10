"""Invitations: what an iTIP text says to a mail program (RFC 5546, RFC 6047)."""

from __future__ import annotations

import re

from mimekit.errors import ComposeError
from mimekit.fields.content_disposition import ContentDisposition
from mimekit.fields.content_type import ContentType
from mimekit.fields.injection import refuse_controls
from mimekit.message.leaf import Leaf, octets_leaf, text_leaf
from mimekit.wire import WireFormat

# RFC 5545 section 3.1: a line that begins with a blank goes on with the one before.
_FOLD = re.compile(r"\r?\n[ \t]")
_LONE_CR = re.compile(r"\r(?!\n)")

# RFC 5545 section 3.7.2, and section 3.1 for iana-token:
#   method = "METHOD" metparam ":" metvalue CRLF
#   metvalue = iana-token
#   iana-token = 1*(ALPHA / DIGIT / "-")
_METHOD_LINE = re.compile(r"^METHOD(?:;[^:\n]*)?:([^\n]*)$", re.MULTILINE | re.IGNORECASE)
_IANA_TOKEN = re.compile(r"[0-9A-Za-z-]+")

FILE_NAME = "invite.ics"


def calendar_method(text: str) -> str:
    r"""The METHOD of an iTIP text.

    `ComposeError` if it has none, two, or one that is no token; `HeaderInjectionError` if it
    holds a control.

    >>> calendar_method("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
    'REQUEST'
    """
    lines = _METHOD_LINE.finditer(_FOLD.sub("", text))
    found = [line[1].removesuffix("\r") for line in lines]
    if len(found) != 1:
        raise ComposeError(f"an invitation has one METHOD, not {len(found)}; attach other files")
    refuse_controls(found[0])
    if _LONE_CR.search(text):  # it would become a line end, and METHOD may stand behind it
        raise ComposeError("an invitation has a CR that ends no line (RFC 5545 section 3.1)")
    if not _IANA_TOKEN.fullmatch(found[0]):
        raise ComposeError(f"{found[0]!r} is no METHOD of an invitation")
    return found[0].upper()


def calendar_leaf(text: str, wire: WireFormat) -> Leaf:
    """The part that makes a mail program show its buttons (RFC 6047 section 2.4)."""
    parameters = {"method": calendar_method(text), "charset": "utf-8"}
    return text_leaf(text, ContentType("text", "calendar", parameters), wire)


def calendar_attachment(text: str, wire: WireFormat) -> Leaf:
    """The same as a file, for programs that look for one, and for people who save it.

    Its type is not text/calendar: a second part of that type would be a second invitation.
    """
    octets = re.sub(r"\r\n?|\n", "\r\n", text).encode()
    content_type = ContentType("application", "ics", {"name": FILE_NAME})
    disposition = ContentDisposition("attachment", {"filename": FILE_NAME})
    return octets_leaf(octets, content_type, disposition, None, wire, exact=True)
