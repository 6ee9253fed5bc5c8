"""A world for learners that are told their goal and learn from what they did instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from physai_sim.core.config import WorldConfig
from physai_sim.core.features import LIMIT, FeatureMap, Vector32
from physai_sim.core.geometry import Array
from physai_sim.envs.robot_task_env import ObsType
from physai_sim.training._learner_env import LearnerEnv
from physai_sim.training.goals import Goals, goals_of

Seen = dict[str, Vector32]


class GoalEnv(LearnerEnv[Seen]):
    """A world with `achieved_goal` and `desired_goal`, for hindsight experience replay.

    Observation: a Dict of float32 boxes in [-10, 10]: `achieved_goal` and `desired_goal`, shape
        (G,), and `observation`, shape (N,). `goals.goals_of` says what a goal is in each world.
    Reward: `compute_reward`: 1 where the goal is achieved; elsewhere 0, or less the farther away.
    End: a success is truncated, not terminated. The episode ends there, but its worth does not:
        the state could be kept, and replay under other goals shows that. A failure is terminated
        and earns nothing more.

    Args:
        world: A name, the path of a world file, or a checked configuration.

    Raises:
        UnknownNameError: If no goals are known for its task.
    """

    def __init__(self, world: str | WorldConfig) -> None:
        super().__init__(world)
        config, boxes = self.inner.config, self.inner.observation_space
        assert isinstance(boxes, spaces.Dict), "a world is seen as a Dict"
        goals = goals_of(config, boxes.spaces)
        self.goals: Goals = goals
        self._near: Array = np.array(goals.near)
        parts = {
            "achieved_goal": goals.achieved,
            "desired_goal": goals.desired,
            "observation": goals.beside,
        }
        self.features = goals.seen
        self._see: dict[str, FeatureMap] = {
            name: FeatureMap(part, where=config.name) for name, part in parts.items()
        }
        self.observation_space = spaces.Dict(
            {n: spaces.Box(-LIMIT, LIMIT, (see.size,), np.float32) for n, see in self._see.items()}
        )

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Seen, dict[str, Any]]:
        """Start an episode."""
        del options
        entries, info = self._begin(seed)
        return self._seen(entries), info

    def step(self, action: Vector32) -> tuple[Seen, float, bool, bool, dict[str, Any]]:
        """Apply an action for one control step; `info["task_reward"]` is the task's own reward."""
        entries, reward, terminated, truncated, info = self._advance(action)
        info["task_reward"] = reward
        seen, succeeds = self._seen(entries), info["is_success"]
        own = self.compute_reward(seen["achieved_goal"], seen["desired_goal"], info)
        return seen, float(own), terminated and not succeeds, truncated or succeeds, info

    def compute_reward(
        self,
        achieved_goal: NDArray[Any],
        desired_goal: NDArray[Any],
        info: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    ) -> NDArray[np.float32]:
        """1 where a goal is achieved; elsewhere 0, or what its margin leaves (see `Goals`).

        Args:
            achieved_goal: Shape (..., G).
            desired_goal: Shape (..., G).
            info: Not used; part of the interface.

        Returns:
            Shape (...).
        """
        del info
        apart = (np.asarray(achieved_goal, np.float64) - desired_goal) / self._near
        outside = np.maximum(np.linalg.norm(apart, axis=-1) - 1.0, 0.0)
        margin = self.goals.margin
        if margin == 0.0:
            return np.asarray(outside == 0.0, np.float32)
        return np.asarray(np.exp(-np.log(10.0) * (outside / margin) ** 2), np.float32)

    def _seen(self, entries: ObsType) -> Seen:
        return {name: see(entries) for name, see in self._see.items()}
