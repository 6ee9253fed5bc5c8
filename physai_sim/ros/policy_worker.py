"""Runs a policy in a thread of its own, one observation at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any


class PolicyWorker:
    """Hands the newest work to a function; what it has no time for is dropped and counted.

    Args:
        work: Called with each piece of work, in the worker's thread.
    """

    def __init__(self, work: Callable[[Any], None]) -> None:
        self._work = work
        self._changed = threading.Condition()
        self._next: Any = None
        self._is_closed, self._since_ns = False, 0
        self.dropped = 0
        self._thread = threading.Thread(target=self._run, name="policy", daemon=True)
        self._thread.start()

    def submit(self, item: Any) -> None:
        """Let it be done next; one that still waits is dropped for it."""
        with self._changed:
            self.dropped += self._next is not None
            self._next = item
            self._changed.notify()

    def busy_ns(self) -> int:
        """How long the present work has been going on, in wall time [ns]; 0 while idle."""
        with self._changed:
            return time.monotonic_ns() - self._since_ns if self._since_ns else 0

    def close(self, timeout_s: float = 2.0) -> None:
        """Stop after the present work; one that takes longer is left behind."""
        with self._changed:
            self._is_closed, self._next = True, None
            self._changed.notify()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._since_ns = 0
                self._changed.wait_for(lambda: self._is_closed or self._next is not None)
                if self._is_closed:
                    return
                item, self._next = self._next, None
                self._since_ns = time.monotonic_ns()
            self._work(item)
