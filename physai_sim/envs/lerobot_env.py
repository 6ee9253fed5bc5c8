"""A world as lerobot's evaluation expects an environment; lerobot itself is not needed.

Source: Hugging Face, lerobot 0.4 to 0.6: `envs/utils.py` (names of observations),
`envs/factory.py` (EnvHub's `make_env`), `scripts/lerobot_eval.py` (attributes and infos).
"""

from __future__ import annotations

from functools import partial
from typing import Any

import gymnasium as gym
import numpy as np
from gymnasium import spaces
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv, VectorEnv
from numpy.typing import ArrayLike, NDArray

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import ConfigError
from physai_sim.datasets.lerobot.layout import colour_cameras, state_sensors
from physai_sim.envs.robot_task_env import ObservationMode, RobotTaskEnv

DEFAULT_WORLD = "reach"
# Says that a rollout begins; lerobot's own wrappers alone need to know.
_NEW_ROLLOUT = "lerobot_new_rollout"
_STATE, _TRUTH, _PIXELS = "agent_pos", "environment_state", "pixels"


class LeRobotEnv(gym.Env[dict[str, Any], NDArray[np.float64]]):
    """A `RobotTaskEnv` whose observations have the names, order and types of our datasets.

    Observation: `pixels` has the picture of each colour camera by its name, shape (H, W, 3);
        `agent_pos` is a dataset's `observation.state`, shape (S,), and `environment_state` its
        `observation.environment_state`, shape (E,), both float32.
    Action, reward, end and info: as of `RobotTaskEnv`.

    Args:
        world: A name, the path of a world file, or a checked configuration.
        observations: "all", or "sensors" to leave ground truth out.
        render_mode: As of `RobotTaskEnv`; evaluations film.

    Raises:
        PhysAIError: If the world or an argument is wrong.
    """

    def __init__(
        self,
        world: str | WorldConfig = DEFAULT_WORLD,
        *,
        observations: ObservationMode = "all",
        render_mode: str | None = "rgb_array",
    ) -> None:
        if observations not in ("all", "sensors"):
            known = ("all", "sensors")
            raise ConfigError("unknown observations", got=observations, known=known)
        self._inner = RobotTaskEnv(world, observations=observations, render_mode=render_mode)
        self.metadata, self.render_mode = self._inner.metadata, render_mode
        session = self._inner.session
        boxes: dict[str, spaces.Box] = dict(session.observation_space().spaces)  # type: ignore[arg-type]
        # A Dict of spaces sorts its keys; a dataset has the order of the task, as an episode has.
        truth = session.reset(0).privileged
        self._cameras = [sensor.name for sensor in colour_cameras(session.spec)]
        self._vectors = {_STATE: [s.name for s in state_sensors(session.spec)]}
        if truth:
            self._vectors[_TRUTH] = list(truth)
        named = {key: _joined([boxes[n] for n in names]) for key, names in self._vectors.items()}
        pixels = spaces.Dict({name: boxes[name] for name in self._cameras})
        self.action_space = self._inner.action_space
        self.observation_space = spaces.Dict({_PIXELS: pixels, **named})

    @property
    def task(self) -> str:
        """Name of the world."""
        return self._inner.session.spec.world

    @property
    def task_description(self) -> str:
        """What the robot was told in this episode."""
        return self._inner.session.spec.instruction

    @property
    def _max_episode_steps(self) -> int:
        """Control steps until the time limit, under the name that lerobot asks for."""
        return self._inner.config.time_limit_steps

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Start an episode; see `RobotTaskEnv.reset`."""
        kept = {key: value for key, value in (options or {}).items() if key != _NEW_ROLLOUT}
        found, info = self._inner.reset(seed=seed, options=kept)
        return self._named(found), info

    def step(self, action: ArrayLike) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Apply an action for one control step; see `RobotTaskEnv.step`."""
        found, reward, terminated, truncated, info = self._inner.step(action)
        return self._named(found), reward, terminated, truncated, info

    def render(self) -> NDArray[np.uint8] | None:
        """The world's view, shape (H, W, 3)."""
        return self._inner.render()

    def close(self) -> None:
        """Free the engine; a second call does nothing."""
        self._inner.close()

    def _named(self, found: dict[str, NDArray[Any]]) -> dict[str, Any]:
        named: dict[str, Any] = {_PIXELS: {name: found[name] for name in self._cameras}}
        for key, names in self._vectors.items():
            values = [np.zeros(0), *(found[name].ravel() for name in names)]
            named[key] = np.concatenate(values).astype(np.float32)
        return named


def make_env(
    *, n_envs: int = 1, use_async_envs: bool = False, cfg: Any = None
) -> dict[str, dict[int, VectorEnv[Any, Any, Any]]]:
    """What `env.py` of an EnvHub repository offers to lerobot.

    Args:
        n_envs: Copies that are stepped together.
        use_async_envs: Whether each has a process of its own.
        cfg: lerobot's configuration of the environment; its `task` names the world.

    Returns:
        World -> 0 -> the copies.

    Raises:
        PhysAIError: If there is no such world.
    """
    world = getattr(cfg, "task", None) or DEFAULT_WORLD
    makers = [partial(LeRobotEnv, world) for _ in range(n_envs)]
    mode = AutoresetMode.SAME_STEP
    if use_async_envs:
        # Spawned, not forked: the caller may have threads, as every user of torch has.
        return {world: {0: AsyncVectorEnv(makers, context="spawn", autoreset_mode=mode)}}
    return {world: {0: SyncVectorEnv(makers, autoreset_mode=mode)}}


def _joined(boxes: list[spaces.Box]) -> spaces.Box:
    low, high = ([getattr(box, end).ravel() for box in boxes] for end in ("low", "high"))
    return spaces.Box(
        np.concatenate([np.zeros(0), *low]).astype(np.float32),
        np.concatenate([np.zeros(0), *high]).astype(np.float32),
        dtype=np.float32,
    )
