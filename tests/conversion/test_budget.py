"""What a conversion may cost, and one call in it."""

from __future__ import annotations

import time

import pytest

from mimekit.conversion.budget import Budget, BudgetError, ConversionLimits, Share


def test_parts_are_counted() -> None:
    budget = Budget(ConversionLimits(max_parts=2))
    budget.count_part()
    budget.count_part()
    with pytest.raises(BudgetError, match="max_parts: more than 2") as raised:
        budget.count_part()
    assert (raised.value.limit, raised.value.allowed) == ("max_parts", 2)


@pytest.mark.parametrize(("depth", "is_too_deep"), [(0, False), (3, False), (4, True)])
def test_depth(depth: int, is_too_deep: bool) -> None:  # noqa: FBT001 - a table
    budget = Budget(ConversionLimits(max_depth=3))
    if not is_too_deep:
        budget.check_depth(depth)
        return
    with pytest.raises(BudgetError, match="max_depth: more than 3"):
        budget.check_depth(depth)


def test_octets_are_spent() -> None:
    budget = Budget(ConversionLimits(max_octets=10))
    budget.spend(4)
    budget.spend(6)
    assert budget.octets_left == 0
    with pytest.raises(BudgetError, match="max_octets: more than 10"):
        budget.spend(1)


def test_what_is_too_much_is_not_spent() -> None:
    budget = Budget(ConversionLimits(max_octets=10))
    with pytest.raises(BudgetError):
        budget.spend(11)
    assert budget.octets_left == 10


def test_time_ends() -> None:
    budget = Budget(ConversionLimits(max_seconds=0.0))
    assert budget.seconds_left == 0.0
    with pytest.raises(BudgetError, match="max_seconds"):
        budget.check_time()
    with pytest.raises(BudgetError, match="max_seconds"):
        budget.count_part()


def test_half_share() -> None:
    budget = Budget(ConversionLimits(max_octets=100, max_seconds=60.0))
    share = Share.half(budget, 1000.0)
    assert share.octets == 50
    assert 29.0 < share.seconds <= 30.0
    assert Share.half(budget, 2.0).seconds == 2.0
    share.take(50)
    assert (share.octets_left, budget.octets_left) == (0, 100)  # what is thrown away is free
    with pytest.raises(BudgetError, match="octets of one handler: more than 50"):
        share.take(1)


def test_whole_share() -> None:
    share = Share.whole(Budget(ConversionLimits(max_octets=100, max_seconds=0.0)))
    assert share.octets_left == 100
    share.take(1000)  # it is the budget that is asked, when the call has come to its end
    share.check_time()


def test_time_of_a_share_ends() -> None:
    share = Share(10, 0.001)
    time.sleep(0.002)
    assert share.seconds_left == 0.0
    with pytest.raises(BudgetError, match="seconds of one handler"):
        share.take(1)
