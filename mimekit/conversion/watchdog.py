"""An end to Python code that does not end by itself, in this process."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

_AGAIN_SECONDS: Final = 0.1


class TimeOverError(BaseException):
    """The time is over. No `Exception`, so that code which catches those ends too."""


def run_within(seconds: float, function: Callable[[], T]) -> T:
    """What the function returns; `TimeOverError` if it takes longer than so many seconds.

    That is raised between two instructions of the interpreter (``PyThreadState_SetAsyncExc``),
    again and again until the function has ended; code in C that does not return cannot be
    reached. That is what processes of their own are for.

    >>> def spin():
    ...     while True:
    ...         pass
    >>> try:
    ...     run_within(0.01, spin)
    ... except TimeOverError:
    ...     print("over")
    over
    """
    watchdog = _Watchdog(seconds)
    try:
        try:
            # A lock of C: no exception comes between the end of the block and its release, as
            # it could before the first instruction of an ``__exit__`` in Python.
            with watchdog.is_running:
                watchdog.thread.start()
                return function()
        finally:
            watchdog.end()
    except TimeOverError:
        watchdog.end()  # the one exception that was on its way may have ended the first call
        raise


class _Watchdog:
    """The thread that raises in the one that made it, as long as that holds ``is_running``."""

    def __init__(self, seconds: float) -> None:
        self.is_running = threading.Lock()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self._seconds = seconds
        self._thread_id = threading.get_ident()
        self._ended = threading.Event()

    def end(self) -> None:
        """Raise no more, and take back what was not raised yet."""
        self._ended.set()
        if self.thread.ident is not None:
            self.thread.join()
        _raise_in(self._thread_id, None)

    def _watch(self) -> None:
        seconds = self._seconds
        while not self._ended.wait(seconds) and self.is_running.locked():
            _raise_in(self._thread_id, TimeOverError)
            seconds = _AGAIN_SECONDS


def _raise_in(thread_id: int, error: type[BaseException] | None) -> None:
    """Raise in another thread; None takes back what was not raised yet."""
    python = getattr(ctypes, "pythonapi", None)
    if python is not None:
        value = ctypes.py_object(error) if error else None
        python.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread_id), value)
