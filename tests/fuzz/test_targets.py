"""Every fuzz target runs on seeds and on mutations of them, without atheris."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SEEDS = [p.read_bytes() for p in sorted(CORPUS.glob("*/*.eml"))[::25] if p.stat().st_size < 4096]


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=40, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    start=st.integers(0, 4096),
    length=st.integers(0, 300),
    insert=st.binary(max_size=4),
)
def test_target(name: str, seed: bytes, start: int, length: int, insert: bytes) -> None:
    start %= len(seed) + 1
    TARGETS[name](seed[start : start + length] + insert + seed[start + length :][:300])
