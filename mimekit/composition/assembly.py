"""A new message from its pieces: header block, what is shown, what is attached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from mimekit.codecs import flowed
from mimekit.composition.calendar import calendar_leaf
from mimekit.composition.header_block import (
    Addresses,
    Envelope,
    ExtraFields,
    Seed,
    choose_wire,
    header_block,
    iter_extra,
    open_groups,
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

_HTML = ContentType("text", "html", {})


class Frame(NamedTuple):
    """The header fields of a message, and what the rest of it depends on."""

    block: bytes
    envelope: Envelope
    wire: WireFormat
    seed: Seed


class Shown(NamedTuple):
    """What a reader shows: texts that are alternatives, and what the HTML refers to."""

    text: str | None = None
    html: str | None = None
    related: tuple[Leaf, ...] = ()
    calendar: str | None = None
    parameters: Mapping[str, str] = {}
    """Of the plain text's Content-Type, beside the charset."""


_FLOWED = {"format": "flowed"}
_FLOWED_WIDTH = 78  # RFC 3676 section 4.2: 78 or shorter; a line of 72 can be quoted as it is


def plain_text(text: str | None, html: str | None) -> str:
    """The text that is given, else what is seen of the HTML."""
    if text is None:
        return "" if html is None else visible_text(html)
    return text


def flowed_shown(text: str, html: str | None, related: Iterable[Leaf]) -> Shown:
    """What a reader shows, its text format=flowed (RFC 3676).

    A reader may put its lines together and break them anew, within their quote depth.
    """
    text = flowed.encode(text, width=_FLOWED_WIDTH)
    return Shown(text, html, tuple(related), parameters=_FLOWED)


def begin(
    from_: Addresses,
    to: Addresses,
    cc: Addresses,
    bcc: Addresses,
    *,
    subject: str | None,
    headers: ExtraFields | None,
    date: datetime | None,
    message_id: str | None,
    seed: str | bytes | int | None,
) -> Frame:
    """The header fields; the arguments are those of `compose.compose`, and so is what raises."""
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
    return Frame(block, envelope, wire, source)


def require_recipients(frame: Frame, what: str) -> None:
    """`ComposeError` if nobody is to get it."""
    if not any(open_groups((*frame.envelope.to, *frame.envelope.cc, *frame.envelope.bcc))):
        raise ComposeError(f"nobody is to get the {what}")


def assemble(frame: Frame, shown: Shown, attached: Iterable[Leaf]) -> Message:
    """The whole message."""
    spool = Spool()
    spool.write(frame.block)
    root = _root(_body(shown, frame.wire), [*attached], frame.wire)
    for piece in iter_pieces(root, frame.seed.text("boundary"), frame.wire):
        spool.write(piece)
    return parse(spool.finish())


def _body(shown: Shown, wire: WireFormat) -> Node | None:
    """What is shown: alternatives, and what the HTML among them refers to."""
    text = shown.text
    if text is None and shown.html is not None:
        text = visible_text(shown.html)
    alternatives: list[Leaf] = []
    if text is not None:
        plain = ContentType("text", "plain", shown.parameters)
        alternatives.append(text_leaf(text, plain, wire))
    if shown.html is not None:
        alternatives.append(text_leaf(shown.html, _HTML, wire))
    if shown.calendar is not None:
        alternatives.append(calendar_leaf(shown.calendar, wire))
    if not alternatives:
        return None
    # RFC 2387 section 3.1: the type of the root is stated.
    return joined(
        "related",
        [joined("alternative", alternatives), *shown.related],
        {"type": "multipart/alternative"},
    )


def _root(body: Node | None, attached: list[Leaf], wire: WireFormat) -> Node:
    """The whole: the body alone, or with what is attached."""
    if not attached:
        return body or text_leaf("", ContentType("text", "plain", {}), wire)
    return Multipart("mixed", (*([body] if body else []), *attached))
