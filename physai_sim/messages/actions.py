"""Actions <-> standard commands."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.types import RobotSpec
from physai_sim.messages import driving, parts
from physai_sim.messages.parts import Make
from physai_sim.messages.topics import MAP_FRAME

GRIPPER_FORCE_N = 20.0


def command_messages(
    make: Make,
    robot: RobotSpec,
    at_ns: int,
    action: Array,
    *,
    control_hz: int,
    speed_mps: float = 0.0,
) -> tuple[Any, ...]:
    """Messages for `topics.command_topics`, in the same order.

    A car's action becomes an Ackermann command (see `driving`); a tool's step becomes the
    velocity that makes it in one control step (as MoveIt Servo takes it).

    Args:
        make: Maker of messages.
        robot: Whose action it is.
        at_ns: Stamp of the observation that it answers [ns].
        action: Shape (A,).
        control_hz: Rate of actions.
        speed_mps: Of a car at that stamp [m/s].
    """
    if robot.action_kind in ("acceleration_curvature", "steering_speed"):
        drive = driving.drive_of_action(robot, action, speed_mps)
        return (driving.drive_message(make, at_ns, drive),)
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
        curvature = math.tan(first.drive.steering_angle) / driving.wheelbase_m(robot)
        return np.array([first.drive.acceleration, curvature])
    if robot.action_kind == "steering_speed":
        return np.array([first.drive.steering_angle, first.drive.speed])
    opening = [2 * messages[1].position] if robot.has_gripper else []
    if robot.action_kind == "joint_delta":
        return np.array([*first.displacements, *opening])
    linear, angular = parts.xyz(first.twist.linear), parts.xyz(first.twist.angular)
    return np.array([*(v / control_hz for v in (*linear, *angular)), *opening])


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
