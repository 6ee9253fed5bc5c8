"""A car's actions become the commands that people drive cars with, and come back."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.messages import driving
from physai_sim.messages.driving import Drive
from physai_sim.messages.typestore import make_message

HZ = 10


def action(robot, drive, speed_mps=5.0):
    return driving.action_of_drive(robot, drive, speed_mps=speed_mps, control_hz=HZ)


@pytest.mark.parametrize("wanted", [(1.5, 0.05), (-1.5, -0.05), (0.3, 0.0)])
def test_an_acceleration_and_a_curvature_survive_the_way_as_a_drive(make_robot, wanted):
    robot = make_robot()
    drive = driving.drive_of_action(robot, np.array(wanted), 5.0)
    assert math.tan(drive.steering_rad) / robot.wheelbase_m == pytest.approx(wanted[1])
    assert drive.speed_mps == pytest.approx(5.0 + wanted[0])
    assert action(robot, drive) == pytest.approx(wanted)


def test_a_car_that_steers_and_has_a_speed_is_told_both_as_they_are(make_robot):
    robot = make_robot(kind="steering_speed")
    drive = driving.drive_of_action(robot, np.array([0.2, -1.0]), 5.0)
    assert drive == Drive(0.2, -1.0)
    assert action(robot, drive).tolist() == [0.2, -1.0]


def test_braking_asks_for_no_speed_below_zero(make_robot):
    drive = driving.drive_of_action(make_robot(), np.array([-3.0, 0.0]), 1.0)
    assert drive.speed_mps == 0.0


def test_without_an_acceleration_the_gap_decides(make_robot):
    faster, same, slower = (
        action(make_robot(), Drive(0.0, speed))[0] for speed in (7.0, 5.0, 2.0)
    )
    assert faster > 0.0 > slower
    assert same == 0.0


def test_an_acceleration_is_a_bound_that_does_not_overshoot_within_a_step(make_robot):
    assert action(make_robot(), Drive(0.0, 9.0, 2.0))[0] == pytest.approx(2.0)
    assert action(make_robot(), Drive(0.0, 1.0, 2.0))[0] == pytest.approx(-2.0)
    assert action(make_robot(), Drive(0.0, 5.05, 2.0))[0] == pytest.approx(0.05 * HZ)


@pytest.mark.parametrize("speed_mps", [2.0, 0.01, 0.0])
def test_a_car_that_is_told_to_stand_brakes_as_hard_as_it_is_told_until_it_holds(
    make_robot, speed_mps
):
    assert action(make_robot(), Drive(0.0, 0.0, -3.0), speed_mps)[0] == -3.0


def test_a_drive_survives_its_message(make_robot):
    message = driving.drive_message(make_message, 1_500_000_000, Drive(0.25, 3.5, -1.0))
    assert (message.header.stamp.sec, message.header.stamp.nanosec) == (1, 500_000_000)
    assert driving.drive_from(message) == Drive(0.25, 3.5, -1.0)


def twist(speed, turn):
    return SimpleNamespace(linear=SimpleNamespace(x=speed), angular=SimpleNamespace(z=turn))


@pytest.mark.parametrize(("speed", "turn"), [(4.0, 0.3), (-2.0, 0.1)])
def test_a_twist_turns_as_fast_as_it_says(make_robot, speed, turn):
    robot = make_robot()
    drive = driving.drive_of_twist(robot, twist(speed, turn))
    assert drive.speed_mps == speed
    assert speed * math.tan(drive.steering_rad) / robot.wheelbase_m == pytest.approx(turn)


def test_a_twist_that_stands_does_not_steer(make_robot):
    assert driving.drive_of_twist(make_robot(), twist(0.0, 1.0)) == Drive(0.0, 0.0)


def test_numbers_that_are_none_stay_none(make_robot):
    assert math.isnan(driving.drive_of_twist(make_robot(), twist(math.nan, 0.0)).speed_mps)


def test_a_robot_without_axles_cannot_be_driven(make_robot):
    with pytest.raises(ConfigError, match=r"robots\.ego"):
        driving.wheelbase_m(make_robot(kind="end_effector_delta"))
