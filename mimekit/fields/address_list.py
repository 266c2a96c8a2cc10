"""The grammar of address fields (RFC 5322 section 3.4, obsolete forms of section 4.4).

    address-list := (address *("," address)) / obs-addr-list
    address      := mailbox / group
    mailbox      := name-addr / addr-spec
    name-addr    := [display-name] angle-addr
    angle-addr   := [CFWS] "<" addr-spec ">" [CFWS] / obs-angle-addr
    group        := display-name ":" [group-list] ";" [CFWS]
    display-name := phrase

The body is cut at its structure (``,`` ``;`` ``:`` ``<`` ``>``) into pieces, and only
what lies between is read as names and addresses. Deviations from RFC 5322:

1. A lone atom is a local part without a domain, as systems of one host write it;
   any other text without an address is a name.
2. ``;`` outside a group, blanks or nothing may part addresses.
3. An address may lack one or both of its brackets, or have them doubled.
4. A group in a group is part of the outer one; its name is dropped.
5. The words behind an address belong to its name, as those before it do.
6. Dots may stand anywhere in a local part or domain.
7. Text that is no address for another reason, two ``@`` for one, is kept whole as
   the local part of a mailbox without a domain: it names no host, so no reader can be
   brought to trust a wrong one.
8. Floods of items without an address end in one name (`MAX_ITEMS_WITHOUT_ADDRESS`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mimekit.defect_codes import DefectCode
from mimekit.fields.addr_spec import (
    AddrSpec,
    find_addr_specs,
    iter_clusters,
    keep_text,
    read_addr_spec,
)
from mimekit.fields.lexical import ATEXT, Cursor
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.fields.parsed import Parsed
from mimekit.fields.phrase import (
    COMMENT,
    QUOTED,
    TEXT,
    Piece,
    decode_text,
    phrase_text,
    read_pieces,
)
from mimekit.fields.plain_mailbox import read_plain_mailboxes
from mimekit.span import Span

# Text at the top level, and inside angle brackets, where a colon is no structure.
_TEXT = re.compile(rb'[^"(<>,:;\[]+')
_ANGLE_TEXT = re.compile(rb'[^"(<>,;\[]+')

_BLANK: Final = b" \t\r\n"
_OPENING = re.compile(rb"<[< \t\r\n]*")
_CLOSING = re.compile(rb">+")
_COMMAS = re.compile(rb",[, \t\r\n]*")
_SEMICOLONS = re.compile(rb";[; \t\r\n]*")
_COLONS = re.compile(rb":[: \t\r\n]*")

# RFC 5322 section 4.4:
#   obs-route := obs-domain-list ":"
#   obs-domain-list := *(CFWS / ",") "@" domain *("," [CFWS] ["@" domain])
_ROUTE_TEXT = re.compile(rb'[^"(<>:;\[\]]+|\[[^\[\]<>]*\]')

_PHRASE = re.compile(rb"[ \t\r\n%b]*" % ATEXT)

# Items of one field that hold no address: names, local parts alone, empty groups. Past
# these the rest is taken for one name. Lists of two octets an item (GHSA-2x7j-588g-ccc2)
# would cost a hundred octets and many times the time of an address for each of theirs.
MAX_ITEMS_WITHOUT_ADDRESS: Final = 10_000

_new = tuple.__new__

_UNTERMINATED: Final = (DefectCode.COMMENT_UNTERMINATED, DefectCode.QUOTED_STRING_UNTERMINATED)


def parse_address_list(value: bytes) -> Parsed[tuple[Mailbox | Group, ...]]:
    """The mailboxes and groups of an address field, with one span for each.

    >>> parse_address_list(b"Mary Smith <mary@x.test>, jdoe@y.test (John)").value
    (Mailbox(display_name='Mary Smith', local_part='mary', domain='x.test', comments=()),
     Mailbox(display_name='John', local_part='jdoe', domain='y.test', comments=('John',)))
    >>> parse_address_list(b"Friends: mary@x.test;").value[0].mailboxes[0].addr_spec
    'mary@x.test'
    """
    text = value.decode("latin-1")  # one character an octet
    mailboxes: list[Mailbox | Group] = []
    spans: list[Span] = []
    offset, separator = read_plain_mailboxes(text, 0, mailboxes, spans)
    if separator != "," and offset == len(text):
        return _new(Parsed, (tuple(mailboxes), (), tuple(spans)))
    return _AddressList(Cursor(value, offset), text, mailboxes, spans, separator).read()


def parse_mailboxes(value: bytes) -> tuple[Mailbox, ...]:
    """The mailboxes of an address field, those of groups among them.

    >>> [mailbox.addr_spec for mailbox in parse_mailboxes(b"Friends: mary@x.test;, jo@y.test")]
    ['mary@x.test', 'jo@y.test']
    """
    # Hot (benchmarks/run.py everything): nearly all are plain, and their spans not asked for.
    text = value.decode("latin-1")
    mailboxes: list[Mailbox] = []
    offset, separator = read_plain_mailboxes(text, 0, mailboxes, None)
    if separator != "," and offset == len(text):
        return tuple(mailboxes)
    return tuple(
        mailbox
        for address in parse_address_list(value).value
        for mailbox in (address.mailboxes if isinstance(address, Group) else (address,))
    )


class _AddressList:
    """The state of one reading: the items so far, and the pieces of the one at hand."""

    def __init__(
        self,
        cursor: Cursor,
        text: str,
        items: list[Mailbox | Group],
        spans: list[Span],
        separator: str,
    ) -> None:
        self.cursor = cursor
        self.text = text
        self.items = items
        self.spans = spans
        self.separator = separator  # the last one; "}" for a ";" that ended a group
        self.pieces: list[Piece] = []
        self.addresses: list[AddrSpec] = []  # those in brackets
        self.depth = 0  # of groups that are open
        self.group_name = ""
        self.group_start = 0
        self.members: list[Mailbox] = []
        self.without_address = 0  # how many items are
        self.lone_comments: list[Piece] = []

    def read(self) -> Parsed[tuple[Mailbox | Group, ...]]:
        """Read from the cursor to the end."""
        cursor, body, end = self.cursor, self.cursor.body, self.cursor.end
        steps = {
            0x2C: self.end_element,  # ","
            0x3B: self.end_group,  # ";"
            0x3A: self.begin_group,  # ":"
            0x3C: self.read_angle,  # "<"
            0x3E: self.skip_closing,  # ">"
        }
        while (offset := cursor.offset) < end:
            step = steps.get(body[offset])
            if step is not None:
                step()
            else:
                read_pieces(cursor, _TEXT, self.pieces)
            if (
                cursor.offset == offset  # more than `MAX_PIECES`
                or self.without_address >= MAX_ITEMS_WITHOUT_ADDRESS
                or len(self.addresses) >= MAX_ITEMS_WITHOUT_ADDRESS
            ):
                self.take_rest()
        self.finish()
        return Parsed(tuple(self.items), tuple(cursor.defects), tuple(self.spans))

    def begin_item(self, separator: str) -> None:
        """Behind a separator: read mailboxes as long as they are plain."""
        start = self.cursor.offset
        items, spans = (self.members, []) if self.depth else (self.items, self.spans)
        self.cursor.offset, last = read_plain_mailboxes(self.text, start, items, spans)
        self.separator = separator if self.cursor.offset == start else last

    # -- structure

    def end_element(self) -> None:
        """``,``: the item at hand ends; without one, the element is empty."""
        cursor = self.cursor
        start = cursor.offset
        if self.end_item() or self.separator == "}":
            cursor.offset += 1
        else:
            cursor.consume(_COMMAS)
            cursor.note(DefectCode.ADDRESS_OBSOLETE, start, start + 1)
        self.begin_item(",")

    def end_last_element(self) -> None:
        """The item at hand ends its list: a comma before nothing is an empty element."""
        if not self.end_item() and self.separator == ",":
            self.cursor.note(DefectCode.ADDRESS_OBSOLETE, self.cursor.offset)

    def begin_group(self) -> None:
        """``:``: the phrase before it is a group's name."""
        cursor, pieces = self.cursor, self.pieces
        words = [piece for piece in pieces if piece.kind != COMMENT]
        start = cursor.offset
        if self.addresses or not words:
            cursor.consume(_COLONS)
            cursor.note(DefectCode.ADDRESS_INVALID, start)
            return
        cursor.offset += 1
        self.depth += 1
        if self.depth == 1:
            self.group_start = pieces[0].start
            self.check_separator(self.group_start)
            self.group_name = phrase_text(cursor, words)
            self.check_phrase(words)
        else:
            cursor.note(DefectCode.ADDRESS_AMBIGUOUS, pieces[0].start, detail="a group in a group")
        self.pieces = []
        self.begin_item("")

    def end_group(self) -> None:
        """``;``: a group ends; outside of one, it is taken for a comma."""
        cursor = self.cursor
        start = cursor.offset
        self.end_last_element()
        if not self.depth:
            cursor.consume(_SEMICOLONS)
            cursor.note(DefectCode.ADDRESS_SEPARATOR, start)
            self.begin_item(";")
            return
        cursor.offset += 1
        self.depth -= 1
        self.separator = "}"
        if not self.depth:
            self.add_group()

    def skip_closing(self) -> None:
        """A ``>`` that closes nothing."""
        start = self.cursor.offset
        self.cursor.consume(_CLOSING)
        self.cursor.note(DefectCode.ADDRESS_BRACKET_MISSING, start)

    def finish(self) -> None:
        """The end of the body."""
        cursor = self.cursor
        self.end_last_element()
        if self.depth:
            self.depth = 0
            cursor.offset = len(cursor.body.rstrip(_BLANK))
            self.add_group()
            cursor.note(DefectCode.ADDRESS_GROUP_UNTERMINATED, self.group_start)
        if self.lone_comments and not self.items:
            self.add_mailbox(self.lone_comments, None)
        for defect in tuple(cursor.defects):
            if defect.code in _UNTERMINATED and b"@" in cursor.body[defect.span.slice]:
                cursor.note(DefectCode.ADDRESS_AMBIGUOUS, defect.span.offset, defect.span.end)

    def take_rest(self) -> None:
        """Take all that is left for a name; the item at hand ends."""
        cursor = self.cursor
        start, cursor.offset = cursor.offset, cursor.end
        rest = cursor.body[start:].strip(_BLANK)
        if rest:
            self.end_item()
            self.add_mailbox([Piece(QUOTED, start, cursor.end, rest)], None)

    # -- angle addresses

    def read_angle(self) -> None:
        """``<``: an address, with or without a route, up to its ``>`` or what ends it."""
        cursor = self.cursor
        start = cursor.offset
        doubled = cursor.consume(_OPENING).count(b"<") > 1
        self.skip_route()
        inside: list[Piece] = []
        read_pieces(cursor, _ANGLE_TEXT, inside, until=b">")
        stop = cursor.offset
        closing = cursor.consume(_CLOSING)
        end = cursor.offset if closing else start + len(cursor.body[start:stop].rstrip(_BLANK))
        if len(closing) != 1 or doubled:
            cursor.note(DefectCode.ADDRESS_BRACKET_MISSING, start, end)
        address = self.angle_address(inside, stop)
        self.addresses.append(address._replace(start=start, end=end))
        self.pieces += [piece for piece in inside if piece.kind == COMMENT]

    def skip_route(self) -> None:
        """Step over the obs-route that begins here, if one does."""
        cursor = self.cursor
        start, found = cursor.offset, len(cursor.defects)
        if not cursor.check(b"@") and not cursor.check(b","):
            return
        while cursor.consume(_ROUTE_TEXT) or (cursor.check(b"(") and cursor.comment() is not None):
            pass
        if cursor.accept(b":"):
            cursor.note(DefectCode.ADDRESS_ROUTE, start)
        else:
            cursor.offset = start
            del cursor.defects[found:]

    def angle_address(self, pieces: Sequence[Piece], stop: int) -> AddrSpec:
        """The address that stands inside of brackets, before ``stop``."""
        cursor = self.cursor
        clusters = list(iter_clusters(pieces))
        if len(clusters) == 1:
            return read_addr_spec(cursor, clusters[0])
        if clusters:
            return keep_text(cursor, pieces[0].start, stop, DefectCode.ADDRESS_INVALID)
        cursor.note(DefectCode.ADDRESS_INVALID, stop, stop)
        return AddrSpec(stop, stop)

    # -- items

    def end_item(self) -> bool:
        """Turn what is at hand into mailboxes; False if that is nothing, or comments only."""
        pieces, addresses = self.pieces, self.addresses
        if not pieces and not addresses:
            return False
        self.pieces, self.addresses = [], []
        if not addresses:
            if all(piece.kind == COMMENT for piece in pieces):
                self.lone_comments = self.lone_comments or pieces
                return False
            pieces, addresses = find_addr_specs(self.cursor, pieces)
        self.check_separator(_extent(pieces, addresses)[0])
        if len(addresses) > 1:
            start, end = _extent(pieces, addresses)
            self.cursor.note(
                DefectCode.ADDRESS_AMBIGUOUS, start, end, "no comma between addresses"
            )
            for share, address in _split(pieces, addresses):
                self.add_mailbox(share, address)
        else:
            self.add_mailbox(pieces, addresses[0] if addresses else None)
        return True

    def add_mailbox(self, pieces: Sequence[Piece], address: AddrSpec | None) -> None:
        """Decode and add one mailbox: words, comments, and an address if there is one."""
        cursor = self.cursor
        start, end = _extent(pieces, [address] if address else [])
        words = [piece for piece in pieces if piece.kind != COMMENT]
        notes = [piece for piece in pieces if piece.kind == COMMENT]
        comments = tuple([decode_text(cursor, note.content, note.start) for note in notes])
        if words:
            name = phrase_text(cursor, words)
        else:
            name = " ".join(filter(None, map(str.strip, comments)))
        if address is None:
            mailbox = Mailbox(name, "", "", comments)
            cursor.note(DefectCode.ADDRESS_INVALID, start, end)
        else:
            mailbox = Mailbox(name, address.local_part, address.domain, comments)
            if words and words[-1].start > address.start:
                cursor.note(DefectCode.PHRASE_INVALID, address.end, words[-1].end)
        self.check_phrase(words, mailbox)
        self.add(mailbox, start, end)

    def add(self, mailbox: Mailbox, start: int, end: int) -> None:
        """Add a mailbox to the group that is open, or to the list."""
        self.without_address += not mailbox.domain
        if self.depth:
            self.members.append(mailbox)
        else:
            self.items.append(mailbox)
            self.spans.append(Span(start, end - start))

    def add_group(self) -> None:
        """Add the group that ends at the cursor."""
        self.without_address += not self.members
        self.items.append(Group(self.group_name, tuple(self.members)))
        self.spans.append(Span(self.group_start, self.cursor.offset - self.group_start))
        self.members = []

    # -- checks

    def check_separator(self, start: int) -> None:
        """Nothing may follow a group but a comma."""
        if self.separator == "}":
            self.cursor.note(DefectCode.ADDRESS_SEPARATOR, start, start)

    def check_phrase(self, words: Sequence[Piece], mailbox: Mailbox | None = None) -> None:
        """Note a phrase that should be in quotes, and one that looks like another address."""
        invalid = [
            word for word in words if word.kind == TEXT and not _PHRASE.fullmatch(word.content)
        ]
        if not invalid:
            return
        address = mailbox.addr_spec.lower().encode() if mailbox else b""
        for word in invalid:
            if b"@" in word.content and word.content.lower() != address:
                self.cursor.note(DefectCode.ADDRESS_AMBIGUOUS, word.start, word.end)
            else:
                self.cursor.note(DefectCode.PHRASE_INVALID, word.start, word.end)


def _extent(pieces: Sequence[Piece], addresses: Sequence[AddrSpec]) -> tuple[int, int]:
    """Where an item starts and ends; its pieces and its addresses are each in order."""
    if not addresses:
        return pieces[0].start, pieces[-1].end
    if not pieces:
        return addresses[0].start, addresses[-1].end
    return min(pieces[0].start, addresses[0].start), max(pieces[-1].end, addresses[-1].end)


def _split(
    pieces: Sequence[Piece], addresses: Sequence[AddrSpec]
) -> Iterator[tuple[list[Piece], AddrSpec]]:
    """Each address with its share of the pieces: words before it, comments right behind it.

    What stands behind the last address goes with that.
    """
    rest = iter(pieces)
    piece = next(rest, None)
    for address, following in zip(addresses, (*addresses[1:], None), strict=True):
        share: list[Piece] = []
        while piece and (
            following is None
            or piece.start < address.end
            or (piece.kind == COMMENT and piece.start < following.start)
        ):
            share.append(piece)
            piece = next(rest, None)
        yield share, address
