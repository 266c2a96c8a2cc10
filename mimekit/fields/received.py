"""Received: the stamp of one hop (RFC 5321 section 4.4), and the time between hops.

Deviations from RFC 5321 section 4.4, all of them written by real servers:

1. Clauses stand in any order and may all be missing; of one that stands twice the first counts.
2. What follows the word of a clause is passed over (``from mail pickup service``); only "with"
   keeps all its words (``Microsoft SMTP Server``).
3. Comments stand anywhere. The client's address may stand outside of one.
4. A ";" is needed before the date; of several the last counts. Clauses may follow the date.
5. The clause "tls" of RFC 8314 section 4.3 is known; other additional clauses are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from mimekit.codecs import charset
from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.fields.date_time import parse_date_time
from mimekit.fields.lexical import Cursor
from mimekit.fields.parsed import Parsed
from mimekit.fields.received_peer import UNKNOWN_PEER, Peer, read_peer
from mimekit.span import Span

_CLAUSES: Final = frozenset((b"from", b"by", b"via", b"with", b"id", b"for", b"tls"))

# A word of a clause is an atom, domain, address literal, path, message id or quoted string, or
# whatever else has neither blanks nor the marks that end it.
_WORD = rb'(?>(?:[^][\s();,<"]++|\[[^][\r\n]*+\]|<[^<>\r\n]*+>|"[^"\r\n]*+"|[][<"])+)'
_TOKEN = re.compile(rb"\s*+(?:(%b)|\(([^()\\\r\n]*+)\)|([;(),]))?" % _WORD)

# RFC 5321 section 4.1.3:
#   address-literal := "[" ( IPv4-address-literal / IPv6-address-literal / ... ) "]"
#   IPv6-address-literal := "IPv6:" IPv6-addr
_LITERAL = re.compile(rb"\[(?:ipv6:)?([^][]*+)\](?::[0-9]{1,5})?", re.IGNORECASE)

# RFC 3848, RFC 6531 section 4.3 (IANA, "Mail Transmission Types"), and what retrieval and
# submission by other means write.
_PROTOCOLS = frozenset(
    [
        *(kind + suffix for kind in ("ESMTP", "LMTP") for suffix in ("", "A", "S", "SA")),
        *(f"UTF8{kind}{x}" for kind in ("SMTP", "LMTP") for x in ("", "A", "S", "SA")),
        *("SMTP", "MMS", "HTTP", "HTTPS", "IMAP", "POP3", "LOCAL"),
    ]
)
# QUIRK: RFC 5321 section 4.4 wants a registered name; Microsoft, batched SMTP, Google's API
# and CommuniGate have their own.
_ALIASES = {"SMTPSVC": "SMTP", "BSMTP": "SMTP", "HTTPREST": "HTTP", "ESMTP-TLS": "ESMTPS"}
_PROTOCOL_WORD = re.compile(r"ESMTP-TLS|[A-Z0-9]+")


class Received(NamedTuple):
    """One hop, as the server ``by`` states it; a clause that is missing is None.

    Values stand as written, but without the brackets of an address literal and the
    angle brackets of a path or message id. Any host may write any stamp: only those of
    one's own servers are evidence.
    """

    from_: str | None = None
    """The client, by the name that it gave for itself in HELO or, if ``peer.helo`` tells
    that apart, by the name that the server found."""
    by: str | None = None
    """The server that received the message."""
    via: str | None = None
    """The link, if it was not TCP."""
    with_: str | None = None
    """The protocol, in all the words that the server used; see `protocol`."""
    id: str | None = None
    """The server's name for the message: a queue id or message id."""
    for_: str | None = None
    """The recipient; the first if there are several."""
    date: datetime | None = None
    """When, aware; see `mimekit.fields.date_time`."""
    peer: Peer = UNKNOWN_PEER
    """What the server knew of the client."""

    @property
    def protocol(self) -> str | None:
        """The registered name of the protocol, upper case (RFC 3848); None if there is none.

        >>> Received(with_="Microsoft SMTP Server").protocol
        'SMTP'
        """
        words = _PROTOCOL_WORD.findall((self.with_ or "").upper()[:200])
        names = [name for word in words if (name := _ALIASES.get(word, word)) in _PROTOCOLS]
        return min(names, key=lambda name: name == "LOCAL", default=None)


class Hop(NamedTuple):
    """A stamp, and the time since the stamp before it in the message's life."""

    received: Received
    delay: timedelta | None
    """Negative if the clocks of the two servers differ; None if either has no date."""


class _Clause:
    """What stands between a clause's name and the next one's, or the ``;``."""

    __slots__ = ("comments", "words")

    def __init__(self) -> None:
        self.words: list[bytes] = []
        self.comments: list[bytes] = []

    def value(self) -> str | None:
        """The first word, if there is one."""
        return _text(self.words[0]) if self.words else None


