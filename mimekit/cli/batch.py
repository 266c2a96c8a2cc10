"""Many tasks in several processes: results in the order of the tasks, whatever dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_WAITING_PER_JOB: Final = 8
"""Tasks that are handed out before the first result is taken, for each process."""


def iter_results(
    tasks: Iterable[T], work: Callable[[T], R], jobs: int, died: Callable[[T], R]
) -> Iterator[R]:
    """What ``work`` makes of each task, in their order; it must not raise.

    A task whose process dies gets what ``died`` makes of it, and costs no other task
    anything. With one job, everything is done in this process.
    """
    if jobs == 1:
        yield from map(work, tasks)
        return
    batch = _Batch(work, jobs, died)
    try:
        for task in tasks:
            batch.submit(task)
            if len(batch.waiting) > jobs * _WAITING_PER_JOB:
                yield batch.next_result()
        while batch.waiting:
            yield batch.next_result()
    finally:
        batch.pool.shutdown(cancel_futures=True)


class _Batch(Generic[T, R]):
    """The processes, and the tasks that they were given."""

    def __init__(self, work: Callable[[T], R], jobs: int, died: Callable[[T], R]) -> None:
        self.work = work
        self.jobs = jobs
        self.died = died
        self.pool = ProcessPoolExecutor(jobs)
        self.waiting: deque[tuple[T, Future[R]]] = deque()

    def submit(self, task: T) -> None:
        """Hand out one more task."""
        try:
            future = self.pool.submit(self.work, task)
        except BrokenProcessPool as error:  # that is told when its turn comes
            future = Future()
            future.set_exception(error)
        self.waiting.append((task, future))

    def next_result(self) -> R:
        """The result of the first task that waits."""
        task, future = self.waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            result = self._alone(task)
            self._start_again()
            return result

    def _alone(self, task: T) -> R:
        """A task in a process of its own: so that it is known which one kills it."""
        with ProcessPoolExecutor(1) as pool:
            try:
                return pool.submit(self.work, task).result()
            except BrokenProcessPool:
                return self.died(task)

    def _start_again(self) -> None:
        """New processes; those that waited for the old ones are handed out again."""
        self.pool.shutdown(cancel_futures=True)
        self.pool = ProcessPoolExecutor(self.jobs)
        tasks = [task for task, _ in self.waiting]
        self.waiting.clear()
        for task in tasks:
            self.submit(task)
