"""A message from what it is to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from mimekit.composition.assembly import Shown, assemble, begin
from mimekit.composition.calendar import calendar_attachment
from mimekit.composition.files import Attachment, PathName, attached_leaves, inline_leaves
from mimekit.composition.header_block import Addresses, ExtraFields
from mimekit.errors import ComposeError
from mimekit.message.part import Message


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

    An attached message that has 8 bits keeps them.

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
    frame = begin(
        from_,
        to,
        cc,
        bcc,
        subject=subject,
        headers=headers,
        date=date,
        message_id=message_id,
        seed=seed,
    )
    invitation = _calendar_text(calendar)
    related = tuple(inline_leaves(inline, html, frame.wire))
    attached = [*attached_leaves(attachments, frame.wire)]
    if invitation is not None:
        attached.insert(0, calendar_attachment(invitation, frame.wire))
    return assemble(frame, Shown(text, html, related, invitation), attached)


def _calendar_text(calendar: str | bytes | None) -> str | None:
    """The text of an invitation; RFC 5545 section 3.1.4: in UTF-8."""
    try:
        if isinstance(calendar, bytes):
            return calendar.decode()
        if not isinstance(calendar, str | None):
            raise TypeError(f"calendar is a str or bytes, not {type(calendar).__name__}")
        if calendar is not None:
            calendar.encode()  # half a surrogate pair has no octets
    except UnicodeError:
        raise ComposeError("an invitation is not in UTF-8") from None
    return calendar
