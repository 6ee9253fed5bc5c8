"""Reaches for the target in a straight line, from ground truth."""

from __future__ import annotations

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation

# Share of the remaining way that is covered in one control step, as long as the arm can follow.
APPROACH = 0.25
OPEN_M = 0.08


class ExpertReach:
    """Moves the tool of the first robot straight to `target_position_m`."""

    needs_privileged = True

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the limits of the arm; the expert draws no random numbers.

        Raises:
            ConfigError: If the robot does not take end-effector deltas.
        """
        del seed
        robot = next(iter(spec.robots.values()))
        if robot.action_kind != "end_effector_delta":
            raise ConfigError(
                "expert_reach commands the tool",
                where=f"robots.{robot.name}.action",
                got=robot.action_kind,
                expected="end_effector_delta",
            )
        self._high, self._hz = robot.action_high[:3], spec.control_hz
        self._size = len(robot.action_names)

    def infer(self, observation: Observation) -> ActionChunk:
        """One action: a step towards the target, shortened to the limits without turning it."""
        assert observation.privileged is not None, "needs_privileged is set"
        way = (
            observation.privileged["target_position_m"] - observation.privileged["tool_position_m"]
        )
        step = way * APPROACH
        longest = float(np.max(np.abs(step) / self._high))
        action = np.zeros(self._size)
        action[:3] = step / max(longest, 1.0)
        action[6:] = OPEN_M  # nothing, where there is no gripper
        return ActionChunk(observation.stamp_ns, self._hz, action[None, :])
