"""Metadata taken out: nothing of it is left, and every pixel is the same."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mimekit_image import gif, jpeg, png, strip_metadata, webp
from mimekit_image.orientation import find_orientation, orientation_only
from PIL import Image, PngImagePlugin

SECRET = b"SECRET-OF-THE-SENDER"


def exif_octets(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = orientation
    return exif.tobytes()


def picture() -> Image.Image:
    image = Image.linear_gradient("L").resize((48, 32)).convert("RGB")
    image.paste("red", (0, 0, 16, 16))
    return image


def saved(format_: str, **options: object) -> bytes:
    file = BytesIO()
    picture().save(file, format_, **options)
    return file.getvalue()


def make_jpeg(orientation: int = 1, **options: object) -> bytes:
    """With Exif, XMP, a comment, IPTC, a JFIF thumbnail, and a second image behind the end."""
    octets = saved("JPEG", exif=exif_octets(orientation), comment=SECRET, xmp=SECRET, **options)
    iptc = jpeg.format_segment(jpeg.Segment(0xED, b"Photoshop 3.0\0" + SECRET))
    thumbnail = b"JFIF\0\1\2\0\0\1\0\1\1\7" + SECRET + b"\0"
    jfif = jpeg.format_segment(jpeg.Segment(0xE0, thumbnail))
    extension = jpeg.format_segment(jpeg.Segment(0xE0, b"JFXX\0\x10" + SECRET))
    place = octets.index(b"\xff\xe0")
    end = place + 2 + struct.unpack_from(">H", octets, place + 2)[0]
    return octets[:place] + jfif + extension + iptc + octets[end:] + SECRET


def make_png(orientation: int = 1) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    texts.add(b"prIv", SECRET)
    return saved("PNG", exif=exif_octets(orientation), pnginfo=texts, dpi=(300, 300)) + SECRET


def make_webp(orientation: int = 1) -> bytes:
    return saved("WEBP", exif=exif_octets(orientation), xmp=SECRET, lossless=True) + SECRET


def make_gif() -> bytes:
    """Animated, with a comment, XMP, and what follows the end."""
    file = BytesIO()
    frames = [picture(), picture().rotate(180)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], loop=3, comment=SECRET)
    octets = file.getvalue()
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes((len(SECRET),)) + SECRET + b"\0"
    false = b"\x21\xff\x0bNETSCAPE2.0" + bytes((len(SECRET),)) + SECRET + b"\0"
    return octets[:-1] + xmp + false + octets[-1:] + SECRET


FILES = [
    pytest.param(make_jpeg(), id="jpeg"),
    pytest.param(make_jpeg(progressive=True), id="jpeg-progressive"),
    pytest.param(make_jpeg(restart_marker_blocks=1), id="jpeg-restart-markers"),
    pytest.param(make_png(), id="png"),
    pytest.param(make_webp(), id="webp"),
    pytest.param(make_gif(), id="gif"),
]


def frames_of(octets: bytes) -> list[bytes]:
    image = Image.open(BytesIO(octets))
    frames = []
    for index in range(getattr(image, "n_frames", 1)):
        image.seek(index)
        frames.append(image.convert("RGB").tobytes())
    return frames


@pytest.mark.parametrize("octets", FILES)
def test_nothing_is_left_and_pixels_are_the_same(octets: bytes) -> None:
    assert SECRET in octets
    stripped = strip_metadata(octets)
    assert SECRET not in stripped
    assert frames_of(stripped) == frames_of(octets)
    assert strip_metadata(stripped) == stripped


@pytest.mark.parametrize("make", [make_jpeg, make_png, make_webp])
@pytest.mark.parametrize("orientation", [2, 6, 8])
def test_the_orientation_stays(make: object, orientation: int) -> None:
    assert callable(make)
    stripped = strip_metadata(make(orientation))
    assert SECRET not in stripped
    image = Image.open(BytesIO(stripped))
    image.load()
    assert dict(image.getexif()) == {0x0112: orientation}


@pytest.mark.parametrize(
    ("format_", "options", "name"),
    [
        pytest.param("JPEG", {"icc_profile": b"a profile"}, "icc_profile", id="jpeg-profile"),
        pytest.param("PNG", {"icc_profile": b"a profile"}, "icc_profile", id="png-profile"),
        pytest.param("WEBP", {"icc_profile": b"a profile"}, "icc_profile", id="webp-profile"),
        pytest.param("JPEG", {"dpi": (300, 300)}, "dpi", id="jpeg-resolution"),
        pytest.param("PNG", {"dpi": (300, 300)}, "dpi", id="png-resolution"),
    ],
)
def test_what_decides_the_look_stays(format_: str, options: dict[str, object], name: str) -> None:
    octets = saved(format_, **options)
    assert (
        Image.open(BytesIO(strip_metadata(octets))).info[name]
        == Image.open(BytesIO(octets)).info[name]
    )


@pytest.mark.parametrize(("orientation", "flags"), [(1, 0), (6, 0x08)])
def test_webp_says_what_it_has(orientation: int, flags: int) -> None:
    chunks = dict(webp.iter_chunks(strip_metadata(make_webp(orientation))))
    assert chunks[b"VP8X"][0] & 0x0C == flags
    assert (b"EXIF" in chunks) is bool(flags)


def test_the_animation_stays() -> None:
    image = Image.open(BytesIO(strip_metadata(make_gif())))
    assert (getattr(image, "n_frames", 1), image.info["loop"]) == (2, 3)


@pytest.mark.parametrize(
    ("octets", "sentence"),
    [
        pytest.param(b"", "no JPEG, PNG, WebP or GIF", id="empty"),
        pytest.param(b"BM" + bytes(99), "no JPEG, PNG, WebP or GIF", id="bmp"),
        pytest.param(b"\xff\xd8abc", "no segment begins at octet 2", id="jpeg-garbage"),
        pytest.param(
            b"\xff\xd8\xff\xe1\0\x09abc", "octet 4 is not whole", id="jpeg-segment-cut-short"
        ),
        pytest.param(b"\xff\xd8\xff\xe1\0\1", "octet 4 is not whole", id="jpeg-length-too-small"),
        pytest.param(b"\xff\xd8\xff\xff", "ends in a marker", id="jpeg-fill-only"),
        pytest.param(
            b"GIF89a" + bytes(7) + b"\x55", "no block begins at octet 13", id="gif-garbage"
        ),
    ],
)
def test_what_is_refused(octets: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        strip_metadata(octets)


@pytest.mark.parametrize("octets", FILES)
def test_truncated_at_every_octet(octets: bytes) -> None:
    """The metadata never come through, whatever is missing."""
    for length in range(0, len(octets), 7):
        try:
            stripped = strip_metadata(octets[:length])
        except ValueError:
            continue
        assert SECRET[:8] not in stripped, length


@given(st.sampled_from([make_jpeg(), make_png(), make_webp(), make_gif()]), st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_files_raise_nothing_else(octets: bytes, data: st.DataObject) -> None:
    damaged = bytearray(octets)
    for place in data.draw(st.lists(st.integers(8, len(octets) - 1), max_size=6)):
        damaged[place] = data.draw(st.integers(0, 255))
    try:
        stripped = strip_metadata(bytes(damaged))
    except ValueError:
        return
    assert stripped[:2] == octets[:2]
    assert len(stripped) <= len(damaged) + 64  # an orientation may be written anew


@given(st.binary(max_size=64))
@settings(deadline=None)
def test_any_exif_has_an_orientation(octets: bytes) -> None:
    for exif in (octets, b"II*\0" + octets, b"MM\0*" + octets):
        orientation = find_orientation(exif)
        assert 1 <= orientation <= 8
        assert find_orientation(orientation_only(exif)) == orientation


def test_an_orientation_behind_the_end_is_none() -> None:
    whole = orientation_only(exif_octets(6).removeprefix(b"Exif\0\0"))
    assert find_orientation(whole) == 6
    assert [find_orientation(whole[:length]) for length in range(22)] == [1] * 22


def test_parts_of_each_format() -> None:
    assert [segment.marker for segment in jpeg.iter_segments(make_jpeg())][-1] == 0xD9
    assert [kind for kind, _ in png.iter_chunks(make_png())][-1] == b"IEND"
    assert b"EXIF" in dict(webp.iter_chunks(make_webp()))
    assert list(gif.iter_blocks(make_gif(), 13 + 192))[-1] == b"\x3b"
