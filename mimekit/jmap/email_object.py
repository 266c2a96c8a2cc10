"""Messages as Email objects (RFC 8621 section 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from mimekit.jmap.body_part import (
    BODY_PROPERTIES,
    BodyPart,
    BodyPartWriter,
    blob_id,
    list_parts,
)
from mimekit.jmap.body_value import EmailBodyValue, read_value
from mimekit.jmap.header_form import SHORT_FOR, EmailHeader, check_property, read_property
from mimekit.message.body import is_saved_too
from mimekit.message.part import Message, Part

# Section 4.1.4: a preview "MUST NOT be more than 256 characters in length".
_MAX_PREVIEW_LENGTH = 256
_PREVIEW_SOURCE_LENGTH = 1 << 14  # characters looked at


def to_jmap(
    message: Message,
    *,
    properties: Iterable[str] | None = None,
    body_properties: Iterable[str] | None = None,
    fetch_text_body_values: bool = True,
    fetch_html_body_values: bool = True,
    fetch_all_body_values: bool = False,
    max_body_value_bytes: int = 0,
) -> dict[str, Any]:
    r"""A message as an Email object of JMAP, of values that `json.dumps` takes.

    The arguments are those of Email/get and Email/parse (RFC 8621 sections 4.2 and 4.9),
    but for their defaults, which give everything: `EMAIL_PROPERTIES`, and of each part
    `BODY_PROPERTIES`. Both may be asked for ``header:...`` properties, as
    "header:List-Post:asURLs:all". ``max_body_value_bytes`` counts octets of UTF-8; 0 is
    no limit.

    A partId is the part's path from this message: ``message.part(partId)``. A blobId is
    "sha256-" and the SHA-256 of the octets that it stands for, decoded. A field that is
    repeated has the value of the last one (section 4.1.3), unlike in `Message`. What only
    a mail store knows (id, threadId, mailboxIds, keywords, receivedAt) is None if it is
    asked for, as in Email/parse. A part that is shown in several places has one list of
    headers, the same in all of them.

    Raises `ValueError` for a property that there is not, or a negative limit, `TypeError`
    for what is no message.

    >>> import mimekit
    >>> message = mimekit.parse(b"From: Joe <joe@x.test>\nSubject: Hi\n\nWell?\n")
    >>> email = to_jmap(message, properties=["from", "header:subject", "bodyValues"])
    >>> email["from"], email["header:subject"]
    ([{'name': 'Joe', 'email': 'joe@x.test'}], ' Hi')
    >>> email["bodyValues"]
    {'': {'value': 'Well?\n', 'isEncodingProblem': False, 'isTruncated': False}}
    """
    if not isinstance(message, Message):
        raise TypeError(f"a Message is needed, as parse gives it, not {type(message).__name__}")
    if max_body_value_bytes < 0:
        raise ValueError("max_body_value_bytes is negative")
    writer = BodyPartWriter(BODY_PROPERTIES if body_properties is None else body_properties)
    names = EMAIL_PROPERTIES if properties is None else tuple(properties)
    for name in names:
        if name not in _READERS:
            check_property(name)
    fetch = _Fetch(
        text=fetch_text_body_values,
        html=fetch_html_body_values,
        all=fetch_all_body_values,
        max_bytes=max_body_value_bytes,
    )
    email = _Email(message, writer, fetch)
    return {
        name: _READERS[name](email) if name in _READERS else read_property(message.headers, name)
        for name in names
    }


class _Fetch(NamedTuple):
    """Which texts are wanted, and how many octets of each."""

    text: bool
    html: bool
    all: bool
    max_bytes: int


class _Email:
    """A message, and what is asked of its body."""

    def __init__(self, message: Message, writer: BodyPartWriter, fetch: _Fetch) -> None:
        self.message = message
        self._writer = writer
        self._fetch = fetch

    @cached_property
    def _parts(self) -> dict[Part, BodyPart]:
        return {body.part: body for body in list_parts(self.message)}

    def headers(self) -> list[EmailHeader]:
        """All fields of the message."""
        return self._parts[self.message].headers

    def structure(self) -> dict[str, Any]:
        """The tree of the parts."""
        return self._writer.show_structure(self._parts.values())

    def show(self, parts: Iterable[Part]) -> list[dict[str, Any]]:
        """Some of the parts."""
        return [self._writer.show(self._parts[part]) for part in parts]

    def values(self) -> dict[str, EmailBodyValue]:
        """The texts that are wanted, by partId, in document order."""
        wanted: set[Part] = set()
        if self._fetch.text:
            wanted.update(self.message.text_body)
        if self._fetch.html:
            wanted.update(self.message.html_body)
        return {
            body.path: read_value(part, self._fetch.max_bytes)
            for part, body in self._parts.items()
            if body.type.type == "text" and (self._fetch.all or part in wanted)
        }


def _attachments(message: Message) -> list[Part]:
    """The attachments, without those that a deviation of `mimekit.message.body` adds."""
    bodies = {*message.text_body, *message.html_body}
    return [
        part
        for part in message.attachments
        if part not in bodies or not is_saved_too(part.content_type, part.disposition)
    ]


def _has_attachment(message: Message) -> bool:
    """Whether an attachment is not declared to be inline."""
    dispositions = (part.disposition for part in _attachments(message))
    return any(each is None or each.value != "inline" for each in dispositions)


def _preview(message: Message) -> str:
    """The beginning of the text, blanks as one, without quoted lines if there are others."""
    lines = message.readable_text()[:_PREVIEW_SOURCE_LENGTH].splitlines()
    own = " ".join([line for line in lines if not line.startswith(">")]).split()
    words = own or " ".join(lines).split()
    return " ".join(words)[:_MAX_PREVIEW_LENGTH].rstrip()


def _header(name: str) -> Callable[[_Email], object]:
    """The reader of a property that is short for a ``header:...`` one."""
    return lambda email: read_property(email.message.headers, name)


_READERS: Final[Mapping[str, Callable[[_Email], object]]] = {
    "id": lambda _: None,
    "blobId": lambda email: blob_id(bytes(email.message)),
    "threadId": lambda _: None,
    "mailboxIds": lambda _: None,
    "keywords": lambda _: None,
    "size": lambda email: len(bytes(email.message)),
    "receivedAt": lambda _: None,
    "headers": lambda email: email.headers(),
    **{short: _header(name) for short, name in SHORT_FOR.items()},
    "bodyStructure": lambda email: email.structure(),
    "bodyValues": lambda email: email.values(),
    "textBody": lambda email: email.show(email.message.text_body),
    "htmlBody": lambda email: email.show(email.message.html_body),
    "attachments": lambda email: email.show(_attachments(email.message)),
    "hasAttachment": lambda email: _has_attachment(email.message),
    "preview": lambda email: _preview(email.message),
}
ALL_PROPERTIES: Final = tuple(_READERS)
_OF_THE_STORE = frozenset(("id", "threadId", "mailboxIds", "keywords", "receivedAt"))

EMAIL_PROPERTIES: Final = tuple([name for name in _READERS if name not in _OF_THE_STORE])
"""All properties of an Email but ``header:...`` and those that only a mail store knows."""
