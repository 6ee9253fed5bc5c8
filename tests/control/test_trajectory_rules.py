"""Trajectories that are refused: each fault has its code, and the text says where it is."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.control import trajectory_rules
from physai_sim.control.trajectory import ErrorCode, TrajectoryError, TrajectoryPoint
from physai_sim.control.trajectory_rules import checked_trajectory

NAMES = ("shoulder", "elbow")
FINE = TrajectoryPoint(0, [0.1, 0.2])
INVALID_GOAL, INVALID_JOINTS = ErrorCode.INVALID_GOAL, ErrorCode.INVALID_JOINTS


@pytest.mark.parametrize(
    ("names", "points", "code", "text"),
    [
        (("wrist", "elbow"), [FINE], INVALID_JOINTS, "joint_names: unknown joint, got 'wrist'"),
        (("elbow", "elbow"), [FINE], INVALID_JOINTS, "twice"),
        (("elbow",), [TrajectoryPoint(0, [0.1])], INVALID_JOINTS, "missing: shoulder"),
        ((), [TrajectoryPoint(0, [])], INVALID_JOINTS, "missing: shoulder, elbow"),
        (NAMES, [], INVALID_GOAL, "no points"),
        (NAMES, [TrajectoryPoint(-1, [0, 0])], INVALID_GOAL, "negative time"),
        (NAMES, [FINE, FINE], INVALID_GOAL, r"points\[1\].time_from_start: times must increase"),
        (NAMES, [TrajectoryPoint(0, [0.1])], INVALID_GOAL, r"points\[0\].positions: wrong length"),
        (NAMES, [TrajectoryPoint(0, [])], INVALID_GOAL, "wrong length, got 0; expected 2"),
        (NAMES, [TrajectoryPoint(0, [0, 0], [1])], INVALID_GOAL, r"velocities: wrong length"),
        (NAMES, [TrajectoryPoint(0, [0, 0], [0, 0], [1])], INVALID_GOAL, "accelerations: wrong"),
        (NAMES, [TrajectoryPoint(0, [0, np.nan])], INVALID_GOAL, "positions of elbow: not finite"),
        (NAMES, [TrajectoryPoint(0, [0, 0], [np.inf, 0])], INVALID_GOAL, "velocities of should"),
        (NAMES, [TrajectoryPoint(0, [0, 2.1])], INVALID_GOAL, "elbow: out of .* expected -2 to 2"),
        (NAMES, [TrajectoryPoint(0, [0, 0], [0, 0.1])], INVALID_GOAL, "last point must stand"),
    ],
)
def test_a_fault_is_named_with_its_code(rules, names, points, code, text):
    with pytest.raises(TrajectoryError, match=text) as caught:
        checked_trajectory(rules, names, points, here=np.zeros(2))
    assert caught.value.code is code


def test_numbers_come_into_the_order_of_the_arm(rules):
    path = checked_trajectory(rules, NAMES[::-1], [FINE], here=np.zeros(2))
    assert path.names == NAMES
    assert path.positions.tolist() == [[0.2, 0.1]]


def test_joints_that_may_be_left_out_stay(rules):
    partial, here = replace(rules, allow_partial=True), np.array([0.7, -0.3])
    path = checked_trajectory(partial, ("elbow",), [TrajectoryPoint(5, [0.1], [0.0])], here=here)
    assert path.positions.tolist() == [[0.7, 0.1]]
    assert path.velocities.tolist() == [[0.0, 0.0]]


def test_an_end_in_motion_may_be_allowed(rules):
    moving = replace(rules, allow_moving_end=True)
    points = [TrajectoryPoint(0, [0, 0], [0.1, 0.0])]
    assert checked_trajectory(moving, NAMES, points, here=np.zeros(2)).velocities[0, 0] == 0.1


def test_a_flood_of_points_is_refused(rules, monkeypatch):
    monkeypatch.setattr(trajectory_rules, "MOST_POINTS", 2)
    points = [TrajectoryPoint(k, [0, 0]) for k in range(3)]
    with pytest.raises(TrajectoryError, match="too many points, got 3"):
        checked_trajectory(rules, NAMES, points, here=np.zeros(2))
