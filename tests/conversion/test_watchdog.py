"""An end to code that does not end by itself."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from mimekit.conversion.watchdog import TimeOverError, _Watchdog, run_within


def spin() -> None:
    while True:
        pass


def spin_and_catch() -> None:
    while True:
        with suppress(Exception):
            spin()


def spin_and_catch_once() -> None:
    try:
        spin()
    except BaseException:  # noqa: BLE001 - what hostile code does
        spin()


def running() -> list[str]:
    return [thread.name for thread in threading.enumerate() if "_watch" in thread.name]


@pytest.mark.parametrize("run", [spin, spin_and_catch, spin_and_catch_once])
def test_ends_what_does_not_end(run: Callable[[], None]) -> None:
    with pytest.raises(TimeOverError):
        run_within(0.02, run)
    assert not running()


def test_leaves_alone_what_ends() -> None:
    assert run_within(30.0, lambda: sum(range(10))) == 45
    assert not running()


def test_error_of_the_function_goes_on() -> None:
    with pytest.raises(KeyError):
        run_within(30.0, {}.popitem)
    assert not running()


def test_nothing_is_raised_behind_the_end() -> None:
    for _ in range(20):
        with suppress(TimeOverError):
            run_within(0.002, lambda: time.sleep(0.002))
        for _ in range(20_000):
            pass


def test_time_that_is_over_as_the_function_ends() -> None:
    """The exception waits until the first instruction behind the block."""
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    here, error = ctypes.c_ulong(threading.get_ident()), ctypes.py_object(TimeOverError)

    def end_late() -> None:
        (_,) = map(raise_in, (here,), (error,))  # no instruction looks for it here

    with pytest.raises(TimeOverError):
        run_within(30.0, end_late)
    assert not running()


def test_end_that_is_interrupted_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    end = _Watchdog.end

    def end_interrupted(watchdog: _Watchdog) -> None:
        calls.append("end")
        if len(calls) == 1:
            raise TimeOverError  # as it may come before the first instruction
        end(watchdog)

    monkeypatch.setattr(_Watchdog, "end", end_interrupted)
    with pytest.raises(TimeOverError):
        run_within(30.0, list)
    assert (len(calls), running()) == (2, [])


def test_two_threads_have_watchdogs_of_their_own() -> None:
    ended: list[str] = []

    def work() -> None:
        time.sleep(0.2)
        for _ in range(1000):
            pass

    def watch(name: str, seconds: float) -> None:
        try:
            run_within(seconds, work)
            ended.append(f"{name} done")
        except TimeOverError:
            ended.append(f"{name} over")

    threads = [
        threading.Thread(target=watch, args=arguments) for arguments in (("a", 0.05), ("b", 30.0))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["a over", "b done"]
