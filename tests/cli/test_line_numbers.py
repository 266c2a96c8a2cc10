from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimekit.cli.line_numbers import LineCounter

PIECES = st.lists(st.text("a\r\n", max_size=8).map(str.encode), max_size=8)


def count(octets: bytes, offset: int) -> int:
    r"""The line of an offset, the plain way; the LF of a CRLF is on the next line."""
    ends = [match.start() + 1 for match in re.finditer(rb"\r\n|\r|\n", octets)]
    return 1 + sum(end <= offset for end in ends)


@pytest.mark.parametrize(
    ("octets", "offset", "line"),
    [
        pytest.param(b"one\ntwo\n", 0, 1, id="first-octet"),
        pytest.param(b"one\ntwo\n", 3, 1, id="line-end-belongs-to-its-line"),
        pytest.param(b"one\ntwo\n", 4, 2, id="second-line"),
        pytest.param(b"one\r\ntwo", 5, 2, id="crlf-counts-once"),
        pytest.param(b"one\rtwo\r", 4, 2, id="bare-cr"),
        pytest.param(b"\n\r\n\r\r\n", 6, 5, id="mixture-and-behind-the-end"),
        pytest.param(b"", 0, 1, id="nothing"),
        pytest.param(b"one\n", 99, 2, id="far-behind-the-end"),
    ],
)
def test_line(octets: bytes, offset: int, line: int) -> None:
    counter = LineCounter([offset])
    counter.write(octets)
    assert counter.line(offset) == line


@given(PIECES)
@settings(deadline=None, max_examples=100)
def test_pieces_do_not_matter(pieces: list[bytes]) -> None:
    octets = b"".join(pieces)
    counter = LineCounter(range(len(octets) + 1))
    for piece in pieces:
        assert counter.write(piece) == len(piece)
    wanted = [count(octets, offset) for offset in range(len(octets) + 1)]
    assert [counter.line(offset) for offset in range(len(octets) + 1)] == wanted


@given(PIECES, st.sets(st.integers(0, 60)))
@settings(deadline=None, max_examples=100)
def test_only_wanted_offsets_are_asked(pieces: list[bytes], offsets: set[int]) -> None:
    octets = b"".join(pieces)
    counter = LineCounter(offsets)
    with io.BufferedWriter(counter, 3) as file:
        file.writelines(pieces)
    for offset in offsets:
        assert counter.line(offset) == count(octets, min(offset, len(octets)))
