from __future__ import annotations

import struct

import pytest

from mimekit.conversion.sniffing.ole_content import OLE, ole_type
from mimekit.conversion.sniffing.sample import Sample
from tests.conversion.sniffing.labelled import BY_NAME

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE


def entry(
    name: str, *, left: int = FREE, right: int = FREE, child: int = FREE, class_id: str = ""
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    identifier = bytes.fromhex(class_id).ljust(16, b"\0")
    fields = (text, len(text), 2, 1, left, right, child, identifier)
    return struct.pack("<64sHBBIII16s32x", *fields)


def compound(*entries: bytes, table: tuple[int, ...] = (1, END), shift: int = 9) -> bytes:
    """The table in sector 0, the directory from sector 1 on."""
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, shift, 6)
    header += bytes(14) + struct.pack("<I", 1) + bytes(24) + struct.pack("<I", 0)
    size = 1 << shift
    numbers = struct.pack(f"<{len(table)}I", *table).ljust(size, b"\xff")
    directory = b"".join(entries)
    padding = -len(directory) % size
    return header.ljust(size, b"\0") + numbers + directory + bytes(padding)


WORD = entry("WordDocument")


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(compound(entry("R", child=1), WORD), "application/msword", id="word"),
        pytest.param(
            compound(entry("R", child=1), entry("Book")), "application/vnd.ms-excel", id="excel-5"
        ),
        pytest.param(
            compound(entry("R", child=1), entry("PowerPoint Document")),
            "application/vnd.ms-powerpoint",
            id="slides",
        ),
        pytest.param(
            compound(entry("R", child=1), entry("a", left=2, right=3), entry("b"), WORD),
            "application/msword",
            id="sibling",
        ),
        pytest.param(
            compound(entry("R", child=1), entry("MBD1", child=2, left=3), WORD, entry("Workbook")),
            "application/vnd.ms-excel",
            id="document-in-a-storage",
        ),
        pytest.param(
            compound(
                entry("R", child=4),
                *[entry("a")] * 3,
                entry("__properties_version1.0"),
                table=(END, 2, END),
            ),
            "application/vnd.ms-outlook",
            id="second-sector",
        ),
        pytest.param(
            compound(entry("R", child=4), *[entry("a")] * 7, WORD, table=(END, 3, END, END)),
            "application/msword",
            id="sector-further-on",
        ),
        pytest.param(
            compound(entry("R", class_id="84100c0000000000c000000000000046")),
            "application/x-msi",
            id="installer",
        ),
        pytest.param(compound(entry("R", child=1), entry("a")), OLE, id="other"),
        pytest.param(
            compound(entry("R", child=1), WORD, shift=12), "application/msword", id="version-4"
        ),
        pytest.param(compound(entry("R", child=0)), OLE, id="child-of-itself"),
        pytest.param(
            compound(entry("R", child=1), entry("a", left=1, right=1)), OLE, id="ring-of-siblings"
        ),
        pytest.param(compound(entry("R", child=99)), OLE, id="child-nowhere"),
        pytest.param(compound(entry("R"), table=(1, 1)), OLE, id="ring-of-sectors"),
        pytest.param(compound(entry("R"), shift=3), OLE, id="no-sector-size"),
        pytest.param(MAGIC + b"\xff" * 600, OLE, id="nothing-but-ones"),
        pytest.param(
            MAGIC + b"\xff" * 600 + "Workbook".encode("utf-16-le"),
            "application/vnd.ms-excel",
            id="directory-out-of-sight",
        ),
        pytest.param(MAGIC + bytes(99), OLE, id="header-cut"),
    ],
)
def test_by_streams(octets: bytes, media_type: str) -> None:
    assert ole_type(Sample(octets)) == media_type


@pytest.mark.parametrize("name", ["msg", "doc", "xls"])
def test_whole_files(name: str) -> None:
    assert ole_type(Sample(BY_NAME[name].octets)) == BY_NAME[name].media_type
