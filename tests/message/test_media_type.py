"""Media types of files, by name and by first octets, the same on every machine."""

from __future__ import annotations

import pytest

from mimekit.message.media_type import guess_type


@pytest.mark.parametrize(
    ("name", "sample", "media_type"),
    [
        pytest.param("a.PDF", b"", "application/pdf", id="case"),
        pytest.param("a.tar.gz", b"", "application/gzip", id="two-suffixes"),
        pytest.param("a.b/c.png", b"", "image/png", id="path"),
        pytest.param("a.txt", b"GIF89a", "text/plain", id="the-name-counts-first"),
        pytest.param("logo", b"\xff\xd8\xff\xe0", "image/jpeg", id="jpeg"),
        pytest.param("logo", b"RIFF\n\n\n\nWEBP", "image/webp", id="webp"),
        pytest.param("a.eml", b"", "message/rfc822", id="message"),
        pytest.param("a.mht", b"", "message/rfc822", id="message-of-a-browser"),
        pytest.param(".png", b"", "application/octet-stream", id="hidden-file"),
        pytest.param("", b"", "application/octet-stream", id="nothing"),
        pytest.param("a.x\ny", b"", "application/octet-stream", id="no-suffix"),
    ],
)
def test_guesses(name: str, sample: bytes, media_type: str) -> None:
    assert guess_type(name, sample).media_type == media_type
