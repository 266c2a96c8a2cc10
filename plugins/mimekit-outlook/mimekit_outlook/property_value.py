"""The values of MAPI properties, as TNEF and .msg both have them ([MS-OXCDATA] section 2.11)."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from .code_page import decode

Scalar: TypeAlias = bool | int | float | str | bytes | datetime | uuid.UUID
Value: TypeAlias = Scalar | tuple[Scalar, ...]
"""One value, or the values of a property that has several."""

# [MS-OXCDATA] section 2.11.1: property types.
SHORT: Final = 0x0002
LONG: Final = 0x0003
FLOAT: Final = 0x0004
DOUBLE: Final = 0x0005
CURRENCY: Final = 0x0006
FLOATING_TIME: Final = 0x0007
ERROR: Final = 0x000A
BOOLEAN: Final = 0x000B
OBJECT: Final = 0x000D
LONG_LONG: Final = 0x0014
STRING8: Final = 0x001E
UNICODE: Final = 0x001F
TIME: Final = 0x0040
GUID: Final = 0x0048
BINARY: Final = 0x0102
MULTIPLE: Final = 0x1000
"""The bit of a type that has several values."""

FIXED_LENGTHS: Final = {
    SHORT: 2,
    LONG: 4,
    FLOAT: 4,
    DOUBLE: 8,
    CURRENCY: 8,
    FLOATING_TIME: 8,
    ERROR: 4,
    BOOLEAN: 2,
    LONG_LONG: 8,
    TIME: 8,
    GUID: 16,
}
"""The types whose values have one length, in octets."""

VARIABLE_TYPES: Final = frozenset({OBJECT, STRING8, UNICODE, BINARY})
"""The types whose values say how long they are."""

# A time counts units of 100 nanoseconds, a floating one days.
_FIRST_DAY: Final = datetime(1601, 1, 1, tzinfo=UTC)
_FIRST_FLOATING_DAY: Final = datetime(1899, 12, 30, tzinfo=UTC)


def decode_value(type_: int, octets: bytes, code_page: int | None) -> Scalar | None:
    r"""One value of a property; None for octets that are none.

    ``code_page`` is that of 8-bit strings. A string ends at its first NUL.

    >>> decode_value(UNICODE, "Grüße\0".encode("utf-16-le"), None)
    'Grüße'
    >>> decode_value(TIME, bytes.fromhex("0080 3ed5 deb1 9d01"), None)
    datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    if type_ == UNICODE:
        return octets.decode("utf-16-le", "replace").partition("\0")[0]
    if type_ == STRING8:
        return decode(octets.partition(b"\0")[0], code_page)
    if type_ in VARIABLE_TYPES:
        return octets
    read = _READERS.get(type_)
    if read is None or len(octets) < FIXED_LENGTHS[type_]:
        return None
    try:
        return read(octets[: FIXED_LENGTHS[type_]])
    except (OverflowError, ValueError):
        return None  # a time after the year 9999


def _signed(octets: bytes) -> int:
    return int.from_bytes(octets, "little", signed=True)


def _time(octets: bytes) -> datetime:
    return _FIRST_DAY + timedelta(microseconds=int.from_bytes(octets, "little") // 10)


def _floating_time(octets: bytes) -> datetime:
    return _FIRST_FLOATING_DAY + timedelta(days=_double(octets))


def _double(octets: bytes) -> float:
    value: float = struct.unpack("<d", octets)[0]
    return value


def _float(octets: bytes) -> float:
    value: float = struct.unpack("<f", octets)[0]
    return value


def _guid(octets: bytes) -> uuid.UUID:
    return uuid.UUID(bytes_le=octets)


_READERS: Final[dict[int, Callable[[bytes], Scalar]]] = {
    SHORT: _signed,
    LONG: _signed,
    FLOAT: _float,
    DOUBLE: _double,
    CURRENCY: _signed,
    FLOATING_TIME: _floating_time,
    ERROR: _signed,
    BOOLEAN: any,
    LONG_LONG: _signed,
    TIME: _time,
    GUID: _guid,
}
