from __future__ import annotations

import codecs

import pytest

from mimekit.conversion.sniffing.sample import Sample


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        pytest.param(b"", b"", id="empty"),
        pytest.param(b"a\tb\r\n\f\v\x1b(B", b"a\tb\r\n\f\v\x1b(B", id="controls-of-texts"),
        pytest.param(b"a\x1a", b"a", id="end-of-dos"),
        pytest.param(b"a\x1ab", None, id="substitute"),
        pytest.param(b"a\x7f", None, id="delete"),
        pytest.param(codecs.BOM_UTF8 + b"a", b"a", id="utf-8-mark"),
        pytest.param("\ufeffż".encode("utf-16-le"), "ż".encode(), id="utf-16-le"),
        pytest.param("\ufeffż".encode("utf-16-be"), "ż".encode(), id="utf-16-be"),
        pytest.param("\ufeffż".encode("utf-32-le"), "ż".encode(), id="utf-32-le"),
        pytest.param("\ufeffż".encode("utf-32-be"), "ż".encode(), id="utf-32-be"),
        pytest.param("\ufeffa\x01".encode("utf-16-le"), None, id="utf-16-with-control"),
        pytest.param(codecs.BOM_UTF16_LE + b"a\0b", None, id="utf-16-odd"),
        pytest.param(codecs.BOM_UTF16_LE + b"\0\xd8a\0", None, id="utf-16-half"),
        pytest.param(b"\xe9\x93", b"\xe9\x93", id="eight-bit"),
    ],
)
def test_text(octets: bytes, text: bytes | None) -> None:
    assert Sample(octets).text == text


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("cut", range(1, 8))
def test_a_cut_character_is_left_out(charset: str, cut: int) -> None:
    octets = "\ufeffabcd🕯🕯".encode(charset)
    text = Sample(octets[:-cut], whole=False).text
    assert text is not None
    assert text.startswith(b"abcd")
