"""A progress bar on standard error, for what takes long, if somebody looks there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

BAR_FROM_BYTES = 8 << 20
"""Input of this size takes long enough to be watched."""

Advance: TypeAlias = Callable[[int], None]


@contextmanager
def bar(description: str, octets: int) -> Iterator[Advance]:
    """Show a bar for so many octets, if it is worth it; give what moves it on."""
    if octets < BAR_FROM_BYTES or not _is_watched():
        yield lambda _: None
        return
    try:
        from rich.console import Console  # noqa: PLC0415 - only for terminals
        from rich.progress import Progress  # noqa: PLC0415 - the same
    except ModuleNotFoundError:
        yield lambda _: None
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(description, total=octets)
        yield lambda more: progress.advance(task, more)


def _is_watched() -> bool:
    """Whether standard error is a terminal that can move its cursor."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stderr is not None and sys.stderr.isatty() and not plain
