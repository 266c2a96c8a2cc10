"""Images to text and to other formats: files that are made here, and what is expected of each."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO

import mimekit_image
import pytest
from mimekit_image import pixels
from mimekit_image.formats import ACCEPTED, MADE
from mimekit_image.limits import MAX_PIXELS
from PIL import Image

from mimekit import Conversion, convert
from mimekit.plugin import Content, Registry, WarningCode

RED = (255, 0, 0)


def make(
    format_: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object
) -> bytes:
    """An image whose left half is red, and whose right half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    file = BytesIO()
    image.convert(mode).save(file, format_, **options)
    return file.getvalue()


def make_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Maker | <b>Inc.</b>"
    exif[0x0110] = "Model\x07 1"
    exif[0x0112] = 6
    exif[0x010E] = "x" * 9999
    exif.get_ifd(0x8769)[0x9003] = "2026:05:01 12:30:00"
    exif.get_ifd(0x8769)[0x9011] = "+02:00"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (48.0, 30.0, 0.0)
    return exif


def huge_png(side: int) -> bytes:
    """A few octets that say they are an image of side x side pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + header
        + struct.pack(">I", zlib.crc32(header))
        + make("PNG")[33:]
    )


def to(octets: bytes, to_: str, media_type: str = "image/png") -> Conversion:
    registry = Registry(built_in=False)
    assert registry.register(mimekit_image, "image").error is None
    return convert(Content(media_type=media_type, octets=octets), to_, registry=registry)


def opened(octets: bytes) -> Image.Image:
    image = Image.open(BytesIO(octets))
    image.load()
    return image


def details(done: Conversion) -> list[str]:
    """What the handler says; that the files are not what these tests declare, others test."""
    return [warning.detail for warning in done.warnings if warning.handler is not None]


@pytest.mark.parametrize(
    "format_", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "JPEG2000"]
)
@pytest.mark.parametrize("media_type", MADE)
def test_converts(format_: str, media_type: str) -> None:
    done = to(make(format_), media_type)
    assert (done.media_type, details(done)) == (media_type, [])
    image = opened(done.content)
    assert (image.format, image.size) == (MADE[media_type], (40, 20))
    red, _, blue = image.convert("RGB").getpixel((5, 10))  # type: ignore[misc]  # three values
    assert red > 180
    assert blue < 80


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("media_type", MADE)
def test_converts_colour_spaces(mode: str, media_type: str) -> None:
    source = Image.new("L" if mode == "I;16" else "RGB", (8, 8), "white").convert(mode)
    if mode == "I;16":
        source = Image.new("I;16", (8, 8), 0xFFFF)
    file = BytesIO()
    source.save(file, "PNG")
    done = to(file.getvalue(), media_type)
    image = opened(done.content)
    assert image.size == (8, 8)
    if mode != "I;16" or media_type != "image/png":
        assert min(image.convert("RGB").getpixel((4, 4))) > 250  # type: ignore[arg-type]  # three values


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(make("JPEG", mode="CMYK"), id="cmyk"),
        pytest.param(make("TIFF", mode="LAB"), id="lab"),
    ],
)
def test_converts_colours_of_print(source: bytes) -> None:
    image = opened(to(source, "image/png").content)
    assert (image.mode, image.size) == ("RGB", (40, 20))


def test_what_is_transparent_is_white_in_jpeg() -> None:
    file = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(to(file.getvalue(), "image/jpeg").content).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("media_type", MADE)
def test_conversions_drop_metadata_and_turn(media_type: str) -> None:
    octets = make("JPEG", exif=make_exif(), comment=b"a comment")
    done = to(octets, media_type)
    image = opened(done.content)
    assert image.size == (20, 40)
    assert not image.getexif()
    assert b"a comment" not in done.content
    assert image.convert("RGB").getpixel((10, 5))[0] > 180  # type: ignore[index]  # three values


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "image/webp"])
def test_the_colour_profile_stays(media_type: str) -> None:
    from PIL import ImageCms  # noqa: PLC0415 - for this one

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = opened(to(make("PNG", icc_profile=profile), media_type).content)
    assert image.info["icc_profile"] == profile


def test_large_images_are_made_smaller() -> None:
    done = to(make("PNG", size=(6000, 30)), "image/png")
    assert opened(done.content).size == (4096, 20)
    assert [(warning.code, warning.detail) for warning in done.warnings] == [
        (WarningCode.LIMIT, "it was made smaller: 6000 x 30 pixels")
    ]


def test_the_first_frame_of_an_animation() -> None:
    file = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    done = to(file.getvalue(), "image/png")
    assert opened(done.content).convert("RGB").getpixel((4, 4)) == RED
    assert details(done) == ["it has several frames or pages; this is the first one"]
    assert (
        to(file.getvalue(), "text/plain").text
        == "Format: GIF\nSize: 8 x 8 pixels\nFrames: more than one\n"
    )


@pytest.mark.parametrize("side", [8_000, 12_000, 30_000, 0x7FFFFFFF])
def test_bombs_are_not_decoded(side: int) -> None:
    assert side * side > MAX_PIXELS
    done = to(huge_png(side), "image/jpeg")
    assert not done.is_converted
    assert [(warning.code, warning.detail) for warning in done.warnings][:1] == [
        (WarningCode.LIMIT, "it has more than 50000000 pixels, and is not decoded")
    ]


def test_metadata_as_text() -> None:
    done = to(make("JPEG", exif=make_exif()), "text/plain", "image/jpeg")
    assert done.text == (
        "Format: JPEG\nSize: 40 x 20 pixels\nTaken: 2026-05-01 12:30:00 +02:00\n"
        f"Description: {'x' * 500}\nCamera make: Maker | <b>Inc.</b>\nCamera model: Model 1\n"
        "Stored: turned by 90 degrees to the left\nPosition: recorded, and not shown here\n"
    )
    assert "48" not in str(done.text)


def test_metadata_as_markdown() -> None:
    done = to(make("JPEG", exif=make_exif()), "text/markdown", "image/jpeg")
    assert done.text is not None
    assert done.text.startswith("- Format: JPEG\n- Size: 40 x 20 pixels\n")
    assert "- Camera make: Maker | \\<b>Inc.\\</b>\n" in done.text


@pytest.mark.parametrize(
    "octets", [b"", b"GIF89a", b"%!PS-Adobe-3.0 EPSF-3.0\n", bytes(500), b"<svg/>"]
)
def test_what_is_no_image_stays(octets: bytes) -> None:
    for wanted in ("text/plain", "image/jpeg"):
        done = to(octets, wanted)
        assert not done.is_converted
        assert done.content == octets
        assert done.warnings


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "AVIF"])
def test_truncated_anywhere(format_: str) -> None:
    """What is not converted, or not all of it, says why."""
    octets = make(format_)
    assert len(octets) > 60
    for length in range(0, len(octets) - 20, max(len(octets) // 12, 1)):
        done = to(octets[:length], "image/webp", "image/apng")
        if done.is_converted:
            assert opened(done.content).size == (40, 20)
        assert done.warnings or done.is_converted


def test_what_is_there_of_a_truncated_image() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    source = Image.frombytes("RGB", (64, 64), chance.randbytes(64 * 64 * 3))
    file = BytesIO()
    source.save(file, "PNG")
    done = to(file.getvalue()[:6000], "image/png")
    assert done.is_converted
    assert opened(done.content).getpixel((3, 0)) == source.getpixel((3, 0))
    assert details(done)[0].startswith("not all of it can be read: its pixels are damaged: ")


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "ICO"])
def test_damaged_anywhere(format_: str) -> None:
    octets = make(format_, exif=make_exif()) if format_ == "JPEG" else make(format_)
    chance = random.Random(20261101)  # noqa: S311 - no secret
    for _ in range(15):
        damaged = bytearray(octets)
        for _ in range(chance.randrange(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        for wanted in ("text/plain", "image/jpeg"):
            done = to(bytes(damaged), wanted)
            assert done.is_converted or done.warnings
            if done.is_converted and wanted == "image/jpeg":
                assert opened(done.content).format == "JPEG"


def test_the_global_of_pillow_is_put_back() -> None:
    from PIL import ImageFile  # noqa: PLC0415 - for this one

    assert pixels.decode_part(make("PNG")[:120], 64).size == (40, 20)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_every_type_is_accepted_once() -> None:
    assert len(set(ACCEPTED)) == len(ACCEPTED)
    assert set(MADE) <= set(ACCEPTED)


def test_is_deterministic() -> None:
    octets = make("JPEG", exif=make_exif())
    for wanted in ("text/markdown", "image/png", "image/jpeg", "image/webp", "image/gif"):
        assert to(octets, wanted) == to(octets, wanted)


def test_thumbnails() -> None:
    octets = make("JPEG", size=(400, 200), exif=make_exif())
    image = opened(mimekit_image.thumbnail(octets, side=50, media_type="image/webp"))
    assert (image.format, image.size) == ("WEBP", (25, 50))
    assert not image.getexif()
    assert opened(mimekit_image.thumbnail(octets, side=999)).size == (200, 400)


@pytest.mark.parametrize(
    ("octets", "side", "media_type", "sentence"),
    [
        pytest.param(make("PNG"), 0, "image/png", "side is 1 to 4096 pixels", id="side"),
        pytest.param(make("PNG"), 9, "image/heic", "image/heic is not made", id="type"),
        pytest.param(b"", 9, "image/png", "damaged, or of a format", id="no-image"),
        pytest.param(huge_png(9000), 9, "image/png", "more than 50000000 pixels", id="bomb"),
        pytest.param(make("PNG")[:60], 9, "image/png", "its pixels are damaged", id="truncated"),
    ],
)
def test_thumbnail_refuses(octets: bytes, side: int, media_type: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        mimekit_image.thumbnail(octets, side=side, media_type=media_type)
