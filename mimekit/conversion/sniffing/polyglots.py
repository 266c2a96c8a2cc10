"""What else octets are: files that one reader takes for an image, another for a program.

A ZIP archive is read from its end and may stand behind anything ("GIFAR"). PDF readers look for a
header in the first 1,024 octets, and browsers that guess look for markup there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mimekit.conversion.sniffing.alike import canonical
from mimekit.conversion.sniffing.file_headers import PE
from mimekit.conversion.sniffing.sample import Sample
from mimekit.conversion.sniffing.zip_content import ZIP, has_directory

_TOP_BYTES: Final = 1024
_PDF_HEADER = re.compile(rb"%PDF-[0-9]\.[0-9]")
_MARKUP = re.compile(rb"<(?:script|html|iframe|svg|body|!doctype html)[\s>/]", re.IGNORECASE)
# Members of archives and attachments of messages stand there as they are, and programs that
# unpack themselves are no trick.
_HOLDS_FILES: Final = frozenset(
    (
        *("application/x-tar", "application/x-iso9660-image", "application/x-archive", PE),
        *("message/rfc822", "application/mbox", "application/x-ole-storage"),
        *("application/vnd.ms-outlook", "application/ms-tnef", "application/vnd.ms-outlook-pst"),
    )
)
_SHOWN: Final = ("image/", "audio/", "video/", "font/", "application/pdf")


class Other(NamedTuple):
    """What octets are besides."""

    media_type: str
    name: str
    """What people call it, in a sentence."""


def iter_others(sample: Sample, media_type: str) -> Iterator[Other]:
    """What a sample is besides a file of that media type."""
    found = canonical(media_type)
    is_archive = sample.octets.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if is_archive or found in _HOLDS_FILES:
        return
    if sample.whole and has_directory(sample.octets):
        yield Other(ZIP, "a ZIP archive")
    if not found.startswith(_SHOWN) or found == "image/svg+xml":
        return
    top = sample.octets[:_TOP_BYTES]
    if found != "application/pdf" and _PDF_HEADER.search(top):
        yield Other("application/pdf", "a PDF")
    if _MARKUP.search(top):
        yield Other("text/html", "HTML")
