"""What decides, in which order, and what is looked at."""

from __future__ import annotations

import pytest

from mimekit import Signature, compose, parse, sniff
from mimekit.conversion.sniffing import sniff as module
from mimekit.conversion.sniffing.sample import MAX_SNIFFED_BYTES
from mimekit.conversion.sniffing.signatures import SIGNATURES
from tests.conversion.sniffing.labelled import BY_NAME

PNG = BY_NAME["png"].octets
NOISE = bytes(range(256)) * 4
DOCX = BY_NAME["docx"].media_type
# An archive that goes on behind the sample, and has not said yet what it is.
LONG_ZIP = b"PK\x03\x04\x14\0\0\0\0\0" + bytes(8) + b"\xff\xff\xff\0" * 2 + b"\1\0\0\0a"
LONG_ZIP += bytes(MAX_SNIFFED_BYTES)


@pytest.fixture(autouse=True)
def _no_libmagic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMEKIT_MAGIC", "0")


@pytest.mark.parametrize(
    ("octets", "name", "declared", "media_type", "by"),
    [
        pytest.param(PNG, "a.jpg", "image/gif", "image/png", "signature", id="octets-first"),
        pytest.param(b"a: b\n", None, None, "text/plain", "text", id="text"),
        pytest.param(b"# a\n", "a.md", None, "text/markdown", "name", id="text-by-name"),
        pytest.param(b"a {}\n", None, "text/css", "text/css", "declared", id="text-as-declared"),
        pytest.param(b"a\n", "a.md", "text/css", "text/markdown", "name", id="name-first"),
        pytest.param(b"a\n", "a.png", None, "text/plain", "text", id="text-is-no-image"),
        pytest.param(b"<a:b/><?", "a.xyz", None, "text/plain", "text", id="name-says-nothing"),
        pytest.param(
            b"<?xml version='1.0'?><feed/>",
            None,
            "application/atom+xml",
            "application/atom+xml",
            "declared",
            id="kind-of-xml",
        ),
        pytest.param(NOISE, "a.odp", None, "application/octet-stream", "unknown", id="no-archive"),
        pytest.param(NOISE, "a.mpg", None, "video/mpeg", "name", id="binary-by-name"),
        pytest.param(NOISE, None, "a/b", "a/b", "declared", id="binary-as-declared"),
        pytest.param(NOISE, "a.py", "text/x", "application/octet-stream", "unknown", id="no-text"),
        pytest.param(NOISE, None, None, "application/octet-stream", "unknown", id="unknown"),
        pytest.param(LONG_ZIP, "a.docx", None, DOCX, "name", id="archive-by-name"),
        pytest.param(LONG_ZIP, "a.png", None, "application/zip", "signature", id="archive"),
        pytest.param(
            BY_NAME["zip"].octets,
            "a.docx",
            None,
            "application/zip",
            "signature",
            id="whole-archive",
        ),
        pytest.param(b"", "a.png", "image/png", "inode/x-empty", "signature", id="empty"),
    ],
)
def test_what_decides(
    octets: bytes, name: str | None, declared: str | None, media_type: str, by: str
) -> None:
    sniffed = sniff(octets, name=name, declared=declared)
    assert (sniffed.media_type, sniffed.by) == (media_type, by)


@pytest.mark.parametrize(
    ("octets", "guess", "name", "expected"),
    [
        pytest.param(NOISE, "image/x-odd", None, ("image/x-odd", "libmagic"), id="binary"),
        pytest.param(NOISE, "image/x-odd", "a.mpg", ("image/x-odd", "libmagic"), id="before-name"),
        pytest.param(
            NOISE, "application/octet-stream", "a.mpg", ("video/mpeg", "name"), id="none"
        ),
        pytest.param(
            NOISE, "text/plain", None, ("application/octet-stream", "unknown"), id="text"
        ),
        pytest.param(b"a\n", "text/x-c", None, ("text/x-c", "libmagic"), id="text-guess"),
        pytest.param(b"a\n", "text/x-c", "a.md", ("text/markdown", "name"), id="behind-name"),
        pytest.param(b"a\n", "image/x-odd", None, ("text/plain", "text"), id="text-is-no-image"),
        pytest.param(PNG, "image/x-odd", None, ("image/png", "signature"), id="table-first"),
        pytest.param(NOISE, "audio/x-wav", None, ("audio/wav", "libmagic"), id="one-name-for-it"),
    ],
)
def test_libmagic_behind_the_table(
    monkeypatch: pytest.MonkeyPatch,
    octets: bytes,
    guess: str,
    name: str | None,
    expected: tuple[str, str],
) -> None:
    monkeypatch.setattr(module, "libmagic_type", lambda _: guess)
    sniffed = sniff(octets, name=name)
    assert (sniffed.media_type, sniffed.by) == expected


def test_part() -> None:
    message = compose(
        from_="a@example.org", text="Text.", attachments=[("a.gif", PNG), ("b.png", PNG)]
    )
    gif, png = message.attachments
    assert sniff(gif).media_type == "image/png"
    assert [conflict.claimed for conflict in sniff(gif).conflicts] == ["image/gif", "image/gif"]
    assert sniff(png).conflicts == ()
    assert sniff(gif, name="a.png", declared="image/png").conflicts == ()


def test_multipart_is_what_it_is_declared() -> None:
    message = parse(b"Content-Type: multipart/alternative; boundary=b\n\n--b\n\nText.\n--b--\n")
    assert sniff(message) == ("multipart/alternative", "declared", 1.0, ())
    unread = parse(b"Content-Type: multipart/alternative\n\nText.\n")
    assert sniff(unread) == ("text/plain", "text", 0.7, ())


def test_encoded_part_is_decoded() -> None:
    part = parse(b"Content-Transfer-Encoding: base64\n\nJVBERi0xLjcK\n")
    assert sniff(part).media_type == "application/pdf"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_octets_of_any_kind(kind: type[bytes]) -> None:
    assert sniff(kind(PNG)).media_type == "image/png"


@pytest.mark.parametrize("part", ["text", None, 1])
def test_what_has_no_octets_is_a_mistake(part: object) -> None:
    with pytest.raises(TypeError, match="a part or bytes can be sniffed, not"):
        sniff(part)  # type: ignore[arg-type]


def test_no_more_than_the_sample_is_looked_at() -> None:
    text = b"a" * MAX_SNIFFED_BYTES
    assert sniff(text + b"\0").media_type == "text/plain"
    assert sniff(text[1:] + b"\0").media_type == "application/octet-stream"


def test_signatures_of_others() -> None:
    zeta = Signature(name="Zeta", media_type="application/x-zeta", magic=b"\x89PNG", confidence=1)
    assert sniff(PNG, signatures=[zeta, *SIGNATURES]).media_type == "application/x-zeta"
    equal = Signature(name="Zeta", media_type="application/x-zeta", magic=b"\x89PNG")
    assert sniff(PNG, signatures=[*SIGNATURES, equal]).media_type == "image/png"
    assert sniff(PNG, signatures=[equal, *SIGNATURES]).media_type == "application/x-zeta"
    assert sniff(PNG, signatures=[]).by == "unknown"


def test_the_surest_decides_wherever_it_stands() -> None:
    weak = Signature(name="words", media_type="text/x-words", form="text", confidence=0.1)
    table = b"a,b\n1,2\n3,4\n"
    assert sniff(table, signatures=[weak, *SIGNATURES]).media_type == "text/csv"
    assert sniff(b"words", signatures=[weak, *SIGNATURES]).media_type == "text/x-words"
