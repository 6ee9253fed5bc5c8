"""Lets other threads ask something of the loop that owns the world, and wait for the answer."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from physai_sim.core.errors import EpisodeError

T = TypeVar("T")


class Post:
    """Requests that the loop answers between its steps."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._is_closed = False

    def ask(self, work: Callable[[], T], *, timeout_s: float) -> T:
        """Have the loop do something; gives its result.

        Args:
            work: Called in the loop's thread.
            timeout_s: How long to wait for it [s].

        Raises:
            EpisodeError: If the loop has ended, or does not come to it in time.
            Exception: What `work` raises.
        """
        future = self.send(work)
        try:
            return future.result(timeout_s)
        except TimeoutError:
            future.cancel()
            what = "the simulation did not come to the request"
            raise EpisodeError(what, got=f"{timeout_s:g} s of waiting") from None

    def send(self, work: Callable[[], T]) -> Future[T]:
        """As `ask`, without waiting."""
        future: Future[T] = Future()
        if self._is_closed:
            future.set_exception(EpisodeError("the simulation has ended"))
            return future

        def do() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(work())
            except Exception as error:  # the one who asked gets it
                future.set_exception(error)

        self._queue.put(do)
        if self._is_closed and future.cancel():  # closed meanwhile: nobody may come to it
            return self.send(work)
        return future

    def answer(self, wait_s: float = 0.0) -> None:
        """In the loop: do all that was asked.

        Args:
            wait_s: How long to wait for a first request [s].
        """
        try:
            work = self._queue.get(timeout=wait_s) if wait_s else self._queue.get_nowait()
            while True:
                work()
                work = self._queue.get_nowait()
        except queue.Empty:
            return

    def close(self) -> None:
        """Refuse all further requests, and those that wait."""
        self._is_closed = True
        self.answer()
