"""Keeps a car in its lane and away from whoever is ahead, from ground truth."""

from __future__ import annotations

import numpy as np

from physai_sim.core.driving import IdmParameters, idm_acceleration
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation
from policies.control.expert_lane_follow import ExpertLaneFollow

DRIVER = IdmParameters(headway_s=1.2, standstill_m=3.0)


class ExpertUrbanDrive:
    """Steers as expert_lane_follow does; brakes by the intelligent driver model where it must."""

    needs_privileged = True

    def __init__(self) -> None:
        self._lane = ExpertLaneFollow()

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the limits of the car; the expert draws no random numbers.

        Raises:
            ConfigError: If the robot does not take acceleration and curvature.
        """
        self._lane.reset(spec=spec, seed=seed)

    def infer(self, observation: Observation) -> ActionChunk:
        """One action: acceleration [m/s^2] and curvature [1/m]."""
        alone = self._lane.infer(observation)
        assert observation.privileged is not None, "needs_privileged is set"
        _, _, speed, wanted, _ = observation.privileged["lane_state"].tolist()
        gap, ahead = observation.privileged["ahead"].tolist()
        keeping = idm_acceleration(speed, wanted, gap_m=gap, ahead_mps=ahead, driver=DRIVER)
        free, curvature = alone.actions[0].tolist()
        # Stronger than the brakes is no more than the brakes: the session clips it.
        action = np.array([[min(free, keeping), curvature]])
        return ActionChunk(observation.stamp_ns, alone.hz, action)
