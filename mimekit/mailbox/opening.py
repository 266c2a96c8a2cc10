"""What kind of mailbox a path has: by its folders, its file names, its first octets."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TypeAlias

from mimekit.errors import MailboxError
from mimekit.limits import Limits
from mimekit.mailbox.maildir import Maildir, is_maildir
from mimekit.mailbox.mbox import Mbox
from mimekit.mailbox.message_files import EMLX_SUFFIX, MessageFiles, find_files

AnyMailbox: TypeAlias = Mbox | Maildir | MessageFiles

_FIRST_BYTES = 4 << 10
# RFC 5322 section 2.2: a header field begins with its name and a colon; a From_ line does not.
_HEADER_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")


def open_mailbox(path: str | os.PathLike[str], *, limits: Limits | None = None) -> AnyMailbox:
    """Open what is there; a context manager whose iteration gives `Message`s.

    A folder is a Maildir if it has cur, new and tmp; an MH folder if it has files whose names
    are numbers; else the messages of its .emlx or .eml files; or of a file "mbox" in it, as
    Apple Mail exports one. A file is an mbox if it begins with a From_ line or is empty; an
    EMLX by its name; one message if it begins with a header field; or an mbox if a
    From_ line comes in its first MiB. Raises `MailboxError` if it is nothing of that, and
    `OSError` as the built-in ``open`` does.

    >>> with open_mailbox("corpus/mailbox/mh") as mailbox:
    ...     mailbox, [message.subject for message in mailbox]
    (<MessageFiles, 2 of format mh>, ['Number two', 'Number ten'])
    """
    path = Path(path)
    if path.is_dir():
        return _open_folder(path, limits)
    with path.open("rb") as file:
        first = file.read(_FIRST_BYTES)
    if path.suffix.lower() == EMLX_SUFFIX:
        return MessageFiles([path], "emlx", limits=limits)
    if _HEADER_FIELD.match(first):
        return MessageFiles([path], "eml", limits=limits)
    try:
        return Mbox(path, limits=limits)
    except MailboxError:
        raise MailboxError(f"{path} is no mailbox: no From_ line, no header field") from None


def _open_folder(path: Path, limits: Limits | None) -> AnyMailbox:
    if is_maildir(path):
        return Maildir(path, limits=limits)
    if found := find_files(path):
        return MessageFiles(*found, limits=limits)
    if (path / "mbox").is_file():
        return Mbox(path / "mbox", limits=limits)
    raise MailboxError(f"{path} is no mailbox: no Maildir, and no files of messages in it")
