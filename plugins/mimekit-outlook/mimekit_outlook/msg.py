"""An Outlook message file, ``.msg`` ([MS-OXMSG])."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from . import property_tag as tag
from .compound_file import CompoundFile, CompoundFileError, Storage
from .msg_properties import (
    CHILD_HEADER,
    INNER_MESSAGE_HEADER,
    MESSAGE_HEADER,
    PropertyNames,
    read_storage,
    stream_name,
)
from .outlook_message import (
    MAX_ATTACHMENTS,
    MAX_NESTING,
    OutlookAttachment,
    OutlookMessage,
    Recipient,
    attachment_name,
    read_bodies,
    read_recipient,
)
from .properties import Properties, RawProperty
from .property_value import OBJECT, decode_value

# Behind the # is a number in eight hexadecimal digits.
_ATTACHMENT: Final = re.compile(r"__attach_version1\.0_#([0-9a-f]{8})")
_RECIPIENT: Final = re.compile(r"__recip_version1\.0_#([0-9a-f]{8})")
_OBJECT: Final = stream_name(tag.ATTACH_DATA, OBJECT)

# [MS-OXCMSG] section 2.2.2.9: what an attachment's octets are, and where.
_NO_DATA: Final = 0
_BY_REFERENCE: Final = frozenset({2, 3, 4, 7})
_EMBEDDED_MESSAGE: Final = 5


def read_msg(octets: bytes) -> OutlookMessage:
    """The message in a .msg file, with the messages that are attached to it.

    It never raises: what is broken is left out, and ``warnings`` says so.
    """
    try:
        file = CompoundFile(octets)
    except CompoundFileError as error:
        return OutlookMessage((), (), (), Properties({}, {}), (str(error),))
    reader = _Reader(file)
    message = reader.message(file.root, MESSAGE_HEADER, None, 0)
    return message._replace(warnings=(*file.warnings, *reader.warnings))


class _Reader:
    """What all messages in one file share."""

    def __init__(self, file: CompoundFile) -> None:
        self.warnings: list[str] = []
        self._file = file
        self._names = PropertyNames(file)

    def message(
        self, storage: Storage, header_length: int, code_page: int | None, depth: int
    ) -> OutlookMessage:
        """A message; ``code_page`` is that of the one around it."""
        raw = read_storage(self._file, storage, self._names, header_length)
        code_page = _code_page(raw) or code_page
        properties = Properties.decode(raw, code_page)
        bodies = read_bodies(properties, code_page, self.warnings)
        recipients = tuple(self._recipients(storage, code_page))
        attachments = tuple(
            self._attachment(child, code_page, depth)
            for child in self._children(storage, _ATTACHMENT)
        )
        return OutlookMessage(bodies, attachments, recipients, properties, ())

    def _children(self, storage: Storage, name: re.Pattern[str]) -> list[Storage]:
        """What hangs on a message, in its order."""
        children = sorted(
            (match[1], child)
            for key, child in storage.storages.items()
            if (match := name.fullmatch(key))
        )
        if len(children) > MAX_ATTACHMENTS:
            self.warnings.append(f"what is behind the first {MAX_ATTACHMENTS} is left out")
        return [child for _, child in children[:MAX_ATTACHMENTS]]

    def _recipients(self, storage: Storage, code_page: int | None) -> Iterator[Recipient]:
        for child in self._children(storage, _RECIPIENT):
            raw = read_storage(self._file, child, self._names, CHILD_HEADER)
            yield read_recipient(Properties.decode(raw, code_page))

    def _attachment(
        self, storage: Storage, code_page: int | None, depth: int
    ) -> OutlookAttachment:
        raw = read_storage(self._file, storage, self._names, CHILD_HEADER)
        properties = Properties.decode(raw, code_page)
        name = attachment_name(properties)
        octets = properties.octets(tag.ATTACH_DATA) or b""
        method = properties.number(tag.ATTACH_METHOD)
        inner = storage.storages.get(_OBJECT)
        message = None
        if inner is not None and method == _EMBEDDED_MESSAGE:
            if depth < MAX_NESTING:
                message = self.message(inner, INNER_MESSAGE_HEADER, code_page, depth + 1)
            else:
                self.warnings.append(
                    f"messages nested deeper than {MAX_NESTING} levels are not opened"
                )
        elif inner is not None:
            self.warnings.append(f"the object {name!r} of another program is left out")
        elif method in _BY_REFERENCE:
            place = properties.text(tag.ATTACH_LONG_PATHNAME)
            self.warnings.append(f"attachment {name!r} is elsewhere: {place!r}")
        return OutlookAttachment(name, octets, properties, message)


def _code_page(raw: tuple[RawProperty, ...]) -> int | None:
    """The code page of a message's 8-bit strings."""
    for wanted in (tag.MESSAGE_CODE_PAGE, tag.INTERNET_CODE_PAGE):
        for key, type_, values in raw:
            if key == wanted and values:
                value = decode_value(type_, values[0], None)
                if isinstance(value, int) and value:
                    return value
    return None
