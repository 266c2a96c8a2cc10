"""Recordings to text and to pictures: files that are made here, and what is expected of each."""

from __future__ import annotations

import random
import struct
import wave
from io import BytesIO

import mimekit_media
import pytest
from tinytag import TinyTag

from mimekit import Conversion, convert
from mimekit.plugin import Content, Handler, Registry, WarningCode

assert TinyTag.is_supported(
    "a.mp3"
)  # loaded once, here, and not in the process of each conversion

PNG = b"\x89PNG\r\n\x1a\n-a-picture"
JPEG = b"\xff\xd8\xff\xe0-a-picture"


# -- files


def id3(*frames: tuple[bytes, bytes]) -> bytes:
    """ID3v2.4: each frame is an identifier and its octets."""
    body = b"".join(name + _syncsafe(len(octets)) + b"\0\0" + octets for name, octets in frames)
    return b"ID3\4\0\0" + _syncsafe(len(body)) + body


def _syncsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def text_frame(name: bytes, text: str) -> tuple[bytes, bytes]:
    return name, b"\3" + text.encode()


def picture_frame(octets: bytes, kind: int = 3) -> tuple[bytes, bytes]:
    return b"APIC", b"\0image/any\0" + bytes((kind,)) + b"\0" + octets


def mp3(*frames: tuple[bytes, bytes], count: int = 60) -> bytes:
    """MPEG 1 layer III, 128 kbit/s, 44.1 kHz, stereo: 417 octets a frame."""
    return id3(*frames) + (b"\xff\xfb\x90\0" + bytes(413)) * count


def box(kind: bytes, *data: bytes) -> bytes:
    body = b"".join(data)
    return struct.pack(">I", 8 + len(body)) + kind + body


def item(kind: bytes, value: bytes, type_: int = 1) -> bytes:
    return box(kind, box(b"data", struct.pack(">II", type_, 0), value))


def mp4(*items: bytes, milliseconds: int = 65_000) -> bytes:
    header = box(b"mvhd", bytes(12), struct.pack(">II", 1000, milliseconds), bytes(80))
    tags = box(b"udta", box(b"meta", bytes(4), box(b"ilst", *items)))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", header, tags)


def comments(*pairs: str) -> bytes:
    """A Vorbis comment header."""
    encoded = [pair.encode() for pair in pairs]
    return b"".join(
        (
            struct.pack("<I", 4),
            b"test",
            struct.pack("<I", len(encoded)),
            *(struct.pack("<I", len(pair)) + pair for pair in encoded),
        )
    )


def flac(*pairs: str) -> bytes:
    """Ten seconds of 44.1 kHz stereo, 16 bits."""
    packed = (44_100 << 44) | (1 << 41) | (15 << 36) | 441_000
    info = struct.pack(">HH6xQ16x", 4096, 4096, packed)
    tags = comments(*pairs)
    return b"fLaC" + _block(0, info) + _block(0x84, tags)


def _block(kind: int, octets: bytes) -> bytes:
    return bytes((kind,)) + len(octets).to_bytes(3, "big") + octets


def opus(*pairs: str, seconds: int = 2) -> bytes:
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 0, 48_000, 0, 0)
    return (
        _page(0, 2, 0, head)
        + _page(1, 0, 0, b"OpusTags" + comments(*pairs))
        + _page(2, 4, 48_000 * seconds, bytes(100))
    )


def _page(number: int, flags: int, position: int, packet: bytes) -> bytes:
    """One Ogg page (RFC 3533 section 6) with one packet; no reader here looks at the checksum."""
    sizes = b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,))
    return (
        struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, 1, number, 0, len(sizes))
        + sizes
        + packet
    )


def wav() -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setparams((1, 2, 8000, 0, "NONE", ""))
        recording.writeframes(bytes(16_000))
    octets = file.getvalue() + b"LIST" + struct.pack("<I4s4sI", 16, b"INFO", b"INAM", 4) + b"Call"
    return octets[:4] + struct.pack("<I", len(octets) - 8) + octets[8:]


def aiff() -> bytes:
    rate = b"\x40\x0b\xfa" + bytes(7)  # 8000 as an 80-bit float
    common = b"COMM" + struct.pack(">IhIh", 18, 1, 16_000, 16) + rate
    name = b"NAME" + struct.pack(">I", 4) + b"Call"
    body = b"AIFF" + name + common
    return b"FORM" + struct.pack(">I", len(body)) + body


