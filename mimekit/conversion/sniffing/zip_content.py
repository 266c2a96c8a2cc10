"""What a ZIP archive is: an office document, a program for Java or Android, a book.

APPNOTE.TXT of PKWARE, section 4.3: each member stands behind a local header, and all are listed
in a central directory at the end. Only the beginning of a large archive is there to be read, so
local headers are. Where the central directory is there as well, it decides, as for every program
that opens an archive.

    local header      := PK 3 4  version flags method time date crc csize size nlen xlen name extra
    central directory := PK 1 2  versions flags method ... csize size nlen xlen clen ... name ...

Deviation: a member whose size is unknown beforehand (flag bit 3) ends where the next local header
begins, which a member that is itself an archive may fake.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from mimekit.conversion.sniffing.sample import Sample

ZIP: Final = "application/zip"
JAR: Final = "application/java-archive"
APK: Final = "application/vnd.android.package-archive"

_MAX_MEMBERS: Final = 1000  # that are looked at
_MAX_LISTING_BYTES: Final = 64 << 10  # of [Content_Types].xml, decompressed
_MAX_TYPE_BYTES: Final = 128  # of the member "mimetype"

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4s6H3I3H8xI")
_BEGIN = b"PK\x03\x04"
_LISTED = b"PK\x01\x02"
_END = b"PK\x05\x06"
_END_BYTES: Final = 22
_MAX_COMMENT_BYTES: Final = 0xFFFF
_STORED, _DEFLATED = 0, 8
_SIZE_FOLLOWS = 1 << 3
_MAX_VERSION = 99  # "version needed to extract" times ten: 6.3 is the last one that was defined

# OpenDocument 1.2 part 3 section 3.3, EPUB OCF 3 section 4.3: what "mimetype" may hold.
_DECLARED = re.compile(
    rb"application/(?:vnd\.oasis\.opendocument\.[a-z-]{1,60}|vnd\.sun\.xml\.[a-z.]{1,40}|epub\+zip)"
)
# ECMA-376 part 2 section 10.1.2.2: the media type of the main part is that of the document, with
# ".main+xml" behind it.
_MAIN_PART = re.compile(
    rb"""ContentType\s{0,8}=\s{0,8}["'](application/vnd\.(?:openxmlformats-officedocument|ms-)"""
    rb"""[A-Za-z0-9.-]{1,80}?)\.main(?:\+xml)?["']"""
)
# The registered types of documents with macros have a number that their parts have not.
_MACRO, _MACRO_VERSION = ".macroenabled", ".12"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_BY_FOLDER: Final = {
    b"word": _OFFICE + "wordprocessingml.document",
    b"xl": _OFFICE + "spreadsheetml.sheet",
    b"ppt": _OFFICE + "presentationml.presentation",
    b"visio": "application/vnd.ms-visio.drawing",
}


class _Member(NamedTuple):
    name: bytes
    method: int
    start: int  # of its compressed octets
    size: int  # of them


def zip_type(sample: Sample) -> str | None:
    r"""The media type of an archive; None if no archive begins there.

    >>> zip_type(Sample(b"PK\x03\x04 is how an archive begins.")) is None
    True
    """
    octets = sample.octets
    if octets.startswith(_END):  # without members
        return ZIP if len(octets) >= _END_BYTES and octets[4:12] == bytes(8) else None
    members = [*islice(_iter_local(octets), _MAX_MEMBERS)]
    if not members:
        return None
    listed = [*islice(_iter_listed(octets), _MAX_MEMBERS)] if sample.whole else []
    return _type_of(octets, listed or members)


def has_directory(octets: bytes) -> bool:
    """Whether a central directory ends these octets, whatever they begin with.

    An archive behind other octets may count its offsets from its own beginning (APPNOTE.TXT
    section 4.1.9), so it is enough that the directory stands where its size says.
    """
    end = octets.rfind(_END, -_END_BYTES - _MAX_COMMENT_BYTES)
    if end < 0 or len(octets) < end + _END_BYTES:
        return False
    size = int.from_bytes(octets[end + 12 : end + 16], "little")
    comment = int.from_bytes(octets[end + 20 : end + 22], "little")
    is_last = end + _END_BYTES + comment == len(octets)
    return is_last and 0 < size <= end and octets.startswith(_LISTED, end - size)


def _type_of(octets: bytes, members: list[_Member]) -> str:
    """The type of an archive with these members."""
    by_name = {member.name: member for member in members}
    if b"mimetype" in by_name:
        content = _content(octets, by_name[b"mimetype"], _MAX_TYPE_BYTES)
        if declared := _DECLARED.match(content):
            return declared[0].decode()
    if listing := by_name.get(b"[Content_Types].xml"):
        content = _content(octets, listing, _MAX_LISTING_BYTES)
        if main := _MAIN_PART.search(content):
            media_type = main[1].decode().lower()
            return media_type + _MACRO_VERSION * media_type.endswith(_MACRO)
    if b"[Content_Types].xml" in by_name or b"_rels/.rels" in by_name:
        folders = (name.partition(b"/")[0] for name in by_name)
        if folder := next((each for each in folders if each in _BY_FOLDER), None):
            return _BY_FOLDER[folder]
    if b"AndroidManifest.xml" in by_name and b"classes.jar" not in by_name:
        return APK
    return JAR if b"META-INF/MANIFEST.MF" in by_name else ZIP


def _iter_local(octets: bytes) -> Iterator[_Member]:
    """The members by their local headers, as far as one follows the other."""
    at = 0
    while at >= 0 and (found := _local_member(octets, at)) is not None:
        member, is_sized = found
        yield member
        end = member.start + member.size
        at = end if is_sized else octets.find(_BEGIN, end)


def _local_member(octets: bytes, at: int) -> tuple[_Member, bool] | None:
    """A member, and whether its size is known; None if there is no sound local header."""
    if len(octets) < at + _LOCAL.size:
        return None
    fields = _LOCAL.unpack_from(octets, at)
    mark, version, flags, method, *_, size, _full_size, name_size, extra_size = fields
    name_at = at + _LOCAL.size
    name = octets[name_at : name_at + name_size]
    if mark != _BEGIN or version & 0xFF > _MAX_VERSION or method > 99 or not name:
        return None
    is_sized = not flags & _SIZE_FOLLOWS or size > 0
    return _Member(name, method, name_at + name_size + extra_size, size), is_sized


def _iter_listed(octets: bytes) -> Iterator[_Member]:
    """The members by the central directory, if the archive is all there."""
    end = octets.rfind(_END)
    if end < 0 or len(octets) < end + _END_BYTES:
        return
    at = int.from_bytes(octets[end + 16 : end + 20], "little")
    while at + _CENTRAL.size <= end:
        fields = _CENTRAL.unpack_from(octets, at)
        mark, _, _, _, method, _, _, _, size, _, name_size, extra_size, comment_size, start = (
            fields
        )
        if mark != _LISTED:
            return
        name_at = at + _CENTRAL.size
        local = _local_member(octets, start)
        if local is not None:
            name = octets[name_at : name_at + name_size]
            yield _Member(name, method, local[0].start, size)
        at = name_at + name_size + extra_size + comment_size


def _content(octets: bytes, member: _Member, limit: int) -> bytes:
    """The beginning of a member, decompressed; empty if it cannot be read."""
    # A size that is unknown is 0 here: what is compressed says itself where it ends.
    end = member.start + member.size if member.size else len(octets)
    packed = octets[member.start : end]
    if member.method == _STORED:
        return packed[:limit]
    if member.method != _DEFLATED:
        return b""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit)
    except zlib.error:
        return b""
