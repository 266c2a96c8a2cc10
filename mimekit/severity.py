"""How bad a finding is: of a received message, and of one that is to be sent."""

from __future__ import annotations

from enum import IntEnum


class Severity(IntEnum):
    """How much a flaw costs the reader; the worse one is the greater one.

    >>> str(Severity.ERROR), f"{Severity.INFO:8}|", Severity.INFO < Severity.ERROR
    ('ERROR', 'INFO    |', True)
    """

    INFO = 1
    """Obsolete or unusual; every reader sees the same."""
    WARNING = 2
    """A rule is broken; the meaning was recovered, and readers may differ."""
    ERROR = 3
    """Something is lost, or another reader will see another message."""

    def __str__(self) -> str:
        return self.name

    def __format__(self, spec: str) -> str:
        return format(self.name, spec)
