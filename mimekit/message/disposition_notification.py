"""Message disposition notifications: receipts (RFC 8098, and RFC 2298 before it).

Deviations, beside those of `mimekit.message.report_fields`:

1. The fields may be cut in pieces by empty lines.
2. Disposition may have comments anywhere, or lack its modes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from mimekit.defects import Defect
from mimekit.message.report_fields import Field, Fields, TypedText

if TYPE_CHECKING:
    from mimekit.message.part import Message

_COMMENT = re.compile(r"\([^()]*+\)")


class Disposition(NamedTuple):
    """What a recipient's software did with a message (RFC 8098 section 3.2.6).

    All values are in lower case, and empty if they are not stated.
    """

    action_mode: str
    """ "manual-action" or "automatic-action"."""
    sending_mode: str
    """ "mdn-sent-manually" or "mdn-sent-automatically"."""
    type: str
    """ "displayed", "deleted", "dispatched" or "processed"."""
    modifiers: tuple[str, ...] = ()
    """ "error" and others."""


class DispositionNotification(NamedTuple):
    """What a recipient's software tells the sender who asked for it."""

    reporting_ua: str | None = None
    """The software, and its host."""
    mdn_gateway: TypedText | None = None
    """The gateway that translated the report."""
    original_recipient: TypedText | None = None
    """The address that the sender gave, if it was changed on the way."""
    final_recipient: TypedText | None = None
    """The address for which the disposition is told."""
    original_message_id: str | None = None
    """Without its angle brackets."""
    disposition: Disposition | None = None
    errors: tuple[str, ...] = ()
    """The texts of Error, and of Failure, as RFC 2298 had it."""
    fields: tuple[tuple[str, str], ...] = ()
    """All fields: names as they are written, and decoded texts."""
    text: str | None = None
    """The text/plain part for people."""
    original: Message | None = None
    """The returned message; without a body, if only its header was returned."""
    defects: tuple[Defect, ...] = ()
    kind: Literal["disposition-notification"] = "disposition-notification"


def read_disposition_notification(groups: Iterable[list[Field]]) -> DispositionNotification:
    """The report of a message/disposition-notification."""
    fields = Fields(chain.from_iterable(groups))
    disposition = fields.read("disposition")
    return DispositionNotification(
        reporting_ua=fields.read("reporting-ua"),
        mdn_gateway=fields.read_typed("mdn-gateway"),
        original_recipient=fields.read_address("original-recipient"),
        final_recipient=fields.read_address("final-recipient"),
        original_message_id=fields.read_message_id("original-message-id"),
        disposition=_parse_disposition(disposition) if disposition else None,
        errors=fields.read_all("error", "failure"),
        fields=fields.texts(),
    )


def _parse_disposition(text: str) -> Disposition:
    """``action-mode "/" sending-mode ";" type [ "/" modifiers ]``."""
    text = "".join(_COMMENT.sub("", text).lower().split())
    mode, semicolon, rest = text.partition(";")
    if not semicolon:
        mode, rest = "", text
    action_mode, _, sending_mode = mode.partition("/")
    type_, _, modifiers = rest.partition("/")
    return Disposition(action_mode, sending_mode, type_, tuple(filter(None, modifiers.split(","))))
