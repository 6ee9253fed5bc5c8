"""Many environments in a few processes, behind Gymnasium's API of vectors."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, cast

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import (
    batch_space,
    create_shared_memory,
    iterate,
    read_from_shared_memory,
)
from numpy.typing import ArrayLike, NDArray

from physai_sim.core.errors import ActionError, ConfigError, WorkerError
from physai_sim.envs.vector_pool import WorkerPool
from physai_sim.envs.vector_process import CONTEXT, WorkerProcess
from physai_sim.envs.vector_worker import Call, Maker

Array = NDArray[Any]
Infos = dict[str, Any]


class WorkerVectorEnv(VectorEnv[Any, Any, Array]):
    """As Gymnasium's AsyncVectorEnv, with several environments in each process.

    Each of W processes steps its share of the N environments one after another, by Gymnasium's
    SyncVectorEnv; observations come back through shared memory. What is returned is what N single
    environments return, to the bit, whatever W is.

    A process that dies is reported in one line of the log and replaced. Its episodes end as
    truncated, with reward 0, the last observation that it wrote, and in their information
    `outcome` "worker_died" and the line as `error`; the next episodes have the seeds that they
    would have had.

    Args:
        env_fns: Functions that make the environments, length N; their actions are boxes.
        num_workers: W; as many as this process may use cores, unless it is given.
        autoreset_mode: "NextStep", "SameStep" or "Disabled", as Gymnasium defines them.

    Raises:
        PhysAIError: If an environment cannot be made, or a process dies while it makes them.
    """

    def __init__(
        self,
        env_fns: Sequence[Maker],
        *,
        num_workers: int | None = None,
        autoreset_mode: str | AutoresetMode = AutoresetMode.NEXT_STEP,
    ) -> None:
        self.closed = True  # until there is something to close
        self.num_envs, self.autoreset_mode = len(env_fns), AutoresetMode(autoreset_mode)
        self._describe(env_fns[0])
        space = self.single_observation_space
        memory = create_shared_memory(space, n=self.num_envs, ctx=cast("Any", CONTEXT))
        self._observations: Any = read_from_shared_memory(space, memory, n=self.num_envs)
        self._pool = WorkerPool(
            env_fns, num_workers=num_workers, autoreset_mode=self.autoreset_mode, memory=memory
        )
        # Workers whose environments wait for their first reset: it takes the place of a step.
        self._replaced: set[WorkerProcess] = set()
        self.closed = False

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Any, Infos]:
        """Start episodes.

        Args:
            seed: Of the first environment, the others count on from there; or one for each; or
                None to go on in the streams.
            options: `reset_mask`, shape (N,) bool, chooses environments; the rest goes to each.

        Raises:
            ConfigError: If there are too few or too many seeds, or the mask is none.
        """
        if seed is None or isinstance(seed, int | np.integer):
            seed = [None if seed is None else int(seed) + k for k in range(self.num_envs)]
        rest = dict(options or {})
        mask = self._mask(rest.pop("reset_mask", None))
        calls = {
            worker: Call("reset", (), {"seed": own, "options": {**rest, "reset_mask": here}})
            for worker, own in self._pool.split(seed).items()
            if (here := mask[worker.where]).any()
        }
        self._replaced -= calls.keys()
        infos: Infos = {}
        for worker, result in self._pool.ask(calls).items():
            if isinstance(result, WorkerError):
                self._pool.replace(worker, result)
                (own,) = self._pool.ask_one(worker, calls[worker])
            else:
                (own,) = result
            self._add(infos, worker, own)
        return deepcopy(self._observations), infos

    def step(self, actions: ArrayLike) -> tuple[Any, Array, Array, Array, Infos]:
        """Step every environment.

        Args:
            actions: Shape (N, A).

        Raises:
            ActionError: If they have a wrong shape or a number that is not finite.
        """
        batch = np.asarray(actions)
        if batch.shape != self.action_space.shape:
            expected = f"shape {self.action_space.shape}"
            raise ActionError("wrong actions", got=batch.shape, expected=expected)
        calls = {worker: Call("step", (own,)) for worker, own in self._pool.split(batch).items()}
        calls.update(dict.fromkeys(self._replaced, Call("reset")))
        self._replaced = set()
        rewards = np.zeros(self.num_envs)
        terminated, truncated = np.zeros((2, self.num_envs), dtype=np.bool_)
        infos: Infos = {}
        for worker, result in self._pool.ask(calls).items():
            here = worker.where
            if isinstance(result, WorkerError):
                truncated[here], own = True, self._truncated(worker, result)
            elif calls[worker].method == "reset":
                (own,) = result
            else:
                rewards[here], terminated[here], truncated[here], own = result
            self._add(infos, worker, own)
        return deepcopy(self._observations), rewards, terminated, truncated, infos

    def render(self) -> tuple[Any, ...]:
        """A picture of each environment."""
        return self._pool.ask_each(dict.fromkeys(self._pool.workers, Call("render")))

    def call(self, name: str, *args: Any, **kwargs: Any) -> tuple[Any, ...]:
        """Call a method of each environment, or read an attribute."""
        call = Call("call", (name, *args), kwargs)
        return self._pool.ask_each(dict.fromkeys(self._pool.workers, call))

    def get_attr(self, name: str) -> tuple[Any, ...]:
        """Read an attribute of each environment."""
        return self.call(name)

    def set_attr(self, name: str, values: Any) -> None:
        """Set an attribute of each environment: to one value, or to a list of N."""
        every = values if isinstance(values, list | tuple) else [values] * self.num_envs
        parts = self._pool.split(every).items()
        self._pool.ask_each({worker: Call("set_attr", (name, own)) for worker, own in parts})

    def close_extras(self, *, timeout: float | None = 5.0, terminate: bool = False) -> None:
        """End all processes; those that take longer than `timeout` [s] are killed."""
        self._pool.close(timeout_s=0.0 if terminate else timeout)

    def _describe(self, make: Maker) -> None:
        """Take spaces and metadata from one environment, which is closed again."""
        env = make()
        self.metadata = {**env.metadata, "autoreset_mode": self.autoreset_mode}
        self.render_mode = env.render_mode
        self.single_observation_space = env.observation_space
        self.single_action_space = env.action_space
        env.close()
        self.observation_space = batch_space(self.single_observation_space, self.num_envs)
        self.action_space = batch_space(self.single_action_space, self.num_envs)

    def _mask(self, given: Array | None) -> Array:
        mask = np.ones(self.num_envs, dtype=np.bool_) if given is None else np.asarray(given)
        if mask.dtype != np.bool_ or mask.shape != (self.num_envs,) or not mask.any():
            expected = f"booleans of shape ({self.num_envs},), not all false"
            raise ConfigError("wrong reset_mask", got=given, expected=expected)
        return mask

    def _truncated(self, worker: WorkerProcess, died: WorkerError) -> dict[int, Infos]:
        """Replace a process that died; what the step tells of its episodes."""
        told = {"is_success": False, "outcome": "worker_died", "error": str(died)}
        ends = {k: {**told, "seed": seed} for k, seed in enumerate(worker.seeds)}
        self._pool.replace(worker, died)
        if self.autoreset_mode != AutoresetMode.SAME_STEP:
            if self.autoreset_mode == AutoresetMode.NEXT_STEP:
                self._replaced.add(worker)
            return ends
        last = list(iterate(self.observation_space, deepcopy(self._observations)))[worker.where]
        (starts,) = self._pool.ask_one(worker, Call("reset"))
        return {
            k: {"final_obs": last[k], "final_info": end, **starts[k]} for k, end in ends.items()
        }

    def _add(self, infos: Infos, worker: WorkerProcess, own: dict[int, Infos]) -> None:
        for k, info in own.items():
            worker.seeds[k] = info.get("seed", worker.seeds[k])
            self._add_info(infos, info, worker.where.start + k)
