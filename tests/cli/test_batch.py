"""Results in the order of the tasks, whatever dies."""

from __future__ import annotations

import os
import time

import pytest

from mimekit.cli.batch import iter_results


def double(number: int) -> int:
    """A task whose number is negative kills its process."""
    if number < 0:
        os._exit(9)
    time.sleep(0.002 * (number % 3))  # so that the first is not the first to end
    return number * 2


def died(number: int) -> int:
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_keeps_the_order(jobs: int) -> None:
    numbers = range(100)
    assert [*iter_results(numbers, double, jobs, died)] == [number * 2 for number in numbers]


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param([-1, 1, 2, 3], id="first"),
        pytest.param([1, 2, 3, -1], id="last"),
        pytest.param([*range(40), -7, *range(40)], id="among-many"),
        pytest.param([-1, -2, 3, -4], id="several"),
        pytest.param([-1], id="alone"),
        pytest.param([], id="none"),
    ],
)
def test_a_death_costs_one_task(numbers: list[int]) -> None:
    expected = [number if number < 0 else number * 2 for number in numbers]
    assert [*iter_results(iter(numbers), double, 2, died)] == expected


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken = 0

    def tasks() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    results = iter_results(tasks(), double, 2, died)  # type: ignore[arg-type]  # an endless one
    assert [next(results) for _ in range(5)] == [2, 4, 6, 8, 10]
    assert taken < 50
    results.close()  # type: ignore[attr-defined]  # a generator
