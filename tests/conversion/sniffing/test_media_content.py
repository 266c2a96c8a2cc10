from __future__ import annotations

import struct

import pytest

from mimekit.conversion.sniffing import media_content
from mimekit.conversion.sniffing.sample import Sample


def box(major: bytes, *brands: bytes) -> bytes:
    return struct.pack(">I4s4s4x", 16 + 4 * len(brands), b"ftyp", major) + b"".join(brands)


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(box(b"isom"), "video/mp4", id="unknown-brand"),
        pytest.param(box(b"M4A "), "audio/mp4", id="audio"),
        pytest.param(box(b"3gp5"), "video/3gpp", id="3gpp"),
        pytest.param(box(b"mif1", b"mif1", b"heic"), "image/heic", id="heic-of-images"),
        pytest.param(box(b"mif1", b"miaf", b"avif"), "image/avif", id="avif-of-images"),
        pytest.param(box(b"mif1", b"mif1"), "image/heif", id="images"),
        pytest.param(box(b"avif", b"mif1"), "image/avif", id="avif"),
        pytest.param(b"\0\0\0\x08ftypisom", None, id="too-small"),
        pytest.param(b"\0\0\0\x15ftypisom" + bytes(20), None, id="odd-size"),
        pytest.param(b"\0\0\0\x14ftyp\xff\xff\xff\xff" + bytes(20), None, id="no-letters"),
        pytest.param(box(b"mif1", b"heic")[:17], "image/heif", id="brands-cut"),
    ],
)
def test_iso_media(octets: bytes, media_type: str | None) -> None:
    assert media_content.iso_media_type(Sample(octets)) == media_type


def page(packet: bytes, segments: int = 1) -> bytes:
    return b"OggS" + bytes(22) + bytes((segments,)) + b"\x1e" * segments + packet


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(page(b"\x01vorbis"), "audio/ogg", id="vorbis"),
        pytest.param(page(b"OpusHead", 3), "audio/ogg", id="opus"),
        pytest.param(page(b"\x80theora"), "video/ogg", id="theora"),
        pytest.param(page(b"fishead\0"), "application/ogg", id="skeleton"),
        pytest.param(b"OggS\1" + bytes(30), None, id="version"),
        pytest.param(b"OggS\0", None, id="cut"),
    ],
)
def test_ogg(octets: bytes, media_type: str | None) -> None:
    assert media_content.ogg_type(Sample(octets)) == media_type


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(b"\x1aE\xdf\xa3\x87\x42\x82\x84webm", "video/webm", id="webm"),
        pytest.param(b"\x1aE\xdf\xa3\x8b\x42\x82\x88matroska", "video/x-matroska", id="matroska"),
        pytest.param(b"\x1aE\xdf\xa3\x87\x42\x82\x84else", None, id="other"),
        pytest.param(b"\x1aE\xdf\xa3", None, id="cut"),
    ],
)
def test_ebml(octets: bytes, media_type: str | None) -> None:
    assert media_content.ebml_type(Sample(octets)) == media_type


@pytest.mark.parametrize(
    ("header", "length"),
    [
        pytest.param("fffb9000", 417, id="mpeg-1"),
        pytest.param("fffb9200", 418, id="padding"),
        pytest.param("fffbe000", 1044, id="highest-rate"),
        pytest.param("fff38000", 208, id="mpeg-2"),
        pytest.param("ffe38000", 417, id="mpeg-2.5"),
        pytest.param("fff39400", 240, id="mpeg-2-at-24-kilohertz"),
    ],
)
def test_frames_of_sound(header: str, length: int) -> None:
    """The length is 144 times the bit rate by the sampling rate; of MPEG 2 and 2.5 half of it."""
    frame = bytes.fromhex(header).ljust(length, b"\0")
    assert media_content.mpeg_audio_type(Sample(frame * 2)) == "audio/mpeg"
    assert media_content.mpeg_audio_type(Sample(frame)) == "audio/mpeg"
    assert media_content.mpeg_audio_type(Sample(frame + bytes(5))) is None
    assert media_content.mpeg_audio_type(Sample(frame[:-1])) is None


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("fffff000", id="ones"),
        pytest.param("ffeb9000", id="reserved-version"),
        pytest.param("fffd9000", id="layer-2"),
        pytest.param("fffb0000", id="free-rate"),
        pytest.param("fffbf000", id="no-rate"),
        pytest.param("fffb9c00", id="no-sampling"),
        pytest.param("ff1b9000", id="no-sync"),
        pytest.param("ff", id="cut"),
    ],
)
def test_no_frame(header: str) -> None:
    assert media_content.mpeg_audio_type(Sample(bytes.fromhex(header).ljust(2000, b"\0"))) is None


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        pytest.param(b"ID3\4\0\0\0\0\0\0", "audio/mpeg", id="tag"),
        pytest.param(b"ID3\4\0\0\0\0\1\1" + bytes(129) + b"fLaC", "audio/flac", id="flac"),
        pytest.param(b"ID3\7\0\0\0\0\0\0", None, id="version"),
        pytest.param(b"ID3\4\0\0\x80\0\0\0", None, id="size-of-eight-bits"),
        pytest.param(b"ID3\4", None, id="cut"),
    ],
)
def test_tags_before_sound(octets: bytes, media_type: str | None) -> None:
    assert media_content.id3_type(Sample(octets)) == media_type
