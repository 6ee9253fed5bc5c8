"""Actions <-> standard commands."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.core.types import RobotSpec
from physai_sim.messages import parts
from physai_sim.messages.parts import Make
from physai_sim.messages.topics import MAP_FRAME

GRIPPER_FORCE_N = 20.0


def command_messages(
    make: Make, robot: RobotSpec, at_ns: int, action: Array, *, control_hz: int
) -> tuple[Any, ...]:
    """Messages for `topics.command_topics`, in the same order.

    A car's curvature becomes the steering angle of the virtual front wheel; a tool's step becomes
    the velocity that makes it in one control step (as MoveIt Servo takes it).
    """
    if robot.action_kind in ("acceleration_curvature", "steering_speed"):
        return (_ackermann(make, robot, at_ns, action),)
    joints = robot.action_kind == "joint_delta"
    arm = (_joint_jog if joints else _tool_twist)(make, robot, at_ns, action, control_hz)
    if not robot.has_gripper:
        return (arm,)
    half = float(action[-1]) / 2  # GripperCommand counts the gap of one finger from the middle
    gripper = make("control_msgs/msg/GripperCommand", position=half, max_effort=GRIPPER_FORCE_N)
    return (arm, gripper)


def action_from(robot: RobotSpec, messages: tuple[Any, ...], *, control_hz: int) -> Array:
    """The action of messages that `command_messages` made, to the precision of their fields."""
    first = messages[0]
    if robot.action_kind == "acceleration_curvature":
        curvature = math.tan(first.drive.steering_angle) / _wheelbase(robot)
        return np.array([first.drive.acceleration, curvature])
    if robot.action_kind == "steering_speed":
        return np.array([first.drive.steering_angle, first.drive.speed])
    opening = [2 * messages[1].position] if robot.has_gripper else []
    if robot.action_kind == "joint_delta":
        return np.array([*first.displacements, *opening])
    linear, angular = parts.xyz(first.twist.linear), parts.xyz(first.twist.angular)
    return np.array([*(v / control_hz for v in (*linear, *angular)), *opening])


def _wheelbase(robot: RobotSpec) -> float:
    if robot.wheelbase_m is None:
        raise ConfigError("a driving action needs a wheelbase", where=f"robots.{robot.name}")
    return robot.wheelbase_m


def _ackermann(make: Make, robot: RobotSpec, at_ns: int, action: Array) -> Any:
    first, second = float(action[0]), float(action[1])
    if robot.action_kind == "acceleration_curvature":
        steering = math.atan(second * _wheelbase(robot))
        fields = {"acceleration": first, "steering_angle": steering}
    else:
        fields = {"steering_angle": first, "speed": second}
    return make(
        "ackermann_msgs/msg/AckermannDriveStamped",
        header=parts.header(make, at_ns, "base_link"),
        drive=make("ackermann_msgs/msg/AckermannDrive", **fields),
    )


def _tool_twist(make: Make, robot: RobotSpec, at_ns: int, action: Array, control_hz: int) -> Any:
    del robot
    velocity = (action[:6] * control_hz).tolist()
    return make(
        "geometry_msgs/msg/TwistStamped",
        header=parts.header(make, at_ns, MAP_FRAME),
        twist=parts.twist(make, velocity[:3], velocity[3:]),
    )


def _joint_jog(make: Make, robot: RobotSpec, at_ns: int, action: Array, control_hz: int) -> Any:
    steps = action[:-1] if robot.has_gripper else action
    return make(
        "control_msgs/msg/JointJog",
        header=parts.header(make, at_ns, ""),
        joint_names=list(robot.joint_names[: len(steps)]),
        displacements=steps,
        velocities=steps * control_hz,
        duration=1.0 / control_hz,
    )
