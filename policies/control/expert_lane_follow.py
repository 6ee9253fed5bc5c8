"""Keeps a car in its lane, and stops at red, from ground truth."""

from __future__ import annotations

from typing import get_args

import numpy as np

from physai_sim.core.driving import (
    IdmParameters,
    bend_speed,
    idm_acceleration,
    must_stop,
    path_curvature,
)
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.core.truth import LightState
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation

# Comfortable lateral acceleration [m/s^2] (nuPlan's bound is 4.89).
LATERAL_MPS2 = 2.5
SPEED_GAIN_PER_S = 1.5
COMFORT_MPS2 = 2.0
# The steering needs some time to follow, so curvature is taken from a little ahead [s].
PREVIEW_S = 0.2
# How it comes to rest before a stop line: with room that its braking may miss it by.
DRIVER = IdmParameters(headway_s=0.5, standstill_m=1.5)
LIGHTS: tuple[LightState, ...] = get_args(LightState)


class ExpertLaneFollow:
    """Curvature feed-forward with feedback on offset and heading; speed by curves and lights."""

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
        if "light_state" in observation.privileged:
            stopping = _stopping(observation.privileged["light_state"], speed, limit)
            acceleration = min(acceleration, stopping)
        action = np.array([[acceleration, curvature]])
        return ActionChunk(observation.stamp_ns, self._spec.control_hz, action)


def _stopping(light_state: Array, speed_mps: float, wanted_mps: float) -> float:
    """Greatest acceleration [m/s^2] that the next traffic light allows; inf where it allows all.

    Args:
        light_state: Way to its stop line [m], and 1 for red, yellow or green, (4,).
        speed_mps: Of the car.
        wanted_mps: On a free road.
    """
    gap_m, *shown = light_state.tolist()
    state = next((name for name, is_on in zip(LIGHTS, shown, strict=True) if is_on), None)
    braking = DRIVER.braking_mps2
    if not must_stop(state, gap_m=gap_m, speed_mps=speed_mps, braking_mps2=braking):
        return float("inf")
    return idm_acceleration(speed_mps, wanted_mps, gap_m=gap_m, ahead_mps=0.0, driver=DRIVER)
