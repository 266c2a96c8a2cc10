"""Documents that are no archives: PDF, PostScript, Word 97, Excel 97."""

from __future__ import annotations

import io
import struct

import xlwt

from makers.compound_file import compound_file

POSTSCRIPT = b"""\
%!PS-Adobe-3.0
%%BoundingBox: 0 0 200 100
%%EndComments
/Helvetica findfont 12 scalefont setfont
20 50 moveto (The light turns.) show
showpage
%%EOF
"""


def files() -> dict[str, bytes]:
    """The files by name."""
    return {"pdf": _pdf(), "ps": POSTSCRIPT, "doc": _word(), "xls": _excel()}


def _pdf() -> bytes:
    """One page with a line of text, and a right table of cross references."""
    text = b"BT /F1 12 Tf 20 50 Td (The light turns.) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    octets, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(octets))
        octets += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return octets + table + trailer % (len(objects) + 1, len(octets))


def _word() -> bytes:
    """The FIB of Word 97 with its text behind it ([MS-DOC] section 2.5.1), and its table."""
    text = b"The light turns.\r"
    fib = struct.pack("<HHHHHHH", 0xA5EC, 0xC1, 0, 0x0409, 0, 0x0200, 0xBF).ljust(24, b"\0")
    fib += struct.pack("<II", 0x800, 0x800 + len(text))  # fcMin, fcMac
    document = fib.ljust(0x800, b"\0") + text
    summary = struct.pack("<HHI16xI", 0xFFFE, 0, 0x00020005, 1)
    summary += bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9") + struct.pack("<III", 48, 8, 0)
    return compound_file(
        {
            "WordDocument": document.ljust(0x1000, b"\0"),
            "1Table": bytes(0x1000),
            "\x05SummaryInformation": summary,
            "\x01CompObj": _class_name("Microsoft Word-Document", "MSWordDoc", "Word.Document.8"),
        },
        bytes.fromhex("0609020000000000c000000000000046"),
    )


def _class_name(*names: str) -> bytes:
    """The stream that names the program of an object ([MS-OLEDS] section 2.3.8)."""
    octets = struct.pack("<III", 0xFFFE0001, 0x0A03, 0xFFFFFFFF)
    octets += bytes.fromhex("0609020000000000c000000000000046")
    for name in names:
        octets += struct.pack("<I", len(name) + 1) + name.encode() + b"\0"
    return octets


def _excel() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Cargo")
    for row, values in enumerate([("boat", "barrels"), ("Maria", 2), ("Eva", 1)]):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
