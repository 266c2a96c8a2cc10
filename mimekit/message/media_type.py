"""The media type of a file: by its name, else by its first octets.

The tables do not depend on the machine: the same file has the same type everywhere.
"""

from __future__ import annotations

import mimetypes
import re
from functools import cache
from typing import Final

from mimekit.fields.content_type import ContentType

_UNKNOWN: Final = "application/octet-stream"

# What `mimetypes` lacks or has otherwise, in some version of Python.
_BY_SUFFIX: Final = {
    ".7z": "application/x-7z-compressed",
    ".avif": "image/avif",
    ".bz2": "application/x-bzip2",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
    ".flac": "audio/flac",
    ".gz": "application/gzip",
    ".heic": "image/heic",
    ".ics": "text/calendar",
    ".log": "text/plain",
    ".m4a": "audio/mp4",
    ".md": "text/markdown",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ogg": "audio/ogg",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rtf": "application/rtf",
    ".vcf": "text/vcard",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".xz": "application/x-xz",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".zip": "application/zip",
    ".zst": "application/zstd",
}
_SUFFIX = re.compile(r".+(\.[0-9A-Za-z]{1,10})", re.DOTALL)

# Images without a name: a reader shows one in place only if its type says so.
_BY_OCTETS: Final = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"%PDF-"), "application/pdf"),
)
SAMPLE_BYTES: Final = 16
"""The first octets that `guess_type` looks at."""


def guess_type(name: str, sample: bytes = b"") -> ContentType:
    r"""The media type of a file with that name and those first octets.

    Multiparts, which no file can be sent as, are ``application/octet-stream``.

    >>> guess_type("report.PDF").media_type, guess_type("logo", b"GIF89a").media_type
    ('application/pdf', 'image/gif')
    """
    media_type = _by_name(name) or _by_octets(sample) or _UNKNOWN
    type_, _, subtype = media_type.partition("/")
    if type_ == "multipart" or (type_ == "message" and subtype != "rfc822"):
        type_, _, subtype = _UNKNOWN.partition("/")
    return ContentType(type_, subtype, {})


def _by_name(name: str) -> str | None:
    match = _SUFFIX.fullmatch(name)
    if match is None:
        return None
    suffix = match[1].lower()
    return _BY_SUFFIX.get(suffix) or _standard().types_map[1].get(suffix)


@cache
def _standard() -> mimetypes.MimeTypes:
    return mimetypes.MimeTypes()


def _by_octets(sample: bytes) -> str | None:
    return next((type_ for pattern, type_ in _BY_OCTETS if pattern.match(sample)), None)
