"""The properties that are read here, by their names in [MS-OXPROPS]."""

from __future__ import annotations

import uuid
from typing import Final, NamedTuple


class PropertyName(NamedTuple):
    """The name of a property whose number differs from message to message."""

    property_set: uuid.UUID
    id: int | str
    """A number (``PidLid``), or a text (``PidName``)."""


def _calendar_name(id_: int) -> PropertyName:
    return PropertyName(uuid.UUID("00062002-0000-0000-c000-000000000046"), id_)


def _meeting_name(id_: int) -> PropertyName:
    return PropertyName(uuid.UUID("6ed8da90-450b-101b-98da-00aa003f1305"), id_)


IMPORTANCE: Final = 0x0017
MESSAGE_CLASS: Final = 0x001A
SUBJECT: Final = 0x0037
CLIENT_SUBMIT_TIME: Final = 0x0039
SENT_REPRESENTING_NAME: Final = 0x0042
START_DATE: Final = 0x0060
END_DATE: Final = 0x0061
SENT_REPRESENTING_ADDRESS_TYPE: Final = 0x0064
SENT_REPRESENTING_ADDRESS: Final = 0x0065
TRANSPORT_MESSAGE_HEADERS: Final = 0x007D
RECIPIENT_TYPE: Final = 0x0C15
SENDER_NAME: Final = 0x0C1A
SENDER_ADDRESS_TYPE: Final = 0x0C1E
SENDER_ADDRESS: Final = 0x0C1F
DISPLAY_BCC: Final = 0x0E02
DISPLAY_CC: Final = 0x0E03
DISPLAY_TO: Final = 0x0E04
MESSAGE_DELIVERY_TIME: Final = 0x0E06
NORMALIZED_SUBJECT: Final = 0x0E1D
BODY: Final = 0x1000
RTF_COMPRESSED: Final = 0x1009
HTML: Final = 0x1013
INTERNET_MESSAGE_ID: Final = 0x1035
INTERNET_REFERENCES: Final = 0x1039
IN_REPLY_TO_ID: Final = 0x1042
DISPLAY_NAME: Final = 0x3001
ADDRESS_TYPE: Final = 0x3002
EMAIL_ADDRESS: Final = 0x3003
CREATION_TIME: Final = 0x3007
ATTACH_DATA: Final = 0x3701
ATTACH_EXTENSION: Final = 0x3703
ATTACH_FILENAME: Final = 0x3704
ATTACH_METHOD: Final = 0x3705
ATTACH_LONG_FILENAME: Final = 0x3707
ATTACH_LONG_PATHNAME: Final = 0x370D
ATTACH_MIME_TAG: Final = 0x370E
ATTACH_CONTENT_ID: Final = 0x3712
SMTP_ADDRESS: Final = 0x39FE
INTERNET_CODE_PAGE: Final = 0x3FDE
MESSAGE_CODE_PAGE: Final = 0x3FFD
SENDER_SMTP_ADDRESS: Final = 0x5D01
SENT_REPRESENTING_SMTP_ADDRESS: Final = 0x5D02
ATTACHMENT_HIDDEN: Final = 0x7FFE

LOCATION: Final = _calendar_name(0x8208)
APPOINTMENT_START: Final = _calendar_name(0x820D)
APPOINTMENT_END: Final = _calendar_name(0x820E)
APPOINTMENT_ALL_DAY: Final = _calendar_name(0x8215)
RECURRING: Final = _calendar_name(0x8223)
RECURRENCE_PATTERN: Final = _calendar_name(0x8232)
GLOBAL_OBJECT_ID: Final = _meeting_name(0x0003)
CLEAN_GLOBAL_OBJECT_ID: Final = _meeting_name(0x0023)
