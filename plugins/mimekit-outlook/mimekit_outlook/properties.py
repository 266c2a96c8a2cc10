"""The properties of a message, an attachment or a recipient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple, Self, TypeAlias

from .property_tag import PropertyName
from .property_value import MULTIPLE, STRING8, Value, decode_value

Key: TypeAlias = int | PropertyName
"""The number of a property, or its name if it has one."""


class RawProperty(NamedTuple):
    """A property as it stands in a file, not decoded."""

    key: Key
    type_: int
    values: tuple[bytes, ...]


class Properties(Mapping[Key, Value]):
    """Properties by number or name; those whose value is broken are not there.

    Each accessor gives None for a property that is not there, or is of another type.

    >>> from .property_value import UNICODE
    >>> raw = RawProperty(0x0037, UNICODE, ("Grüße".encode("utf-16-le"),))
    >>> Properties.decode([raw], None).text(0x0037)
    'Grüße'
    """

    def __init__(self, values: dict[Key, Value], raw_strings: dict[Key, bytes]) -> None:
        self._values = values
        self._raw_strings = raw_strings

    @classmethod
    def decode(cls, raw: Iterable[RawProperty], code_page: int | None) -> Self:
        """Read properties whose 8-bit strings are in a code page; the first of equal ones."""
        values: dict[Key, Value] = {}
        raw_strings: dict[Key, bytes] = {}
        for key, type_, octets in raw:
            value = _decode(type_, octets, code_page)
            if value is not None and key not in values:
                values[key] = value
                if type_ == STRING8:
                    raw_strings[key] = octets[0]
        return cls(values, raw_strings)

    def __getitem__(self, key: Key) -> Value:
        return self._values[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<Properties: {len(self)}>"

    def text(self, *keys: Key) -> str | None:
        """The first of these that is a text, and not empty."""
        for key in keys:
            value = self._values.get(key)
            if isinstance(value, str) and value:
                return value
        return None

    def number(self, key: Key) -> int | None:
        """A whole number."""
        value = self._values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, key: Key) -> bool:
        """Whether it is there and true."""
        return self._values.get(key) is True

    def time(self, *keys: Key) -> datetime | None:
        """The first of these that is a time, in UTC."""
        for key in keys:
            value = self._values.get(key)
            if isinstance(value, datetime):
                return value
        return None

    def octets(self, key: Key) -> bytes | None:
        """Octets; of an 8-bit string those that stand in the file."""
        value = self._raw_strings.get(key, self._values.get(key))
        return value if isinstance(value, bytes) else None


def _decode(type_: int, octets: tuple[bytes, ...], code_page: int | None) -> Value | None:
    values = [decode_value(type_ & ~MULTIPLE, value, code_page) for value in octets]
    if type_ & MULTIPLE:
        return tuple(value for value in values if value is not None)
    return values[0] if values else None
