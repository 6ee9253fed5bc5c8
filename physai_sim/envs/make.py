"""Environment ids: `physai/NAME-v0` for every world file that is found."""

from __future__ import annotations

from typing import Any

import gymnasium as gym

from physai_sim.core import paths
from physai_sim.core.errors import UnknownNameError

ENTRY_POINT = "physai_sim.envs.robot_task_env:RobotTaskEnv"


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
    world: str, *, num_envs: int, vectorization_mode: str = "sync", **options: Any
) -> gym.vector.VectorEnv[Any, Any, Any]:
    """Several independent copies of a world.

    Args:
        world: Its name.
        num_envs: How many.
        vectorization_mode: "sync" steps them in this process, which is faster while a step costs
            less than about 2 ms (state observations); "async" gives each a process.
        options: Those of `RobotTaskEnv`.

    Raises:
        UnknownNameError: If there is no such world.
    """
    _require(world)
    return gym.make_vec(
        env_id(world), num_envs=num_envs, vectorization_mode=vectorization_mode, **options
    )


def _require(world: str) -> None:
    register_worlds()
    if env_id(world) not in gym.registry:
        raise UnknownNameError("unknown world", got=world, known=paths.available("worlds"))
