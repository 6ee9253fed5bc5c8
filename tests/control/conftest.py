"""Joints and points that the tests of trajectories share."""

import numpy as np
import pytest

from physai_sim.control.trajectory import TrajectoryPoint
from physai_sim.control.trajectory_rules import JointRules, checked_trajectory

NAMES = ("shoulder", "elbow")


@pytest.fixture
def rules():
    return JointRules(NAMES, np.full(2, -2.0), np.full(2, 2.0))


@pytest.fixture
def make_trajectory(rules):
    """`make_trajectory((0.5, [1, 2]), (1.0, [2, 3], [0, 0]))`: times in seconds."""

    def make(*rows):
        points = [TrajectoryPoint(round(t * 1e9), *values) for t, *values in rows]
        return checked_trajectory(rules, NAMES, points, here=np.zeros(2))

    return make