def wma() -> bytes:
    title, author = "Call\0".encode("utf-16-le"), "Me\0".encode("utf-16-le")
    description = (
        bytes.fromhex("3326b2758e66cf11a6d900aa0062ce6c")
        + struct.pack("<QHHHHH", 34 + len(title) + len(author), len(title), len(author), 0, 0, 0)
        + title
        + author
    )
    return (
        bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
        + struct.pack("<QIBB", 30 + len(description), 1, 1, 2)
        + description
    )


# -- conversion


def to(octets: bytes, to_: str = "text/plain", media_type: str = "audio/mpeg") -> Conversion:
    registry = Registry(built_in=False)
    assert registry.register(mimekit_media, "media").error is None
    return convert(Content(media_type=media_type, octets=octets), to_, registry=registry)


def details(done: Conversion) -> list[str]:
    """What the handler says; that the files are not what these tests declare, others test."""
    return [warning.detail for warning in done.warnings if warning.handler is not None]


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        pytest.param(
            mp3(
                text_frame(b"TIT2", "Grüße"),
                text_frame(b"TPE1", "Me"),
                text_frame(b"TALB", "Calls"),
                text_frame(b"TRCK", "2/9"),
                text_frame(b"TDRC", "2026"),
                picture_frame(JPEG),
            ),
            "Title: Grüße\nArtist: Me\nAlbum: Calls\nYear: 2026\nTrack: 2 of 9\nDuration: 0:02\n"
            "Bit rate: 128 kbit/s\nSample rate: 44100 Hz\nChannels: 2\nPictures: 1\n",
            id="mp3",
        ),
        pytest.param(
            mp4(item(b"\xa9nam", b"Call"), item(b"\xa9ART", b"Me"), item(b"covr", PNG, 14)),
            "Title: Call\nArtist: Me\nDuration: 1:05\nPictures: 1\n",
            id="mp4",
        ),
        pytest.param(
            flac("TITLE=Call", "ARTIST=Me", "MOOD=calm"),
            "Title: Call\nArtist: Me\nDuration: 0:10\nSample rate: 44100 Hz\n"
            "Channels: 2\nMood: calm\n",
            id="flac",
        ),
        pytest.param(
            opus("TITLE=Call", "ARTIST=Me"),
            "Title: Call\nArtist: Me\nDuration: 0:02\nSample rate: 48000 Hz\nChannels: 2\n",
            id="opus",
        ),
        pytest.param(
            wav(),
            "Title: Call\nDuration: 0:01\nBit rate: 128 kbit/s\nSample rate: 8000 Hz\nChannels: 1\n",
            id="wav",
        ),
        pytest.param(
            aiff(),
            "Title: Call\nDuration: 0:02\nBit rate: 128 kbit/s\nSample rate: 8000 Hz\nChannels: 1\n",
            id="aiff",
        ),
        pytest.param(wma(), "Title: Call\nArtist: Me\n", id="wma"),
    ],
)
def test_metadata_as_text(octets: bytes, text: str) -> None:
    done = to(octets)
    assert (done.text, details(done)) == (text, [])


@pytest.mark.parametrize(
    ("title", "line"),
    [
        pytest.param("# Heading", r"- Title: \# Heading", id="heading"),
        pytest.param("[a](http://x.example)", r"- Title: \[a\](http://x.example)", id="link"),
        pytest.param("<img src=x>", r"- Title: \<img src=x>", id="html"),
        pytest.param("a\n- Artist: false", "- Title: a - Artist: false", id="lines"),
        pytest.param("a\x1b[1m\u202eb", r"- Title: a\[1mb", id="controls"),
    ],
)
def test_metadata_as_markdown(title: str, line: str) -> None:
    done = to(mp3(text_frame(b"TIT2", title)), "text/markdown")
    assert done.text is not None
    assert done.text.splitlines()[0] == line


def test_labels_are_escaped_too() -> None:
    done = to(flac("<b>#\x1b=x"), "text/markdown")
    assert "- \\<b>#: x" in str(done.text)


def test_what_nobody_sees_is_dropped() -> None:
    done = to(mp3(text_frame(b"TIT2", "la\u200bmp\U000e0068")))
    assert (done.text or "").splitlines()[0] == "Title: lamp"
    assert [warning.code for warning in done.warnings] == [WarningCode.HIDDEN_TEXT]


def test_long_values_are_cut() -> None:
    text = str(to(mp3(text_frame(b"TIT2", "x" * 5000))).text)
    assert text.startswith("Title: " + "x" * 1000 + "…\n")


def test_many_values_are_cut() -> None:
    done = to(flac(*(f"KEY{number}=x" for number in range(100))))
    assert str(done.text).count("\n") == 50
    told = [warning for warning in done.warnings if warning.handler is not None]
    assert [(warning.code, warning.detail) for warning in told] == [
        (WarningCode.LIMIT, "it has more than 50 values")
    ]


