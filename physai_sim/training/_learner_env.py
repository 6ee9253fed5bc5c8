"""What the environments of learners share: actions in [-1, 1], and who steps the world."""

from __future__ import annotations

from typing import Any, TypeVar

import gymnasium as gym
import numpy as np
from gymnasium import spaces

from physai_sim.core.config import WorldConfig
from physai_sim.core.features import Vector32, action_of
from physai_sim.envs.robot_task_env import ObsType, RobotTaskEnv

SeenT = TypeVar("SeenT")


class LearnerEnv(gym.Env[SeenT, Vector32]):
    """A world with state observations, for learners that like small numbers.

    Action: in [-1, 1], shape (A,); `core.features.action_of` says what it means.

    Args:
        world: A name, the path of a world file, or a checked configuration.

    Raises:
        PhysAIError: If the world is wrong.
    """

    def __init__(self, world: str | WorldConfig) -> None:
        self.inner = RobotTaskEnv(world)
        limits = self.inner.action_space
        assert isinstance(limits, spaces.Box), "robots have boxes of actions"
        self._low, self._high = limits.low, limits.high
        self.action_space = spaces.Box(-1.0, 1.0, limits.shape, np.float32)

    def close(self) -> None:
        """Free the engine; a second call does nothing."""
        self.inner.close()

    def _begin(self, seed: int | None) -> tuple[ObsType, dict[str, Any]]:
        """Start an episode; one stream of seeds serves both environments."""
        super().reset(seed=seed)
        return self.inner.reset(seed=seed)

    def _advance(self, action: Vector32) -> tuple[ObsType, float, bool, bool, dict[str, Any]]:
        return self.inner.step(action_of(action, self._low, self._high))
