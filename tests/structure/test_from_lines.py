"""Lines that begin with "From ", or with that behind ``>``; the twin finds the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.structure import from_lines, seam

FINDERS = [
    pytest.param(from_lines.find_from_lines, id="python"),
    pytest.param(
        getattr(seam.native, "find_from_lines", None),
        id="native",
        marks=pytest.mark.skipif(seam.native is None, reason="no native twin"),
    ),
]
every_finder = pytest.mark.parametrize("find", FINDERS)
PIECES = [b"From ", b"From", b"F", b">", b"\n", b"\r\n", b" ", b"\0", b"a"]
octets = st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"From ", [0], id="alone"),
        pytest.param(b"From", [], id="cut"),
        pytest.param(b"\nFrom a\n>From b\n>>From c", [1, 8, 16], id="lines"),
        pytest.param(b" From a\n> From b\nFrom: c\nfrom d\n", [], id="others"),
        pytest.param(b"a From b\nFrom From c", [9], id="in-a-line"),
        pytest.param(b"\rFrom a", [], id="behind-a-bare-cr"),
        pytest.param(b"FFrom F\nF\nFrom ", [10], id="other-letters"),
    ],
)
@every_finder
def test_finds(find: seam.FindFromLines, text: bytes, places: list[int]) -> None:
    assert find(text) == places


@every_finder
@given(octets)
def test_finds_what_a_pattern_finds(find: seam.FindFromLines, text: bytes) -> None:
    assert find(text) == [match.start() for match in re.finditer(rb"^>*From ", text, re.MULTILINE)]


@every_finder
def test_takes_octets_only(find: seam.FindFromLines) -> None:
    with pytest.raises((TypeError, AttributeError)):
        find("From ")  # type: ignore[arg-type]


@every_finder
@pytest.mark.parametrize("piece", [b">", b">From ", b"From >", b"F", b"\n>From "])
def test_long_lines_are_linear(find: seam.FindFromLines, piece: bytes) -> None:
    assert len(find(piece * 200_000)) <= 200_000
