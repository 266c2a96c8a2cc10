"""The attributes that a TNEF stream consists of ([MS-OXTNEF] section 2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from .cursor import Cursor

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
_HEADER_LENGTH: Final = 6  # the signature, and a key of two octets that means nothing

# [MS-OXTNEF] section 2.1.3.1: the attributes that are read here.
ATTACH_TITLE: Final = 0x00018010
SUBJECT: Final = 0x00018004
BODY: Final = 0x0002800C
DATE_START: Final = 0x00030006
DATE_END: Final = 0x00030007
DATE_SENT: Final = 0x00038005
ATTACH_TRANSPORT_NAME: Final = 0x00069001
ATTACH_RENDERING: Final = 0x00069002
MESSAGE_PROPERTIES: Final = 0x00069003
RECIPIENT_TABLE: Final = 0x00069004
ATTACHMENT_PROPERTIES: Final = 0x00069005
OEM_CODE_PAGE: Final = 0x00069007
ATTACH_DATA: Final = 0x0006800F
MESSAGE_CLASS: Final = 0x00078008

_LEVELS: Final = (1, 2)  # of the message, of an attachment


class Attribute(NamedTuple):
    """One attribute; its octets are a view of the stream."""

    id: int
    octets: memoryview
    is_of_attachment: bool


def iter_attributes(stream: bytes | memoryview, warnings: list[str]) -> Iterator[Attribute]:
    """The attributes in their order, up to what is none.

    A wrong checksum is warned of only: there are programs that write them so. Of the last
    attribute that is there in part, that part is given, with a warning.
    """
    cursor = Cursor(stream)
    if cursor.left < _HEADER_LENGTH or cursor.take(_HEADER_LENGTH)[:4] != SIGNATURE:
        warnings.append("it does not begin with the signature of TNEF")
        return
    wrong_checksums = 0
    while cursor.left:
        if cursor.left < 9:
            warnings.append(f"{cursor.left} octets behind the last attribute are left out")
            break
        level, id_, length = cursor.u8(), cursor.u32(), cursor.u32()
        if level not in _LEVELS:
            warnings.append(f"{cursor.left + 9} octets that are no attribute are left out")
            break
        if length > cursor.left:
            warnings.append(f"attribute {id_:08x} is cut off: {cursor.left} of {length} octets")
            yield Attribute(id_, cursor.rest(), level == 2)
            break
        octets = cursor.view(length)
        checksum = cursor.u16() if cursor.left >= 2 else None
        wrong_checksums += checksum != sum(octets) & 0xFFFF
        yield Attribute(id_, octets, level == 2)
    if wrong_checksums:
        warnings.append(f"{wrong_checksums} attributes have a wrong checksum")
