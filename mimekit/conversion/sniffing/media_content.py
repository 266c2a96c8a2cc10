"""What containers of sound, moving and still images hold.

ISO BMFF (ISO/IEC 14496-12 section 4.3): size "ftyp" major_brand minor_version brands ...
Ogg (RFC 3533): pages, the first of which holds the header of a codec
EBML (RFC 8794): an element DocType says "webm" or "matroska"
MPEG audio (ISO/IEC 11172-3 section 2.4.1.3): frames, each behind a header of 32 bits
"""

from __future__ import annotations

from typing import Final

from mimekit.conversion.sniffing.sample import Sample

_BRANDS: Final = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic-sequence",
    b"hevx": "image/heic-sequence",
    b"mif1": "image/heif",
    b"msf1": "image/heif-sequence",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"jp2 ": "image/jp2",
}
_GENERIC_BRANDS: Final = frozenset((b"mif1", b"msf1"))  # another brand tells the codec

_OGG_CODECS: Final = (
    (b"\x01vorbis", "audio/ogg"),
    (b"OpusHead", "audio/ogg"),
    (b"\x7fFLAC", "audio/ogg"),
    (b"Speex   ", "audio/ogg"),
    (b"\x80theora", "video/ogg"),
    (b"BBCD\0", "video/ogg"),
)

# Kilobits a second of MPEG 1 layer III and of layer III of MPEG 2 and 2.5; index 0 is "free".
_RATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLINGS: Final = (44100, 48000, 32000)  # of MPEG 1; half and a quarter of it later


def iso_media_type(sample: Sample) -> str | None:
    """By the brands of a file of the ISO base media format, of which the first known counts."""
    octets = sample.octets
    size = int.from_bytes(octets[:4])
    major = octets[8:12]
    if size < 16 or size % 4 or not major.isascii():
        return None
    brands = [octets[at : at + 4] for at in range(16, min(size, 256, len(octets) - 3), 4)]
    if major in _GENERIC_BRANDS:
        exact = [brand for brand in brands if brand in _BRANDS and brand not in _GENERIC_BRANDS]
        return _BRANDS[(exact or [major])[0]]
    if major.startswith((b"3gp", b"3gr", b"3gs")):
        return "video/3gpp"
    return _BRANDS.get(major, "video/mp4")


def ogg_type(sample: Sample) -> str | None:
    """By the codec in the first page."""
    octets = sample.octets
    if len(octets) < 27 or octets[4]:  # the version
        return None
    packet = 27 + octets[26]  # behind the table of segments
    for mark, media_type in _OGG_CODECS:
        if octets.startswith(mark, packet):
            return media_type
    return "application/ogg"


def ebml_type(sample: Sample) -> str | None:
    """By the element DocType, which is one of the first."""
    at = sample.octets.find(b"\x42\x82", 4, 64)
    doc_type = sample.octets[at + 3 : at + 11] if at > 0 else b""
    if doc_type.startswith(b"webm"):
        return "video/webm"
    return "video/x-matroska" if doc_type.startswith(b"matroska") else None


def riff_type(sample: Sample) -> str | None:
    """By the form that stands behind the size."""
    forms = {
        b"WAVE": "audio/wav",
        b"AVI ": "video/x-msvideo",
        b"WEBP": "image/webp",
        b"ACON": "application/x-navi-animation",
    }
    return forms.get(sample.octets[8:12])


def mpeg_audio_type(sample: Sample) -> str | None:
    """Whether frames of layer III follow each other: the second one proves the first.

    Two frames are asked for unless the content ends with the first.
    """
    octets = sample.octets
    length = _frame_length(octets, 0)
    if not length or len(octets) < length:
        return None
    is_proved = len(octets) <= length + 4 or _frame_length(octets, length) > 0
    return "audio/mpeg" if is_proved else None


def id3_type(sample: Sample) -> str | None:
    """A tag before the sound: of version 2 to 4, its size in octets of seven bits."""
    octets = sample.octets
    is_tag = len(octets) >= 10 and 2 <= octets[3] <= 4 and max(octets[6:10]) < 0x80
    if not is_tag:
        return None
    size = sum(octet << 7 * place for place, octet in enumerate(reversed(octets[6:10])))
    return "audio/flac" if octets.startswith(b"fLaC", 10 + size) else "audio/mpeg"


def _frame_length(octets: bytes, at: int) -> int:
    """The octets of a frame of layer III; 0 if none begins there."""
    header = int.from_bytes(octets[at : at + 4])
    version, layer = header >> 19 & 3, header >> 17 & 3
    rate, sampling = header >> 12 & 15, header >> 10 & 3
    if header >> 21 != 0x7FF or version == 1 or layer != 1 or rate in {0, 15} or sampling == 3:
        return 0
    padding = header >> 9 & 1
    if version == 3:  # MPEG 1
        return 144_000 * _RATES_1[rate] // _SAMPLINGS[sampling] + padding
    return 72_000 * _RATES_2[rate] // (_SAMPLINGS[sampling] >> 3 - max(version, 1)) + padding
