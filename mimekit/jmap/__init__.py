"""Messages as the Email objects of JMAP, ready for `json.dumps` (RFC 8621 section 4)."""

from __future__ import annotations

from mimekit.jmap.blobs import jmap_blobs
from mimekit.jmap.body_part import BODY_PROPERTIES
from mimekit.jmap.body_value import EmailBodyValue
from mimekit.jmap.email_creation import from_jmap
from mimekit.jmap.email_object import EMAIL_PROPERTIES, to_jmap
from mimekit.jmap.header_form import EmailAddress, EmailAddressGroup, EmailHeader

__all__ = [
    "BODY_PROPERTIES",
    "EMAIL_PROPERTIES",
    "EmailAddress",
    "EmailAddressGroup",
    "EmailBodyValue",
    "EmailHeader",
    "from_jmap",
    "jmap_blobs",
    "to_jmap",
]
