"""What the tests of `from_jmap` share."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from mimekit import Message, from_jmap

DATE = datetime(2026, 1, 1, tzinfo=UTC)
TEXT: dict[str, Any] = {
    "textBody": [{"partId": "1", "type": "text/plain"}],
    "bodyValues": {"1": {"value": "Hi"}},
}

_ALWAYS = re.compile(
    "Date: Thu, 01 Jan 2026 |Message-ID: <[0-9a-f]{32}@|MIME-Version: |Content-T(?:ype|ransfer)"
)


def create(email: Any = None, /, **options: Any) -> Message:
    """The same octets each time; with a text for body if there is no other."""
    email = {} if email is None else email
    if isinstance(email, dict) and not {"bodyStructure", "textBody", "htmlBody"} & email.keys():
        email = {**TEXT, **email}
    return from_jmap(email, **{"date": DATE, "seed": 1, **options})


def create_part(part: dict[str, Any], **options: Any) -> Message:
    """A message of one part; a text if it has nothing else."""
    if not {"partId", "blobId", "subParts"} & part.keys():
        part = {"partId": "1", **part}
    return create({"bodyStructure": part, "bodyValues": TEXT["bodyValues"]}, **options)


def header(message: Message) -> list[str]:
    """The lines of the header block, without those that every message has."""
    block, _, _ = bytes(message).partition(b"\r\n\r\n")
    return [line for line in block.decode().split("\r\n") if not _ALWAYS.match(line)]
