"""What cars with Ackermann steering share; each model gives its `Chassis`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import ClassVar, Literal, TypeVar

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.scene_config import NotNegative, Positive
from physai_sim.core.types import RobotSpec
from physai_sim.robots._chassis import Chassis
from physai_sim.robots.base import Robot, RobotConfig
from physai_sim.simulation.body import Body
from physai_sim.simulation.world import Lamp, World

GRAVITY_MPS2 = 9.81
STANDSTILL_MPS = 0.02
SPEED_GAIN_PER_S = 2.0


# UNECE Regulation 48, 6.2.4: low beams stand 0.5 to 1.2 m high, at most 0.4 m from the side;
# 6.2.6.1.1: they point down by 1 to 1.5 %.
LAMP_HEIGHT, LAMP_FROM_MIDDLE, LAMP_DROP = 0.45, 0.36, 0.012


def headlamps(body: Body) -> list[Lamp]:
    """Two low beams at the front of a car's box, at shares of its height and width."""
    (length, width, height), (x, y, z) = body.info.size_m, body.middle_m
    front, up = x + length / 2, z + (LAMP_HEIGHT - 0.5) * height
    return [
        Lamp(body.name, (front, y + side * LAMP_FROM_MIDDLE * width, up), (1.0, 0.0, -LAMP_DROP))
        for side in (1, -1)
    ]


class CarConfig(RobotConfig):
    """What its action means, how its tyres grip (None: as the model's), and what it carries."""

    action: Literal["acceleration_curvature", "steering_speed"] = "acceleration_curvature"
    tyre_friction: Positive | None = None
    payload_kg: NotNegative = 0.0


ConfigT = TypeVar("ConfigT", bound=CarConfig)


