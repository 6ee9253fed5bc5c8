"""The base of executors: waits until callbacks are ready.

One wait set per executor is kept from wait to wait, and only what changed is attached or detached;
a spin does not get slower with the number of calls before it.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from physai_sim.rosless.dds.wait_set import GuardCondition, WaitSet
from rclpy import signals
from rclpy._weak import weak_call
from rclpy._work import Work, gather, is_ready, make_work
from rclpy.task import Future, Task
from rclpy.utilities import get_default_context, timeout_sec_to_nsec


class TimeoutException(Exception):  # noqa: N818 - rclpy's names
    """The time ran out."""


class ShutdownException(Exception):  # noqa: N818
    """The executor was shut down."""


class ExternalShutdownException(Exception):  # noqa: N818
    """The context was shut down."""

    def __init__(self, *args: object) -> None:
        super().__init__(*(args or ("Context shut down",)))


class ConditionReachedException(Exception):  # noqa: N818
    """What was waited for has come."""


class Executor:
    """Base of executors: waits until work is ready. A subclass decides where it runs.

    Args:
        context: Whose nodes it runs; by default the default context.
    """

    def __init__(self, *, context: Any = None) -> None:
        self._context = get_default_context() if context is None else context
        self._nodes: list[Any] = []
        self._nodes_lock = threading.RLock()
        self._tasks: deque[Work] = deque()
        self._idle = threading.Condition()
        self._running: Counter[int] = Counter()
        self._is_shutdown, self._is_waiting = False, False
        self._iterator: Generator[Work, None, None] | None = None
        participant = self._context.participant
        self._guard = GuardCondition(participant.handle)
        self._wait_set = WaitSet(participant.handle)
        self._context.on_shutdown(weak_call(self.wake))
        signals.register_waker(self)

    @property
    def context(self) -> Any:
        """Whose nodes it runs."""
        return self._context

    @property
    def is_shut_down(self) -> bool:
        """Whether it was shut down."""
        return self._is_shutdown

    def create_task(
        self, callback: Callable[..., Any] | Coroutine[Any, Any, Any], *args: Any, **kwargs: Any
    ) -> Task[Any]:
        """Run a function or coroutine when the executor is spun; its result is the task's."""
        task = Task(callback, args, kwargs, executor=self)
        self.call_in_next_spin(task)
        return task

    def call_in_next_spin(self, task: Task[Any]) -> None:
        """Call a task, for the first time or since what it awaits is done."""
        self._tasks.append((task, None, None))
        self.wake()

    def add_node(self, node: Any) -> bool:
        """Run the callbacks of a node; False if it was here already."""
        with self._nodes_lock:
            if node in self._nodes:
                return False
            self._nodes.append(node)
        node.executor = self
        self.wake()
        return True

    def remove_node(self, node: Any) -> None:
        """Stop running the callbacks of a node; it keeps the executor as the one for its tasks."""
        with self._nodes_lock:
            if node not in self._nodes:
                return
            self._nodes.remove(node)
        self.wake()

    def get_nodes(self) -> list[Any]:
        """The nodes whose callbacks it runs."""
        with self._nodes_lock:
            return list(self._nodes)

    def wake(self) -> None:
        """Look anew for what is to be done, now."""
        if self._guard.handle:
            self._guard.trigger()

    def wake_if_waiting(self) -> None:
        """As `wake`, where a thread is in the middle of waiting."""
        if self._is_waiting:
            self.wake()

    def shutdown(self, timeout_sec: float | None = None) -> bool:
        """Stop, after the callbacks that run in other threads have ended.

        Args:
            timeout_sec: How long to wait for them; by default without limit [s].

        Returns:
            Whether they ended in time.
        """
        self._is_shutdown = True
        self.wake()
        here = threading.get_ident()
        with self._idle:
            limit = None if timeout_sec is None or timeout_sec < 0 else timeout_sec
            if not self._idle.wait_for(lambda: not (set(self._running) - {here}), limit):
                return False
        for node in self.get_nodes():
            self.remove_node(node)
        self._guard.close()
        self._wait_set.close()
        return True

    def spin(self) -> None:
        """Run callbacks until the executor or the context is shut down.

        Raises:
            ExternalShutdownException: If the context is shut down while it waits.
        """
        while self._context.ok() and not self._is_shutdown:
            self.spin_once()

    def spin_until_future_complete(
        self, future: Future[Any], timeout_sec: float | None = None
    ) -> None:
        """Run callbacks until a future is done, or the time ran out.

        Args:
            future: What to wait for.
            timeout_sec: By default without limit, negative as well [s].
        """
        deadline = _deadline(timeout_sec)
        while self._context.ok() and not future.done() and not self._is_shutdown:
            left = None if deadline is None else (deadline - time.monotonic_ns()) / 1e9
            if left is not None and left < 0:
                return
            self.spin_once_until_future_complete(future, left)

    def spin_once(self, timeout_sec: float | None = None) -> None:
        """Wait for one piece of work and run it.

        Args:
            timeout_sec: By default without limit; 0: only what is ready now [s].
        """
        raise TypeError(f"{type(self).__name__} must define spin_once()")

    def spin_once_until_future_complete(
        self, future: Future[Any], timeout_sec: float | None = None
    ) -> None:
        """As `spin_once`, and stop waiting when a future is done."""
        raise TypeError(f"{type(self).__name__} must define spin_once_until_future_complete()")

    def can_execute(self, entity: Any) -> bool:
        """Whether the callback of an entity may start now."""
        return not entity._executor_event and entity.callback_group.can_execute(entity)

    def wait_for_ready_callbacks(
        self,
        timeout_sec: float | None = None,
        nodes: list[Any] | None = None,
        condition: Callable[[], bool] = lambda: False,
    ) -> Work:
        """Wait for one piece of work: a task to call, its entity and its node.

        Raises:
            TimeoutException: If the time ran out.
            ShutdownException: If the executor was shut down.
            ExternalShutdownException: If the context was.
            ConditionReachedException: If the condition holds.
        """
        deadline = _deadline(timeout_sec)
        while True:
            if self._iterator is None:
                self._iterator = self._ready(deadline, nodes, condition)
            try:
                return next(self._iterator)
            except StopIteration:
                self._iterator = None
            except BaseException:
                self._iterator = None
                raise

    def _ready(
        self, deadline: int | None, nodes: list[Any] | None, condition: Callable[[], bool]
    ) -> Generator[Work, None, None]:
        """All work that one wait finds; waits as long as it finds none."""
        while True:
            if self._is_shutdown:
                raise ShutdownException()
            if not self._context.ok():
                raise ExternalShutdownException()
            if condition():
                raise ConditionReachedException()
            found = False
            for entity, node in self._wait(deadline, self.get_nodes() if nodes is None else nodes):
                found = True
                yield make_work(self, entity, node), entity, node
            for _ in range(len(self._tasks)):
                found = True
                yield self._tasks.popleft()
            if found:
                return
            if deadline is not None and time.monotonic_ns() >= deadline and not condition():
                raise TimeoutException()

    def _wait(self, deadline: int | None, nodes: list[Any]) -> list[tuple[Any, Any]]:
        """Wait once; what became ready, in the order in which it is to run."""
        self._is_waiting = True
        try:
            candidates, timers = gather(self, nodes)
            handles = {handle for _, _, many in candidates for handle in many}
            self._wait_set.attach_only(handles | {self._guard.handle})
            triggered = set(self._wait_set.wait(self._patience(deadline, timers)))
        finally:
            self._is_waiting = False
        if self._guard.handle in triggered:
            self._guard.take()
        due = [(timer, node) for timer, node in timers if timer.is_ready()]
        return due + [(c[0], c[1]) for c in candidates if is_ready(c, triggered)]

    def _patience(self, deadline: int | None, timers: list[tuple[Any, Any]]) -> int | None:
        """How long to wait at most [ns]; None: until something happens."""
        if self._tasks:
            return 0
        limits = [timer.wall_timeout_ns() for timer, _ in timers]
        if deadline is not None:
            limits.append(max(0, deadline - time.monotonic_ns()))
        return min((limit for limit in limits if limit is not None), default=None)

    def work_began(self) -> int:
        """Note that this thread runs a callback; gives the thread, for `work_ended`."""
        with self._idle:
            here = threading.get_ident()
            self._running[here] += 1
            return here

    def work_ended(self, thread: int) -> None:
        """Note that a callback ended; who waits looks anew, since its group is free.

        Args:
            thread: Where it began: a coroutine may end in another one.
        """
        with self._idle:
            self._running[thread] -= 1
            if self._running[thread] <= 0:
                del self._running[thread]
            self._idle.notify_all()
        self.wake_if_waiting()

    def __enter__(self) -> Executor:
        """The executor itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Shut it down."""
        self.shutdown()


def _deadline(timeout_sec: float | None) -> int | None:
    """When a time-out ends, by the monotonic clock [ns]; None and negative are without limit."""
    nanoseconds = timeout_sec_to_nsec(timeout_sec)
    return None if nanoseconds < 0 else time.monotonic_ns() + nanoseconds


@contextmanager
def waking(executor: Executor, future: Future[Any]) -> Iterator[None]:
    """Let the end of a future, in whatever thread, wake an executor within the block."""
    wake = executor.wake
    future._when_ended(wake)
    try:
        yield
    finally:
        future._not_when_ended(wake)
