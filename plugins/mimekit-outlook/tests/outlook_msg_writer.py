"""A small writer of compound files ([MS-CFB]) and of .msg ([MS-OXMSG]) for tests."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TypeAlias

from outlook_properties import MULTIPLE, VARIABLE, Name, Property

Tree: TypeAlias = "dict[str, bytes | Tree]"

SECTOR = 512
SHORT_SECTOR = 64
CUTOFF = 4096
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


class _Entry:
    def __init__(self, name: str, kind: int) -> None:
        self.name, self.kind = name, kind
        self.left = self.right = self.child = FREE
        self.start, self.length = (END, 0) if kind == 2 else (0, 0)

    def octets(self) -> bytes:
        name = f"{self.name}\0".encode("utf-16-le")
        return struct.pack(
            "<64sHBB3I16sI16sIQ",
            *(name, len(name), self.kind, 1, self.left, self.right, self.child),
            *(b"", 0, b"", self.start, self.length),
        )


def compound_file(tree: Tree) -> bytes:
    """A file with these storages and streams."""
    entries = [_Entry("Root Entry", 5)]
    streams: list[tuple[_Entry, bytes]] = []
    entries[0].child = _add(tree, entries, streams)
    short = b""
    short_table: list[int] = []
    for entry, octets in streams:
        if octets and len(octets) < CUTOFF:
            count = -(-len(octets) // SHORT_SECTOR)
            entry.start = len(short_table)
            short_table += [*range(entry.start + 1, entry.start + count), END]
            short += octets.ljust(count * SHORT_SECTOR, b"\0")
    long = [(entry, octets) for entry, octets in streams if len(octets) >= CUTOFF]
    table_octets = struct.pack(f"<{len(short_table)}I", *short_table)
    sizes = [len(entries) * 128, len(table_octets), len(short), *(len(o) for _, o in long)]
    counts = [-(-size // SECTOR) for size in sizes]
    tables = next(n for n in range(1, 110) if n * 128 >= n + sum(counts))
    table = [TABLE] * tables
    starts = []
    for count in counts:
        starts.append(len(table) if count else END)
        table += [*range(len(table) + 1, len(table) + count), END] if count else []
    table += [FREE] * (tables * 128 - len(table))
    entries[0].start, entries[0].length = starts[2], len(short)
    for (entry, _), start in zip(long, starts[3:], strict=True):
        entry.start = start
    directory = b"".join(entry.octets() for entry in entries)
    header = struct.pack(
        "<8s16sHHHHH6s9I109I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b""),
        *(0, tables, starts[0], 0, CUTOFF, starts[1], counts[1], END, 0),
        *range(tables),
        *[FREE] * (109 - tables),
    )
    chains = [directory, table_octets, short, *(octets for _, octets in long)]
    sectors = [octets.ljust(-(-len(octets) // SECTOR) * SECTOR, b"\0") for octets in chains]
    return header + struct.pack(f"<{len(table)}I", *table) + b"".join(sectors)


def _add(tree: Tree, entries: list[_Entry], streams: list[tuple[_Entry, bytes]]) -> int:
    """Add the members of a storage; the number of the entry in their middle."""
    numbers = []
    for name, content in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        entry = _Entry(name, 2 if isinstance(content, bytes) else 1)
        numbers.append(len(entries))
        entries.append(entry)
        if isinstance(content, bytes):
            entry.length = len(content)
            streams.append((entry, content))
        else:
            entry.child = _add(content, entries, streams)
    return _balance(numbers, entries)


def _balance(numbers: list[int], entries: list[_Entry]) -> int:
    if not numbers:
        return FREE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balance(numbers[:middle], entries)
    entry.right = _balance(numbers[middle + 1 :], entries)
    return numbers[middle]


# -- .msg


def msg(
    *properties: Property,
    recipients: Sequence[Sequence[Property]] = (),
    attachments: Sequence[Tree] = (),
) -> bytes:
    """A message file."""
    tree = message(*properties, recipients=recipients, attachments=attachments, header=32)
    tree["__nameid_version1.0"] = _names(properties)
    return compound_file(tree)


def message(
    *properties: Property,
    recipients: Sequence[Sequence[Property]] = (),
    attachments: Sequence[Tree] = (),
    header: int = 24,
) -> Tree:
    """The storage of a message."""
    tree = _storage(properties, header)
    for number, row in enumerate(recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = _storage(row, 8)
    for number, storage in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = storage
    return tree


def attachment(*properties: Property, inner: Tree | None = None) -> Tree:
    """The storage of an attachment; ``inner`` is a message or an object."""
    tree = _storage(properties, 8)
    if inner is not None:
        tree["__substg1.0_3701000D"] = inner
    return tree


def _storage(properties: Sequence[Property], header: int) -> Tree:
    tree: Tree = {}
    entries = bytes(header)
    for item in properties:
        name = f"__substg1.0_{item.number:04X}{item.type:04X}"
        value = item.values[0] if item.values else b""
        single = item.type & ~MULTIPLE
        if item.type & MULTIPLE and single in VARIABLE:
            lengths = [struct.pack("<I", len(each)) for each in item.values]
            tree[name] = b"".join(lengths)
            tree |= {f"{name}-{n:08X}": each for n, each in enumerate(item.values)}
            value = struct.pack("<I", 4 * len(lengths))
        elif item.type & MULTIPLE or single in VARIABLE or len(value) > 8:
            # A string has no NUL at its end here.
            joined = b"".join(item.values)
            tree[name] = joined[:-2] if single == 0x1F else joined
            value = struct.pack("<I", len(joined))
        entries += struct.pack("<HHI8s", item.type, item.number, 6, value)
    tree["__properties_version1.0"] = entries
    return tree


def _names(properties: Sequence[Property]) -> Tree:
    sets = b""
    entries = b""
    texts = b""
    names = [item.id for item in properties if isinstance(item.id, Name)]
    for index, name in enumerate(sorted(names, key=lambda name: name.number)):
        sets += name.property_set.bytes_le
        id_, kind = name.id, (index + 3) << 1
        if isinstance(id_, str):
            encoded = id_.encode("utf-16-le")
            id_, kind = len(texts), kind | 1
            texts += struct.pack("<I", len(encoded)) + encoded + bytes(-len(encoded) % 4)
        entries += struct.pack("<IHH", id_, kind, name.number - 0x8000)
    return {
        "__substg1.0_00020102": sets,
        "__substg1.0_00030102": entries,
        "__substg1.0_00040102": texts,
    }
