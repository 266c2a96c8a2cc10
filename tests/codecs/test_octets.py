from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimekit.codecs.octets import iter_pieces


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
@given(st.binary(max_size=50), st.integers(1, 60))
def test_pieces_are_the_whole(kind: type, data: bytes, size: int) -> None:
    pieces = [*iter_pieces(kind(data), size)]
    assert b"".join(pieces) == data
    assert [len(piece) for piece in pieces[:-1]] == [size] * (len(pieces) - 1)
    assert all(pieces)
