"""The actions of a robot that carries the camera, from how the camera moved.

What moves the camera is known without learning: a tool goes where it is told within a step, and
a car rolls on its wheels.

Legend: T frames, N actions, K numbers of one robot's action.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from physai_sim.core.geometry import Array, Pose, conjugate, multiply, wrap_angle
from physai_sim.core.types import RobotSpec
from physai_sim.generation.physics.truth import Truth

LEAST_STEP_M = 0.02  # a car that moves less in a step has no radius that could be told


def carried_actions(robot: RobotSpec, poses: list[Pose], count: int, truth: Truth) -> Array | None:
    """What a robot was told, if its tool or base went through these poses.

    Args:
        robot: Who carries the camera.
        poses: Of its tool, or of its base for a car, in the world, T of them.
        count: N.
        truth: Its rates are used.

    Returns:
        Shape (N, K); NaN for what motion does not tell (a gripper). None for actions that do not
        move the tool or the car directly.
    """
    if not np.isfinite([pose.position_m for pose in poses]).all():
        return None
    at = [_at(poses, k * truth.hz / truth.spec.control_hz) for k in range(count + 2)]
    if robot.action_kind == "end_effector_delta":
        return _of_tool(robot, at, count)
    if robot.action_kind in ("acceleration_curvature", "steering_speed"):
        return _of_car(robot, at, count, hz=truth.spec.control_hz)
    return None


def _of_tool(robot: RobotSpec, at: list[Pose], count: int) -> Array:
    found = np.full((count, len(robot.action_names)), np.nan)
    for k in range(count):
        here, there = at[k], at[k + 1]
        found[k, :3] = np.subtract(there.position_m, here.position_m)
        found[k, 3:6] = _turn(here, there)
    return found


def _of_car(robot: RobotSpec, at: list[Pose], count: int, *, hz: int) -> Array:
    steps = np.array([_rolled(a, b) for a, b in pairwise(at)])
    rolled, turned = steps[:, 0], steps[:, 1]
    bends = np.where(np.abs(rolled) >= LEAST_STEP_M, turned / _not_zero(rolled), 0.0)[:count]
    if robot.action_kind == "acceleration_curvature":
        return np.stack([np.diff(rolled)[:count] * hz**2, bends], axis=1)
    steering = np.arctan((robot.wheelbase_m or 0.0) * bends)
    return np.stack([steering, rolled[1 : count + 1] * hz], axis=1)


def _rolled(here: Pose, there: Pose) -> tuple[float, float]:
    """How far a car rolled forward [m], and by how much it turned to the left [rad]."""
    dx, dy, _ = np.subtract(there.position_m, here.position_m)
    yaw = here.yaw_rad
    return float(dx * np.cos(yaw) + dy * np.sin(yaw)), wrap_angle(there.yaw_rad - yaw)


def _turn(here: Pose, there: Pose) -> Array:
    """Rotation vector in world axes from one pose to another [rad]."""
    x, y, z, w = multiply(there.rotation_xyzw, conjugate(here.rotation_xyzw))
    axis = np.array([x, y, z]) * (1.0 if w >= 0.0 else -1.0)
    size = float(np.linalg.norm(axis))
    angle = 2.0 * np.arctan2(size, abs(w))
    result: Array = axis * (angle / size if size > 0.0 else 2.0)
    return result


def _at(poses: list[Pose], frame: float) -> Pose:
    """The pose at a frame that need not be a whole number; the last one after the end."""
    first = min(int(frame), len(poses) - 1)
    a, b = poses[first], poses[min(first + 1, len(poses) - 1)]
    share = min(frame - first, 1.0) if frame > first else 0.0
    x, y, z = (np.asarray(a.position_m) * (1 - share) + np.asarray(b.position_m) * share).tolist()
    p, q = np.asarray(a.rotation_xyzw), np.asarray(b.rotation_xyzw)
    mixed = p * (1 - share) + (q if p @ q >= 0.0 else -q) * share
    qx, qy, qz, qw = (mixed / np.linalg.norm(mixed)).tolist()
    return Pose((x, y, z), (qx, qy, qz, qw))


def _not_zero(values: Array) -> Array:
    return np.where(values == 0.0, 1.0, values)
