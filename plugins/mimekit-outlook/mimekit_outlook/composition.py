"""A message of Outlook as one of the internet: its properties as header fields and parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from mimekit import ComposeError, Group, Mailbox, Message, compose

from . import property_tag as tag
from .calendar_text import calendar_text, sender_of
from .header_text import header_text, message_ids, present, read_address
from .outlook_message import OutlookMessage
from .rtf_encapsulation import encapsulated_type
from .rtf_text import rtf_to_html, rtf_to_text
from .transport_header import TransportHeader, add_fields, read_transport_header

_UNKNOWN: Final = Group("Unknown sender", ())
_NO_DATE: Final = datetime(1970, 1, 1, tzinfo=UTC)  # taken out again
_CID: Final = re.compile(r"cid:([^\s\"'<>(),\\]{1,400})", re.IGNORECASE)
_IMPORTANCE: Final = {0: "low", 2: "high"}  # [MS-OXCMSG] section 2.2.1.11; 1 is normal


class Texts(NamedTuple):
    """What is to be read of a message, in both forms if it has both."""

    plain: str | None
    html: str | None


def texts_of(message: OutlookMessage, warnings: list[str]) -> Texts:
    """The bodies as texts; RTF stands for HTML if there is none."""
    plain, html, rtf = map(message.body, ("text/plain", "text/html", "application/rtf"))
    plain_text = plain.text if plain else None
    if html is not None or rtf is None:
        return Texts(plain_text, html.text if html else None)
    if encapsulated_type(rtf.octets) == "text/plain":
        return Texts(plain_text or rtf_to_text(rtf.octets, warnings), None)
    return Texts(plain_text, rtf_to_html(rtf.octets, warnings))


def to_message(message: OutlookMessage, warnings: list[str], *, seed: str = "") -> Message:
    """The message as an internet message; it never raises.

    Of what could not be put into it ``warnings`` gets a sentence. The same message gives the
    same octets; ``seed`` makes boundaries differ from those of the message around it.
    """
    header = read_transport_header(message.properties.text(tag.TRANSPORT_MESSAGE_HEADERS))
    try:
        return _Composition(message, header, warnings, seed).compose()
    except ComposeError as error:
        warnings.append(f"the message is composed of its plain text only: {error}")
        text = texts_of(message, []).plain
        return compose(from_=_UNKNOWN, text=text or "", date=_NO_DATE, seed=seed)


class _Composition:
    def __init__(
        self,
        message: OutlookMessage,
        header: TransportHeader,
        warnings: list[str],
        seed: str,
    ) -> None:
        self._message = message
        self._properties = message.properties
        self._header = header
        self._warnings = warnings
        self._seed = f"outlook {seed}"

    def compose(self) -> Message:
        texts = texts_of(self._message, self._warnings)
        inline, attached = self._divide(texts.html)
        date = self._date()
        message_id = self._message_id()
        composed = compose(
            from_=self._header.from_[:1] or present([sender_of(self._message)]) or _UNKNOWN,
            to=self._recipients("To", self._header.to, tag.DISPLAY_TO),
            cc=self._recipients("Cc", self._header.cc, tag.DISPLAY_CC),
            bcc=self._recipients("Bcc", (), tag.DISPLAY_BCC),
            subject=self._subject(),
            text=texts.plain,
            html=texts.html,
            inline=inline or None,
            attachments=attached,
            calendar=calendar_text(self._message),
            headers=[*self._fields()],
            date=date or _NO_DATE,
            message_id=message_id,
            seed=self._seed,
        )
        if date is None:
            composed.headers.remove("Date")
        if message_id is None:
            composed.headers.remove("Message-ID")
        refused = add_fields(composed, self._header.others)
        if refused:
            self._warnings.append(f"{refused} header fields cannot be written and are left out")
        return composed

    # -- header fields

    def _subject(self) -> str:
        properties = self._properties
        text = properties.text(tag.SUBJECT, tag.NORMALIZED_SUBJECT) or self._header.subject or ""
        # [MS-OXCMSG] section 2.2.1.46: \x01 and a character say how long the prefix is.
        return header_text(text[2:] if text.startswith("\x01") else text)

    def _date(self) -> datetime | None:
        times = (tag.CLIENT_SUBMIT_TIME, tag.MESSAGE_DELIVERY_TIME, tag.CREATION_TIME)
        return self._header.date or self._properties.time(*times)

    def _message_id(self) -> str | None:
        stated = message_ids(self._properties.text(tag.INTERNET_MESSAGE_ID))
        carried = message_ids(f"<{self._header.message_id or ''}>")
        return next(iter((*stated, *carried)), None)

    def _recipients(
        self, field: str, carried: tuple[Mailbox | Group, ...], display: int
    ) -> tuple[Mailbox | Group, ...]:
        """Those of the header block, of the table, or names that are displayed."""
        listed = present(
            read_address(recipient.name, recipient.address)
            for recipient in self._message.recipients
            if recipient.field == field
        )
        names = (self._properties.text(display) or "").split(";")
        return carried or listed or present(_named(name) for name in names)

    def _fields(self) -> Iterator[tuple[str, str]]:
        properties = self._properties
        reply = message_ids(properties.text(tag.IN_REPLY_TO_ID)) or self._header.in_reply_to
        references = message_ids(properties.text(tag.INTERNET_REFERENCES))
        for name, ids in (
            ("In-Reply-To", reply),
            ("References", references or self._header.references),
        ):
            # Both come from texts; what is no id was passed over.
            checked = message_ids(" ".join(f"<{id_}>" for id_ in ids))
            if checked:
                yield name, " ".join(f"<{id_}>" for id_ in checked)
        importance = properties.number(tag.IMPORTANCE)
        if importance in _IMPORTANCE:
            yield "Importance", _IMPORTANCE[importance]

    # -- attachments

    def _divide(
        self, html: str | None
    ) -> tuple[dict[str, bytes], list[tuple[str, bytes | Message]]]:
        """What the HTML shows, by its Content-ID, and what is attached."""
        inline: dict[str, bytes] = {}
        attached: list[tuple[str, bytes | Message]] = []
        shown = content_ids(html)
        for number, item in enumerate(self._message.attachments, 1):
            content_id = item.content_id
            if content_id in shown and content_id not in inline and item.message is None:
                inline[content_id] = item.octets
                continue
            name = header_text(item.name or "") or f"attachment {number}"
            if item.message is not None:
                inner = to_message(item.message, self._warnings, seed=f"{self._seed}.{number}")
                attached.append((message_name(name), inner))
            elif item.octets:
                attached.append((name, item.octets))
        return inline, attached


def content_ids(html: str | None) -> frozenset[str]:
    """What HTML refers to by ``cid:`` (RFC 2392), as far as it can be a Content-ID."""
    found = frozenset(_CID.findall(html or ""))
    return frozenset(content_id for content_id in found if message_ids(f"<{content_id}>"))


def _named(name: str) -> Mailbox | Group | None:
    name = name.strip().strip("'")
    return read_address(name, name)


def message_name(name: str) -> str:
    """The file name of a message that was made of one of that name.

    >>> message_name("Meeting.msg"), message_name("Version 2.0")
    ('Meeting.eml', 'Version 2.0.eml')
    """
    stem, dot, extension = name.rpartition(".")
    return f"{stem if dot and extension.lower() in {'eml', 'msg'} else name}.eml"
