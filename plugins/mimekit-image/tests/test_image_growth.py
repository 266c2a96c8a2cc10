"""What taking metadata out costs grows with the size, whatever the file says."""

from __future__ import annotations

import pytest
from mimekit_image import strip_metadata

from tests.growth import assert_linear

GIF = b"GIF89a" + bytes(7)


@pytest.mark.parametrize(
    ("before", "piece"),
    [
        pytest.param(b"\xff\xd8", b"\xff\xe1\0\2", id="jpeg-segments"),
        pytest.param(b"\xff\xd8\xff\xda\0\2", b"\xff\xd0", id="jpeg-restart-markers"),
        pytest.param(b"\xff\xd8\xff\xda\0\2", b"\xff\0", id="jpeg-stuffed"),
        pytest.param(b"\xff\xd8\xff\xda\0\2", b"\xff\xda\0\2", id="jpeg-scans"),
        pytest.param(b"\xff\xd8\xff\xda\0\2", b"\xff", id="jpeg-fill-in-a-scan"),
        pytest.param(b"\x89PNG\r\n\x1a\n", bytes(4) + b"tEXt" + bytes(4), id="png-chunks"),
        pytest.param(b"\x89PNG\r\n\x1a\n", bytes(4) + b"eXIf" + bytes(4), id="png-exif"),
        pytest.param(b"RIFF\xff\xff\xff\xffWEBP", b"EXIF" + bytes(4), id="webp-chunks"),
        pytest.param(GIF, b"\x21\xfe\1a\0", id="gif-comments"),
        pytest.param(GIF + b"\x21\xfe", b"\1a", id="gif-sub-blocks"),
    ],
)
def test_is_linear(before: bytes, piece: bytes) -> None:
    def strip(octets: bytes) -> None:
        try:
            assert len(strip_metadata(octets)) <= len(octets)
        except ValueError as error:
            assert str(error)  # noqa: PT017 - it may be refused, if that is linear too

    assert_linear(strip, lambda count: before + piece * count)
