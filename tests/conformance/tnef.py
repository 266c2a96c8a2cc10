"""The adapter of the TNEF conformance score: ``tnef(data) -> dict``. It only renames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mimekit_outlook import OutlookAttachment, read_tnef

ATTACH_DATA = 0x3701  # [MS-OXPROPS] PidTagAttachDataBinary, PidTagAttachDataObject

KINDS = {"text/plain": "txt", "text/html": "html", "application/rtf": "rtf"}


def tnef(data: bytes) -> dict[str, Any]:
    """The attachments and the bodies that a TNEF stream holds."""
    read = read_tnef(data)
    return {
        "attachments": [member for attached in read.attachments for member in members(attached)],
        "bodies": [(KINDS[body.media_type], body.octets) for body in read.bodies],
    }


def members(attached: OutlookAttachment) -> Iterator[tuple[str | None, bytes]]:
    """What the expectations count: a placeholder apart, an object with its interface before it."""
    if attached.placeholder:
        yield None, attached.placeholder
    value = None if attached.message else attached.properties.octets(ATTACH_DATA)
    yield attached.name, attached.octets if value is None else value
