"""Backs a car into a bay beside its way, from ground truth."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from physai_sim.core.driving import path_curvature
from physai_sim.core.errors import ConfigError
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation

# Half as much again as the least radius leaves room to correct.
RADIUS_FACTOR = 1.25
# Straight way into the bay after the arc, long enough to straighten up [m].
STRAIGHT_M = 3.8
FORWARD_MPS = 2.5
BACKWARD_MPS = 1.2
BRAKING_MPS2 = 0.8
DECAY_M = 1.5
ARRIVED_M = 0.05
# The wheels need some way to unwind, so the path is followed from a little farther on [m].
PREVIEW_M = 0.3


class Errors(NamedTuple):
    """Where the car is, as seen from the path."""

    curvature_per_m: float
    offset_m: float
    heading_rad: float


class ExpertParking:
    """Drives past the bay, then backs in on an arc and a straight that touch."""

    needs_privileged = True

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Learn the measures of the car; the expert draws no random numbers.

        Raises:
            ConfigError: If the robot is no car that takes steering and speed.
        """
        del seed
        robot = next(iter(spec.robots.values()))
        if robot.action_kind != "steering_speed" or robot.wheelbase_m is None:
            raise ConfigError(
                "expert_parking commands steering and speed",
                where=f"robots.{robot.name}.action",
                got=robot.action_kind,
                expected="steering_speed",
            )
        self._hz, self._wheelbase_m = spec.control_hz, robot.wheelbase_m
        self._max_steering_rad = float(robot.action_high[0])
        self._radius_m = RADIUS_FACTOR * self._wheelbase_m / math.tan(self._max_steering_rad)
        self._backing, self._side, self._steering_rad = False, 0, 0.0

    def infer(self, observation: Observation) -> ActionChunk:
        """One action: steering angle [rad] and speed [m/s]."""
        assert observation.privileged is not None, "needs_privileged is set"
        x, y, yaw, speed = observation.privileged["parking_state"].tolist()
        if self._side == 0:  # below, the way runs from left to right past the bay
            self._side = 1 if yaw < 0.0 else -1
        y, yaw = self._side * y, self._side * yaw
        steering, wanted = self._back(x, y, yaw) if self._backing else self._pass(x, y, yaw, speed)
        action = np.array([[self._side * steering, wanted]])
        return ActionChunk(observation.stamp_ns, self._hz, action)

    def _pass(self, x: float, y: float, yaw: float, speed: float) -> tuple[float, float]:
        """Forward, past the bay, to where the arc begins."""
        left_m = y + self._radius_m
        if left_m < ARRIVED_M:
            self._backing = abs(speed) < ARRIVED_M
            return 0.0, 0.0
        line = Errors(0.0, x - STRAIGHT_M - self._radius_m, yaw + math.pi / 2)
        return self._angle(line, direction=1), min(FORWARD_MPS, _stopping_speed(left_m))

    def _back(self, x: float, y: float, yaw: float) -> tuple[float, float]:
        """Backward into the bay."""
        if x < ARRIVED_M:
            return 0.0, 0.0
        wanted = self._angle(self._way_in(x, y, yaw), direction=-1)
        # The wheels turn at standstill before the car moves off.
        is_ready = abs(wanted - self._steering_rad) < 0.1 or x < STRAIGHT_M + self._radius_m - 0.2
        self._steering_rad += float(np.clip(wanted - self._steering_rad, -0.05, 0.05))
        return wanted, -min(BACKWARD_MPS, _stopping_speed(x)) if is_ready else 0.0

    def _way_in(self, x: float, y: float, yaw: float) -> Errors:
        """From the end of the straight the arc turns right, as a car that leaves would drive."""
        radius, from_centre = self._radius_m, (x - STRAIGHT_M, y + self._radius_m)
        if x < STRAIGHT_M + PREVIEW_M / 10:
            return Errors(0.0, y, yaw)
        along = math.atan2(-from_centre[0], from_centre[1])
        ahead = 0.0 if -along * radius < PREVIEW_M else -1.0 / radius
        return Errors(ahead, math.hypot(*from_centre) - radius, yaw - along)

    def _angle(self, errors: Errors, *, direction: int) -> float:
        """Steering angle [rad] that brings the car back to the path."""
        curvature = path_curvature(
            errors.curvature_per_m,
            offset_m=errors.offset_m,
            heading_rad=errors.heading_rad,
            decay_m=DECAY_M,
            direction=direction,
        )
        limit = self._max_steering_rad
        return float(np.clip(math.atan(self._wheelbase_m * curvature), -limit, limit))


def _stopping_speed(left_m: float) -> float:
    """Speed [m/s] from which gentle braking ends after the way that is left."""
    return math.sqrt(2.0 * BRAKING_MPS2 * max(left_m, 0.0)) + 0.05
