"""How the cost of a call grows with what it is given, whatever the machine is and does."""

from __future__ import annotations

import gc
from collections.abc import Callable
from math import inf
from time import process_time
from typing import TypeVar

Value = TypeVar("Value")

FACTOR = 16  # large inputs are so many times the small one: its square costs 256 times as much
LIMIT = 4 * FACTOR  # memory that is new to the process makes linear work up to 3 times as dear
SECONDS = 0.001  # a small input takes at least this long: less drowns in noise
MAX_SIZE = 1 << 15  # of a small input, where it takes less in any size
ROUNDS = 2  # each measures both inputs, one after the other
ATTEMPTS = 5  # of so many rounds: a busy machine passes a later one, squared work none


def assert_linear(
    run: Callable[[Value], object], make: Callable[[int], Value], *, start: int = 256
) -> None:
    """Fail if the cost of `run(make(size))` grows much faster than `size`.

    `make` counts in octets, or in whatever else grows. The size of the small input is `start`,
    doubled until the call takes a millisecond, so that squared work is found out early and
    costs no minutes. Give a higher `start` where something grows to a bound first. What `run`
    keeps in its input is not paid for again: let it make what has a cache.
    """
    size = start
    small = make(size)
    while (small_seconds := _settled(run, small)) < SECONDS and size < MAX_SIZE:
        size *= 2
        small = make(size)
    large, large_seconds = make(FACTOR * size), inf
    for _ in range(ATTEMPTS):
        for _ in range(ROUNDS):
            small_seconds = min(small_seconds, _seconds(run, small))
            large_seconds = min(large_seconds, _seconds(run, large))
        growth = large_seconds / max(small_seconds, SECONDS)
        if growth < LIMIT:
            return
    raise AssertionError(f"{growth:.0f} times the cost for {FACTOR} times {size}")


def _settled(run: Callable[[Value], object], value: Value) -> float:
    """Without what only a first call does: imports, and patterns that are compiled."""
    return min(_seconds(run, value) for _ in range(3))


def _seconds(run: Callable[[Value], object], value: Value) -> float:
    """Processor time of the call, without collections of garbage, which others made too."""
    collects = gc.isenabled()
    gc.disable()
    try:
        start = process_time()
        run(value)
        return process_time() - start
    finally:
        if collects:
            gc.enable()
