"""An end to Python code that does not end by itself, in this process."""

from __future__ import annotations

import ctypes
import threading
from types import TracebackType
from typing import Final, Self

_AGAIN_SECONDS: Final = 0.1


class TimeOverError(BaseException):
    """The time is over. No `Exception`, so that code which catches those ends too."""


class Watchdog:
    """A block of code that ends with `TimeOverError` after so many seconds.

    It is raised between two instructions of the interpreter (``PyThreadState_SetAsyncExc``),
    again and again until the block has ended; code in C that does not return cannot be
    reached. That is what processes of their own are for.

    >>> try:
    ...     with Watchdog(0.01):
    ...         while True:
    ...             pass
    ... except TimeOverError:
    ...     print("over")
    over
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._thread_id = threading.get_ident()
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        while True:  # what is raised in here is not meant for who comes after
            try:
                with self._lock:
                    self._ended.set()
                    _raise_in(self._thread_id, None)
                break
            except TimeOverError:
                continue

    def _watch(self) -> None:
        seconds = self._seconds
        while not self._ended.wait(seconds):
            with self._lock:
                if not self._ended.is_set():
                    _raise_in(self._thread_id, TimeOverError)
            seconds = _AGAIN_SECONDS


def _raise_in(thread_id: int, error: type[BaseException] | None) -> None:
    """Raise in another thread; None takes back what was not raised yet."""
    python = getattr(ctypes, "pythonapi", None)
    if python is not None:
        value = ctypes.py_object(error) if error else None
        python.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread_id), value)
