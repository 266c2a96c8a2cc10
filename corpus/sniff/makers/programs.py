"""Programs, a database, fonts; and nothing at all."""

from __future__ import annotations

import io
import sqlite3
import struct
import subprocess
import tempfile
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

_JAVA = """\
public class Lamp {
    public static void main(String[] arguments) {
        System.out.println("The light turns.");
    }
}
"""


def files() -> dict[str, bytes]:
    """The files by name."""
    font = _font()
    return {
        "exe": _windows(),
        "elf": _linux(),
        "class": java_class(),
        "sqlite": _database(),
        "ttf": font,
        "woff2": _compressed(font),
        "empty": b"",
    }


def _windows() -> bytes:
    """A program of two instructions, which returns 0 ([PE format] sections 2 to 4)."""
    stub = b"MZ" + struct.pack("<13H", 144, 3, 0, 4, 0, 0xFFFF, 0, 184, 0, 0, 0, 64, 0)
    stub = stub.ljust(60, b"\0") + struct.pack("<I", 64)
    optional = struct.pack("<HBBIIIII", 0x10B, 14, 0, 512, 0, 0, 0x1000, 0x1000)
    optional += struct.pack("<IIIIHHHHHHIIIIHH", 0, 0x400000, 0x1000, 512, 6, 0, 0, 0, 6, 0, 0,
                            0x2000, 512, 0, 3, 0)  # fmt: skip
    optional += struct.pack("<IIIIII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16) + bytes(128)
    coff = struct.pack("<HHIIIHH", 0x14C, 1, 0, 0, 0, len(optional), 0x102)
    section = struct.pack("<8sIIIIIIHHI", b".text", 3, 0x1000, 512, 512, 0, 0, 0, 0, 0x60000020)
    headers = stub + b"PE\0\0" + coff + optional + section
    return headers.ljust(512, b"\0") + b"\x31\xc0\xc3".ljust(512, b"\0")


def _linux() -> bytes:
    """A program of three instructions, which returns 0 (System V ABI, AMD64)."""
    code = b"\x31\xff\xb8\x3c\0\0\0\x0f\x05"
    base, size = 0x400000, 64 + 56
    header = b"\x7fELF" + bytes((2, 1, 1)) + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, base + size, 64, 0, 0, 64, 56, 1, 64, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, base, base, *[size + len(code)] * 2, 0x1000)
    return header + segment + code


def java_class() -> bytes:
    """What javac makes of a class that prints a line."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "Lamp.java").write_text(_JAVA, encoding="ascii")
        subprocess.run(["javac", "--release", "8", "-nowarn", "Lamp.java"], cwd=folder, check=True)  # noqa: S607
        return (Path(folder) / "Lamp.class").read_bytes()


def _database() -> bytes:
    with sqlite3.connect(":memory:") as database:
        database.executescript("PRAGMA page_size = 512; VACUUM; CREATE TABLE cargo (boat, oil);")
        database.execute("INSERT INTO cargo VALUES ('Maria', 2)")
        database.commit()
        return database.serialize()


def _font() -> bytes:
    """One letter, a square."""
    pen = TTGlyphPen(None)
    for at, point in enumerate([(100, 0), (100, 700), (800, 700), (800, 0)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupGlyf({".notdef": square, "A": square})
    builder.setupHorizontalMetrics({".notdef": (900, 100), "A": (900, 100)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Light", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def _compressed(font: bytes) -> bytes:
    file = TTFont(io.BytesIO(font))
    file.flavor = "woff2"
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()
