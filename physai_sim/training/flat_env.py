"""A world for learners that want one vector of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces

from physai_sim.core.config import WorldConfig
from physai_sim.core.features import LIMIT, FeatureMap, Vector32
from physai_sim.training._learner_env import LearnerEnv
from physai_sim.training.features import features_of


class FlatEnv(LearnerEnv[Vector32]):
    """Ground truth as one scaled vector, for PPO and its kin.

    Observation: `features_of` the world, float32 in [-10, 10], shape (N,).
    Reward: the task's, in [0, 1]. To success is added what a reward of 1 for ever after is worth,
        discount / (1 - discount). Without it an episode that succeeds would earn less than one
        that waits just short of success until the time limit, and learners find that out. An
        episode that fails earns nothing more, and one out of time is truncated.

    Args:
        world: A name, the path of a world file, or a checked configuration.
        discount: The learner's, in [0, 1).
    """

    def __init__(self, world: str | WorldConfig, *, discount: float) -> None:
        super().__init__(world)
        session = self.inner.session
        truth = session.task.privileged_space(session.stage)
        self.features = features_of(truth, session.spec.sensors)
        self._see = FeatureMap(self.features, where=self.inner.config.name)
        self._bonus = discount / (1.0 - discount)
        self.observation_space = spaces.Box(-LIMIT, LIMIT, (self._see.size,), np.float32)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Vector32, dict[str, Any]]:
        """Start an episode."""
        del options
        entries, info = self._begin(seed)
        return self._see(entries), info

    def step(self, action: Vector32) -> tuple[Vector32, float, bool, bool, dict[str, Any]]:
        """Apply an action for one control step; `info["task_reward"]` is the task's own reward."""
        entries, reward, terminated, truncated, info = self._advance(action)
        info["task_reward"] = reward
        bonus = self._bonus if info["is_success"] else 0.0
        return self._see(entries), reward + bonus, terminated, truncated, info
