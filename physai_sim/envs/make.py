"""Environment ids: `physai/NAME-v0` for every world file that is found."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import gymnasium as gym
from gymnasium.vector import SyncVectorEnv, VectorEnv

from physai_sim.core import paths
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.envs.worker_vector_env import WorkerVectorEnv

ENTRY_POINT = "physai_sim.envs.robot_task_env:RobotTaskEnv"
VECTORS: dict[str, Callable[..., VectorEnv[Any, Any, Any]]] = {
    "sync": SyncVectorEnv,
    "async": WorkerVectorEnv,
}


def env_id(world: str) -> str:
    """The id of a world."""
    return f"physai/{world}-v0"


def register_worlds() -> tuple[str, ...]:
    """Register every world that is not yet registered; return the ids of all."""
    ids = []
    for world in paths.available("worlds"):
        ids.append(env_id(world))
        if env_id(world) not in gym.registry:
            # The time limit, the order of calls and the spaces are the environment's own concern,
            # and the tests', so that no wrapper stands between a step and the physics.
            gym.register(
                env_id(world),
                entry_point=ENTRY_POINT,
                kwargs={"world": world},
                order_enforce=False,
                disable_env_checker=True,
            )
    return tuple(ids)


def make(world: str, **options: Any) -> gym.Env[Any, Any]:
    """A world as an environment; the options are those of `RobotTaskEnv`.

    Raises:
        UnknownNameError: If there is no such world; the closest is suggested.
    """
    _require(world)
    return gym.make(env_id(world), **options)


def make_vec(
    world: str,
    *,
    num_envs: int,
    vectorization_mode: str = "sync",
    vector_kwargs: dict[str, Any] | None = None,
    **options: Any,
) -> VectorEnv[Any, Any, Any]:
    """Several independent copies of a world.

    Args:
        world: Its name.
        num_envs: How many.
        vectorization_mode: "sync" steps them in this process; "async" in worker processes with
            several each, which pays where cameras are read.
        vector_kwargs: `autoreset_mode`; and of "async" `num_workers`, one for each core unless it
            is given.
        options: Those of `RobotTaskEnv`.

    Raises:
        UnknownNameError: If there is no such world or mode.
        ConfigError: If there is to be no environment.
        WorkerError: If a worker process cannot start.
    """
    _require(world)
    if vectorization_mode not in VECTORS:
        raise UnknownNameError("unknown vectorization_mode", got=vectorization_mode, known=VECTORS)
    if num_envs < 1:
        raise ConfigError("too few environments", where="num_envs", got=num_envs, expected=">= 1")
    makers = [functools.partial(make, world, **options)] * num_envs
    vector = VECTORS[vectorization_mode](makers, **(vector_kwargs or {}))
    vector.spec = gym.spec(env_id(world))
    return vector


def _require(world: str) -> None:
    register_worlds()
    if env_id(world) not in gym.registry:
        raise UnknownNameError("unknown world", got=world, known=paths.available("worlds"))
