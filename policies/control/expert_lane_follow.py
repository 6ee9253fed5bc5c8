"""Keeps a car in its lane, from ground truth."""

from __future__ import annotations

import numpy as np

from physai_sim.core.driving import bend_speed, path_curvature
from physai_sim.core.errors import ConfigError
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation

# Comfortable lateral acceleration [m/s^2] (nuPlan's bound is 4.89).
LATERAL_MPS2 = 2.5
SPEED_GAIN_PER_S = 1.5
COMFORT_MPS2 = 2.0
# The steering needs some time to follow, so curvature is taken from a little ahead [s].
PREVIEW_S = 0.2


class ExpertLaneFollow:
    """Curvature feed-forward with feedback on offset and heading; speed by the curves ahead."""

    needs_privileged = True

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the limits of the car; the expert draws no random numbers.

        Raises:
            ConfigError: If the robot does not take acceleration and curvature.
        """
        del seed
        robot = next(iter(spec.robots.values()))
        if robot.action_kind != "acceleration_curvature":
            raise ConfigError(
                "expert_lane_follow commands acceleration and curvature",
                where=f"robots.{robot.name}.action",
                got=robot.action_kind,
                expected="acceleration_curvature",
            )
        self._spec = spec

    def infer(self, observation: Observation) -> ActionChunk:
        """One action: acceleration [m/s^2] and curvature [1/m]."""
        assert observation.privileged is not None, "needs_privileged is set"
        offset, heading, speed, wanted, _ = observation.privileged["lane_state"].tolist()
        ahead = observation.privileged["lane_curvature"]
        now = float(np.interp(speed * PREVIEW_S, (0.0, 4.0), ahead[:2]))
        curvature = path_curvature(now, offset_m=offset, heading_rad=heading)
        sharpest = float(np.max(np.abs(ahead)))
        limit = min(wanted, bend_speed(sharpest, lateral_mps2=LATERAL_MPS2))
        acceleration = float(
            np.clip(SPEED_GAIN_PER_S * (limit - speed), -COMFORT_MPS2, COMFORT_MPS2)
        )
        action = np.array([[acceleration, curvature]])
        return ActionChunk(observation.stamp_ns, self._spec.control_hz, action)
