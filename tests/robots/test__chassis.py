"""Ackermann geometry."""

import math

import pytest

from physai_sim.robots.racecar import Racecar
from physai_sim.robots.sedan import Sedan


@pytest.mark.parametrize("chassis", [Sedan.chassis, Racecar.chassis], ids=lambda c: c.model)
@pytest.mark.parametrize("share", [0.1, -0.5, 1.0])
def test_both_front_wheels_roll_round_one_centre(chassis, share):
    curvature = share * chassis.max_curvature_per_m
    left, right = chassis.wheel_angles(curvature)
    centre = 1.0 / curvature
    assert math.tan(left) == pytest.approx(chassis.wheelbase_m / (centre - chassis.track_m / 2))
    assert math.tan(right) == pytest.approx(chassis.wheelbase_m / (centre + chassis.track_m / 2))


def test_straight_ahead_is_straight():
    assert Racecar.chassis.wheel_angles(0.0) == (0.0, 0.0)
