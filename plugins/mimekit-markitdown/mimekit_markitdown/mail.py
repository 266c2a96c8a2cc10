"""The converter that markitdown gets: messages and mailboxes by mimekit."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

import mimekit
from mimekit.plugin import Content, Registry

if TYPE_CHECKING:
    from mimekit import Conversion

log = logging.getLogger(__name__)

MAX_MESSAGES: Final = 1_000
"""Messages of one mailbox that become part of one document."""

_MESSAGE: Final = "message/rfc822"
_MBOX: Final = "application/mbox"

# The extension of a file, and the types under which it is sent.
_TYPES: Final = {
    ".eml": _MESSAGE,
    ".mbox": _MBOX,
    ".msg": "application/vnd.ms-outlook",
    ".tnef": "application/ms-tnef",
    ".dat": "application/ms-tnef",  # winmail.dat, and no other
}
_ALIASES: Final = {
    "message/global": _MESSAGE,
    "application/vnd.ms-tnef": "application/ms-tnef",
    "application/x-mbox": _MBOX,
}


class StreamInfo(Protocol):
    """What is read of a ``markitdown.StreamInfo``."""

    @property
    def mimetype(self) -> str | None:
        """The media type, as far as it is known."""

    @property
    def extension(self) -> str | None:
        """The extension with its dot."""

    @property
    def filename(self) -> str | None:
        """The name of the file."""


class MailConverter:
    """A converter as markitdown calls it (``DocumentConverter``), for mail.

    Messages and mboxes always; what Outlook writes (.msg, winmail.dat) if a plugin of mimekit
    reads it, else markitdown's own converter does.
    """

    def __init__(self, registry: Registry | None = None) -> None:
        self._registry = registry

    def accepts(self, file_stream: BinaryIO, stream_info: StreamInfo, **_options: object) -> bool:  # noqa: ARG002
        """Whether it is mail, by its media type or by the extension of its name."""
        media_type = _media_type(stream_info)
        if media_type in (_MESSAGE, _MBOX):
            return True
        return media_type is not None and bool(self._handlers().accepting(media_type))

    def convert(self, file_stream: BinaryIO, stream_info: StreamInfo, **_options: object) -> Any:  # noqa: ANN401
        """A ``DocumentConverterResult``, the subject its title.

        `ValueError` if nothing of it can be converted: markitdown asks others then. What
        conversions warn of goes to the log.
        """
        from markitdown import DocumentConverterResult  # noqa: PLC0415 - it is who calls

        media_type = _media_type(stream_info) or _MESSAGE
        octets = file_stream.read()
        if media_type == _MBOX:
            return DocumentConverterResult(markdown=self._mailbox_text(octets), title=None)
        if media_type == _MESSAGE:
            message = mimekit.parse(octets)
            title = " ".join((message.subject or "").split()) or None
            return DocumentConverterResult(markdown=self._text(message), title=title)
        content = Content(media_type=media_type, octets=octets, name=stream_info.filename)
        return DocumentConverterResult(markdown=self._text(content), title=None)

    # -- inside

    def _handlers(self) -> Registry:
        return self._registry or Registry.default()

    def _mailbox_text(self, octets: bytes) -> str:
        """The messages between rules; one that cannot be converted costs only itself."""
        texts = []
        failure = "there is no message in it"
        for message in _iter_messages(octets):
            try:
                texts.append(self._text(message))
            except ValueError as error:
                failure = str(error)
        if not texts:
            raise ValueError(failure)
        return "\n\n---\n\n".join(texts)

    def _text(self, content: mimekit.Part | Content) -> str:
        done: Conversion = mimekit.convert(content, "text/markdown", registry=self._handlers())
        for warning in done.warnings:
            log.warning("%s", warning)
        if not done.is_converted or done.text is None:
            raise ValueError(f"mimekit does not convert {done.media_type}")
        return done.text


def _media_type(info: StreamInfo) -> str | None:
    """The type of mail that a stream is of; None if it is none."""
    named = (info.mimetype or "").partition(";")[0].strip().lower()
    named = _ALIASES.get(named, named)
    if named in _TYPES.values():
        return named
    if (info.filename or "").lower() == "winmail.dat":
        return _TYPES[".dat"]
    extension = (info.extension or "").lower()
    return _TYPES.get(extension) if extension != ".dat" else None


def _iter_messages(octets: bytes) -> Iterator[mimekit.Message]:
    """The messages of an mbox; `ValueError` if it is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mail.mbox"
        path.write_bytes(octets)
        try:
            with mimekit.Mbox(path) as mailbox:
                for number, message in enumerate(mailbox):
                    if number == MAX_MESSAGES:
                        log.warning("only %d messages of the mailbox are converted", number)
                        return
                    yield message
        except mimekit.MailboxError as error:
            raise ValueError(str(error)) from error
