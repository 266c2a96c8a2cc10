"""What one conversion may cost, and what of it is left."""

from __future__ import annotations

import math
import time
from typing import NamedTuple, Self

from mimekit.errors import MimekitError


class ConversionLimits(NamedTuple):
    """Bounds on one call of `convert`; each with the attack it stands against.

    One call of a handler gets at most half of the octets and seconds that are left, so that no
    part takes everything from those behind it.
    """

    max_octets: int = 64 << 20
    """Octets that all handlers make together. A zip of 42 KB holds petabytes (42.zip)."""

    max_parts: int = 2_000
    """Contents that are converted, those inside of containers among them."""

    max_depth: int = 16
    """Levels of containers and enclosed messages. An archive can hold itself (r.zip)."""

    max_seconds: float = 120.0
    """Seconds for everything. What is not converted by then stays as it is."""


class BudgetError(MimekitError):
    """A limit of a conversion is reached: ``limit`` names it. It ends a part, and no more."""

    def __init__(self, limit: str, allowed: float) -> None:
        super().__init__(f"{limit}: more than {allowed:g}")
        self.limit = limit
        self.allowed = allowed


class Budget:
    """What is left of `ConversionLimits`.

    >>> budget = Budget(ConversionLimits(max_parts=1))
    >>> budget.count_part()
    >>> budget.count_part()
    Traceback (most recent call last):
        ...
    mimekit.conversion.budget.BudgetError: max_parts: more than 1
    """

    def __init__(self, limits: ConversionLimits) -> None:
        self.limits = limits
        self.octets_left = limits.max_octets
        self._parts_left = limits.max_parts
        self._end = time.monotonic() + limits.max_seconds

    @property
    def seconds_left(self) -> float:
        """Seconds until everything must be done; 0 if that was earlier."""
        return max(self._end - time.monotonic(), 0.0)

    def count_part(self) -> None:
        """One more content is converted; `BudgetError` if that is one too many, or too late."""
        if not self._parts_left:
            raise BudgetError("max_parts", self.limits.max_parts)
        self._parts_left -= 1
        self.check_time()

    def check_depth(self, depth: int) -> None:
        """`BudgetError` at a depth, from 0, that is too deep."""
        if depth > self.limits.max_depth:
            raise BudgetError("max_depth", self.limits.max_depth)

    def check_time(self) -> None:
        """`BudgetError` if the time is over."""
        if not self.seconds_left:
            raise BudgetError("max_seconds", self.limits.max_seconds)

    def spend(self, octets: int) -> None:
        """Octets that were made; `BudgetError` if there are not so many left."""
        if octets > self.octets_left:
            raise BudgetError("max_octets", self.limits.max_octets)
        self.octets_left -= octets


class Share:
    """What one call of a handler may take of a budget.

    Nothing is spent of the budget until the call has come to its end, so that what is thrown
    away costs the others nothing.
    """

    def __init__(self, octets: int, seconds: float) -> None:
        self.octets = self.octets_left = octets
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @classmethod
    def half(cls, budget: Budget, max_seconds: float) -> Self:
        """Half of what is left, and so many seconds at most."""
        return cls(budget.octets_left // 2, min(max_seconds, budget.seconds_left / 2))

    @classmethod
    def whole(cls, budget: Budget) -> Self:
        """All that is left, and no end: for what takes time and octets in proportion to its input.

        What it made is spent of the budget when it has come to its end.
        """
        return cls(budget.octets_left, math.inf)

    @property
    def seconds_left(self) -> float:
        """Seconds until the call must have ended; 0 if that was earlier."""
        return max(self._end - time.monotonic(), 0.0)

    def take(self, octets: int) -> None:
        """Octets that the call made; `BudgetError` if they are too many, or too late."""
        self.octets_left -= octets
        if self.octets_left < 0 and self.seconds < math.inf:
            raise BudgetError("octets of one handler", self.octets)
        self.check_time()

    def check_time(self) -> None:
        """`BudgetError` if the time of the call is over."""
        if not self.seconds_left:
            raise BudgetError("seconds of one handler", self.seconds)