@pytest.mark.parametrize(
    ("octets", "media_type", "name", "picture"),
    [
        pytest.param(mp3(picture_frame(JPEG)), "image/jpeg", "cover.jpg", JPEG, id="mp3"),
        pytest.param(
            mp4(item(b"covr", PNG, 13)), "image/png", "cover.png", PNG, id="mp4-wrong-type"
        ),
        pytest.param(
            mp3(picture_frame(JPEG, 4), picture_frame(PNG, 3)),
            "image/png",
            "cover.png",
            PNG,
            id="of-two",
        ),
    ],
)
def test_cover_pictures(octets: bytes, media_type: str, name: str, picture: bytes) -> None:
    done = to(octets, media_type)
    assert (done.media_type, done.name, done.content) == (media_type, name, picture)
    assert not details(done)


def test_several_pictures() -> None:
    done = to(mp3(*(picture_frame(PNG + bytes((kind,)), kind) for kind in range(10))), "image/png")
    assert done.content == PNG + b"\3"  # the front cover
    assert [image.name for image in done.parts] == [
        f"picture-{number}.png" for number in range(2, 9)
    ]
    assert details(done) == ["it has 10 pictures; 8 are given"]


def test_no_picture_of_that_type() -> None:
    done = to(mp3(picture_frame(PNG)), "image/jpeg")
    assert not done.is_converted
    assert details(done) == ["it has no picture that is image/jpeg"]


def test_the_graph_goes_on_from_the_right_type() -> None:
    """A PNG cover as JPEG, if another handler makes one of the other."""

    def convert_(content: Content, to: str, _: object) -> list[Content]:
        return [Content(media_type=to, octets=content.octets[::-1])]

    registry = Registry(built_in=False)
    registry.register(mimekit_media, "media")
    registry.add(
        Handler(name="x", accepts=("image/png",), produces=("image/jpeg",), convert=convert_)
    )
    content = Content(media_type="audio/mpeg", octets=mp3(picture_frame(PNG)))
    done = convert(content, "image/jpeg", registry=registry)
    assert [step.handler for step in done.steps] == ["media:cover-png", "added:x"]
    assert done.content == PNG[::-1]


@pytest.mark.parametrize("octets", [b"", b"RIFF", bytes(400), b"text"])
def test_what_is_no_recording_stays(octets: bytes) -> None:
    done = to(octets)
    assert not done.is_converted
    assert done.content == octets
    assert "it is of a format whose metadata are not read" in details(done)


def test_nothing_to_tell() -> None:
    done = to(mp4(milliseconds=0))
    assert (done.text, details(done)) == ("", ["it has no metadata"])


FILES = [
    pytest.param(mp3(text_frame(b"TIT2", "Call"), picture_frame(PNG), count=2), id="mp3"),
    pytest.param(mp4(item(b"\xa9nam", b"Call"), item(b"covr", PNG, 14)), id="mp4"),
    pytest.param(flac("TITLE=Call"), id="flac"),
    pytest.param(opus("TITLE=Call"), id="opus"),
    pytest.param(wav()[-200:], id="wav-without-its-beginning"),
    pytest.param(aiff(), id="aiff"),
    pytest.param(wma(), id="wma"),
]


@pytest.mark.parametrize("octets", FILES)
def test_truncated_anywhere(octets: bytes) -> None:
    for length in range(0, len(octets), max(len(octets) // 20, 1)):
        done = to(octets[:length])
        assert done.is_converted or done.warnings
        title = (
            str(done.text).partition("\n")[0].removeprefix("Title: ") if done.is_converted else ""
        )
        assert "Call".startswith(title) or ":" in title, length


@pytest.mark.parametrize("octets", FILES)
def test_damaged_anywhere(octets: bytes) -> None:
    chance = random.Random(20261101)  # noqa: S311 - no secret
    for _ in range(15):
        damaged = bytearray(octets)
        for _ in range(chance.randrange(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        for wanted in ("text/markdown", "image/png"):
            done = to(bytes(damaged), wanted)
            assert done.is_converted or done.warnings
            assert done.media_type == (wanted if done.is_converted else "audio/mpeg")


def test_a_file_that_takes_too_long_costs_its_part_only() -> None:
    """Each value is compared with all others of its name."""
    done = to(flac(*(f"COMMENT={number}" for number in range(60_000))))
    assert not done.is_converted
    told = {warning.code for warning in done.warnings if warning.handler is not None}
    assert told == {WarningCode.HANDLER_TIMEOUT}


def test_is_deterministic() -> None:
    octets = mp3(text_frame(b"TIT2", "Call"), picture_frame(PNG))
    assert to(octets) == to(octets)
