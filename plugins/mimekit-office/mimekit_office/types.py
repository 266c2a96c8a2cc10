"""The media types, each with its templates and its form with macros (which are not run)."""

from __future__ import annotations

from typing import Final

_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"

DOCX: Final = (
    f"{_OOXML}.wordprocessingml.document",
    f"{_OOXML}.wordprocessingml.template",
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.ms-word.template.macroenabled.12",
)
XLSX: Final = (
    f"{_OOXML}.spreadsheetml.sheet",
    f"{_OOXML}.spreadsheetml.template",
    "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.ms-excel.template.macroenabled.12",
)
PPTX: Final = (
    f"{_OOXML}.presentationml.presentation",
    f"{_OOXML}.presentationml.slideshow",
    f"{_OOXML}.presentationml.template",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12",
    "application/vnd.ms-powerpoint.slideshow.macroenabled.12",
)
ODF: Final = (
    f"{_ODF}.text",
    f"{_ODF}.text-template",
    f"{_ODF}.spreadsheet",
    f"{_ODF}.spreadsheet-template",
    f"{_ODF}.presentation",
    f"{_ODF}.presentation-template",
)
