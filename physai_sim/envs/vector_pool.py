"""The worker processes of one vector: asked together, replaced one by one."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import CloudpickleWrapper

from physai_sim.core.errors import ConfigError, EpisodeError, WorkerError
from physai_sim.envs.vector_process import WorkerProcess
from physai_sim.envs.vector_worker import Call, Job, Maker

_LOG = logging.getLogger(__name__)


class WorkerPool:
    """W processes that share N environments; they are ready when it is made.

    Args:
        makers: Functions that make the environments, length N.
        num_workers: W; as many as this process may use cores, unless it is given.
        autoreset_mode: See `Job`.
        memory: See `Job`.

    Raises:
        ConfigError: If W is less than one.
        PhysAIError: If an environment cannot be made.
        WorkerError: If a process dies before its environments are made.
    """

    def __init__(
        self,
        makers: Sequence[Maker],
        *,
        num_workers: int | None,
        autoreset_mode: AutoresetMode,
        memory: Any,
    ) -> None:
        count = cores() if num_workers is None else num_workers
        if count < 1:
            raise ConfigError("no worker process", where="num_workers", got=count, expected=">= 1")
        able_to_travel = [CloudpickleWrapper(make) for make in makers]
        self.workers: list[WorkerProcess] = []
        self._is_closed = False
        try:
            for own in np.array_split(np.arange(len(makers)), min(count, len(makers))):
                share = able_to_travel[own[0] : own[-1] + 1]
                job = Job(share, int(own[0]), autoreset_mode, memory)
                self.workers.append(WorkerProcess(job))
            for worker in self.workers:
                worker.answer().value()
        except BaseException:
            self.close(timeout_s=0.0)
            raise

    def split(self, values: Any) -> dict[WorkerProcess, Any]:
        """Values of all N environments, by worker.

        Raises:
            ConfigError: If there are more or fewer.
        """
        count = self.workers[-1].where.stop
        if len(values) != count:
            expected = f"one for each of {count} environments"
            raise ConfigError("wrong number of values", got=len(values), expected=expected)
        return {worker: values[worker.where] for worker in self.workers}

    def ask(self, calls: Mapping[WorkerProcess, Call]) -> dict[WorkerProcess, Any]:
        """Call workers at the same time; results, with a WorkerError for each that died.

        Raises:
            EpisodeError: If the pool is closed.
            Exception: What a call raised, after all have ended.
            KeyboardInterrupt: After the workers were ended: a late answer to this call must not
                pass for the answer to a later one.
        """
        if self._is_closed:
            raise EpisodeError("the vector of environments is closed")
        try:
            for worker, call in calls.items():
                worker.ask(call)
            replies = {worker: _reply(worker) for worker in calls}
        except BaseException:
            for worker in calls:
                worker.kill(why="its call was interrupted")
            raise
        return {
            worker: reply if isinstance(reply, WorkerError) else reply.value()
            for worker, reply in replies.items()
        }

    def ask_one(self, worker: WorkerProcess, call: Call) -> Any:
        """As `ask`, of one worker, whose death is an error."""
        result = self.ask({worker: call})[worker]
        if isinstance(result, WorkerError):
            raise result
        return result

    def ask_each(self, calls: Mapping[WorkerProcess, Call]) -> tuple[Any, ...]:
        """Call all workers; one result for each environment.

        Raises:
            WorkerError: If one died; the next step or reset replaces it.
            Exception: What a call raised.
        """
        parts = self.ask(calls).values()
        for part in parts:
            if isinstance(part, WorkerError):
                raise part
        return tuple(one for part in parts for one in part or ())

    def replace(self, worker: WorkerProcess, died: WorkerError) -> None:
        """Put another process in the place of one that died, and say so."""
        _LOG.warning("%s; another takes its place", died)
        worker.replace()

    def close(self, *, timeout_s: float | None) -> None:
        """End all processes; those that take longer are killed."""
        self._is_closed = True
        for worker in self.workers:
            worker.hang_up()
        for worker in self.workers:
            worker.join(timeout_s)


def _reply(worker: WorkerProcess) -> Any:
    try:
        return worker.answer()
    except WorkerError as died:
        return died


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
