"""Waiting for transforms: by blocking a thread, or as a Future."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from rclpy.task import Future

_NS_PER_S = 1_000_000_000
# What comes without a notice (a transform set on the core) is seen after this time.
_POLL_NS = 20_000_000

Look = Callable[[], Any]
"""Gives the transform, or raises TransformException while it is not there."""
Ready = Callable[[], bool]


class Waiting:
    """Those who wait for a transform, told whenever data has come."""

    def __init__(self) -> None:
        self._arrival = threading.Condition()
        self._futures: list[tuple[Future[Any], Ready, Look]] = []

    def block(self, ready: Ready, timeout_ns: int) -> None:
        """Return when it is ready or the time is over, in wall time [ns].

        Simulated time could stand still while the caller blocks the thread that advances it.
        """
        end_ns = time.monotonic_ns() + timeout_ns
        while not ready():
            left_ns = end_ns - time.monotonic_ns()
            if left_ns <= 0:
                return
            with self._arrival:
                self._arrival.wait(min(left_ns, _POLL_NS) / _NS_PER_S)

    def future(self, ready: Ready, look: Look) -> Future[Any]:
        """A Future that gets what `look` gives as soon as it is ready."""
        future: Future[Any] = Future()
        with self._arrival:
            self._futures.append((future, ready, look))
        self.data_came()  # it may be there already
        return future

    def data_came(self) -> None:
        """Wake who blocks and complete the Futures that can be."""
        with self._arrival:
            self._arrival.notify_all()
            waiting = list(self._futures)
        # Outside the lock: a Future may call back into the buffer.
        for future, ready, look in waiting:
            _try(future, ready, look)
        if waiting:
            with self._arrival:
                self._futures = [entry for entry in self._futures if not _is_over(entry[0])]


def _is_over(future: Future[Any]) -> bool:
    return future.done() or future.cancelled()


def _try(future: Future[Any], ready: Ready, look: Look) -> None:
    if _is_over(future):
        return
    try:
        if ready():
            future.set_result(look())
    except Exception as error:
        future.set_exception(error)
