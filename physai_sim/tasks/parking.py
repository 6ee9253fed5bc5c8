"""Park in a marked bay."""

from __future__ import annotations

import math

import numpy as np
from gymnasium import spaces

from physai_sim.core.config import ComponentConfig
from physai_sim.core.geometry import Array, Pose, from_rpy
from physai_sim.core.scene_config import NotNegative, Positive
from physai_sim.core.strict import StrictModel
from physai_sim.tasks._driving import check_car, has_hit, put
from physai_sim.tasks.base import Stage, Task, TaskFacts, tolerance

STANDING_MPS = 0.05


class SpotConfig(StrictModel):
    """A place of the car's `base_link` in the world frame."""

    x_m: float
    y_m: float
    yaw_rad: float

    def pose(self) -> Pose:
        """The same as a Pose."""
        return Pose((self.x_m, self.y_m, 0.0), from_rpy(0.0, 0.0, self.yaw_rad))


class ParkingConfig(ComponentConfig):
    """Where the car starts, where it is to stand, and how exactly."""

    robot: str
    bay: SpotConfig
    start: SpotConfig
    start_noise_m: tuple[NotNegative, NotNegative] = (0.0, 0.0)
    start_noise_rad: NotNegative = 0.0
    along_tolerance_m: Positive = 0.3
    beside_tolerance_m: Positive = 0.25
    heading_tolerance_rad: Positive = 0.1
    max_distance_m: Positive = 40.0


class Parking(Task[ParkingConfig]):
    """Stand still in the bay, between its lines.

    Task: bring `base_link` to the pose `bay` and stop there.
    Start: at `start`, with noise along and beside it and on the heading.
    Observation: privileged `parking_state`: pose of the car in the frame of the bay (x [m] out of
        the bay, y [m] to the left, yaw [rad]) and its speed [m/s, negative backwards].
    Action: the car's.
    Reward: in the bay, straight, it is 1.
    End: success on standing within the tolerances; failure "collision" on touching anything but
        the ground, "off_road" when the bay is more than `max_distance_m` away.
    """

    Config = ParkingConfig

    def check(self, stage: Stage) -> None:
        """See the base."""
        check_car(stage, self.config.robot)

    def reset(self, stage: Stage, rng: np.random.Generator) -> None:
        """See the base."""
        config = self.config
        along, beside, turn = rng.uniform(-1.0, 1.0, 3).tolist()
        noise = (along * config.start_noise_m[0], beside * config.start_noise_m[1], 0.0)
        turned = from_rpy(0.0, 0.0, turn * config.start_noise_rad)
        put(stage, config.robot, config.start.pose().compose(Pose(noise, turned)), speed_mps=0.0)

    def reward(self, stage: Stage) -> float:
        """See the base."""
        x, y, yaw, _ = self._state(stage)
        near = tolerance(math.hypot(x, y), low=0.0, high=0.1, margin=5.0)
        return near * tolerance(yaw, low=-0.03, high=0.03, margin=math.pi / 2)

    def is_success(self, stage: Stage) -> bool:
        """See the base."""
        return all(self.conditions(stage).values())

    def failure(self, stage: Stage) -> str | None:
        """See the base."""
        if has_hit(stage, self.config.robot):
            return "collision"
        x, y, *_ = self._state(stage)
        return "off_road" if math.hypot(x, y) > self.config.max_distance_m else None

    def conditions(self, stage: Stage) -> dict[str, bool]:
        """See the base."""
        config, (x, y, yaw, speed) = self.config, self._state(stage)
        is_inside = abs(x) <= config.along_tolerance_m and abs(y) <= config.beside_tolerance_m
        return {
            "in_bay": is_inside,
            "straight": abs(yaw) <= config.heading_tolerance_rad,
            "standing": abs(speed) <= STANDING_MPS,
        }

    def privileged(self, stage: Stage) -> dict[str, Array]:
        """See the base."""
        return {"parking_state": np.array(self._state(stage))}

    def privileged_space(self, stage: Stage) -> dict[str, spaces.Box]:
        """See the base."""
        del stage
        high = np.array([1e4, 1e4, np.pi, 1e3])
        return {"parking_state": spaces.Box(-high, high, dtype=np.float64)}

    def facts(self, stage: Stage) -> TaskFacts:
        """See the base: the bay; which way leads there is the driver's choice."""
        del stage
        return TaskFacts(goal={"bay": (self.config.bay.x_m, self.config.bay.y_m, 0.0)})

    def _state(self, stage: Stage) -> tuple[float, float, float, float]:
        """Place and heading of the car in the frame of the bay, and its speed."""
        state = stage.world.bodies[self.config.robot].state()
        here = self.config.bay.pose().inverse().compose(state.pose_in_world)
        yaw, (vx, vy, _) = state.pose_in_world.yaw_rad, state.linear_mps
        speed = vx * math.cos(yaw) + vy * math.sin(yaw)
        return here.position_m[0], here.position_m[1], here.yaw_rad, speed
