"""Executors run the callbacks of nodes.

Source: docs.ros.org, rclpy API, "Execution and callbacks".
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rclpy._executor import (
    ConditionReachedException,
    Executor,
    ExternalShutdownException,
    ShutdownException,
    TimeoutException,
    waking,
)
from rclpy._work import await_or_execute
from rclpy.task import Future, Task

__all__ = [
    "ConditionReachedException",
    "Executor",
    "ExternalShutdownException",
    "MultiThreadedExecutor",
    "ShutdownException",
    "SingleThreadedExecutor",
    "TimeoutException",
    "await_or_execute",
]


class SingleThreadedExecutor(Executor):
    """Runs callbacks in the thread that spins."""

    def spin_once(self, timeout_sec: float | None = None) -> None:
        """See the base."""
        self._spin_once(timeout_sec, lambda: False)

    def spin_once_until_future_complete(
        self, future: Future[Any], timeout_sec: float | None = None
    ) -> None:
        """See the base."""
        with waking(self, future):
            self._spin_once(timeout_sec, future.done)

    def _spin_once(self, timeout_sec: float | None, condition: Callable[[], bool]) -> None:
        try:
            task, _, _ = self.wait_for_ready_callbacks(timeout_sec, None, condition)
        except (ShutdownException, TimeoutException, ConditionReachedException):
            return
        task()
        if (error := task.exception()) is not None:
            raise error


class MultiThreadedExecutor(Executor):
    """Runs callbacks in a pool of threads.

    Args:
        num_threads: By default as many as processors may be used, and two at least.
        context: Whose nodes it runs.
    """

    def __init__(self, num_threads: int | None = None, *, context: Any = None) -> None:
        super().__init__(context=context)
        if num_threads == 1:
            warnings.warn(
                "MultiThreadedExecutor is used with a single thread.\n"
                "Use the SingleThreadedExecutor instead.",
                stacklevel=2,
            )
        count = num_threads or max(2, len(os.sched_getaffinity(0)))
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="executor")
        _start_threads(self._pool, count)
        self._handed: list[Task[Any]] = []

    def spin_once(self, timeout_sec: float | None = None) -> None:
        """See the base."""
        self._spin_once(timeout_sec, lambda: False)

    def spin_once_until_future_complete(
        self, future: Future[Any], timeout_sec: float | None = None
    ) -> None:
        """See the base."""
        with waking(self, future):
            self._spin_once(timeout_sec, future.done)

    def _spin_once(self, timeout_sec: float | None, condition: Callable[[], bool]) -> None:
        try:
            task, _, _ = self.wait_for_ready_callbacks(timeout_sec, None, condition)
        except (
            ExternalShutdownException,
            ShutdownException,
            TimeoutException,
            ConditionReachedException,
        ):
            return
        self._hand_out(task)
        done = [task for task in self._handed if task.done()]
        self._handed = [task for task in self._handed if not (task.done() or task.cancelled())]
        for task in done:
            task.result()  # raises what its callback raised

    def _hand_out(self, task: Task[Any]) -> None:
        try:
            handed = self._pool.submit(task)
        except RuntimeError:
            if not self._is_shutdown:
                raise
            task.cancel()  # a callback shut the pool down since the task was found
        else:
            handed.add_done_callback(lambda _: task.cancel() if handed.cancelled() else None)
            self._handed.append(task)

    def shutdown(self, timeout_sec: float | None = None) -> bool:
        """See the base; callbacks that were handed out and did not begin are dropped."""
        done = super().shutdown(timeout_sec)
        if done:
            self._pool.shutdown(wait=False, cancel_futures=True)
        return done


def _start_threads(pool: ThreadPoolExecutor, count: int) -> None:
    """Start all threads of a pool now: Ctrl-C while one starts leaves it where no exit ends it."""
    all_there = threading.Barrier(count + 1)
    for _ in range(count):
        pool.submit(all_there.wait)
    all_there.wait()
