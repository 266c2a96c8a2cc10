"""Archives and compressed files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zlib

import py7zr
import pycdlib
import zstandard

from makers import programs
from makers.office import archive

TEXT = b"Two barrels are left. The lamp takes one a week.\n" * 3
NAME = "cargo.txt"
_MANIFEST = "Manifest-Version: 1.0\r\nCreated-By: the keeper\r\nMain-Class: Lamp\r\n\r\n"


def files() -> dict[str, bytes]:
    """The files by name; "iso" is compressed, for it is nothing but zeros to octet 32,768."""
    return {
        "zip": archive([(NAME, TEXT), ("empty/", b"")]),
        "jar": archive(
            [("META-INF/MANIFEST.MF", _MANIFEST), ("Lamp.class", programs.java_class())]
        ),
        "apk": archive(_android()),
        "gz": gzip.compress(TEXT, mtime=0),
        "bz2": bz2.compress(TEXT),
        "xz": lzma.compress(TEXT),
        "zst": zstandard.compress(TEXT),
        "7z": _seven_zip(),
        "rar": _rar(),
        "tar": _tar(),
        "iso": lzma.compress(_iso()),
    }


def _android() -> list[tuple[str, bytes]]:
    """A package with an empty manifest in binary XML, and code without a class."""
    pool = struct.pack("<HHIIIIII", 1, 28, 28, 0, 0, 0, 28, 0)
    manifest = struct.pack("<HHI", 3, 8, 8 + len(pool)) + pool
    body = struct.pack("<II", 112, 0x12345678) + bytes(72)
    body = bytes(20) + body
    code = b"dex\n035\0" + struct.pack("<I", zlib.adler32(body)) + body
    return [
        ("AndroidManifest.xml", manifest),
        ("classes.dex", code),
        ("META-INF/MANIFEST.MF", _MANIFEST.encode()),
    ]


def _seven_zip() -> bytes:
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as file:
        file.writestr(TEXT, NAME)
    return stream.getvalue()


def _rar() -> bytes:
    """RAR 2.9: a marker, then blocks, each behind the lower half of its CRC-32; one is stored."""

    def block(fields: bytes, content: bytes = b"") -> bytes:
        return struct.pack("<H", zlib.crc32(fields) & 0xFFFF) + fields + content

    name, size = NAME.encode(), len(TEXT)
    date = (2026 - 1980) << 25 | 11 << 21 | 3 << 16 | 8 << 11 | 15 << 5
    entry = struct.pack("<II", size, size) + struct.pack(
        "<BIIBBHI", 3, zlib.crc32(TEXT), date, 29, 0x30, len(name), 0o100644
    )
    entry = struct.pack("<BHH", 0x74, 0x8000, 7 + len(entry) + len(name)) + entry + name
    return (
        b"Rar!\x1a\x07\x00"
        + block(struct.pack("<BHHHI", 0x73, 0, 13, 0, 0))
        + block(entry, TEXT)
        + block(struct.pack("<BHH", 0x7B, 0x4000, 7))
    )


def _tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as file:
        member = tarfile.TarInfo(NAME)
        member.size = len(TEXT)
        file.addfile(member, io.BytesIO(TEXT))
    return stream.getvalue()


def _iso() -> bytes:
    disk = pycdlib.PyCdlib()
    disk.new(vol_ident="LIGHT")
    disk.add_fp(io.BytesIO(TEXT), len(TEXT), "/CARGO.TXT;1")
    stream = io.BytesIO()
    disk.write_fp(stream)
    disk.close()
    return stream.getvalue()
