"""Keeps an arm where it is."""

from __future__ import annotations

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation

OPEN_M = 0.08


class ExpertStandBy:
    """Commands the first robot no motion, with open fingers.

    It asks for ground truth as all experts do, so that no pictures are drawn for it.
    """

    needs_privileged = True

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the size of an action; the expert draws no random numbers.

        Raises:
            ConfigError: If the robot does not take end-effector deltas.
        """
        del seed
        robot = next(iter(spec.robots.values()))
        if robot.action_kind != "end_effector_delta":
            raise ConfigError(
                "expert_stand_by commands the tool",
                where=f"robots.{robot.name}.action",
                got=robot.action_kind,
                expected="end_effector_delta",
            )
        self._size, self._hz = len(robot.action_names), spec.control_hz

    def infer(self, observation: Observation) -> ActionChunk:
        """One action: no motion."""
        action = np.zeros((1, self._size))
        action[0, 6:] = OPEN_M  # nothing, where there is no gripper
        return ActionChunk(observation.stamp_ns, self._hz, action)
