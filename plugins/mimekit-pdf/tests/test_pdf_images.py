"""PDF pages to images: their sizes, their pixels, and their limits."""

from __future__ import annotations

import struct
import zlib

import mimekit_pdf
import pypdfium2
import pytest
from mimekit_pdf import handlers
from mimekit_pdf.limits import MAX_IMAGE_PIXELS, MAX_IMAGE_SIDE
from mimekit_pdf.rendering import format_png, image_scale

from mimekit import Conversion, ConversionLimits, convert
from mimekit.plugin import Content, Registry, WarningCode

assert pypdfium2  # loaded once, here, and not in the process of each conversion

RED = b"1 0 0 rg 0 0 9999 9999 re f"


def make_pdf(pages: int, *, box: str = "0 0 72 36") -> bytes:
    """A PDF with so many pages of that size, all red; PDFium needs no table of places."""
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + pages))
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 3 0 R >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        f"<< /Length {len(RED)} >>\nstream\n{RED.decode()}\nendstream",
        *[page] * pages,
    ]
    body = "".join(f"{number} 0 obj\n{item}\nendobj\n" for number, item in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R >>\n".encode()


def to_images(octets: bytes, limits: ConversionLimits | None = None) -> Conversion:
    registry = Registry()
    assert registry.register(mimekit_pdf, "pdf").error is None
    content = Content(media_type="application/pdf", octets=octets)
    return convert(content, "image/png", registry=registry, limits=limits)


def parse_png(octets: bytes) -> tuple[int, int, bytes]:
    """Width, height and rows of a PNG that has one IDAT; the checksums are looked at."""
    assert octets.startswith(b"\x89PNG\r\n\x1a\n")
    place = 8
    chunks = {}
    while place < len(octets):
        length, kind = struct.unpack_from(">I4s", octets, place)
        data = octets[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", octets, place + 8 + length)[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        place += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    return width, height, zlib.decompress(chunks[b"IDAT"])


def test_each_page_is_an_image() -> None:
    done = to_images(make_pdf(3))
    assert [image.name for image in (done, *done.parts)] == [
        "page-1.png",
        "page-2.png",
        "page-3.png",
    ]
    assert not done.warnings
    for image in (done, *done.parts):
        assert image.media_type == "image/png"
        assert parse_png(image.content) == (150, 75, (b"\0" + b"\xff\0\0" * 150) * 75)


@pytest.mark.parametrize(
    ("width", "height"),
    [
        pytest.param(612, 792, id="letter"),
        pytest.param(14_400, 14_400, id="largest-page-of-acrobat"),
        pytest.param(1e9, 1e9, id="huge"),
        pytest.param(1e6, 0.5, id="thin-line"),
        pytest.param(0.001, 0.001, id="tiny"),
    ],
)
def test_pixels_are_capped(width: float, height: float) -> None:
    scale = image_scale(width, height)
    assert scale is not None
    assert scale * width * scale * height <= MAX_IMAGE_PIXELS
    assert scale * max(width, height) < MAX_IMAGE_SIDE
    assert scale <= 150 / 72


@pytest.mark.parametrize(
    ("width", "height"),
    [
        pytest.param(0, 10, id="no-width"),
        pytest.param(10, -1, id="negative"),
        pytest.param(float("nan"), 10, id="nan"),
        pytest.param(float("inf"), 10, id="infinite"),
        pytest.param(1e30, 1e-30, id="thinner-than-a-pixel"),
    ],
)
def test_what_has_no_size(width: float, height: float) -> None:
    assert image_scale(width, height) is None


def test_a_huge_page_is_small() -> None:
    width, height, _ = parse_png(to_images(make_pdf(1, box="0 0 20000 10000")).content)
    assert (width, height) == (2829, 1415)


def test_pages_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "MAX_IMAGES", 2)
    done = to_images(make_pdf(5))
    assert [image.name for image in (done, *done.parts)] == ["page-1.png", "page-2.png"]
    assert [warning.detail for warning in done.warnings] == ["it has 5 pages; only 2 were read"]


def test_octets_are_capped() -> None:
    """The images that fit are there."""
    one = len(to_images(make_pdf(1)).content)
    done = to_images(make_pdf(5), ConversionLimits(max_octets=2 * (2 * one + 1)))
    assert [image.name for image in (done, *done.parts)] == ["page-1.png", "page-2.png"]
    assert [(warning.code, warning.detail) for warning in done.warnings] == [
        (WarningCode.LIMIT, "its images are too large from page 3 on")
    ]


def test_rows_may_be_padded() -> None:
    rows = memoryview(b"abcdef..ghijkl..")
    assert parse_png(format_png(2, 2, rows, 8)) == (2, 2, b"\0abcdef\0ghijkl")
