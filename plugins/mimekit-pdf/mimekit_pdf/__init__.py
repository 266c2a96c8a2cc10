"""PDF for mimekit: the text of each page, and each page as an image."""

from __future__ import annotations

from collections.abc import Iterable

from mimekit.plugin import Handler, hookimpl
from mimekit_pdf.handlers import convert_to_images, convert_to_text

PDF_TYPES = ("application/pdf", "application/x-pdf")


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """Text and images; both in processes of their own, since PDFium is a large C++ library."""
    return (
        Handler(
            name="text",
            accepts=PDF_TYPES,
            produces=("text/plain", "text/markdown"),
            convert=convert_to_text,
            isolated=True,
        ),
        Handler(
            name="images",
            accepts=PDF_TYPES,
            produces=("image/png",),
            convert=convert_to_images,
            isolated=True,
        ),
    )
