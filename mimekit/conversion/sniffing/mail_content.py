"""Whether octets are a message, or a mailbox of them.

    message := 1*(field-name ":" ... CRLF) CRLF body   (RFC 5322 sections 2.1 and 3.6)
    mbox    := "From " sender SP timestamp LF message ...   (RFC 4155 appendix A)

Texts of other kinds have lines with colons too, so what counts is the names: a message says from
whom or over which host it came, or that it is MIME, and something else of such names. A mailbox
says at once when its first message came, and a header field follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mimekit.conversion.sniffing.sample import Sample

MESSAGE: Final = "message/rfc822"
MBOX: Final = "application/mbox"

_MAX_FIELDS: Final = 500  # that are looked at

# RFC 5322 section 2.2: name := 1*(%d33-57 / %d59-126). Blanks before the colon: section 4.5.
_FIELD = re.compile(rb"([!-9;-~]{1,77})[ \t]{0,9}:[^\r\n]*+(?:\r\n|\n|\r|\Z)")
_CONTINUATION = re.compile(rb"[ \t][^\r\n]*+(?:\r\n|\n|\r|\Z)")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_ORIGIN: Final = frozenset(
    (b"from", b"received", b"return-path", b"message-id", b"delivered-to", b"mime-version")
)
_OTHERS: Final = frozenset(
    (
        *(b"to", b"cc", b"bcc", b"subject", b"date", b"sender", b"reply-to"),
        *(b"in-reply-to", b"references", b"content-type", b"dkim-signature", b"list-id"),
        *(b"content-transfer-encoding", b"authentication-results", b"resent-from", b"x-mailer"),
    )
)

_TIMESTAMP = (
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) {1,4}"
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,4}[0-3]?[0-9] {1,4}"
    rb"[0-2]?[0-9]:[0-5][0-9](?::[0-6][0-9])?(?: {1,4}[A-Z+-][A-Z0-9]{0,4}){0,2} {1,4}[0-9]{4}"
)
_FROM_LINE = re.compile(rb"From [^\r\n]{1,950}? %b[^\r\n]{0,300}\r?\n" % _TIMESTAMP)


def message_type(sample: Sample) -> str | None:
    r"""`MESSAGE`, or None.

    >>> message_type(Sample(b"X-Number: 1\r\nFrom: a@example.org\r\nTo: b@example.org\r\n\r\n"))
    'message/rfc822'
    >>> message_type(Sample(b"From: the harbour master\nTo whom it may concern\n")) is None
    True
    """
    names = {*_iter_names(sample, 0)}
    origins = names & _ORIGIN
    is_message = origins and len(origins) + len(names & _OTHERS) > 1
    return MESSAGE if is_message else None


def mbox_type(sample: Sample) -> str | None:
    """`MBOX`, or None."""
    line = _FROM_LINE.match(sample.octets)
    is_mailbox = line is not None and any(_iter_names(sample, line.end()))
    return MBOX if is_mailbox else None


def _iter_names(sample: Sample, at: int) -> Iterator[bytes]:
    """The names of the header fields from there on, in small letters.

    None, if a line among them is no field: up to the empty line, or the end of the sample.
    """
    octets = sample.octets
    names: list[bytes] = []
    while len(names) < _MAX_FIELDS and at < len(octets):
        field = _FIELD.match(octets, at)
        if field is None:
            break
        names.append(field[1].lower())
        at = field.end()
        while folded := _CONTINUATION.match(octets, at):
            at = folded.end()
    is_block = at >= len(octets) or len(names) == _MAX_FIELDS or _LINE_END.match(octets, at)
    if is_block or (not sample.whole and not _LINE_END.search(octets, at)):
        yield from names
