"""Joint trajectories as arrays, and where they are at an instant.

Legend: P points, J joints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ActionError
from physai_sim.core.geometry import Array
from physai_sim.core.timing import NS_PER_S, stamp_of
from physai_sim.core.types import ActionChunk


class ErrorCode(IntEnum):
    """How a goal ended; source: control_msgs/action/FollowJointTrajectory."""

    SUCCESSFUL = 0
    INVALID_GOAL = -1
    INVALID_JOINTS = -2
    OLD_HEADER_TIMESTAMP = -3
    PATH_TOLERANCE_VIOLATED = -4
    GOAL_TOLERANCE_VIOLATED = -5


class TrajectoryError(ActionError):
    """A trajectory that is refused; its text is fit to be the `error_string` of the goal.

    Args:
        code: Why, as the action counts it.
        what: What went wrong, as a short clause.
        details: As of every error: where, got, expected, known.
    """

    def __init__(self, code: ErrorCode, what: str, **details: object) -> None:
        self.code = code
        super().__init__(what, **details)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class TrajectoryPoint:
    """A point as trajectory_msgs/JointTrajectoryPoint has it.

    Args:
        time_ns: From the start of the trajectory [ns].
        positions: Of each joint [rad].
        velocities: Of each joint [rad/s]; empty where the sender does not say.
        accelerations: Of each joint [rad/s^2]; empty where the sender does not say.
    """

    time_ns: int
    positions: Sequence[float]
    velocities: Sequence[float] = ()
    accelerations: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class JointMotion:
    """Where joints are at an instant and how they move: position, velocity, acceleration, (J,)."""

    positions: Array
    velocities: Array
    accelerations: Array

    @classmethod
    def at_rest(cls, positions: Array) -> JointMotion:
        """Joints that stand still."""
        return cls(positions.copy(), np.zeros_like(positions), np.zeros_like(positions))


@dataclass(frozen=True, slots=True)
class JointTrajectory:
    """Points in time, with a spline between each two of them.

    The spline is linear where one of its two points gives a position alone, cubic where both give
    velocities, quintic where both give accelerations too.

    Source: ros2_controllers documentation, "Trajectory Representation".

    Args:
        names: Joints in the order of the columns, length J.
        times_ns: From the start of the trajectory, strictly increasing, shape (P,) [ns].
        positions: Shape (P, J) [rad].
        velocities: Shape (P, J) [rad/s]; zeros where a point gives none.
        accelerations: Shape (P, J) [rad/s^2]; zeros where a point gives none.
        order: Derivatives that each point gives, 0 to 2, shape (P,).
    """

    names: tuple[str, ...]
    times_ns: NDArray[np.int64]
    positions: Array
    velocities: Array
    accelerations: Array
    order: NDArray[np.int8]

    @property
    def end_ns(self) -> int:
        """Time of the last point from the start [ns]."""
        return int(self.times_ns[-1])

    def sample(self, time_ns: int) -> JointMotion:
        """The motion at a time from the start: before the first point and after the last at rest.

        Args:
            time_ns: From the start of the trajectory [ns].
        """
        after = int(np.searchsorted(self.times_ns, time_ns, side="right"))
        if after in (0, len(self.times_ns)):
            return JointMotion.at_rest(self.positions[max(after - 1, 0)])
        first, begin_ns = after - 1, int(self.times_ns[after - 1])
        span_s = (int(self.times_ns[after]) - begin_ns) / NS_PER_S
        order = int(min(self.order[first], self.order[after]))
        return _spline(
            self, first, order=order, span_s=span_s, at_s=(time_ns - begin_ns) / NS_PER_S
        )

    def led_from(self, motion: JointMotion, *, time_ns: int) -> JointTrajectory:
        """The trajectory as it is reached from a motion at a time before its first point.

        Args:
            motion: Of the joints in the order of `names`.
            time_ns: When they move so, from the start of the trajectory [ns]; where the first
                point is not later than this, nothing is added.
        """
        if time_ns >= int(self.times_ns[0]):
            return self
        return JointTrajectory(
            self.names,
            np.concatenate([np.array([time_ns], np.int64), self.times_ns]),
            np.vstack([motion.positions, self.positions]),
            np.vstack([motion.velocities, self.velocities]),
            np.vstack([motion.accelerations, self.accelerations]),
            np.concatenate([np.array([2], np.int8), self.order]),
        )


def standing(names: tuple[str, ...], positions: Array) -> JointTrajectory:
    """One point that holds for ever, shape (J,) [rad]."""
    zeros = np.zeros((1, len(names)))
    still = np.array([positions], dtype=np.float64)
    order = np.full(1, 2, np.int8)
    return JointTrajectory(names, np.zeros(1, np.int64), still, zeros, zeros, order)


def chunk_points(chunk: ActionChunk) -> list[TrajectoryPoint]:
    """An action chunk of joint positions as points of a trajectory stamped with its start.

    Point k is what is commanded from `start_ns + k / hz` on: a motor is on its way to it for one
    action, so that it is reached at `(k + 1) / hz`. A robot whose observation has the stamp of
    the trajectory thus plays the chunk by time, and one that gets it late skips what is over.

    Args:
        chunk: Positions, shape (K, J) [rad].
    """
    times = (stamp_of(k + 1, chunk.hz) for k in range(len(chunk.actions)))
    rows = chunk.actions.tolist()
    return [TrajectoryPoint(time, row) for time, row in zip(times, rows, strict=True)]


def _spline(
    path: JointTrajectory, first: int, *, order: int, span_s: float, at_s: float
) -> JointMotion:
    """The motion on the piece after point `first`; a polynomial of degree 1, 3 or 5."""
    p0, p1 = path.positions[first], path.positions[first + 1]
    if order == 0:
        speed = (p1 - p0) / span_s
        return JointMotion(p0 + speed * at_s, speed, np.zeros_like(p0))
    v0, v1 = path.velocities[first], path.velocities[first + 1]
    a0, a1 = path.accelerations[first], path.accelerations[first + 1]
    h, gap = span_s, p1 - p0
    if order == 1:
        second = (3 * gap / h - 2 * v0 - v1) / h
        rows = [p0, v0, second, (v0 + v1 - 2 * gap / h) / h**2]
    else:
        third = (20 * gap - (8 * v1 + 12 * v0) * h - (3 * a0 - a1) * h**2) / (2 * h**3)
        fourth = (-30 * gap + (14 * v1 + 16 * v0) * h + (3 * a0 - 2 * a1) * h**2) / (2 * h**4)
        fifth = (12 * gap - 6 * (v1 + v0) * h - (a0 - a1) * h**2) / (2 * h**5)
        rows = [p0, v0, a0 / 2, third, fourth, fifth]
    factors, powers = np.array(rows), np.arange(len(rows))
    steps = at_s ** powers.astype(np.float64)
    once = powers[1:] * steps[:-1]
    twice = powers[2:] * powers[1:-1] * steps[:-2]
    return JointMotion(steps @ factors, once @ factors[1:], twice @ factors[2:])
