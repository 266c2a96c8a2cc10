"""An answer to a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from mimekit.composition.assembly import (
    assemble,
    begin,
    flowed_shown,
    plain_text,
    require_recipients,
)
from mimekit.composition.carried import Carried
from mimekit.composition.files import Attachment, PathName, attached_leaves, inline_leaves
from mimekit.composition.header_block import Addresses, ExtraFields, open_groups
from mimekit.composition.parent_ids import parent_ids
from mimekit.composition.quotation import (
    ATTRIBUTION,
    Attribution,
    attribution_line,
    quotable_text,
    quoted,
)
from mimekit.composition.quoted_html import (
    block_quote,
    joined_html,
    message_as_html,
    text_as_html,
)
from mimekit.composition.recipients import recipients
from mimekit.composition.reply_subject import reply_subject
from mimekit.defects import Defect
from mimekit.fields.address_format import format_address_list
from mimekit.fields.body_format import FieldValue, read_addresses
from mimekit.fields.mailbox import Group, Mailbox
from mimekit.message.part import Message


def reply(
    message: Message,
    *,
    from_: Addresses,
    to_all: bool = False,
    own: Addresses = (),
    to: Addresses | None = None,
    cc: Addresses = (),
    bcc: Addresses = (),
    subject: str | None = None,
    text: str | None = None,
    html: str | None = None,
    inline: Mapping[str, PathName | bytes] | None = None,
    attachments: Iterable[Attachment] = (),
    quote: bool = True,
    quote_above: bool = False,
    attribution: Attribution = ATTRIBUTION,
    headers: ExtraFields | None = None,
    date: datetime | None = None,
    message_id: str | None = None,
    seed: str | bytes | int | None = None,
    defects: list[Defect] | None = None,
) -> Message:
    r"""An answer to ``message``: its recipients, subject, place in the thread, and quoted text.

    It goes to Reply-To, else From (RFC 5322 section 3.6.3); with ``to_all`` to
    Mail-Followup-To, else also to those in To and Cc. ``from_`` and the addresses in ``own``
    are left out; a message of one's own is answered to its To. ``to`` stands for all of these,
    and ``cc`` and ``bcc`` are added. In-Reply-To and References name the message, the subject
    has ``Re:`` once, if ``subject`` is not given.

    Below ``text``, or above it with ``quote_above``, stands what the reader of ``message``
    sees, without its signature, each line behind ``>``, under a line that ``attribution``
    makes: a template with ``{date}``, ``{name}`` and ``{address}``, a function of the message,
    or None. The text is format=flowed (RFC 3676). With ``html`` the reply has HTML too, with
    the message's own in a ``blockquote``, without scripts and other active content, and with
    the images that it refers to. Without ``quote`` there is none of that.

    All other arguments are those of `compose`, and so is what raises for their values. In what
    is copied of ``message`` controls become blanks, and addresses and ids that cannot be
    written are left out: ``defects`` gets a `Defect` for each. `ComposeError` if nobody is to
    get the reply.

    >>> from mimekit.message.part import parse
    >>> parent = parse(b"From: Ann <ann@example.org>\nMessage-ID: <1@example.org>\n\nLunch?\n")
    >>> answer = reply(parent, from_="ben@example.com", text="Yes.\n")
    >>> [str(mailbox) for mailbox in answer.to], answer.subject, answer.references
    (['Ann <ann@example.org>'], 'Re:', ('1@example.org',))
    >>> print(answer.text, end="")
    Yes.
    <BLANKLINE>
    Ann wrote:
    > Lunch?
    """
    if not isinstance(message, Message):
        raise TypeError(f"a reply is to a Message, not {type(message).__name__}")
    authors = read_addresses("From", from_)
    found_to, found_cc = _recipients(message, authors, own, to, to_all=to_all, defects=defects)
    frame = begin(
        authors,
        found_to,
        (*found_cc, *(read_addresses("Cc", cc) if cc else ())),
        bcc,
        subject=reply_subject(message.subject, defects) if subject is None else subject,
        headers=_headers(message, headers, defects),
        date=date,
        message_id=message_id,
        seed=seed,
    )
    require_recipients(frame, "reply")
    related = [*inline_leaves(inline, html, frame.wire)]
    attached = [*attached_leaves(attachments, frame.wire)]
    text = plain_text(text, html)
    if quote:
        line = attribution_line(message, attribution, defects)
        original = quotable_text(message)
        text = _quoted_text(text, line, original, quote_above=quote_above)
        if html is not None:
            carried = Carried(message, frame, defects)
            below = _quoted_html(message, line, original, carried)
            html = joined_html(html, below, other_first=quote_above) if below else html
            related += carried.related()
    return assemble(frame, flowed_shown(text, html, related), attached)


def _recipients(
    message: Message,
    authors: tuple[Mailbox | Group, ...],
    own: Addresses,
    to: Addresses | None,
    *,
    to_all: bool,
    defects: list[Defect] | None,
) -> tuple[tuple[Mailbox | Group, ...], tuple[Mailbox, ...]]:
    """What stands in To and Cc."""
    if to is not None:
        return read_addresses("To", to), ()
    others = read_addresses("own", own) if own else ()
    format_address_list(others, utf8=True)  # raises for what is no address
    mine = open_groups((*authors, *others))
    return recipients(message, mine, to_all=to_all, defects=defects)


def _headers(
    message: Message, headers: ExtraFields | None, defects: list[Defect] | None
) -> Iterator[tuple[str, FieldValue]]:
    """The fields of the thread, unless they are among those that are given, and those."""
    pairs = [*(headers.items() if isinstance(headers, Mapping) else headers or ())]
    given = {name.lower() for name, _ in pairs if isinstance(name, str)}
    ids = parent_ids(message, defects)
    if ids.in_reply_to and "in-reply-to" not in given:
        yield "In-Reply-To", ids.in_reply_to
    if ids.references and "references" not in given:
        yield "References", ids.references
    yield from pairs


def _quoted_text(text: str, line: str, original: str, *, quote_above: bool) -> str:
    """New text and a quotation, with an empty line between."""
    if not original:
        return text
    quotation = (f"{line}\n" if line else "") + quoted(original)
    if not text:
        return quotation
    above, below = (quotation, text) if quote_above else (text, quotation)
    return above.rstrip("\r\n") + "\n\n" + below


def _quoted_html(message: Message, line: str, original: str, carried: Carried) -> str:
    """A quotation in HTML, with the line above it; empty if there is nothing to quote."""
    html = message_as_html(message, original, carried, images=False)
    if not (original or html.strip()):
        return ""
    above = f"<p>{text_as_html(line)}</p>\n" if line else ""
    return above + block_quote(message, html)
