"""The octets of nodes, written as they stand."""

from __future__ import annotations

import io
import mmap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mimekit
from mimekit import ComposeError, WireFormat, codecs, parse
from mimekit.message import write

INNER = b"Subject: inner\r\n\r\nbody"
MESSAGE = (
    b"\xef\xbb\xbf\n\nSubject: outer\nContent-Type: multipart/mixed; boundary=b\n\npreamble\n"
    b"--b\r\nA: 1\r\n\r\none\r\n"
    b"--b\nContent-Type: message/rfc822\n\n\n\nFrom x\n" + INNER + b"\n"
    b"--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    + codecs.base64.encode(INNER)
    + b"--b--\nepilogue"
)


def written(part: object) -> bytes:
    file = io.BytesIO()
    part.write_to(file)  # type: ignore[attr-defined]
    return file.getvalue()


@pytest.mark.parametrize(
    ("path", "octets"),
    [
        pytest.param("", MESSAGE, id="all-with-mark-preamble-and-epilogue"),
        pytest.param("1", b"A: 1\r\n\r\none", id="part-without-its-delimiters"),
        pytest.param("2.1", b"\n\nFrom x\n" + INNER, id="message-with-what-is-on-top"),
        pytest.param("3.1", INNER, id="decoded-message"),
    ],
)
def test_octets(path: str, octets: bytes) -> None:
    part = parse(MESSAGE).part(path)
    assert bytes(part) == octets
    assert written(part) == octets


@pytest.mark.parametrize("size", [1, 3, 64, len(MESSAGE) - 1, len(MESSAGE), len(MESSAGE) + 1])
def test_pieces_of_any_size_are_the_whole(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_CHUNK", size)
    for part in parse(MESSAGE).walk():
        assert written(part) == bytes(part)


def test_a_large_message_is_written_in_pieces() -> None:
    class File(io.BytesIO):
        def write(self, octets: object) -> int:
            sizes.append(len(octets))  # type: ignore[arg-type]
            return super().write(octets)  # type: ignore[arg-type]

        def writelines(self, lines: object) -> None:
            for line in lines:  # type: ignore[attr-defined]
                self.write(line)

    sizes: list[int] = []
    octets = b"A: 1\n\n" + bytes(write._CHUNK * 2)
    parse(octets).write_to(File())
    assert sizes == [write._CHUNK, write._CHUNK, 6]


def test_a_mapped_message_is_written(tmp_path: Path) -> None:
    path = tmp_path / "message"
    path.write_bytes(MESSAGE)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as source:
        message = parse(source)
        assert bytes(message) == written(message) == MESSAGE
        assert type(bytes(message.part("1"))) is bytes


def test_an_error_of_the_file_comes_through() -> None:
    class Full(io.BytesIO):
        def writelines(self, lines: object) -> None:
            raise OSError(28, "full", lines)

    with pytest.raises(OSError, match="full"):
        parse(MESSAGE).write_to(Full())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([b"--b\n", b"--b--\n", b"A: 1\n", b"\n", b"\r", b"x"])).map(b"".join)
)
def test_every_node_is_its_place_in_the_source(body: bytes) -> None:
    data = b"Content-Type: multipart/mixed; boundary=b\n\n" + body
    for part in parse(data).walk():
        assert part.span is not None
        assert bytes(part) == written(part) == data[part.span.slice]


def test_to_the_file_that_it_was_opened_from(tmp_path: Path) -> None:
    """Which is mapped: to cut it while it is read would end the process."""
    path = tmp_path / "large.eml"
    path.write_bytes(b"Subject: x\r\n\r\n" + b"y" * (65 << 20))
    size = path.stat().st_size
    path.chmod(0o640)
    with mimekit.open(path) as message:
        message.headers.set("Subject", "zz")
        message.write_to(path)
    assert path.stat().st_size == size + 1
    assert path.stat().st_mode & 0o777 == 0o640
    assert [*tmp_path.iterdir()] == [path]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"before")
    message = parse(b"From: \xc3\xa9@x.test\r\n\r\n")
    with pytest.raises(ComposeError):
        message.write_to(path, WireFormat())
    assert path.read_bytes() == b"before"
    assert [*tmp_path.iterdir()] == [path]


def test_to_a_path(tmp_path: Path) -> None:
    octets = b"Subject: x\r\n\r\ntext"
    message = parse(octets)
    for path in (tmp_path / "a.eml", str(tmp_path / "b.eml")):
        message.write_to(path)
        assert Path(path).read_bytes() == octets
    with pytest.raises(FileNotFoundError):
        message.write_to(tmp_path / "no" / "where.eml")
