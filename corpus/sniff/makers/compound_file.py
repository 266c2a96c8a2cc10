"""Write compound files ([MS-CFB]): the container of .msg, .doc and .xls."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR, MINI_SECTOR, MINI_LIMIT = 512, 64, 4096
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Storage = Mapping[str, "bytes | Storage"]


def compound_file(root: Storage, class_id: bytes = bytes(16)) -> bytes:
    """A file of version 3 with these streams and storages below its root."""
    return _Writer(root, class_id).octets()


class _Writer:
    def __init__(self, root: Storage, class_id: bytes) -> None:
        self._sectors: list[bytes] = []
        self._fat: list[int] = []
        self._mini = bytearray()
        self._mini_fat: list[int] = []
        self._entries: list[list[object]] = []
        self._add("Root Entry", 5, class_id)
        self._entries[0][3] = self._children(root)

    def _add(self, name: str, kind: int, class_id: bytes = bytes(16)) -> int:
        # name, kind, (left, right), child, class id, start, size
        self._entries.append([name, kind, (FREE, FREE), FREE, class_id, END, 0])
        return len(self._entries) - 1

    def _children(self, storage: Storage) -> int:
        """Write what stands in a storage; the entry at the top of the tree of siblings."""
        names = sorted(storage, key=lambda name: (len(name), name.upper()))
        numbers = []
        for name in names:
            content = storage[name]
            number = self._add(name, 2 if isinstance(content, bytes) else 1)
            numbers.append(number)
            if isinstance(content, bytes):
                self._entries[number][5:] = [self._stream(content), len(content)]
            else:
                self._entries[number][3] = self._children(content)
        return self._tree(numbers)

    def _tree(self, numbers: list[int]) -> int:
        """Link sorted entries to a balanced tree; its top."""
        if not numbers:
            return FREE
        middle = len(numbers) // 2
        left, right = self._tree(numbers[:middle]), self._tree(numbers[middle + 1 :])
        self._entries[numbers[middle]][2] = (left, right)
        return numbers[middle]

    def _stream(self, content: bytes) -> int:
        """The first sector of a stream, or of a small one its first small sector."""
        if len(content) >= MINI_LIMIT:
            return self._chain(content)
        if not content:
            return END
        first = len(self._mini_fat)
        count = -(-len(content) // MINI_SECTOR)
        self._mini += content.ljust(count * MINI_SECTOR, b"\0")
        self._mini_fat += [*range(first + 1, first + count), END]
        return first

    def _chain(self, content: bytes) -> int:
        first = len(self._sectors)
        pieces = range(0, len(content), SECTOR)
        self._sectors += [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in pieces]
        self._fat += [*range(first + 1, first + len(pieces)), END]
        return first

    def octets(self) -> bytes:
        if self._mini:
            self._entries[0][5:] = [self._chain(bytes(self._mini)), len(self._mini)]
        mini_table = struct.pack(f"<{len(self._mini_fat)}I", *self._mini_fat)
        padding = -len(mini_table) % SECTOR
        mini_start = self._chain(mini_table + b"\xff" * padding) if mini_table else END
        directory = self._chain(b"".join(map(self._entry, self._entries)))
        count = -(-(len(self._fat) + 1) // 127)  # each sector of the table holds itself as well
        table_start = len(self._sectors)
        numbers = [*self._fat, *[FAT_SECTOR] * count]
        numbers += [FREE] * (-len(numbers) % 128)
        table = struct.pack(f"<{len(numbers)}I", *numbers)
        places = [*range(table_start, table_start + count)]
        header = struct.pack(
            "<8s16xHHHHH6xIIIIIIIIII",
            bytes.fromhex("d0cf11e0a1b11ae1"),
            *(0x3E, 3, 0xFFFE, 9, 6),
            *(0, count, directory, 0, MINI_LIMIT, mini_start, 1 if mini_table else 0, END, 0),
            places[0],
        )
        header += struct.pack("<108I", *(places[1:] + [FREE] * 108)[:108])
        return header + b"".join(self._sectors) + table

    @staticmethod
    def _entry(entry: list[object]) -> bytes:
        name, kind, siblings, child, class_id, start, size = entry
        text = str(name).encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16s4x16xIQ",
            *(text, len(text), kind, 1, *siblings, child, class_id, start, size),
        )
