"""What the tests of growth let pass, and what they find out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import growth
from tests.growth import assert_linear


@pytest.mark.parametrize(
    "run",
    [
        pytest.param(lambda _octets: None, id="nothing"),
        pytest.param(lambda octets: octets.replace(b"a", b"b"), id="octets-in-c"),
        pytest.param(lambda octets: [{octet} for octet in octets], id="objects"),
        pytest.param(lambda octets: sorted(octets * 2), id="sorting"),
    ],
)
def test_linear_work_passes(run: Callable[[bytes], object]) -> None:
    assert_linear(run, lambda size: b"ba" * (size // 2))


@pytest.mark.parametrize(
    "run",
    [
        pytest.param(lambda octets: sum(1 for _ in octets for _ in octets), id="steps"),
        pytest.param(lambda octets: [octets.find(b"b", octet) for octet in octets], id="searches"),
        pytest.param(lambda octets: [len(octets + b"b") for _ in octets], id="copies"),
    ],
)
def test_squared_work_fails(
    run: Callable[[bytes], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "ATTEMPTS", 1)  # squared work passes no later one
    monkeypatch.setattr(growth, "SECONDS", 0.001)
    with pytest.raises(AssertionError, match="times the cost"):
        assert_linear(run, lambda size: b"a" * size)
