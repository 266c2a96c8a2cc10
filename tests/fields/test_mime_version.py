"""MIME-Version: what is read, and the way back."""

from __future__ import annotations

import itertools

import pytest

from mimekit.defect_codes import DefectCode
from mimekit.errors import ComposeError
from mimekit.fields.mime_version import MimeVersion, format_mime_version, parse_mime_version


@pytest.mark.parametrize(
    ("body", "version", "valid"),
    [
        pytest.param(b"1.0", (1, 0), True, id="plain"),
        pytest.param(b" 1.0\r\n", (1, 0), True, id="blanks"),
        pytest.param(b"1.0 (produced by (a) b)", (1, 0), True, id="comment-behind"),
        pytest.param(b"(a) 1 (b) . (c) 0", (1, 0), True, id="comments"),
        pytest.param(b"01.00", (1, 0), True, id="zeros"),
        pytest.param(b"2.0", (2, 0), False, id="other-major"),
        pytest.param(b"1.1", (1, 1), False, id="other-minor"),
        pytest.param(b"", (1, 0), False, id="empty"),
        pytest.param(b"1", (1, 0), False, id="major-alone"),
        pytest.param(b"1.", (1, 0), False, id="minor-missing"),
        pytest.param(b".0", (1, 0), False, id="major-missing"),
        pytest.param(b"1.0.0", (1, 0), False, id="three-numbers"),
        pytest.param(b"1.0; x", (1, 0), False, id="text-behind"),
        pytest.param(b"RFC-XXXX", (1, 0), False, id="text"),
        pytest.param(b"1.9999", (1, 0), False, id="four-digits-behind"),
        pytest.param(b"9999.0", (1, 0), False, id="four-digits"),
        pytest.param(b"9" * 5000 + b".0", (1, 0), False, id="digits"),
        pytest.param("١.٠".encode(), (1, 0), False, id="other-digits"),
    ],
)
def test_reads(body: bytes, version: tuple[int, int], valid: bool) -> None:  # noqa: FBT001
    parsed = parse_mime_version(body)
    assert parsed.value == version
    wrong = [] if valid else [DefectCode.MIME_VERSION_INVALID]
    assert [defect.code for defect in parsed.defects] == wrong


def test_the_span_is_that_of_the_version() -> None:
    body = b" (a) 1 (b) .0 (c)"
    (span,) = parse_mime_version(body).spans
    assert body[span.slice] == b"1 (b) .0"


def test_short_inputs_are_sound() -> None:
    for length in range(6):
        for octets in itertools.product(b"10. (", repeat=length):
            parsed = parse_mime_version(bytes(octets))
            for span in [*parsed.spans, *(defect.span for defect in parsed.defects)]:
                assert 0 <= span.offset <= span.end <= length


@pytest.mark.parametrize("version", [(1, 0), (0, 0), (999, 999)], ids=str)
def test_what_is_formatted_reads_back(version: tuple[int, int]) -> None:
    text = format_mime_version(MimeVersion(*version))
    assert parse_mime_version(text.encode()).value == version


@pytest.mark.parametrize("version", [(-1, 0), (1, 1000)], ids=str)
def test_refuses_what_cannot_be_written(version: tuple[int, int]) -> None:
    with pytest.raises(ComposeError):
        format_mime_version(MimeVersion(*version))
