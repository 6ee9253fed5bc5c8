"""How far joints may be from their trajectory on the way and at its end.

Legend: J joints.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from physai_sim.control.trajectory import ErrorCode, JointMotion, TrajectoryError
from physai_sim.core.geometry import Array
from physai_sim.core.timing import NS_PER_S


@dataclass(frozen=True, slots=True)
class JointTolerance:
    """Bounds of one joint as control_msgs/JointTolerance has them: 0 is the default, < 0 is none.

    Its acceleration is left out: no joint here measures its own, and joint_trajectory_controller
    does not look at it then either.

    Args:
        position: Greatest error [rad].
        velocity: Greatest error [rad/s].
    """

    position: float = 0.0
    velocity: float = 0.0


@dataclass(frozen=True, slots=True)
class Tolerances:
    """Defaults for goals that say nothing; infinite where nothing is asked.

    Args:
        path_rad: Greatest error of position on the way [rad].
        path_radps: Greatest error of velocity on the way [rad/s].
        goal_rad: Greatest error of position at the end [rad].
        stopped_radps: Greatest velocity at the end [rad/s].
        goal_time_ns: How long after its end a goal may settle [ns]; None for as long as it takes.
    """

    path_rad: float = math.inf
    path_radps: float = math.inf
    goal_rad: float = 0.02
    stopped_radps: float = 0.02
    goal_time_ns: int | None = NS_PER_S


@dataclass(frozen=True, slots=True)
class GoalBounds:
    """The tolerances of one goal; infinite where there is no bound.

    Args:
        path: Of positions and velocities on the way, shape (2, J).
        goal: Of positions and velocities at the end, shape (2, J).
        time_ns: How long after its end it may settle [ns]; None for as long as it takes.
    """

    path: Array
    goal: Array
    time_ns: int | None


def bounds_of(
    names: tuple[str, ...],
    defaults: Tolerances,
    *,
    path: Mapping[str, JointTolerance],
    goal: Mapping[str, JointTolerance],
    time_ns: int,
) -> GoalBounds:
    """What a goal asks, with defaults for what it leaves open.

    Args:
        names: The joints, length J.
        defaults: For what is 0.
        path: By joint.
        goal: By joint.
        time_ns: 0 for the default, negative for no limit [ns].

    Raises:
        TrajectoryError: If a joint is unknown or a bound is not finite.
    """
    usual = defaults.goal_time_ns if time_ns == 0 else time_ns
    return GoalBounds(
        _filled(names, path, "path_tolerance", usual=(defaults.path_rad, defaults.path_radps)),
        _filled(names, goal, "goal_tolerance", usual=(defaults.goal_rad, defaults.stopped_radps)),
        None if usual is None or usual < 0 else usual,
    )


def _filled(
    names: tuple[str, ...],
    given: Mapping[str, JointTolerance],
    where: str,
    *,
    usual: tuple[float, float],
) -> Array:
    result = np.tile(np.array([usual]).T, (1, len(names)))
    for name, tolerance in given.items():
        if name not in names:
            code = ErrorCode.INVALID_JOINTS
            raise TrajectoryError(code, "unknown joint", where=where, got=name, known=names)
        for row, value in enumerate((tolerance.position, tolerance.velocity)):
            if not math.isfinite(value):
                code, place = ErrorCode.INVALID_GOAL, f"{where} of {name}"
                raise TrajectoryError(code, "not finite", where=place, got=value)
            if value != 0.0:
                result[row, names.index(name)] = value if value > 0.0 else math.inf
    return result


def violation(names: tuple[str, ...], error: JointMotion, bounds: Array) -> str | None:
    """Which joint is beyond its bound, in words; None while all are within.

    Args:
        names: The joints, length J.
        error: Desired less actual.
        bounds: Of positions and velocities, shape (2, J).
    """
    sizes = np.abs([error.positions, error.velocities])
    # Written so that an error that is not a number counts as one.
    beyond = np.argwhere(~(sizes <= bounds))
    if not len(beyond):
        return None
    row, joint = beyond[0]
    what, unit = (("position", "rad"), ("velocity", "rad/s"))[row]
    size, bound = sizes[row, joint], bounds[row, joint]
    return f"{what} error of {names[joint]} is {size:.4g} {unit}, tolerance {bound:.4g} {unit}"
