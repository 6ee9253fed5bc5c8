"""Results that come later.

Source: docs.ros.org, rclpy API, "Task"; the behaviour of futures is that of rclpy's tests.
"""

from __future__ import annotations

import sys
import threading
import warnings
import weakref
from collections.abc import Callable, Generator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Future(Generic[T]):
    """A result that comes later; may be set, read and awaited by any thread.

    Args:
        executor: Runs the callbacks that are called at the end; without one they are called by
            whoever ends it.
    """

    def __init__(self, *, executor: Any = None) -> None:
        self._lock = threading.Lock()
        self._done, self._cancelled = False, False
        self._result: T | None = None
        self._exception: BaseException | None = None
        self._exception_fetched = False
        self._callbacks: list[Callable[[Future[T]], object]] = []
        self._waiters: list[Callable[[], object]] = []
        self._executor: Callable[[], Any] = _nobody
        self._set_executor(executor)

    def __del__(self) -> None:
        if self._exception is not None and not self._exception_fetched:
            text = f"The following exception was never retrieved: {self._exception}\n"
            sys.stderr.write(text)

    def __await__(self) -> Generator[Future[T] | None, None, T | None]:
        """Wait for the end; the task that waits is run again then."""
        while not self._ended():
            # A task of asyncio takes None alone, and looks again in its next round.
            yield None if _is_in_asyncio() else self
        return self.result()

    def cancel(self) -> None:
        """Say that the result is not wanted any more; nothing happens if it is there."""
        with self._lock:
            if not self._done:
                self._cancelled = True
        self._tell()

    def cancelled(self) -> bool:
        """Whether it was cancelled before a result came."""
        return self._cancelled

    def done(self) -> bool:
        """Whether the result is there, or the exception that came in its place."""
        return self._done

    def result(self) -> T | None:
        """The result; None while it is not there.

        Raises:
            BaseException: The exception that came in its place.
        """
        error = self.exception()
        if error is not None:
            raise error
        return self._result

    def exception(self) -> BaseException | None:
        """The exception that came in place of a result, if one did."""
        self._exception_fetched = True
        return self._exception

    def set_result(self, result: T) -> None:
        """End it with a result."""
        with self._lock:
            self._result, self._done, self._cancelled = result, True, False
        self._tell()

    def set_exception(self, exception: BaseException) -> None:
        """End it with an exception."""
        with self._lock:
            self._exception, self._exception_fetched = exception, False
            self._done, self._cancelled = True, False
        self._tell()

    def add_done_callback(self, callback: Callable[[Future[T]], object]) -> None:
        """Call this with the future at its end; at once, if it has ended and has no executor."""
        with self._lock:
            if not self._done:
                self._callbacks.append(callback)
                return
        executor = self._executor()
        if executor is None:
            callback(self)
        else:
            executor.create_task(callback, self)

    def remove_done_callback(self, callback: Callable[[Future[T]], object]) -> bool:
        """Do not call this at the end; whether it would have been called."""
        with self._lock:
            before = len(self._callbacks)
            self._callbacks = [other for other in self._callbacks if other != callback]
            return len(self._callbacks) < before

    def _set_executor(self, executor: Any) -> None:
        self._executor = _nobody if executor is None else weakref.ref(executor)

    def _ended(self) -> bool:
        return self._done or self._cancelled

    def _when_ended(self, waiter: Callable[[], object]) -> None:
        """Call this at the end, whoever ends it and whatever its executor does."""
        with self._lock:
            if not self._ended():
                self._waiters.append(waiter)
                return
        waiter()

    def _not_when_ended(self, waiter: Callable[[], object]) -> None:
        """Do not call this at the end."""
        with self._lock:
            self._waiters = [other for other in self._waiters if other != waiter]

    def _tell(self) -> None:
        """Let those who wait go on, and have the callbacks called."""
        with self._lock:
            callbacks, self._callbacks = self._callbacks, []
            waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            waiter()
        executor = self._executor()
        for callback in callbacks:
            if executor is not None:
                executor.create_task(callback, self)
                continue
            try:
                callback(self)
            except Exception as error:  # the other callbacks must be called all the same
                warnings.warn(f"Unhandled exception in done callback: {error}", stacklevel=3)


def _is_in_asyncio() -> bool:
    """Whether a loop of asyncio runs in this thread."""
    asyncio = sys.modules.get("asyncio.events")
    return asyncio is not None and asyncio._get_running_loop() is not None


def _nobody() -> None:
    """Stand in for a reference to an executor that is not there."""
