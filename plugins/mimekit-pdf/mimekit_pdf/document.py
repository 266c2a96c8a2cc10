"""A PDF that is opened, and its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mimekit.plugin import Context, WarningCode

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage


@contextmanager
def open_document(octets: bytes, context: Context) -> Iterator[PdfDocument | None]:
    """The document; None, with a warning, for what is encrypted or no PDF."""
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - 150 ms
    from pypdfium2.raw import FPDF_ERR_PASSWORD  # noqa: PLC0415 - the same

    try:
        document = PdfDocument(octets)
    except PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            context.warn("it is encrypted: reading it takes a password")
        else:
            context.warn("it is damaged, or no PDF: no page can be read")
        yield None
        return
    try:
        yield document
    finally:
        document.close()


def iter_pages(
    document: PdfDocument, context: Context, *, most: int
) -> Iterator[tuple[int, PdfPage]]:
    """Number, from 1, and page; those that cannot be read are left out, with a warning.

    A page is closed when the next one is asked for.
    """
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - imported already

    count = len(document)
    damaged = 0
    for index in range(min(count, most)):
        context.check()
        try:
            page = document[index]
        except PdfiumError:
            damaged += 1
            continue
        try:
            yield index + 1, page
        finally:
            page.close()
    if damaged:
        context.warn(f"{damaged} of its {count} pages cannot be read")
    if count > most:
        context.warn(f"it has {count} pages; only {most} were read", WarningCode.LIMIT)
