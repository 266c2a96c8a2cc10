"""The rows that a scan returns: `WIDTH` integers a node, document order, root first."""

from __future__ import annotations

import mmap
from typing import Final, NamedTuple, TypeAlias

# What a message is read from; other buffers are copied into one of these.
Source: TypeAlias = bytes | mmap.mmap

WIDTH: Final = 9

# The columns. All offsets count in the source that was scanned.
START: Final = 0  # the first header field
HEADER_END: Final = 1  # behind the line end of the last header field
BODY: Final = 2  # the first octet of the body
END: Final = 3  # behind the last octet of the body
PARENT: Final = 4  # the row of the parent, -1 for a root
NEXT: Final = 5  # the row behind the last one below this node
KIND: Final = 6
ENCODING: Final = 7
FLAGS: Final = 8

# KIND
LEAF: Final = 0
MULTIPART: Final = 1
MESSAGE: Final = 2

# ENCODING
IDENTITY: Final = 0  # 7bit, 8bit, binary, or none declared
BASE64: Final = 1
QUOTED_PRINTABLE: Final = 2
UUENCODE: Final = 3
UNKNOWN: Final = 4

ENCODINGS: Final = {
    "7bit": IDENTITY,
    "8bit": IDENTITY,
    "binary": IDENTITY,
    "base64": BASE64,
    "quoted-printable": QUOTED_PRINTABLE,
    "uuencode": UUENCODE,
    "x-uuencode": UUENCODE,
    "x-uue": UUENCODE,
    "uue": UUENCODE,
}

# FLAGS
IS_MESSAGE: Final = 1  # the root of a message, not a body part
IN_DIGEST: Final = 2  # a child of multipart/digest: message/rfc822 unless it says otherwise
BARE_CR: Final = 4  # a lone CR ends lines of the header block
OPENED: Final = 8  # a multipart that was taken apart: it has a delimiter
CLOSED: Final = 16  # its closing delimiter was found
NO_HEADER: Final = 32  # no header field at all: everything is body
IS_DIGEST: Final = 64  # multipart/digest


class Description(NamedTuple):
    """What the Content-* fields of a header block say of its body."""

    kind: int
    boundary: bytes | None
    encoding: int
    is_digest: bool
    has_type: bool  # False: there is no Content-Type


class Scan(NamedTuple):
    """Nodes and findings of one source."""

    rows: list[int]
    """`WIDTH` integers a node."""
    defects: list[int]
    """`DefectCode.number`, row, offset and length, in turn; empty if clean."""


def move_rows(found: Scan, root: int) -> Scan:
    """The same lists, changed to stand behind the rows of other sources: the root in row ``root``.

    Its parent stays to be set.
    """
    rows, defects = found
    rows[PARENT::WIDTH] = [parent + root for parent in rows[PARENT::WIDTH]]
    rows[NEXT::WIDTH] = [following + root for following in rows[NEXT::WIDTH]]
    defects[1::4] = [row + root for row in defects[1::4]]
    return found
