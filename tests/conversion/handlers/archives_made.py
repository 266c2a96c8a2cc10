"""Archives as honest programs make them, and as attackers do."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping


def zip_of(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, octets in files.items():
            archive.writestr(zipfile.ZipInfo(name), octets, method)
    return out.getvalue()


def tar_of(files: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, octets in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(octets)
            archive.addfile(info, io.BytesIO(octets))
    return out.getvalue()


def tar_with(info: tarfile.TarInfo) -> bytes:
    """An archive of one header; `tarfile` adds none whose octets are not there (Python 3.13)."""
    return info.tobuf(tarfile.PAX_FORMAT) + bytes(2 * tarfile.BLOCKSIZE)


def deflated(octets: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(octets) + packer.flush()


def local_header(name: bytes, packed: int, crc: int = 0, method: int = 8) -> bytes:
    return (
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, method, 0, 0, crc, packed, 0, len(name), 0)
        + name
    )


def central_header(
    name: bytes,
    *,
    offset: int,
    packed: int,
    size: int = 0,
    crc: int = 0,
    method: int = 8,
    flags: int = 0,
    extra: bytes = b"",
) -> bytes:
    values = (
        20,
        20,
        flags,
        method,
        0,
        0,
        crc,
        packed,
        size,
        len(name),
        len(extra),
        0,
        0,
        0,
        0,
        offset,
    )
    return struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *values) + name + extra


def zip_with(data: bytes, directory: Iterable[bytes]) -> bytes:
    """A zip file of local headers with their data, and any directory."""
    entries = list(directory)
    central = b"".join(entries)
    count = min(len(entries), 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(central), len(data), 0)
    return data + central + end


def overlapping_zip(members: int, kernel: bytes) -> bytes:
    """All members have the same octets (David Fifield, 2019, full overlap)."""
    packed = deflated(kernel)
    crc = zlib.crc32(kernel)
    data = local_header(b"0", len(packed), crc) + packed
    return zip_with(
        data,
        (
            central_header(b"%d" % number, offset=0, packed=len(packed), crc=crc)
            for number in range(members)
        ),
    )


def quoting_zip(members: int, kernel: bytes) -> bytes:
    """Each member quotes the header of the next one as a stored block (the same, quoted)."""
    packed = deflated(kernel)
    pieces = [local_header(b"k", len(packed)) + packed]
    sizes = [len(packed)]
    for number in range(members - 1):
        quoted = local_header(b"k" if not number else b"q", sizes[-1])
        block = struct.pack("<BHH", 0, len(quoted), len(quoted) ^ 0xFFFF)
        sizes.append(len(block) + len(quoted) + sizes[-1])
        pieces[-1] = pieces[-1][len(quoted) :]
        pieces.append(local_header(b"q", sizes[-1]) + block + quoted)
    data = b"".join(reversed(pieces))
    lengths = [len(piece) for piece in reversed(pieces)]
    offsets = [sum(lengths[:number]) for number in range(members)]
    # Where a piece ends with a header that the next one lacks, the next member begins there.
    header = len(local_header(b"q", 0))
    starts = [offsets[0], *(offset - header for offset in offsets[1:])]
    return zip_with(
        data,
        (
            central_header(b"q", offset=start, packed=size)
            for start, size in zip(starts, reversed(sizes), strict=True)
        ),
    )
