"""A message passed on to others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import escape
from itertools import chain
from typing import Final

from mimekit.composition.assembly import (
    Shown,
    assemble,
    begin,
    flowed_shown,
    plain_text,
    require_recipients,
)
from mimekit.composition.carried import Carried
from mimekit.composition.files import (
    Attachment,
    PathName,
    attached_leaf,
    attached_leaves,
    inline_leaves,
)
from mimekit.composition.header_block import Addresses, ExtraFields
from mimekit.composition.quotation import shown_date
from mimekit.composition.quoted_html import joined_html, message_as_html, text_as_html
from mimekit.composition.reply_subject import forward_subject
from mimekit.defects import Defect
from mimekit.fields.injection import blank_controls
from mimekit.fields.mailbox import Mailbox
from mimekit.message.part import Message

SEPARATOR: Final = "---------- Forwarded message ----------"
"""What mail programs know as the beginning of a message that was forwarded."""


def forward(
    message: Message,
    *,
    from_: Addresses,
    to: Addresses,
    cc: Addresses = (),
    bcc: Addresses = (),
    subject: str | None = None,
    text: str | None = None,
    html: str | None = None,
    inline: Mapping[str, PathName | bytes] | None = None,
    attachments: Iterable[Attachment] = (),
    as_attachment: bool = False,
    headers: ExtraFields | None = None,
    date: datetime | None = None,
    message_id: str | None = None,
    seed: str | bytes | int | None = None,
    defects: list[Defect] | None = None,
) -> Message:
    r"""A new message that passes ``message`` on; the subject has ``Fwd:`` once.

    Below ``text`` stands a summary of its header fields, From, Date, Subject, To and Cc, but
    never Bcc, and what its reader sees. The new message has HTML too if ``html`` is given, or
    if the forwarded one has any: without scripts and other active content, and with its images.
    Its attachments come along, under their names and with their media types; its signature
    does not, for it is one of another whole.

    With ``as_attachment`` the message is attached as it stands, octet for octet, signature and
    all header fields, Bcc too: so it can be looked into and checked. Line ends that are LF
    become CRLF, as a transport would make them.

    All other arguments are those of `compose`, and so is what raises for their values. In what
    is copied of ``message`` controls become blanks, and a part that cannot be written as what
    it is becomes ``application/octet-stream``: ``defects`` gets a `Defect` for each.

    >>> from mimekit.message.part import parse
    >>> original = parse(b"From: Ann <ann@example.org>\nSubject: Lunch\n\nAt noon?\n")
    >>> passed_on = forward(original, from_="ben@example.com", to="eva@example.com", text="See:")
    >>> passed_on.subject
    'Fwd: Lunch'
    >>> print(passed_on.text, end="")
    See:
    <BLANKLINE>
    ---------- Forwarded message ----------
    From: Ann <ann@example.org>
    Subject: Lunch
    <BLANKLINE>
    At noon?
    """
    if not isinstance(message, Message):
        raise TypeError(f"what is forwarded is a Message, not {type(message).__name__}")
    frame = begin(
        from_,
        to,
        cc,
        bcc,
        subject=forward_subject(message.subject, defects) if subject is None else subject,
        headers=headers,
        date=date,
        message_id=message_id,
        seed=seed,
    )
    require_recipients(frame, "message")
    related = [*inline_leaves(inline, html, frame.wire)]
    attached = attached_leaves(attachments, frame.wire)
    new_text = plain_text(text, html)
    if as_attachment:
        whole = attached_leaf(message, frame.wire)
        has_text = text is not None or html is not None
        shown = flowed_shown(new_text, html, related) if has_text else Shown()
        return assemble(frame, shown, (whole, *attached))
    carried = Carried(message, frame, defects)
    fields = [*_summary(message, defects)]
    original = message.readable_text()
    if html is None and message.html is not None:
        html = f"<p>{text_as_html(new_text)}</p>" if new_text else ""
    if html is not None:
        below = _forwarded_html(message, fields, original, carried)
        html = joined_html(html, below, other_first=False)
    shown = flowed_shown(
        _forwarded_text(new_text, fields, original), html, (*related, *carried.related())
    )
    return assemble(frame, shown, chain(carried.attachments(), attached))


def _summary(message: Message, defects: list[Defect] | None) -> Iterator[tuple[str, str]]:
    """The header fields that tell what was forwarded; those that are not there are left out."""
    fields = (
        ("From", _addresses(message.from_)),
        ("Date", shown_date(message)),
        ("Subject", message.subject or ""),
        ("To", _addresses(message.to)),
        ("Cc", _addresses(message.cc)),
    )
    for name, value in fields:
        if value.strip():
            yield name, blank_controls(value, defects)


def _addresses(mailboxes: Iterable[Mailbox]) -> str:
    return ", ".join(map(str, mailboxes))


def _forwarded_text(text: str, fields: Iterable[tuple[str, str]], original: str) -> str:
    """New text, the summary and what the reader of the message sees."""
    above = text.rstrip("\r\n") + "\n\n" if text.strip() else ""
    lines = [f"{name}: {value}\n" for name, value in fields]
    return "".join([above, SEPARATOR, "\n", *lines, "\n", original])


def _forwarded_html(
    message: Message, fields: Iterable[tuple[str, str]], original: str, carried: Carried
) -> str:
    """The summary and the message, as HTML."""
    lines = [SEPARATOR]
    lines += (f"<b>{name}:</b> {escape(value, quote=False)}" for name, value in fields)
    html = message_as_html(message, original, carried, images=True)
    summary = "<br>\n".join(lines)
    return f"<p>{summary}</p>\n<div>\n{html}\n</div>"