class AckermannCar(Robot[ConfigT]):
    """A car on four driven wheels with an open differential.

    Action, by `action` in the world file; A = 2:
        acceleration_curvature: along the car [m/s^2], negative brakes to a stop and holds; and
            1 / radius of the path of `base_link` [1/m], positive to the left.
        steering_speed: angle of the virtual front wheel [rad], positive to the left; and the
            wanted speed [m/s], negative backwards.
    """

    Config: ClassVar[type[CarConfig]] = CarConfig
    chassis: ClassVar[Chassis]

    def model_file(self) -> Path:
        """See the base."""
        return self.chassis.urdf

    def load(self, world: World) -> None:
        """See the base."""
        pose = self.config.pose.pose()
        self.body = world.load_urdf(
            self.model_file(), name=self.name, pose=pose, category=self.category
        )
        grip = self.config.tyre_friction or self.chassis.tyre_friction
        tyres = {self.body.joints[name].child_link for name in self.chassis.wheels}
        self.body.set_frictions(
            {
                link: grip if link in tyres else self.chassis.body_friction
                for link in self.body.links
            }
        )
        if self.config.payload_kg > 0.0:  # the motors do not know of it: their push moves more
            self.body.add_mass(self.config.payload_kg)
        world.lamps += headlamps(self.body)
        self._spec = self._make_spec()

    def reset(self, rng: np.random.Generator) -> None:
        """Stand still where the world file says; a task may place it elsewhere."""
        del rng
        self.place(self.config.pose.pose(), speed_mps=0.0)

    def place(self, pose: Pose, *, speed_mps: float) -> None:
        """Put the car somewhere on the road, rolling straight ahead; at the start only."""
        yaw = pose.yaw_rad
        velocity = (speed_mps * math.cos(yaw), speed_mps * math.sin(yaw), 0.0)
        self.body.reset_base(pose, velocity)
        self.body.reset_joints(dict.fromkeys(self.chassis.steers, 0.0))
        self.body.reset_joints(
            dict.fromkeys(self.chassis.wheels, 0.0), speed_mps / self.chassis.wheel_radius_m
        )
        self._steering_rad = 0.0
        self._steer(0.0)
        self._drive(0.0, gear=1)

    def spec(self) -> RobotSpec:
        """See the base."""
        return self._spec

    def description(self) -> str:
        """See the base."""
        return self.model_file().read_text(encoding="utf-8")

    def speed_mps(self) -> float:
        """Speed of `base_link` along its own x axis [m/s]."""
        return self.body.state().forward_mps

    def command(self, action: Array) -> None:
        """See the base."""
        first, second = action.tolist()
        if self.config.action == "acceleration_curvature":
            self._steer(math.atan(self.chassis.wheelbase_m * second))
            self._drive(first, gear=1)
        else:
            self._steer(first)
            self._drive_at(second)

    def _drive_at(self, speed_mps: float) -> None:
        """The acceleration that closes the gap to a wanted speed."""
        now = self.speed_mps()
        gear = -1 if speed_mps < 0.0 else 1
        if speed_mps == 0.0:
            gear = -1 if now < 0.0 else 1
            if abs(now) < self.chassis.max_acceleration_mps2 / self.control_hz:
                self._drive(-gear * self.chassis.holding_mps2 / 2, gear=gear)
                return
        self._drive(SPEED_GAIN_PER_S * (speed_mps - now), gear=gear)

    def _drive(self, acceleration_mps2: float, *, gear: int) -> None:
        """Give the wheels the torque of an acceleration, for the whole control step.

        A velocity motor whose target is out of reach pushes with its greatest torque: a constant
        one. With target zero it brakes, stops and holds.
        """
        push = max(
            -self.chassis.max_braking_mps2,
            min(self.chassis.max_acceleration_mps2, gear * acceleration_mps2),
        )
        target = (
            gear * self.chassis.top_speed_mps / self.chassis.wheel_radius_m if push > 0.0 else 0.0
        )
        size = abs(push)
        if push == 0.0 and abs(self.speed_mps()) < STANDSTILL_MPS:
            size = self.chassis.holding_mps2
        # Torque follows the load on each axle, so that no wheel slips before the others
        # (Gillespie 1992, "Fundamentals of Vehicle Dynamics", equation 1-6).
        transfer = (
            gear * push * self.chassis.centre_height_m / (GRAVITY_MPS2 * self.chassis.wheelbase_m)
        )
        front = self.chassis.front_load - transfer
        torque = self.chassis.effective_mass_kg * size * self.chassis.wheel_radius_m / 2
        self.body.set_motors(
            self.chassis.wheels,
            "velocity",
            targets=[target] * 4,
            forces=[torque * front] * 2 + [torque * (1.0 - front)] * 2,
        )

    def _steer(self, wanted_rad: float) -> None:
        """Turn the virtual wheel towards an angle, as far as its rate allows in a control step."""
        limited = max(
            -self.chassis.max_steering_rad, min(self.chassis.max_steering_rad, wanted_rad)
        )
        most = self.chassis.steering_rate_radps / self.control_hz
        self._steering_rad += max(-most, min(most, limited - self._steering_rad))
        ends = self.chassis.wheel_angles(math.tan(self._steering_rad) / self.chassis.wheelbase_m)
        here, _ = self.body.joint_states()
        order = list(self.body.joints)
        starts = [float(here[order.index(name)]) for name in self.chassis.steers]
        # Each wheel arrives just as the next command comes: a ramp, not a jerk per step.
        # The engine reads a greatest speed of 0 as "no limit".
        speeds = [
            max(abs(end - start) * self.control_hz, 1e-3)
            for start, end in zip(starts, ends, strict=True)
        ]
        self.body.set_motors(
            self.chassis.steers,
            "position",
            targets=ends,
            forces=[self.chassis.steering_torque_nm] * 2,
            max_velocities=speeds,
        )

    def _make_spec(self) -> RobotSpec:
        if self.config.action == "acceleration_curvature":
            names = ("acceleration_mps2", "curvature_per_m")
            low = [-self.chassis.max_braking_mps2, -self.chassis.max_curvature_per_m]
            high = [self.chassis.max_acceleration_mps2, self.chassis.max_curvature_per_m]
        else:
            names = ("steering_rad", "speed_mps")
            low, high = (
                [-self.chassis.max_steering_rad, -self.chassis.reverse_speed_mps],
                [self.chassis.max_steering_rad, self.chassis.top_speed_mps],
            )
        return RobotSpec(
            name=self.name,
            model=self.chassis.model,
            action_kind=self.config.action,
            action_names=names,
            action_low=np.array(low),
            action_high=np.array(high),
            joint_names=tuple(self.body.joints),
            base_frame=self.body.base_link,
            wheelbase_m=self.chassis.wheelbase_m,
        )
