"""The content of a part as a stream."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit import Part, codecs, parse
from mimekit.message import stream

PLAIN = bytes(range(256)) * 3 + b"\r\n.\n"
ENCODED = {
    "7bit": PLAIN,
    "base64": codecs.base64.encode(PLAIN),
    "quoted-printable": codecs.quoted_printable.encode(PLAIN, binary=True),
    "x-uuencode": codecs.uuencode.encode(PLAIN),
    "no-such": PLAIN,
}
every_encoding = pytest.mark.parametrize("encoding", ENCODED)


def part(octets: bytes, encoding: str) -> Part:
    return parse(b"Content-Transfer-Encoding: %b\n\n" % encoding.encode() + octets)


@pytest.fixture(params=[1, 7, 64])
def small_pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So few encoded octets are decoded at a time that every group and escape is cut."""
    monkeypatch.setattr(stream, "_CHUNK", request.param)


@every_encoding
@pytest.mark.usefixtures("small_pieces")
def test_gives_the_content_however_it_is_cut(encoding: str) -> None:
    message = part(ENCODED[encoding], encoding)
    with message.open() as content:
        assert content.read() == PLAIN == message.content


@every_encoding
@pytest.mark.parametrize("size", [1, 5, 300])
def test_gives_as_much_as_is_asked_for(encoding: str, size: int) -> None:
    with part(ENCODED[encoding], encoding).open() as content:
        pieces = [*iter(lambda: content.read(size), b"")]
        assert content.read(size) == b""
    assert b"".join(pieces) == PLAIN
    assert {len(piece) for piece in pieces[:-1]} == {size}


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        pytest.param("base64", b"TWFuTQ", b"ManM", id="octets-that-wait-for-the-end"),
        pytest.param("base64", b"TWFu" + b"!" * 200 + b"TWFu", b"ManMan", id="nothing-in-a-piece"),
        pytest.param("quoted-printable", b"a=\n\nb  \n=4", b"a\nb\n=4", id="soft-line-break"),
        pytest.param("base64", b"", b"", id="nothing"),
        pytest.param("7bit", b"", b"", id="nothing-encoded"),
    ],
)
def test_ends_as_the_content_does(encoding: str, body: bytes, content: bytes) -> None:
    message = part(body, encoding)
    assert message.content == content
    assert message.open().read() == content


@every_encoding
@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300), st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_reads_any_octets_as_content_does(encoding: str, body: bytes, sizes: list[int]) -> None:
    message = part(body, encoding)
    content = message.open()
    pieces = [content.read(size) for size in sizes]
    assert b"".join([*pieces, content.read()]) == message.content


def test_is_a_stream_that_cannot_seek() -> None:
    content = part(b"TWFu", "base64").open()
    assert (content.readable(), content.seekable(), content.writable()) == (True, False, False)
    with pytest.raises(io.UnsupportedOperation):
        content.seek(0)


def test_fills_a_buffer_of_any_items() -> None:
    target = memoryview(bytearray(8)).cast("I")
    raw = part(b"TWFuTWFuTQ==", "base64").open().raw  # type: ignore[attr-defined]
    assert raw.readinto(target) == 7
    assert target.tobytes() == b"ManManM\0"


@pytest.mark.parametrize("encoding", ["base64", "7bit"])
def test_keeps_what_does_not_fit_a_buffer(encoding: str) -> None:
    raw = part(ENCODED[encoding], encoding).open().raw  # type: ignore[attr-defined]
    target, got = bytearray(5), bytearray()
    while count := raw.readinto(target):
        got += target[:count]
    assert got == PLAIN


def test_two_streams_of_one_part_do_not_share_a_place() -> None:
    message = part(b"TWFuTWFu", "base64")
    one, other = message.open(), message.open()
    assert (one.read(2), other.read(), one.read()) == (b"Ma", b"ManMan", b"nMan")


def test_decodes_no_more_than_a_piece_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_CHUNK", 16)
    body = codecs.base64.encode(bytes(10_000))
    content = part(body, "base64").open()
    assert content.read(1) == b"\0"
    assert content.raw._at <= 32  # type: ignore[attr-defined]
