"""How the cost of a call grows with what it is given, whatever the machine is and does."""

from __future__ import annotations

import gc
from collections.abc import Callable
from math import inf
from time import process_time
from typing import TypeVar

Value = TypeVar("Value")

FACTOR = 16  # large inputs are so many times the small one: its square costs 256 times as much
LIMIT = 2 * FACTOR  # caches that overflow make linear work somewhat dearer
SECONDS = 0.002  # a small input takes at least this long: less drowns in noise
MAX_SIZE = 1 << 13  # of a small input: memory that is new to the process would be dear
ATTEMPTS = 5  # a busy machine passes a later one, squared work none


def assert_linear(
    run: Callable[[Value], object], make: Callable[[int], Value], *, start: int = 256
) -> None:
    """Fail if the cost of `run(make(size))` grows much faster than `size`.

    `make` counts in octets, or in whatever else grows. The size of the small input is `start`,
    doubled until the call takes some milliseconds, so that squared work is found out early
    and costs no minutes. Give a higher `start` where something grows to a bound first. What `run`
    keeps in its input is not paid for again: let it make what has a cache.
    """
    size = start
    small = make(size)
    while size < MAX_SIZE and _is_quick(run, small):
        size *= 2
        small = make(size)
    large = make(FACTOR * size)
    small_seconds = large_seconds = inf
    for _ in range(ATTEMPTS):
        small_seconds = min(small_seconds, _seconds(run, small))
        large_seconds = min(large_seconds, _seconds(run, large))
        growth = large_seconds / max(small_seconds, SECONDS)
        if growth < LIMIT:
            return
    raise AssertionError(f"{growth:.0f} times the cost for {FACTOR} times {size}")


def _is_quick(run: Callable[[Value], object], value: Value) -> bool:
    """Not the first time, perhaps: it imports, and compiles patterns."""
    return any(_seconds(run, value) < SECONDS for _ in range(3))


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
