"""A zip file of which no member is unpacked unless its size allows it.

ECMA-376 part 2 (OPC), and OpenDocument 1.3 part 2: the members are stored or deflated.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final

from mimekit_office.limits import (
    MAX_MEMBER_OCTETS,
    MAX_MEMBERS,
    MAX_PACKAGE_OCTETS,
    MAX_RATIO,
)

_ENCRYPTED: Final = 0x1
_RATIO_MATTERS_OCTETS: Final = 1 << 20
_CENTRAL_HEADER: Final = b"PK\1\2"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # negative places
    OverflowError,
    RuntimeError,  # encryption, and features that are not there
)
"""What `zipfile` raises for damaged files."""


class PackageError(ValueError):
    """No zip file, or a member that is not unpacked; the sentence says why."""


class Package:
    """The members of a zip file. `PackageError` for what is none."""

    def __init__(self, octets: bytes) -> None:
        if octets.startswith(_OLE):
            raise PackageError("it is encrypted, or of the binary format before Office 2007")
        if octets.count(_CENTRAL_HEADER) > MAX_MEMBERS:
            raise PackageError(f"it has more than {MAX_MEMBERS} members")
        try:
            self._zip = zipfile.ZipFile(BytesIO(octets))
        except _FAULTS as error:
            raise PackageError(f"it is damaged, or no Office file: {error}") from error
        self._octets_left = MAX_PACKAGE_OCTETS
        self.names = tuple(self._zip.namelist())
        self._known = frozenset(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def read(self, name: str) -> bytes:
        """The octets of a member. `PackageError` if it is not there, too large or damaged."""
        if name not in self._known:
            raise PackageError(f"{name} is missing")
        info = self._zip.getinfo(name)
        self._check(info)
        try:
            with self._zip.open(info) as member:
                octets = member.read(MAX_MEMBER_OCTETS + 1)
        except _FAULTS as error:
            raise PackageError(f"{name} is damaged: {error}") from error
        self._octets_left -= len(octets)
        if len(octets) > MAX_MEMBER_OCTETS or self._octets_left < 0:
            raise PackageError(f"{name} is too large")
        return octets

    def _check(self, info: zipfile.ZipInfo) -> None:
        """`PackageError` for a member that is not worth a try, by what the zip file says."""
        name, size = info.filename, info.file_size
        if info.flag_bits & _ENCRYPTED:
            raise PackageError(f"{name} is encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackageError(f"{name} is compressed in a way that Office files are not")
        if size > min(MAX_MEMBER_OCTETS, self._octets_left):
            raise PackageError(f"{name} is too large")
        if size > _RATIO_MATTERS_OCTETS and size > MAX_RATIO * info.compress_size:
            raise PackageError(f"{name} grows more than {MAX_RATIO} times")


def store_package(members: dict[str, bytes]) -> BytesIO:
    """A zip file of these members, not compressed, for a library that reads one."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, octets in members.items():
            package.writestr(zipfile.ZipInfo(name), octets)
    file.seek(0)
    return file
