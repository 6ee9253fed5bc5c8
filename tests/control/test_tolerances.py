"""Tolerances: defaults, none, bounds of a goal's own, and what breaks them."""

import math

import numpy as np
import pytest

from physai_sim.control.tolerances import JointTolerance, Tolerances, bounds_of, violation
from physai_sim.control.trajectory import ErrorCode, JointMotion, TrajectoryError

NAMES = ("shoulder", "elbow")
DEFAULTS = Tolerances(path_rad=0.5, goal_rad=0.1, stopped_radps=0.2, goal_time_ns=7)


def bounds(*, path=None, goal=None, time_ns=0, defaults=DEFAULTS):
    return bounds_of(NAMES, defaults, path=path or {}, goal=goal or {}, time_ns=time_ns)


def test_what_a_goal_leaves_open_is_the_default():
    asked = bounds()
    assert asked.path.tolist() == [[0.5, 0.5], [math.inf, math.inf]]
    assert asked.goal.tolist() == [[0.1, 0.1], [0.2, 0.2]]
    assert asked.time_ns == 7


def test_zero_is_the_default_and_less_is_no_bound():
    asked = bounds(
        path={"elbow": JointTolerance(0.0, 3.0)}, goal={"shoulder": JointTolerance(-1.0, 0.0)}
    )
    assert asked.path.tolist() == [[0.5, 0.5], [math.inf, 3.0]]
    assert asked.goal.tolist() == [[math.inf, 0.1], [0.2, 0.2]]


@pytest.mark.parametrize(("given", "kept"), [(0, 7), (5, 5), (-1, None)])
def test_the_time_to_settle_follows_the_same_rule(given, kept):
    assert bounds(time_ns=given).time_ns == kept


def test_an_unknown_joint_and_a_bound_that_is_no_number_are_refused():
    with pytest.raises(TrajectoryError, match="path_tolerance: unknown joint, got 'wrist'") as one:
        bounds(path={"wrist": JointTolerance()})
    with pytest.raises(TrajectoryError, match="goal_tolerance of elbow: not finite") as other:
        bounds(goal={"elbow": JointTolerance(math.nan)})
    assert (one.value.code, other.value.code) == (
        ErrorCode.INVALID_JOINTS,
        ErrorCode.INVALID_GOAL,
    )


@pytest.mark.parametrize(
    ("position", "velocity", "text"),
    [
        ([0.1, -0.1], [0.2, 0.2], None),
        ([0.0, -0.3], [0.0, 0.0], "position error of elbow is 0.3 rad, tolerance 0.1 rad"),
        ([0.0, 0.0], [0.5, 0.0], "velocity error of shoulder is 0.5 rad/s"),
        ([math.nan, 0.0], [0.0, 0.0], "position error of shoulder is nan"),
    ],
)
def test_a_violation_names_joint_size_and_bound(position, velocity, text):
    error = JointMotion(np.array(position), np.array(velocity), np.zeros(2))
    found = violation(NAMES, error, bounds().goal)
    assert (found is None) if text is None else found.startswith(text)