_NO_CLAUSE: Final = _Clause()


def parse_received(value: bytes) -> Parsed[Received]:
    r"""Read the stamp of one hop.

    >>> received = parse_received(
    ...     b"from mail.example.org (mx.example.org [192.0.2.1]) by mx.example.net (Postfix)\r\n"
    ...     b" with ESMTPS id 6296FC13 for <me@example.net>; Mon, 28 Aug 2023 02:21:37 -0700"
    ... ).value
    >>> received.from_, received.by, received.with_, received.id, received.for_
    ('mail.example.org', 'mx.example.net', 'ESMTPS', '6296FC13', 'me@example.net')
    >>> received.peer.ip, received.peer.reverse_name, received.date.isoformat()
    ('192.0.2.1', 'mx.example.org', '2023-08-28T02:21:37-07:00')
    """
    cursor = Cursor(value)
    clauses, comments, date_offset = _read_clauses(cursor)
    date, defects = None, cursor.defects
    if date_offset is not None:
        date, date_defects, _ = parse_date_time(value[date_offset:])
        defects = [defect for defect in defects if defect.span.offset < date_offset]
        defects += (defect.at(date_offset) for defect in date_defects)

    def clause(name: bytes) -> str | None:
        return clauses.get(name, _NO_CLAUSE).value()

    from_ = clauses.get(b"from", _NO_CLAUSE)
    with_ = b" ".join(clauses.get(b"with", _NO_CLAUSE).words)
    tls = clauses.get(b"tls", _NO_CLAUSE).words
    received = Received(
        from_=from_.value(),
        by=clause(b"by"),
        via=clause(b"via"),
        with_=_decode(with_) or None,
        id=clause(b"id"),
        for_=clause(b"for"),
        date=date,
        peer=read_peer(from_.words, from_.comments, [*comments, with_, *tls]),
    )
    span = Span(len(value) - len(value.lstrip()), len(value.strip()))
    if date is None or not clauses:
        defects.append(Defect(DefectCode.RECEIVED_INVALID, span))
    return Parsed(received, tuple(defects), (span,))


def iter_hops(received: Iterable[Received]) -> Iterator[Hop]:
    """The hops of a message, newest first as its fields stand, each with its delay.

    The delay is the time since the next older stamp; it is None for the oldest, which
    has none before it.

    >>> from datetime import UTC
    >>> stamps = [Received(date=datetime(2024, 1, 1, 12, 0, 5, tzinfo=UTC)),
    ...           Received(date=datetime(2024, 1, 1, 12, 0, 0, tzinfo=UTC))]
    >>> [hop.delay for hop in iter_hops(stamps)]
    [datetime.timedelta(seconds=5), None]
    """
    newer: Received | None = None
    for older in received:
        if newer is not None:
            start, end = older.date, newer.date
            yield Hop(newer, None if start is None or end is None else end - start)
        newer = older
    if newer is not None:
        yield Hop(newer, None)


def _read_clauses(
    cursor: Cursor,
) -> tuple[dict[bytes, _Clause], list[bytes], int | None]:
    """The clauses by their names, all comments, and where the date begins."""
    clauses: dict[bytes, _Clause] = {}
    comments: list[bytes] = []
    date_offset = None
    clause = _Clause()
    while match := _TOKEN.match(cursor.body, cursor.offset):
        cursor.offset = match.end()
        word, comment, mark = match.groups()
        if word:
            name = word.lower()
            if name in _CLAUSES:
                clause = _Clause()
                clauses.setdefault(name, clause)
            else:
                clause.words.append(word)
        elif mark == b";":
            clause, date_offset = _Clause(), cursor.offset
        elif mark == b"(" or comment is not None:
            if comment is None:
                cursor.offset -= 1
                comment = cursor.comment()
            if not clauses and comment[:5].lower() == b"from ":
                # QUIRK: RFC 5321 section 4.4 has no clause in a comment; sendmail's
                # submission writes "(from user@host) by host".
                clauses[b"from"] = _Clause()
                clauses[b"from"].words = comment[5:].split()
            clause.comments.append(comment)
            comments.append(comment)
        elif mark is None:
            break
    return clauses, comments, date_offset


def _text(word: bytes) -> str | None:
    """A word without its brackets; of an address literal, without a port behind it."""
    if match := _LITERAL.fullmatch(word):
        word = match[1]
    if word[:1] == b"<" and word[-1:] == b">":
        word = word[1:-1]
    return _decode(word) or None


def _decode(octets: bytes) -> str:
    return octets.decode() if octets.isascii() else charset.decode_header(octets)
