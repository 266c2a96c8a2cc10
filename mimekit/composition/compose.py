"""A message from what it is to say."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from mimekit.composition.calendar import calendar_attachment, calendar_leaf
from mimekit.composition.files import Attachment, PathName, attached_leaf, inline_leaf
from mimekit.composition.header_block import (
    Addresses,
    ExtraFields,
    Seed,
    choose_wire,
    header_block,
    iter_extra,
    read_envelope,
)
from mimekit.composition.spool import Spool
from mimekit.composition.structure import Multipart, Node, iter_pieces, joined
from mimekit.errors import ComposeError
from mimekit.fields.content_type import ContentType
from mimekit.html.visible_text import visible_text
from mimekit.message.leaf import Leaf, text_leaf
from mimekit.message.part import Message, parse
from mimekit.wire import WireFormat


def compose(
    *,
    from_: Addresses,
    to: Addresses = (),
    cc: Addresses = (),
    bcc: Addresses = (),
    subject: str | None = "",
    text: str | None = None,
    html: str | None = None,
    inline: Mapping[str, PathName | bytes] | None = None,
    attachments: Iterable[Attachment] = (),
    calendar: str | bytes | None = None,
    headers: ExtraFields | None = None,
    date: datetime | None = None,
    message_id: str | None = None,
    seed: str | bytes | int | None = None,
) -> Message:
    r"""A new message, in the form that every transport takes: CRLF, 7 bits, folded.

    Addresses are texts as ``"Ann <ann@example.com>"``, `Mailbox`, `Group`, or several of
    them. An address whose local part is not ASCII makes the header fields UTF-8 (RFC 6532):
    such a message needs SMTPUTF8. Without ``text``, the visible text of ``html`` stands for
    it. ``inline`` has what HTML refers to as ``cid:name``, by name. An attachment is a path,
    a pair of file name and octets (or Message), an open binary file or a `Message`.
    ``calendar`` is an iTIP text, such as an invitation. ``headers`` are further fields; their
    values may be those that `mimekit.fields.body_format` takes. Bcc stays in the message
    (RFC 5322 section 3.6.3): sending takes it out.

    Date is now, and Message-ID random at the domain of ``from_``, if they are not given. With
    ``date`` and ``seed`` the same arguments give the same octets.

    Raises `HeaderInjectionError` for a control in anything but a body, `ComposeError` for
    what cannot be expressed, `OSError` for a file that cannot be read.

    >>> message = compose(from_="Jörg <joerg@example.org>", to="ann@example.com", text="Grüße")
    >>> message.from_[0].display_name, message.text, message.content_type.media_type
    ('Jörg', 'Grüße', 'text/plain')
    """
    envelope = read_envelope(from_, to, cc, bcc)
    extra = [*iter_extra(headers)]
    wire = choose_wire(envelope, extra)
    source = Seed(seed)
    block = header_block(
        envelope,
        extra,
        wire,
        subject=subject,
        date=date,
        message_id=message_id,
        seed=source,
    )
    invitation = _calendar_text(calendar)
    body = _body(text, html, inline or {}, invitation, wire)
    attached = [*_attached(attachments, wire)]
    if invitation is not None:
        attached.insert(0, calendar_attachment(invitation, wire))
    spool = Spool()
    spool.write(block)
    for piece in iter_pieces(_root(body, attached, wire), source.text("boundary"), wire):
        spool.write(piece)
    return parse(spool.finish())


def _calendar_text(calendar: str | bytes | None) -> str | None:
    """The text of an invitation; RFC 5545 section 3.1.4: in UTF-8."""
    if not isinstance(calendar, bytes):
        return calendar
    try:
        return calendar.decode()
    except UnicodeDecodeError:
        raise ComposeError("an invitation is not in UTF-8") from None


def _attached(attachments: Iterable[Attachment], wire: WireFormat) -> Iterator[Leaf]:
    if isinstance(attachments, str | bytes | os.PathLike | Message):
        raise TypeError(f"attachments are several, not one {type(attachments).__name__}")
    for attachment in attachments:
        yield attached_leaf(attachment, wire)


def _body(
    text: str | None,
    html: str | None,
    inline: Mapping[str, PathName | bytes],
    calendar: str | None,
    wire: WireFormat,
) -> Node | None:
    """What is shown: alternatives, and what the HTML among them refers to."""
    if inline and html is None:
        raise ComposeError("inline has parts, and there is no html to show them")
    if text is None and html is not None:
        text = visible_text(html)
    alternatives: list[Leaf] = []
    if text is not None:
        alternatives.append(text_leaf(text, ContentType("text", "plain", {}), wire))
    if html is not None:
        alternatives.append(text_leaf(html, ContentType("text", "html", {}), wire))
    if calendar is not None:
        alternatives.append(calendar_leaf(calendar, wire))
    if not alternatives:
        return None
    shown = joined("alternative", alternatives)
    related = [inline_leaf(cid, content, wire) for cid, content in inline.items()]
    # RFC 2387 section 3.1: the type of the root is stated.
    return joined("related", [shown, *related], {"type": "multipart/alternative"})


def _root(body: Node | None, attached: list[Leaf], wire: WireFormat) -> Node:
    """The whole: the body alone, or with what is attached."""
    if not attached:
        return body or text_leaf("", ContentType("text", "plain", {}), wire)
    return Multipart("mixed", (*([body] if body else []), *attached))
