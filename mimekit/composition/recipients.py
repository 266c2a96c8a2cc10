"""Who gets a reply (RFC 5322 section 3.6.3).

1. To the author alone: Reply-To, else From. Reply-To counts as it stands: where a mailing list
   puts its own address there, the reply goes to the list.
2. To all: Mail-Followup-To, which replaces everything else
   (draft-ietf-drums-mail-followup-to-00). Without one, the author as in 1, and To and Cc for
   their information. Bcc gets nothing: nobody is told of it.
3. To a message of one's own: its To, and with all of them its Cc; as in 2 if it has a
   Mail-Followup-To.

One's own addresses are left out. If nobody is left, the next of these counts: the address in
From instead of Reply-To, Sender, and at last one's own addresses, for notes to oneself.

Addresses are the same if their local parts are, and their domains, in upper or lower case, as
U-labels or A-labels. Of one's own addresses local parts are the same in upper and lower case
too: nobody has both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple, TypeAlias

from mimekit.defect_codes import DefectCode
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.addr_spec import ascii_domain, is_address_literal
from mimekit.fields.folding import format_field
from mimekit.fields.injection import blank_controls
from mimekit.fields.mailbox import Mailbox
from mimekit.message.part import Message
from mimekit.span import Span
from mimekit.wire import WireFormat

# A line of a list has room for a comma too, and for some name of a field before it.
_LINE: Final = 980
_ASCII: Final = WireFormat(max_line_length=_LINE)
_UTF8: Final = WireFormat(max_line_length=_LINE, utf8=True)

_Key: TypeAlias = tuple[str, str]


class Recipients(NamedTuple):
    """The addresses of the two fields."""

    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]


def recipients(
    message: Message,
    own: Iterable[Mailbox],
    *,
    to_all: bool,
    defects: list[Defect] | None = None,
) -> Recipients:
    """The recipients of a reply to ``message``; `ComposeError` if there are none.

    An address that cannot be written is left out, with a defect; a name is written without its
    controls, or not at all.
    """
    mine = {_own_key(mailbox) for mailbox in own}
    written = _Written(defects)
    for to, cc in _candidates(message, mine, to_all=to_all):
        others = _Filter(mine)
        found = Recipients(tuple(written(others(to))), tuple(written(others(cc))))
        if found.to or found.cc:
            return found if found.to else Recipients(found.cc, ())
    to_oneself = _Filter(frozenset())
    found = Recipients(tuple(written(to_oneself(message.reply_to or message.from_))), ())
    if not found.to:
        raise ComposeError("nobody can be replied to: the message has no address to write to")
    return found


_Addresses: TypeAlias = tuple[Mailbox, ...]


def _candidates(
    message: Message, mine: AbstractSet[_Key], *, to_all: bool
) -> Iterator[tuple[_Addresses, _Addresses]]:
    """Whom to write to, the first choice first: To and Cc."""
    choices = (message.reply_to, message.from_, message.sender)
    author = next((choice for choice in choices if not _all_in(choice, mine)), ())
    if to_all:
        yield _followup(message), ()
    if message.from_ and _all_in(message.from_, mine):
        yield message.to, message.cc if to_all else ()
        yield message.cc, ()
    if to_all:
        yield author, (*message.to, *message.cc)
    yield from ((choice, ()) for choice in (author, message.from_, message.sender))


def _all_in(mailboxes: _Addresses, mine: AbstractSet[_Key]) -> bool:
    return all(_own_key(mailbox) in mine for mailbox in mailboxes)


def _followup(message: Message) -> _Addresses:
    fields = message.headers.fields
    named = (field for field in fields if field.name.lower() == "mail-followup-to")
    return tuple(mailbox for field in named for mailbox in field.as_addresses())


# -- which addresses are the same


def _domain(mailbox: Mailbox) -> str:
    domain = mailbox.domain
    return (ascii_domain(domain) or domain).lower()


def address_key(mailbox: Mailbox) -> _Key:
    """What two forms of one address share: the domain counts in any case and form."""
    return mailbox.local_part, _domain(mailbox)


def _own_key(mailbox: Mailbox) -> _Key:
    return mailbox.local_part.casefold(), _domain(mailbox)


class _Filter:
    """Lets each address pass once, and one's own never."""

    def __init__(self, own: AbstractSet[_Key]) -> None:
        self._own = own
        self._taken: set[_Key] = set()

    def __call__(self, mailboxes: Iterable[Mailbox]) -> Iterator[Mailbox]:
        for mailbox in mailboxes:
            key = address_key(mailbox)
            if key not in self._taken and _own_key(mailbox) not in self._own:
                self._taken.add(key)
                yield mailbox


# -- which can be written


class _Written:
    """Addresses as a new message can hold them; of those that it cannot, each is told once."""

    def __init__(self, defects: list[Defect] | None) -> None:
        self._defects = defects
        self._left_out: set[_Key] = set()

    def __call__(self, mailboxes: Iterable[Mailbox]) -> Iterator[Mailbox]:
        for mailbox in mailboxes:
            copied = copied_mailbox(mailbox, self._defects)
            if copied is not None:
                yield copied
            elif address_key(mailbox) not in self._left_out:
                self._left_out.add(address_key(mailbox))
                self._tell(mailbox.addr_spec or mailbox.display_name)

    def _tell(self, text: str) -> None:
        if self._defects is not None:
            code, place = DefectCode.COPIED_ADDRESS_INVALID, Span(0, len(text))
            self._defects.append(Defect(code, place, detail=f"{text[:100]!a}"))


def copied_mailbox(mailbox: Mailbox, defects: list[Defect] | None = None) -> Mailbox | None:
    """A received mailbox without its comments, controls in its name blanked; None if it is none.

    A name that fits no line is left out.

    >>> copied_mailbox(Mailbox("Ann", "ann", "example.org", ("a comment",)))
    Mailbox(display_name='Ann', local_part='ann', domain='example.org', comments=())
    >>> copied_mailbox(Mailbox("", "no address", ""))
    """
    nameless = Mailbox("", mailbox.local_part, mailbox.domain)
    if not mailbox.local_part or not _has_domain(mailbox) or not _fits(nameless):
        return None
    # A tab cannot stand among encoded words.
    name = blank_controls(mailbox.display_name, defects).replace("\t", " ").strip(" ")
    named = nameless._replace(display_name=name)
    return named if _fits(named) else nameless


def _has_domain(mailbox: Mailbox) -> bool:
    """Whether a domain literal, if there is one, is of an address (RFC 5321 section 4.1.3)."""
    return not mailbox.domain.startswith("[") or is_address_literal(mailbox.domain)


def _fits(mailbox: Mailbox) -> bool:
    """Whether a mailbox can be written, whatever form the other addresses need."""
    if not mailbox.local_part.isascii():
        wires = [_UTF8]
    else:
        wires = [_ASCII] if mailbox.display_name.isascii() else [_ASCII, _UTF8]
    try:
        for wire in wires:
            format_field("To", mailbox, wire=wire)
    except ComposeError:
        return False
    return True
