"""MAPI properties in the streams of a storage of .msg ([MS-OXMSG] section 2.4)."""

from __future__ import annotations

import struct
import uuid
from typing import Final

from .compound_file import CompoundFile, Storage
from .properties import Key, RawProperty
from .property_tag import PropertyName
from .property_value import FIXED_LENGTHS, MULTIPLE, OBJECT, VARIABLE_TYPES

_PROPERTIES: Final = "__properties_version1.0"
_ENTRY_LENGTH: Final = 16
_FIRST_NAMED: Final = 0x8000

# Octets before the first entry: of the whole message, of one inside, of what hangs on one.
MESSAGE_HEADER: Final = 32
INNER_MESSAGE_HEADER: Final = 24
CHILD_HEADER: Final = 8

# [MS-OXMSG] section 2.2.3: the streams in which the names of properties are.
_NAMES: Final = "__nameid_version1.0"
_NAME_SETS: Final = "__substg1.0_00020102"
_NAME_ENTRIES: Final = "__substg1.0_00030102"
_NAME_TEXTS: Final = "__substg1.0_00040102"

# [MS-OXPROPS] section 1.3.2: the sets that have no place in the stream of sets.
_KNOWN_SETS: Final = {
    1: uuid.UUID("00020328-0000-0000-c000-000000000046"),
    2: uuid.UUID("00020329-0000-0000-c000-000000000046"),
}


def stream_name(id_: int, type_: int) -> str:
    """The stream or storage that has the value of a property.

    >>> stream_name(0x1000, 0x001F)
    '__substg1.0_1000001f'
    """
    return f"__substg1.0_{id_:04x}{type_:04x}"


class PropertyNames:
    """The names behind the numbers from 0x8000 on, which all storages of a file share."""

    def __init__(self, file: CompoundFile) -> None:
        self._names: dict[int, PropertyName] = {}
        storage = file.root.storages.get(_NAMES)
        if storage is None:
            return
        sets, entries, texts = (
            file.read(storage.streams[name]) if name in storage.streams else b""
            for name in (_NAME_SETS, _NAME_ENTRIES, _NAME_TEXTS)
        )
        for at in range(0, len(entries) - 7, 8):
            id_, kind, number = struct.unpack_from("<IHH", entries, at)
            property_set = _property_set(sets, kind >> 1)
            if property_set is not None:
                name = _text(texts, id_) if kind & 1 else id_
                self._names[_FIRST_NAMED + number] = PropertyName(property_set, name)

    def key(self, id_: int) -> Key:
        """The name of a number that has one, else the number."""
        return self._names.get(id_, id_)


def _property_set(sets: bytes, index: int) -> uuid.UUID | None:
    octets = sets[(index - 3) * 16 :][:16] if index >= 3 else b""
    return uuid.UUID(bytes_le=octets) if len(octets) == 16 else _KNOWN_SETS.get(index)


def _text(texts: bytes, offset: int) -> str:
    length = int.from_bytes(texts[offset : offset + 4], "little")
    # A longer name would be one for each property, of the whole stream.
    return texts[offset + 4 : offset + 4 + min(length, 512)].decode("utf-16-le", "replace")


def read_storage(
    file: CompoundFile, storage: Storage, names: PropertyNames, header_length: int
) -> tuple[RawProperty, ...]:
    """The properties of a message, an attachment or a recipient."""
    stream = storage.streams.get(_PROPERTIES)
    if stream is None:
        file.warnings.append("an object of the message has no properties")
        return ()
    entries = file.read(stream)
    found = []
    for at in range(header_length, len(entries) - _ENTRY_LENGTH + 1, _ENTRY_LENGTH):
        type_, id_ = struct.unpack_from("<HH", entries, at)
        value = entries[at + 8 : at + 16]
        values = _values(file, storage, id_, type_, value)
        if values is not None:
            found.append(RawProperty(names.key(id_), type_, values))
    return tuple(found)


def _values(
    file: CompoundFile, storage: Storage, id_: int, type_: int, value: bytes
) -> tuple[bytes, ...] | None:
    """The octets of each value; None if they are nowhere."""
    single = type_ & ~MULTIPLE
    length = FIXED_LENGTHS.get(single)
    if length is not None and length <= 8 and not type_ & MULTIPLE:
        return (value,)
    if single not in VARIABLE_TYPES and length is None:
        return None
    stream = storage.streams.get(stream_name(id_, type_))
    if stream is None:
        return (b"",) if single == OBJECT else None
    octets = file.read(stream)
    if not type_ & MULTIPLE:
        return (octets,)
    if length is not None:
        return tuple(octets[at : at + length] for at in range(0, len(octets), length))
    return _variable_values(file, storage, stream_name(id_, type_))


def _variable_values(file: CompoundFile, storage: Storage, name: str) -> tuple[bytes, ...]:
    """Several values that each have a stream, with a number behind the name."""
    values: list[bytes] = []
    while (stream := storage.streams.get(f"{name}-{len(values):08x}")) is not None:
        values.append(file.read(stream))
    return tuple(values)
