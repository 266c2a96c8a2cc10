"""OpenDocument text, spreadsheets and presentations to HTML (OpenDocument 1.3 part 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mimekit.plugin import Content, Context, WarningCode
from mimekit_office.handling import open_package
from mimekit_office.limits import MAX_CELLS
from mimekit_office.odf_reader import Reader
from mimekit_office.package import Package, PackageError
from mimekit_office.page import Page, PageFullError, warn_full
from mimekit_office.xml_events import XmlError, iter_events

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"


def convert_odf(content: Content, to: str, context: Context) -> Iterator[Content]:  # noqa: ARG001
    """The document as a page; of one that is damaged, what stands before the fault."""
    package = open_package(content, context)
    if package is None:
        return
    if _is_encrypted(package):
        context.warn("it is encrypted: reading it takes a password")
        return
    try:
        octets = package.read(_CONTENT)
    except PackageError as error:
        context.warn(str(error))
        return
    reader = Reader(Page())
    try:
        for event in iter_events(octets):
            reader.take(event)
    except XmlError as error:
        context.warn(f"what is behind the fault is left out: {error}")
    except PageFullError:
        warn_full(context)
    reader.close()
    _warn(reader, context)
    yield reader.page.content(content.name)


def _is_encrypted(package: Package) -> bool:
    try:
        return b"encryption-data" in package.read(_MANIFEST)
    except PackageError:
        return False


def _warn(reader: Reader, context: Context) -> None:
    if reader.hidden:
        detail = f"{reader.hidden} pieces of hidden text were left out"
        context.warn(detail, WarningCode.HIDDEN_TEXT)
    if reader.has_changes:
        context.warn("it has tracked changes: what was deleted is left out")
    if reader.is_table_cut:
        context.warn(f"it has more than {MAX_CELLS} cells", WarningCode.LIMIT)
