"""A mid-size car with Ackermann steering.

`base_link` is the centre of the rear axle at road level, where the kinematic bicycle model holds
exactly: radius = wheelbase / tan(steering angle).
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.types import RobotSpec
from physai_sim.robots.base import Robot, RobotConfig
from physai_sim.simulation.world import World

URDF = Path(__file__).parent / "assets" / "sedan" / "sedan.urdf"
WHEELBASE_M = 2.85
TRACK_M = 1.60
WHEEL_RADIUS_M = 0.33
MASS_KG = 1600.0
WHEEL_INERTIA_KGM2 = 1.089  # m r^2 / 2 of one wheel, as in the URDF
GRAVITY_MPS2 = 9.81
FRONT_LOAD = 0.55  # share of the weight on the front axle at rest
CENTRE_HEIGHT_M = 0.55
TYRE_FRICTION = 1.1  # dry asphalt; the engine multiplies it with the road's 1.0
BODY_FRICTION = 0.5

MAX_ACCELERATION_MPS2 = 3.0
MAX_BRAKING_MPS2 = 8.0
TOP_SPEED_MPS = 30.0  # 91 rad/s at the wheel, below the engine's cap of 100 rad/s on a joint
MAX_STEERING_RAD = 0.6  # of the virtual wheel midway between the front wheels
# The steering robot of NHTSA's fishhook test (DOT HS 809 513) turns the steering wheel at
# 720 deg/s, here over a steering ratio of 16.
STEERING_RATE_RADPS = math.radians(720.0 / 16.0)
STEERING_TORQUE_NM = 5000.0
HOLDING_MPS2 = 8.0  # brakes at standstill
STANDSTILL_MPS = 0.02
SPEED_GAIN_PER_S = 2.0
MAX_CURVATURE_PER_M = math.tan(MAX_STEERING_RAD) / WHEELBASE_M
# What the motors push: the car, and the spin of its wheels as seen from the road.
EFFECTIVE_MASS_KG = MASS_KG + 4 * WHEEL_INERTIA_KGM2 / WHEEL_RADIUS_M**2

STEERS = ("front_left_steer", "front_right_steer")
WHEELS = ("front_left_wheel", "front_right_wheel", "rear_left_wheel", "rear_right_wheel")


class SedanConfig(RobotConfig):
    """What its action means."""

    action: Literal["acceleration_curvature", "steering_speed"] = "acceleration_curvature"


class Sedan(Robot[SedanConfig]):
    """A car on four wheels with an open differential.

    Action, by `action` in the world file; A = 2:
        acceleration_curvature: along the car [m/s^2], negative brakes to a stop and holds; and
            1 / radius of the path of `base_link` [1/m], positive to the left.
        steering_speed: angle of the virtual front wheel [rad], positive to the left; and the
            wanted speed [m/s], negative backwards.
    """

    Config = SedanConfig

    def load(self, world: World) -> None:
        """See the base."""
        pose = self.config.pose.pose()
        self.body = world.load_urdf(URDF, name=self.name, pose=pose, category="robot")
        self.body.set_frictions(
            {
                link: TYRE_FRICTION if link.endswith("_wheel") else BODY_FRICTION
                for link in self.body.links
            }
        )
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
        self.body.reset_joints(dict.fromkeys(STEERS, 0.0))
        self.body.reset_joints(dict.fromkeys(WHEELS, 0.0), speed_mps / WHEEL_RADIUS_M)
        self._steering_rad = 0.0
        self._steer(0.0)
        self._drive(0.0, gear=1)

    def spec(self) -> RobotSpec:
        """See the base."""
        return self._spec

    def description(self) -> str:
        """See the base."""
        return URDF.read_text(encoding="utf-8")

    def speed_mps(self) -> float:
        """Speed of `base_link` along its own x axis [m/s]."""
        state = self.body.state()
        yaw = state.pose_in_world.yaw_rad
        vx, vy, _ = state.linear_mps
        return vx * math.cos(yaw) + vy * math.sin(yaw)

    def command(self, action: Array) -> None:
        """See the base."""
        first, second = action.tolist()
        if self.config.action == "acceleration_curvature":
            self._steer(math.atan(WHEELBASE_M * second))
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
            if abs(now) < MAX_ACCELERATION_MPS2 / self.control_hz:
                self._drive(-gear * HOLDING_MPS2 / 2, gear=gear)
                return
        self._drive(SPEED_GAIN_PER_S * (speed_mps - now), gear=gear)

    def _drive(self, acceleration_mps2: float, *, gear: int) -> None:
        """Give the wheels the torque of an acceleration, for the whole control step.

        A velocity motor whose target is out of reach pushes with its greatest torque: a constant
        one. With target zero it brakes, stops and holds.
        """
        push = max(-MAX_BRAKING_MPS2, min(MAX_ACCELERATION_MPS2, gear * acceleration_mps2))
        target = gear * TOP_SPEED_MPS / WHEEL_RADIUS_M if push > 0.0 else 0.0
        size = abs(push)
        if push == 0.0 and abs(self.speed_mps()) < STANDSTILL_MPS:
            size = HOLDING_MPS2
        # Torque follows the load on each axle, so that no wheel slips before the others
        # (Gillespie 1992, "Fundamentals of Vehicle Dynamics", equation 1-6).
        transfer = gear * push * CENTRE_HEIGHT_M / (GRAVITY_MPS2 * WHEELBASE_M)
        front = FRONT_LOAD - transfer
        torque = EFFECTIVE_MASS_KG * size * WHEEL_RADIUS_M / 2
        self.body.set_motors(
            WHEELS,
            "velocity",
            targets=[target] * 4,
            forces=[torque * front] * 2 + [torque * (1.0 - front)] * 2,
        )

    def _steer(self, wanted_rad: float) -> None:
        """Turn the virtual wheel towards an angle, as far as its rate allows in a control step."""
        limited = max(-MAX_STEERING_RAD, min(MAX_STEERING_RAD, wanted_rad))
        most = STEERING_RATE_RADPS / self.control_hz
        self._steering_rad += max(-most, min(most, limited - self._steering_rad))
        ends = ackermann(math.tan(self._steering_rad) / WHEELBASE_M)
        here, _ = self.body.joint_states()
        order = list(self.body.joints)
        starts = [float(here[order.index(name)]) for name in STEERS]
        # Each wheel arrives just as the next command comes: a ramp, not a jerk per step.
        # The engine reads a greatest speed of 0 as "no limit".
        speeds = [
            max(abs(end - start) * self.control_hz, 1e-3)
            for start, end in zip(starts, ends, strict=True)
        ]
        self.body.set_motors(
            STEERS,
            "position",
            targets=ends,
            forces=[STEERING_TORQUE_NM] * 2,
            max_velocities=speeds,
        )

    def _make_spec(self) -> RobotSpec:
        if self.config.action == "acceleration_curvature":
            names = ("acceleration_mps2", "curvature_per_m")
            low = [-MAX_BRAKING_MPS2, -MAX_CURVATURE_PER_M]
            high = [MAX_ACCELERATION_MPS2, MAX_CURVATURE_PER_M]
        else:
            names = ("steering_rad", "speed_mps")
            low, high = [-MAX_STEERING_RAD, -5.0], [MAX_STEERING_RAD, TOP_SPEED_MPS]
        return RobotSpec(
            name=self.name,
            model="sedan",
            action_kind=self.config.action,
            action_names=names,
            action_low=np.array(low),
            action_high=np.array(high),
            joint_names=tuple(self.body.joints),
            base_frame=self.body.base_link,
            wheelbase_m=WHEELBASE_M,
        )


def ackermann(curvature_per_m: float) -> tuple[float, float]:
    """Left and right wheel angles [rad] that roll round one centre on the line of the rear axle.

    Source: Gillespie (1992), "Fundamentals of Vehicle Dynamics", section 6.
    """
    rise, half = WHEELBASE_M * curvature_per_m, curvature_per_m * TRACK_M / 2
    return math.atan(rise / (1.0 - half)), math.atan(rise / (1.0 + half))
