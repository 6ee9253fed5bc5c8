"""Lets worker processes do the tasks of a ledger, and replaces those that die."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from multiprocessing import connection as connections
from typing import Protocol

from physai_sim.core.errors import WorkerError
from physai_sim.envs.vector_process import GUARD
from physai_sim.evaluation.suites.ledger import Ledger, Task
from physai_sim.evaluation.suites.worker import Order, Reply

END_S = 8.0  # for closing a bag and its video
FALSE_STARTS = 2
AGAIN = "again"

Heard = Callable[[Task, Reply], None]


class Worker(Protocol):
    """Who does the tasks; see `WorkerProcess`."""

    task: Task | None
    held: str | None
    is_ready: bool

    @property
    def connection(self) -> connections.Connection:
        """Readable when there is a reply."""

    def order(self, order: Order) -> None:
        """Hand out a task."""

    def reply(self) -> Reply:
        """What became of it."""

    def stop(self) -> None:
        """Ask it to end."""

    def join(self, timeout_s: float) -> None:
        """Wait for its end."""


class Pool:
    """W workers that share the tasks of a ledger.

    Args:
        ledger: The tasks.
        start: Starts a worker.
        heard: Told of each task that was done, or has failed, or (with the outcome `AGAIN`) whose
            worker died and that is tried once more.
    """

    def __init__(self, ledger: Ledger, start: Callable[[], Worker], heard: Heard) -> None:
        self._ledger, self._start, self._heard = ledger, start, heard
        self._workers: list[Worker] = []
        self._false_starts = 0
        self._played_s: dict[str, float] = {}

    def work(self, count: int) -> None:
        """Do all tasks with so many workers.

        Raises:
            WorkerError: If workers die before they are ready.
            KeyboardInterrupt: After all workers have ended, with their bags closed.
        """
        try:
            for _ in range(count):
                self._workers.append(self._start())
            while not self._ledger.is_finished:
                self._hear(connections.wait([worker.connection for worker in self._workers]))
        finally:
            self._end()

    def _hear(self, readable: Sequence[object]) -> None:
        for worker in list(self._workers):
            if worker.connection in readable:
                try:
                    reply = worker.reply()
                except WorkerError as died:
                    self._replace(worker, str(died))
                else:
                    self._settle(worker, reply)
        for worker in self._workers:
            if worker.is_ready and worker.task is None:
                task = self._ledger.take(worker.held)
                if task is not None:
                    worker.order(Order(task, self._played_s.get(task.run, 0.0)))

    def _settle(self, worker: Worker, reply: Reply) -> None:
        task, worker.task = worker.task, None
        self._false_starts = 0
        if task is None:
            return
        if task.episode is not None:
            self._played_s[task.run] = self._played_s.get(task.run, 0.0) + reply.wall_s
        if reply.reason:
            self._ledger.fail(task, reply.reason)
        else:
            self._ledger.done(task)
        self._heard(task, reply)

    def _replace(self, worker: Worker, reason: str) -> None:
        self._workers.remove(worker)
        worker.join(0.0)
        if not worker.is_ready:
            self._false_starts += 1
            if self._false_starts >= FALSE_STARTS:
                raise WorkerError(f"{reason} before it was ready; {GUARD}")
        elif worker.task is not None:
            is_again = self._ledger.died(worker.task, reason)
            self._heard(worker.task, Reply(AGAIN if is_again else "", reason=reason))
        self._workers.append(self._start())

    def _end(self) -> None:
        """All at once, so that the slowest to close a bag decides how long it takes."""
        workers, self._workers = self._workers, []
        try:
            for worker in workers:
                worker.stop()
            deadline = time.monotonic() + END_S
            for worker in workers:
                worker.join(max(0.0, deadline - time.monotonic()))
        finally:
            for worker in workers:
                worker.join(0.0)
