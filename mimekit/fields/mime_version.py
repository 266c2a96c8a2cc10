"""MIME-Version (RFC 2045 section 4).

    version := "MIME-Version" ":" 1*DIGIT "." 1*DIGIT

Comments may stand anywhere between. Deviation: a field that cannot be read is version 1.0,
for that is how its message is read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.lexical import Cursor
from mimekit.fields.parsed import Parsed
from mimekit.span import Span

# Deviation: three digits at most; there never was another version than 1.0.
_NUMBER = re.compile(rb"[0-9]{1,3}(?![0-9])")


class MimeVersion(NamedTuple):
    """The version that a message claims.

    >>> parse_mime_version(b"1.(produced by MetaSend Vx.x)0").value
    MimeVersion(major=1, minor=0)
    """

    major: int = 1
    minor: int = 0


def parse_mime_version(value: bytes) -> Parsed[MimeVersion]:
    """The version, with a defect if it is not 1.0.

    >>> [defect.code.value for defect in parse_mime_version(b"2.0").defects]
    ['mime-version-invalid']
    """
    cursor = Cursor(value)
    cursor.skip_cfws()
    start = end = cursor.offset
    numbers = [cursor.consume(_NUMBER)]
    cursor.skip_cfws()
    if cursor.accept(b"."):
        cursor.skip_cfws()
        numbers.append(cursor.consume(_NUMBER))
        end = cursor.offset
        cursor.skip_cfws()
    version = MimeVersion()
    if all(numbers) and len(numbers) == 2:
        version = MimeVersion(int(numbers[0]), int(numbers[1]))
    if version != (1, 0) or end == start or not cursor.at_end() or not all(numbers):
        cursor.note(DefectCode.MIME_VERSION_INVALID, start, len(value))
    return Parsed(version, tuple(cursor.defects), (Span(start, end - start),))


def format_mime_version(version: MimeVersion = MimeVersion()) -> str:  # noqa: B008
    """``major.minor``; `ComposeError` for a number below 0 or over 999.

    >>> format_mime_version()
    '1.0'
    """
    if not all(0 <= number <= 999 for number in version):
        raise ComposeError(f"{version.major}.{version.minor} is no version")
    return f"{version.major}.{version.minor}"
