"""Functions and coroutines that an executor calls. Source: docs.ros.org, rclpy API, "Task"."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, TypeVar

from rclpy._future import Future

__all__ = ["Future", "Task"]

T = TypeVar("T")


class Task(Future[T]):
    """The result of a function or coroutine, which an executor calls until it has ended.

    Args:
        handler: The function or coroutine.
        args: Its arguments.
        kwargs: Its arguments by name.
        executor: Calls it again when what it awaits is there.
    """

    def __init__(
        self,
        handler: Callable[..., Any] | Coroutine[Any, Any, T] | None,
        args: Iterable[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        executor: Any = None,
    ) -> None:
        super().__init__(executor=executor)
        self._args, self._kwargs = tuple(args or ()), dict(kwargs or {})
        if inspect.iscoroutinefunction(handler):
            handler = handler(*self._args, **self._kwargs)
        self._handler: Any = handler
        self._executing = False
        self._awaited: object = None
        self._task_lock = threading.Lock()

    def __call__(self) -> None:
        """Run it: a function to its end, a coroutine to where it waits for something."""
        if self._ended() or not self._task_lock.acquire(blocking=False):
            return
        try:
            if not self._ended():
                self._executing = True
                self._run()
        finally:
            self._executing = False
            self._task_lock.release()

    def executing(self) -> bool:
        """Whether it is run at this moment."""
        return self._executing

    def cancel(self) -> None:
        """Give it up: a coroutine that waits is closed and not run again."""
        super().cancel()
        if self._cancelled and self._task_lock.acquire(blocking=False):
            try:
                self._forget()
            finally:
                self._task_lock.release()

    def _run(self) -> None:
        if inspect.iscoroutine(self._handler):
            self._run_coroutine()
            return
        try:
            result = self._handler(*self._args, **self._kwargs)
        except Exception as error:
            self._forget()
            self.set_exception(error)
        else:
            self._forget()
            self.set_result(result)

    def _run_coroutine(self) -> None:
        try:
            awaited = self._handler.send(None)
        except StopIteration as end:
            self._forget()
            self.set_result(end.value)
        except Exception as error:
            self._forget()
            self.set_exception(error)
        else:
            self._wait_for(awaited)

    def _wait_for(self, awaited: object) -> None:
        """Be called again when a future has ended, or soon if it waits for something else."""
        executor = self._executor()
        if executor is None or (awaited is not None and awaited is self._awaited):
            return
        self._awaited = awaited
        if isinstance(awaited, Future):
            awaited._when_ended(lambda: executor.call_in_next_spin(self))
        else:
            self._awaited = None
            executor.call_in_next_spin(self)

    def _forget(self) -> None:
        if inspect.iscoroutine(self._handler):
            self._handler.close()
        self._handler, self._args, self._kwargs = None, (), {}
