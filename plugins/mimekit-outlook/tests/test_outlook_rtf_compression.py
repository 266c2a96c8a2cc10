"""Compressed RTF: the examples of [MS-OXRTFCP], its dictionary, and texts that are cut off."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mimekit_outlook import decompress_rtf, rtf_compression
from outlook_properties import compress_rtf

from tests.growth import assert_linear

LONG = b" ".join(str(number * number).encode() for number in range(1500))
REPEATED = b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def packed(rtf: bytes, *, kind: bytes = b"MELA", checksum: int = 0) -> bytes:
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), kind, checksum) + rtf


@pytest.mark.parametrize(
    ("compressed", "rtf"),
    [
        pytest.param(
            bytes.fromhex("1a000000 1c000000 4c5a4675 e2d44b51 41000420 5758595a 0d6e7d01 0eb0"),
            REPEATED,
            id="reference-into-what-it-writes",
        ),
        pytest.param(packed(b"{\\rtf1 a}"), b"{\\rtf1 a}", id="not-compressed"),
        pytest.param(
            compress_rtf(b"{\\rtf1\\ansi\\b\\i}"), b"{\\rtf1\\ansi\\b\\i}", id="dictionary"
        ),
        pytest.param(compress_rtf(LONG), LONG, id="longer-than-the-dictionary"),
        pytest.param(compress_rtf(b""), b"", id="empty"),
        pytest.param(compress_rtf(b"{}") + b"more", b"{}", id="octets-behind"),
    ],
)
def test_decompresses(compressed: bytes, rtf: bytes) -> None:
    assert decompress_rtf(compressed) == (rtf, ())


@settings(deadline=None)  # a busy machine is slow
@given(st.lists(st.sampled_from([b"a", b"bc", b"\\par ", b"{", b"\0", b"xyz" * 7]), max_size=60))
def test_reads_what_is_written(pieces: list[bytes]) -> None:
    rtf = b"".join(pieces)
    assert decompress_rtf(compress_rtf(rtf)) == (rtf, ())


@pytest.mark.parametrize(
    ("compressed", "rtf", "warning"),
    [
        pytest.param(b"short", b"", "no whole header", id="no-header"),
        pytest.param(packed(b"x", kind=b"ABCD"), b"", "no known compression", id="unknown-kind"),
        pytest.param(
            compress_rtf(REPEATED)[:12] + b"\0\0\0\0" + compress_rtf(REPEATED)[16:],
            REPEATED,
            "wrong checksum",
            id="wrong-checksum",
        ),
    ],
)
def test_says_what_is_wrong(compressed: bytes, rtf: bytes, warning: str) -> None:
    read = decompress_rtf(compressed)
    assert read.octets == rtf
    assert any(warning in sentence for sentence in read.warnings)


def test_what_is_cut_off_gives_its_beginning() -> None:
    rtf = b"{\\rtf1\\ansi one two three one two three}"
    compressed = compress_rtf(rtf)
    for end in range(16, len(compressed) - 2):
        read = decompress_rtf(compressed[:end])
        assert rtf.startswith(read.octets)
        assert read.warnings, end


def test_reference_to_a_place_that_has_nothing_yet() -> None:
    reference = struct.pack(">H", 4000 << 4 | 3)  # far behind the 207 octets of the dictionary
    code = b"\x03" + reference + struct.pack(">H", (207 + 5) << 4)
    read = decompress_rtf(struct.pack("<II4sI", len(code) + 12, 5, b"LZFu", 0) + code)
    assert read.octets == bytes(5)


def test_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf_compression, "MAX_RTF_OCTETS", 100)
    read = decompress_rtf(compress_rtf(b"a" * 1000))
    assert read == (b"a" * 100, ("the RTF is longer than 100 octets",))


def test_time_is_linear() -> None:
    def bomb(size: int) -> bytes:
        code = (b"\xff" + struct.pack(">H", 206 << 4 | 15) * 8) * (size // 16)
        return struct.pack("<II4sI", len(code) + 12, 1 << 30, b"LZFu", 0) + code

    assert_linear(decompress_rtf, bomb)
