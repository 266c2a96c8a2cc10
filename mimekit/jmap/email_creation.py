"""Messages from Email objects (RFC 8621 section 4.6).

Deviations from what section 4.6 forbids, so that what Email/get gives can be written too:

1. ``headers`` may be given, here and in parts. Where a property says the same as they do,
   they count; else the property does.
2. textBody, htmlBody and attachments may stand beside bodyStructure, if all they name is there.
3. A part may have both partId and blobId. The octets count if the text is what they say; else
   the text does. Its charset and size may be given.
4. What is for a server to set is passed over.
5. A property that is null stands for nothing, and takes away the field that ``headers`` has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, Final

from mimekit.composition.header_block import Seed, message_id_field
from mimekit.composition.spool import Spool
from mimekit.composition.structure import Node, iter_pieces
from mimekit.defects import Defect
from mimekit.errors import ComposeError
from mimekit.fields.addr_spec import ascii_domain
from mimekit.fields.folding import fold, format_field
from mimekit.fields.mailbox import Mailbox
from mimekit.jmap.body_content import Blobs, Contents
from mimekit.jmap.body_creation import BodyReader, NewPart
from mimekit.jmap.email_body import read_body
from mimekit.jmap.email_object import ALL_PROPERTIES
from mimekit.jmap.header_creation import NewField, merge_fields, read_headers, read_properties
from mimekit.jmap.header_form import SHORT_FOR
from mimekit.jmap.property_value import expect_object, expect_text
from mimekit.message.part import Message, parse
from mimekit.wire import SEVEN_BIT, WireFormat

_OTHERS: Final = frozenset(ALL_PROPERTIES) - SHORT_FOR.keys()


def from_jmap(
    email: Mapping[str, Any],
    *,
    blobs: Blobs = None,
    date: datetime | None = None,
    message_id: str | None = None,
    seed: str | bytes | int | None = None,
    defects: list[Defect] | None = None,
) -> Message:
    r"""A new message from an Email object of JMAP, as a client writes it or as `to_jmap` gives it.

    ``email`` is what Email/set takes to create one (RFC 8621 section 4.6). ``blobs`` has the
    octets of parts that are given by blobId: a mapping, as `jmap_blobs` of a message, or a
    function. Date and Message-ID are ``date`` and ``message_id`` where the object has none,
    else now and random; with ``date`` and ``seed`` the same object gives the same octets.

    With ``headers`` in it, as Email/get and `to_jmap` give them, a field is written as it was
    unless its property was changed since; a text unless its body value was. A control in a
    value becomes a blank, which adds one of ``defects``: the value may be one of received mail.
    A draft may be incomplete, even without From, and a ``header:...`` property in Raw form is
    written as it stands: `lint` tells what is wrong with it.

    Raises `TypeError` for a value of a wrong type, and `ComposeError` for what cannot be
    written, for what section 4.6 forbids, and for a property that there is not; each with the
    path to it. What ``blobs`` raises is passed on, but KeyError.

    >>> message = from_jmap({
    ...     "from": [{"name": "Jörg", "email": "joerg@example.org"}],
    ...     "subject": "Hi",
    ...     "textBody": [{"partId": "1", "type": "text/plain"}],
    ...     "bodyValues": {"1": {"value": "Well?\n"}},
    ... })
    >>> message.from_[0].display_name, message.subject, message.text
    ('Jörg', 'Hi', 'Well?\n')
    """
    email = expect_object(email, "email")
    fields = [*_read_fields(email, defects)]
    root = read_body(email, BodyReader(Contents(email.get("bodyValues"), blobs), defects))
    _check_root(root, fields)
    source = Seed(seed)
    own = _OwnFields(date, message_id, source)
    try:
        wire = SEVEN_BIT
        block, node = _written(fields, root, own, wire)
    except ComposeError:  # perhaps what needs SMTPUTF8
        wire = WireFormat(utf8=True)
        block, node = _written(fields, root, own, wire)
    spool = Spool()
    spool.write(block)
    for piece in iter_pieces(node, source.text("boundary"), wire):
        spool.write(piece)
    return parse(spool.finish())


def _read_fields(email: Mapping[str, Any], defects: list[Defect] | None) -> Iterator[NewField]:
    """The fields of the message, but for those that tell of its body."""
    given = read_properties(email, "", SHORT_FOR, _OTHERS)
    for name, each in given.items():
        if _is_of_body(name):
            raise ComposeError(f"{each.path}: a part has it, not the Email (RFC 8621 section 4.6)")
    raws = read_headers(email.get("headers"), "headers", defects)
    yield from merge_fields(
        [raw for raw in raws if not _is_of_body(raw.name.lower())], given, defects
    )


def _is_of_body(name: str) -> bool:
    """Whether a field tells of the body, by its name in lower case."""
    return name.startswith("content-") or name == "mime-version"


def _check_root(root: NewPart, fields: Iterable[NewField]) -> None:
    """Refuse a field that the root has too: both stand in one header block."""
    names = {field.name.lower() for field in fields}
    for field in root.fields:
        if field.name.lower() in names:
            raise ComposeError(f"{field.path}: the Email has {field.name} too")


class _OwnFields:
    """The fields that a message has even if its object has none."""

    def __init__(self, date: datetime | None, message_id: str | None, seed: Seed) -> None:
        self._date = datetime.now().astimezone() if date is None else date
        self._message_id = None if message_id is None else expect_text(message_id, "message_id")
        self._seed = seed

    def complete(
        self, names: AbstractSet[str], block: bytes, of_root: bytes, wire: WireFormat
    ) -> bytes:
        """A header block with Date, Message-ID and MIME-Version, where they have no field yet."""
        if "message-id" not in names:
            block += message_id_field(_author(block + of_root), self._message_id, self._seed, wire)
        if "date" not in names:
            block = format_field("Date", self._date, wire=wire) + block
        return block if "mime-version" in names else block + fold("MIME-Version", "1.0", wire=wire)


def _author(block: bytes) -> Mailbox | None:
    """The first mailbox of From at whose domain a Message-ID can be made."""
    authors = parse(block + b"\r\n").from_
    return next((author for author in authors if ascii_domain(author.domain)), None)


def _written(
    fields: Iterable[NewField], root: NewPart, own: _OwnFields, wire: WireFormat
) -> tuple[bytes, Node]:
    """The header block, but for what stands in the root's, and the root."""
    block, of_root = (
        b"".join([field.written(wire) for field in each]) for each in (fields, root.fields)
    )
    names = {field.name.lower() for field in (*fields, *root.fields)}
    return own.complete(names, block, of_root, wire), root.node(wire)
