"""Office files for mimekit: documents, workbooks and slides to HTML.

From HTML the graph of conversions goes on to Markdown and text.
"""

from __future__ import annotations

from collections.abc import Iterable

from mimekit.plugin import Handler, hookimpl
from mimekit_office.docx import convert_docx
from mimekit_office.odf import convert_odf
from mimekit_office.pptx import convert_pptx
from mimekit_office.types import DOCX, ODF, PPTX, XLSX
from mimekit_office.xlsx import convert_xlsx_to_csv, convert_xlsx_to_html


@hookimpl
def mimekit_handlers() -> Iterable[Handler]:
    """Each in a process of its own: what is inside of a zip is as hostile as what is outside."""
    html = ("text/html",)
    return (
        Handler(name="docx", accepts=DOCX, produces=html, convert=convert_docx, isolated=True),
        Handler(
            name="xlsx", accepts=XLSX, produces=html, convert=convert_xlsx_to_html, isolated=True
        ),
        Handler(
            name="xlsx-csv",
            accepts=XLSX,
            produces=("text/csv",),
            convert=convert_xlsx_to_csv,
            priority=-1,  # text and Markdown are made from the page that has all sheets
            isolated=True,
        ),
        Handler(name="pptx", accepts=PPTX, produces=html, convert=convert_pptx, isolated=True),
        Handler(name="odf", accepts=ODF, produces=html, convert=convert_odf, isolated=True),
    )
