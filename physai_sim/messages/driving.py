"""A car's action <-> the commands that people drive cars with: Ackermann drive and twist.

An Ackermann command says a speed to reach, the acceleration to reach it with (0: as fast as the
car can) and the angle of the virtual front wheel. An acceleration is told as the speed that it
leads to in a second, so that every follower of the convention does what was meant.

Source: ackermann_msgs/AckermannDrive; Nav2 and steering_controllers for `cmd_vel`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.core.types import RobotSpec
from physai_sim.messages import parts
from physai_sim.messages.parts import Make

HORIZON_S = 1.0
FAST_GAIN_PER_S = 2.0
SLOWEST_MPS = 0.1
"""A twist's curvature is its turn rate over its speed; below this speed it would grow wild."""


@dataclass(frozen=True, slots=True)
class Drive:
    """A command of a car.

    Args:
        steering_rad: Angle of the virtual front wheel, positive to the left [rad].
        speed_mps: Of the rear axle, negative backwards [m/s].
        acceleration_mps2: To reach the speed with; 0: as fast as the car can [m/s^2].
    """

    steering_rad: float
    speed_mps: float
    acceleration_mps2: float = 0.0


def drive_of_action(robot: RobotSpec, action: Array, speed_mps: float) -> Drive:
    """The command that makes a car at a speed do an action, shape (2,)."""
    first, second = float(action[0]), float(action[1])
    if robot.action_kind == "steering_speed":
        return Drive(first, second)
    steering = math.atan(second * wheelbase_m(robot))
    return Drive(steering, max(0.0, speed_mps + first * HORIZON_S), first)


def action_of_drive(robot: RobotSpec, drive: Drive, *, speed_mps: float, control_hz: int) -> Array:
    """The action of a car at a speed that follows a command for one control step, shape (2,)."""
    if robot.action_kind == "steering_speed":
        return np.array([drive.steering_rad, drive.speed_mps])
    gap = drive.speed_mps - speed_mps
    push = abs(drive.acceleration_mps2)
    fast = FAST_GAIN_PER_S * gap
    if push and drive.speed_mps == 0.0:  # brakes stop and hold: they do not go past zero
        wanted = -push
    else:
        wanted = math.copysign(min(push, abs(gap) * control_hz), gap) if push else fast
    return np.array([wanted, math.tan(drive.steering_rad) / wheelbase_m(robot)])


def drive_message(make: Make, at_ns: int, drive: Drive) -> Any:
    """ackermann_msgs/AckermannDriveStamped."""
    return make(
        "ackermann_msgs/msg/AckermannDriveStamped",
        header=parts.header(make, at_ns, "base_link"),
        drive=make(
            "ackermann_msgs/msg/AckermannDrive",
            steering_angle=drive.steering_rad,
            speed=drive.speed_mps,
            acceleration=drive.acceleration_mps2,
        ),
    )


def drive_from(message: Any) -> Drive:
    """The command of an AckermannDriveStamped."""
    told = message.drive
    return Drive(float(told.steering_angle), float(told.speed), float(told.acceleration))


def drive_of_twist(robot: RobotSpec, twist: Any) -> Drive:
    """The command of a geometry_msgs/Twist: forward speed and turn rate."""
    speed, turn = float(twist.linear.x), float(twist.angular.z)
    if abs(speed) < SLOWEST_MPS:
        return Drive(0.0, speed)
    return Drive(math.atan(turn / speed * wheelbase_m(robot)), speed)


def wheelbase_m(robot: RobotSpec) -> float:
    """Distance between a car's axles [m].

    Raises:
        ConfigError: If the robot has none.
    """
    if robot.wheelbase_m is None:
        raise ConfigError("a driving action needs a wheelbase", where=f"robots.{robot.name}")
    return robot.wheelbase_m
