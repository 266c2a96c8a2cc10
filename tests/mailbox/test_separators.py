"""Where messages begin does not depend on the windows in which the file is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.mailbox.from_line import MAX_FROM_LINE_BYTES, parse_from_line
from mimekit.mailbox.separators import Read, is_behind_empty_line, iter_separators

LINE = b"From a Thu Jan  1 00:00:00 1970\n"
PIECES = [LINE, LINE[:-1] + b"\r\n", b"\n", b"\r\n", b"\r", b"From ", b"text\n", b">", LINE[:20]]


def reader(octets: bytes) -> Read:
    return lambda offset, length: octets[offset : offset + length]


def found(octets: bytes, start: int = 0, window_bytes: int = 1 << 20) -> list[int]:
    return [*iter_separators(reader(octets), start, len(octets), window_bytes)]


@pytest.mark.parametrize(
    ("octets", "offsets"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(LINE, [0], id="at-the-start"),
        pytest.param(b"\n" + LINE, [1], id="behind-an-empty-line-at-the-start"),
        pytest.param(b"\r\n" + LINE, [2], id="behind-crlf-at-the-start"),
        pytest.param(b"\r" + LINE, [], id="behind-a-bare-cr"),
        pytest.param(b"a\n" + LINE, [], id="behind-a-line"),
        pytest.param(b"a\n\n" + LINE, [3], id="behind-an-empty-line"),
        pytest.param(b"a\r\n\r\n" + LINE, [5], id="behind-an-empty-line-crlf"),
        pytest.param(b"a\r\r\n" + LINE, [], id="line-of-a-cr"),
        pytest.param(LINE + b"\n" + LINE, [0, len(LINE) + 1], id="empty-message"),
        pytest.param(LINE + LINE, [0], id="two-lines"),
        pytest.param(b"\n" + LINE[:-1], [], id="cut"),
        pytest.param(b"\n>" + LINE, [], id="quoted"),
    ],
)
def test_finds(octets: bytes, offsets: list[int]) -> None:
    assert found(octets) == offsets


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join), st.integers(1, 40))
def test_windows_do_not_matter(octets: bytes, window_bytes: int) -> None:
    whole = found(octets)
    assert found(octets, window_bytes=window_bytes) == whole
    for start in range(len(octets) + 1):
        assert found(octets, start) == [at for at in whole if at >= start]


@pytest.mark.parametrize("window_bytes", range(1, 200))
def test_a_line_at_the_edge_of_a_window_is_found_once(window_bytes: int) -> None:
    octets = (LINE + b"text\n\n") * 4
    assert found(octets, window_bytes=window_bytes) == [0, 38, 76, 114]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(b"".join))
def test_what_is_found_is_a_line_behind_an_empty_one(octets: bytes) -> None:
    at, expected, before = 0, [], b"\n"
    for line in octets.split(b"\n")[:-1]:
        if parse_from_line(line + b"\n") and before in {b"\n", b"\r\n"}:
            expected.append(at)
        before, at = line + b"\n", at + len(line) + 1
    assert found(octets) == expected


def test_only_a_window_is_read_at_a_time() -> None:
    octets = (LINE + b"\n" * 50) * 1000
    sizes: list[int] = []

    def read(offset: int, length: int) -> bytes:
        sizes.append(length)
        return octets[offset : offset + length]

    assert len([*iter_separators(read, 0, len(octets), 5000)]) == 1000
    assert max(sizes) <= 5000 + MAX_FROM_LINE_BYTES + 3


def test_lines_that_are_not_read_whole_are_told_apart_from_the_start_of_the_file() -> None:
    assert is_behind_empty_line(b"\nFrom ", 0, base=0)
    assert not is_behind_empty_line(b"\nFrom ", 0, base=7)
