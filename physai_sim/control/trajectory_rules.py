"""Which trajectories a set of joints takes; the others are refused with the code of their fault.

Legend: P points, J joints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from physai_sim.control.trajectory import (
    ErrorCode,
    JointTrajectory,
    TrajectoryError,
    TrajectoryPoint,
)
from physai_sim.core.geometry import Array

# A trajectory of an hour at 25 Hz; a longer one is a mistake or an attack.
MOST_POINTS = 100_000
LIMIT_SLACK_RAD = 1e-4
# Field of a point, and whether it may be empty.
_FIELDS = (("positions", False), ("velocities", True), ("accelerations", True))


@dataclass(frozen=True, slots=True)
class JointRules:
    """The joints that trajectories move, and what is allowed.

    Args:
        names: In the order of commands, length J.
        lower: Least positions, shape (J,) [rad].
        upper: Greatest positions, shape (J,) [rad].
        allow_partial: Whether a trajectory may leave joints out, which then stay where they are.
        allow_moving_end: Whether the last point may have a velocity.

    The two allowances have the names and defaults of joint_trajectory_controller's parameters
    `allow_partial_joints_goal` and `allow_nonzero_velocity_at_trajectory_end`.
    """

    names: tuple[str, ...]
    lower: Array
    upper: Array
    allow_partial: bool = False
    allow_moving_end: bool = False


def checked_trajectory(
    rules: JointRules, names: Sequence[str], points: Sequence[TrajectoryPoint], *, here: Array
) -> JointTrajectory:
    """A trajectory in the order of the rules' joints.

    Args:
        rules: The joints.
        names: Joints in the order of the numbers in each point.
        points: As they came.
        here: Where the joints are, shape (J,) [rad], for those that are left out.

    Raises:
        TrajectoryError: With INVALID_JOINTS or INVALID_GOAL, if they are not right.
    """
    _check_names(rules, names)
    if not 1 <= len(points) <= MOST_POINTS:
        what = "a trajectory has no points" if not points else "too many points"
        raise _invalid(what, where="points", got=len(points), expected=f"1 to {MOST_POINTS}")
    _check_times(points)
    orders = [_checked_order(point, index, len(names)) for index, point in enumerate(points)]
    columns = [rules.names.index(name) for name in names]
    positions = np.tile(np.asarray(here, dtype=np.float64), (len(points), 1))
    positions[:, columns] = [list(point.positions) for point in points]
    velocities = _derivative(rules, points, "velocities", columns)
    accelerations = _derivative(rules, points, "accelerations", columns)
    _check_finite(rules, positions, "positions")
    _check_finite(rules, velocities, "velocities")
    _check_finite(rules, accelerations, "accelerations")
    _check_range(rules, positions)
    _check_end(rules, velocities[-1])
    times = np.array([point.time_ns for point in points], dtype=np.int64)
    order = np.array(orders, dtype=np.int8)
    return JointTrajectory(rules.names, times, positions, velocities, accelerations, order)


def _invalid(what: str, **details: object) -> TrajectoryError:
    return TrajectoryError(ErrorCode.INVALID_GOAL, what, **details)


def _check_names(rules: JointRules, names: Sequence[str]) -> None:
    code = ErrorCode.INVALID_JOINTS
    for name in names:
        if name not in rules.names:
            raise TrajectoryError(
                code, "unknown joint", where="joint_names", got=name, known=rules.names
            )
    if len(set(names)) != len(names):
        raise TrajectoryError(code, "a joint twice", where="joint_names", got=list(names))
    missing = [name for name in rules.names if name not in names]
    if missing and (not rules.allow_partial or not names):
        raise TrajectoryError(
            code,
            f"joints are missing: {', '.join(missing)}",
            where="joint_names",
            expected="every joint of the arm",
        )


def _check_times(points: Sequence[TrajectoryPoint]) -> None:
    before = -1
    for index, point in enumerate(points):
        if point.time_ns <= before:
            expected = f"more than {before} ns" if index else "0 ns or more"
            what = "times must increase strictly" if index else "a negative time"
            where = f"points[{index}].time_from_start"
            raise _invalid(what, where=where, got=point.time_ns, expected=expected)
        before = point.time_ns


def _checked_order(point: TrajectoryPoint, index: int, count: int) -> int:
    """How many derivatives a point gives; accelerations without velocities give none."""
    for field, empty_is_fine in _FIELDS:
        size = len(getattr(point, field))
        if size != count and not (empty_is_fine and size == 0):
            expected = f"{count} numbers" + (" or none" if empty_is_fine else "")
            where = f"points[{index}].{field}"
            raise _invalid("wrong length", where=where, got=size, expected=expected)
    if not len(point.velocities):
        return 0
    return 2 if len(point.accelerations) else 1


def _derivative(
    rules: JointRules, points: Sequence[TrajectoryPoint], field: str, columns: list[int]
) -> Array:
    values = np.zeros((len(points), len(rules.names)))
    for row, point in zip(values, points, strict=True):
        given = getattr(point, field)
        if len(given):
            row[columns] = list(given)
    return values


def _check_finite(rules: JointRules, values: Array, field: str) -> None:
    bad = np.argwhere(~np.isfinite(values))
    if len(bad):
        index, joint = bad[0]
        where = f"points[{index}].{field} of {rules.names[joint]}"
        raise _invalid("not finite", where=where, got=float(values[index, joint]))


def _check_range(rules: JointRules, positions: Array) -> None:
    low, high = rules.lower - LIMIT_SLACK_RAD, rules.upper + LIMIT_SLACK_RAD
    bad = np.argwhere((positions < low) | (positions > high))
    if len(bad):
        index, joint = bad[0]
        raise _invalid(
            "out of the joint's limits",
            where=f"points[{index}].positions of {rules.names[joint]}",
            got=float(positions[index, joint]),
            expected=f"{rules.lower[joint]:g} to {rules.upper[joint]:g} rad",
        )


def _check_end(rules: JointRules, velocities: Array) -> None:
    moving = np.flatnonzero(velocities)
    if len(moving) and not rules.allow_moving_end:
        joint = int(moving[0])
        raise _invalid(
            "the last point must stand still",
            where=f"velocities of {rules.names[joint]}",
            got=float(velocities[joint]),
            expected="0",
        )
