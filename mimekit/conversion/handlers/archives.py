"""Archives as what is inside of them: zip, tar, and what is compressed by gzip, bzip2 or xz."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from mimekit.conversion.containers.compressed import bzip2, decompress, gzip, gzip_name, xz
from mimekit.conversion.containers.member import Allowance, Member
from mimekit.conversion.containers.tar_file import is_tar, iter_tar
from mimekit.conversion.containers.zip_file import iter_zip
from mimekit.conversion.content import Content
from mimekit.conversion.context import Context
from mimekit.conversion.handler import Handler

_MAKERS: Final[Mapping[str, Callable[[], Any]]] = {
    "application/gzip": gzip,
    "application/x-gzip": gzip,
    "application/x-compressed-tar": gzip,
    "application/x-tgz": gzip,
    "application/x-gtar-compressed": gzip,
    "application/bzip2": bzip2,
    "application/x-bzip": bzip2,
    "application/x-bzip2": bzip2,
    "application/x-bzip-compressed-tar": bzip2,
    "application/x-bzip2-compressed-tar": bzip2,
    "application/x-xz": xz,
    "application/x-lzma": xz,
    "application/x-xz-compressed-tar": xz,
}
_SUFFIXES: Final = {
    ".gz": "",
    ".bz2": "",
    ".xz": "",
    ".lzma": "",
    ".tgz": ".tar",
    ".tbz2": ".tar",
    ".tbz": ".tar",
    ".txz": ".tar",
    ".svgz": ".svg",
}


def unpack_zip(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """The files of a zip archive."""
    for member in iter_zip(content.octets, Allowance(context)):
        yield member.content()


def unpack_tar(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """The files of a tar archive."""
    for member in iter_tar(content.octets, Allowance(context)):
        yield member.content()


def decompress_one(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """What was compressed, under its name without ``.gz`` and the like."""
    allowance = Allowance(context)
    make = _MAKERS[content.media_type]
    name = _name_inside(content)
    limit = allowance.limit(len(content.octets))
    found = decompress(content.octets, make, allowance, limit)
    if found.is_over:
        allowance.stop(name, limit)
        return
    if found.damage:
        allowance.note(name, found.damage)
    member = Member(name, found.octets)
    if is_tar(found.octets):
        member = member._replace(media_type="application/x-tar")
    yield member.content()


def _name_inside(content: Content) -> str:
    name = content.name or ""
    for suffix, inside in _SUFFIXES.items():
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)] + inside
    return gzip_name(content.octets) if _MAKERS[content.media_type] is gzip else ""


HANDLERS = (
    Handler(
        name="zip",
        accepts=("application/zip", "application/x-zip", "application/x-zip-compressed"),
        produces=("*/*",),
        convert=unpack_zip,
        priority=-10,
    ),
    Handler(
        name="tar",
        accepts=("application/x-tar", "application/x-gtar", "application/tar"),
        produces=("*/*",),
        convert=unpack_tar,
        priority=-10,
    ),
    Handler(
        name="compressed",
        accepts=tuple(_MAKERS),
        produces=("*/*",),
        convert=decompress_one,
        priority=-10,
    ),
)
