import dataclasses
import math

import numpy as np
import pytest

from physai_sim.core.truth import BodyInfo
from physai_sim.evaluation.driving.car import (
    NO_ODOMETRY,
    NO_SIZE,
    boxes_after,
    car_boxes,
    car_info,
    car_name,
    car_rows,
    car_speeds,
    car_velocities,
    missing_car,
    steps_m,
)

SEDAN = BodyInfo("robot", (4.6, 1.8, 1.5), (1.35, 0.0, 0.7))


def _with_size(episode, info=SEDAN):
    bodies = {**episode.facts.bodies, "ego": info}
    return dataclasses.replace(episode, facts=dataclasses.replace(episode.facts, bodies=bodies))


def test_the_car_is_the_robot_with_a_wheelbase(drive, arm):
    assert car_name(drive()) == "ego"
    assert car_name(arm()) is None


def test_its_box_stands_ahead_of_the_rear_axle(drive):
    episode = _with_size(drive())
    np.testing.assert_allclose(car_boxes(episode)[0], [1.35, 0.4, 0.0, 4.6, 1.8])
    assert missing_car(episode) == ""


def test_without_a_size_it_is_a_point_and_that_is_told(drive):
    for episode in (drive(), _with_size(drive(), BodyInfo("robot", (0.0, 0.0, 0.0)))):
        assert car_info(episode) is None
        assert missing_car(episode) == NO_SIZE
        np.testing.assert_allclose(car_boxes(episode)[0], [0.0, 0.4, 0.0, 0.0, 0.0])


def test_without_odometry_there_are_no_rows_and_that_is_told(drive):
    for episode in (drive(0), drive(odometry={})):
        assert car_rows(episode).shape == (0, 13)
        assert missing_car(episode) == NO_ODOMETRY
        assert car_boxes(episode).shape == (0, 5)
        assert steps_m(episode).shape == (0,)


def test_velocities_are_turned_from_the_car_to_the_world(drive):
    rows = np.zeros((2, 13))
    rows[:, 5:7] = math.sin(math.pi / 4), math.cos(math.pi / 4)  # a quarter turn to the left
    rows[:, 7], rows[:, 8] = 3.0, 4.0
    episode = drive(2, odometry={"ego": rows})
    np.testing.assert_allclose(car_velocities(episode), [[-4.0, 3.0]] * 2)
    np.testing.assert_allclose(car_speeds(episode), [5.0, 5.0])


def test_steps_are_the_distances_between_stamps(drive):
    rows = np.zeros((3, 13))
    rows[:, :2], rows[:, 6] = [[0, 0], [3, 4], [3, 5]], 1.0
    np.testing.assert_allclose(steps_m(drive(3, odometry={"ego": rows})), [0.0, 5.0, 1.0])


@pytest.mark.parametrize("rows", [1, 5])
def test_there_are_as_many_steps_as_stamps(drive, rows):
    assert steps_m(drive(rows)).shape == (rows,)


@pytest.mark.parametrize("yaw_rate", [0.0, 0.4, -1.2])
def test_a_car_that_keeps_turning_goes_round_an_arc(drive, yaw_rate):
    rows = np.zeros((1, 13))
    rows[0, 5:7] = math.sin(0.3), math.cos(0.3)  # heading 0.6 rad
    rows[0, 7], rows[0, 12] = 6.0, yaw_rate
    episode = _with_size(drive(1, odometry={"ego": rows}))
    x, y, yaw, step_s = 0.0, 0.0, 0.6, 1e-4
    for _ in range(9000):  # 0.9 s in small steps
        x, y = x + step_s * 6.0 * math.cos(yaw), y + step_s * 6.0 * math.sin(yaw)
        yaw += step_s * yaw_rate
    x, y = x + 1.35 * math.cos(yaw), y + 1.35 * math.sin(yaw)
    after = boxes_after(episode, np.array([0]), time_s=0.9)
    np.testing.assert_allclose(after, [[x, y, yaw, 4.6, 1.8]], atol=1e-3)
