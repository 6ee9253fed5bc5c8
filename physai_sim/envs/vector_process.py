"""A worker process as the owner of a vector sees it: started, asked, found dead, replaced."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterator
from dataclasses import replace

from physai_sim.core.errors import WorkerError
from physai_sim.envs.vector_worker import Call, Job, Reply, serve

# A fork would copy the locks of other threads in whatever state they are.
CONTEXT = multiprocessing.get_context("spawn")
DEATH_S = 5.0
GUARD = "a script that makes worker processes must do so below `if __name__ == '__main__':`"


class WorkerProcess:
    """One process with K of a vector's environments; it starts at once.

    Args:
        job: What it is to make.
    """

    def __init__(self, job: Job) -> None:
        self._job, count = job, len(job.makers)
        self.where = slice(job.first, job.first + count)
        self.seeds: list[int | None] = [None] * count
        self._start()

    @property
    def pid(self) -> int | None:
        """Its process id."""
        return self._process.pid

    def ask(self, call: Call) -> None:
        """Send a call; `answer` finds out whether the process is dead."""
        with contextlib.suppress(OSError):
            self._connection.send(call)

    def answer(self) -> Reply:
        """Wait for the reply to a call, or for the first one, which comes unasked.

        Raises:
            WorkerError: If the process died.
        """
        try:
            reply: Reply = self._connection.recv()
        except (EOFError, OSError):
            raise self._died() from None
        if reply.streams:
            self._job = replace(self._job, streams=reply.streams)
        return reply

    def replace(self) -> None:
        """Start another process; it goes on in the same streams of seeds.

        Raises:
            WorkerError: If that one dies before its environments are made.
        """
        self.kill()
        self._start()
        self.answer().value()

    def hang_up(self) -> None:
        """Let it end when it has done what it is doing."""
        self._connection.close()

    def join(self, timeout_s: float | None) -> None:
        """Wait for its end; after `timeout_s` make an end."""
        self._process.join(timeout_s)
        self.kill()

    def kill(self, *, why: str = "") -> None:
        """End it at once."""
        self._why = why
        self._connection.close()
        self._process.kill()
        self._process.join()

    def _start(self) -> None:
        self._why = ""
        self._connection, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=serve, args=(theirs, self._job), daemon=True)
        with interrupts_held_back():
            self._process.start()
        theirs.close()

    def _died(self) -> WorkerError:
        self._process.join(DEATH_S)
        code = self._process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        what = f"a worker process died ({self._why or how})"
        if self._job.streams:
            what += f", last seeds {self.seeds}"
        else:
            what += f" before it was ready; {GUARD}"
        where = f"environments {self.where.start} to {self.where.stop - 1}"
        return WorkerError(what, where=where)


@contextlib.contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Hold back Ctrl-C; a new process inherits that, and lives to set its own way with it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
