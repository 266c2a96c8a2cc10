"""MAPI properties in an attribute of TNEF ([MS-OXTNEF] section 2.1.3.4)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from .cursor import Cursor, TruncatedError
from .properties import Key, RawProperty
from .property_tag import PropertyName
from .property_value import FIXED_LENGTHS, MULTIPLE, VARIABLE_TYPES

_FIRST_NAMED: Final = 0x8000  # from this number on, a name follows
_NAMED_BY_NUMBER: Final = 0


MAX_PROPERTIES: Final = 20_000
"""Properties of one object, and values of one property. Outlook writes about a hundred; each
costs some hundred octets of memory, and eight octets of the file."""

MAX_ROWS: Final = 20_000
"""Recipients of one message: the same."""


class UnreadableError(ValueError):
    """What comes next cannot be found, for this has an unknown length, or is too much."""


def read_table(
    octets: memoryview, warnings: list[str], *, of: str
) -> tuple[tuple[RawProperty, ...], ...]:
    """The properties of each row of a table; those before what is broken, with a warning."""
    rows: list[list[RawProperty]] = []
    cursor = Cursor(octets)
    with _warned(warnings, of):
        for _ in range(_count(cursor, MAX_ROWS)):
            rows.append([])
            _read_row(cursor, rows[-1])
    return tuple(map(tuple, rows))


def read_properties(
    octets: memoryview, warnings: list[str], *, of: str
) -> tuple[RawProperty, ...]:
    """The properties in one attribute; those before what is broken, with a warning."""
    row: list[RawProperty] = []
    with _warned(warnings, of):
        _read_row(Cursor(octets), row)
    return tuple(row)


@contextmanager
def _warned(warnings: list[str], of: str) -> Iterator[None]:
    try:
        yield
    except (TruncatedError, UnreadableError) as error:
        warnings.append(f"the properties of {of} are broken: {error}")


def _read_row(cursor: Cursor, row: list[RawProperty]) -> None:
    for _ in range(_count(cursor, MAX_PROPERTIES)):
        row.append(_read_property(cursor))  # noqa: PERF401 - kept if the next one is broken


def _count(cursor: Cursor, most: int) -> int:
    count = cursor.u32()
    if count > most:
        raise UnreadableError(f"{count} where at most {most} are read")
    return count


def _read_property(cursor: Cursor) -> RawProperty:
    type_, id_ = cursor.u16(), cursor.u16()
    key = _read_name(cursor) if id_ >= _FIRST_NAMED else id_
    single = type_ & ~MULTIPLE
    if single in VARIABLE_TYPES:
        # Of these even a single value has a count before it.
        values = [
            _read_padded(cursor, cursor.u32()) for _ in range(_count(cursor, MAX_PROPERTIES))
        ]
    elif single in FIXED_LENGTHS:
        count = _count(cursor, MAX_PROPERTIES) if type_ & MULTIPLE else 1
        values = [_read_padded(cursor, FIXED_LENGTHS[single]) for _ in range(count)]
    else:
        raise UnreadableError(f"type {type_:04x} of property {id_:04x}")
    return RawProperty(key, type_, tuple(values))


def _read_padded(cursor: Cursor, length: int) -> bytes:
    """Octets, padded to a multiple of four."""
    octets = cursor.take(length)
    cursor.skip(-length % 4)
    return octets


def _read_name(cursor: Cursor) -> Key:
    property_set = uuid.UUID(bytes_le=cursor.take(16))
    if cursor.u32() == _NAMED_BY_NUMBER:
        return PropertyName(property_set, cursor.u32())
    name = _read_padded(cursor, cursor.u32()).decode("utf-16-le", "replace")
    return PropertyName(property_set, name.partition("\0")[0])
