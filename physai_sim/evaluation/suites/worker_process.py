"""A worker process of a suite as its owner sees it: started, ordered, found dead, ended."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable
from typing import Any

from physai_sim.core.errors import WorkerError
from physai_sim.envs.vector_process import CONTEXT, DEATH_S, interrupts_held_back
from physai_sim.evaluation.suites.ledger import Task
from physai_sim.evaluation.suites.worker import Order, Reply, serve

Serve = Callable[[Any, Any, Any], None]


class WorkerProcess:
    """One process; it starts at once.

    Args:
        work: What it may be asked to do: of a suite, assignments by the name of the run.
        lock: The lock of the folder in which it works.
        serves: What runs there, with its end of the connection, the work and the lock.

    Attributes:
        connection: Readable when there is a reply, or when the process is dead.
        task: What it is doing; None where it is idle.
        held: The run whose world it has open.
    """

    def __init__(self, work: object, lock: object, *, serves: Serve = serve) -> None:
        self.task: Task | None = None
        self.held: str | None = None
        self.is_ready = False
        self.connection, theirs = CONTEXT.Pipe()
        arguments = (theirs, work, lock)
        self._process = CONTEXT.Process(target=serves, args=arguments, daemon=True)
        with interrupts_held_back():
            self._process.start()
        theirs.close()

    def order(self, order: Order) -> None:
        """Hand out a task; `reply` finds out whether the process is dead."""
        self.task = order.task
        self.held = order.task.run
        with contextlib.suppress(OSError):
            self.connection.send(order)

    def reply(self) -> Reply:
        """Wait for the reply to an order, or for the first one.

        Raises:
            WorkerError: If the process died.
        """
        try:
            reply: Reply = self.connection.recv()
        except (EOFError, OSError):
            raise self._died() from None
        self.is_ready = True
        return reply

    def stop(self) -> None:
        """Ask it to end, with the bag closed that it writes."""
        self._process.terminate()

    def join(self, timeout_s: float) -> None:
        """Wait for its end; after `timeout_s` make an end."""
        try:
            self._process.join(timeout_s)
        finally:
            self._process.kill()
            self._process.join()
            self.connection.close()

    def _died(self) -> WorkerError:
        self._process.join(DEATH_S)
        code = self._process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return WorkerError(f"a worker process died ({how})")
