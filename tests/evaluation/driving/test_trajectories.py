import math

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.evaluation.driving.trajectories import CarState, first_car, held, rolled
from physai_sim.evaluation.episode import EpisodeFacts

START = CarState(0.0, 0.0, 0.0, 10.0)


def roll(actions, hz=10, start=START, kind="acceleration_curvature", wheelbase_m=2.0):
    actions = np.array(actions, dtype=float)
    return rolled(actions, hz, start=start, kind=kind, wheelbase_m=wheelbase_m)


def facts_of(robots):
    return EpisodeFacts("w", "", 0, "", 10, robots, {}, None, {}, {})


def test_a_car_at_constant_speed_goes_straight_on():
    path = roll([[0.0, 0.0]] * 20)
    np.testing.assert_allclose(path[:, 0], np.arange(1, 21), atol=1e-12)
    np.testing.assert_allclose(path[:, 1:], 0.0, atol=1e-12)


def test_it_starts_from_its_own_pose_and_heading():
    path = roll([[0.0, 0.0]], start=CarState(5.0, 6.0, math.pi / 2, 10.0))
    np.testing.assert_allclose(path, [[5.0, 7.0, math.pi / 2]], atol=1e-12)


def test_an_acceleration_gives_half_a_t_squared():
    path = roll([[2.0, 0.0]] * 30, start=CarState(0.0, 0.0, 0.0, 3.0))
    times = np.arange(1, 31) / 10
    np.testing.assert_allclose(path[:, 0], 3.0 * times + times**2, atol=1e-12)


def test_a_quarter_of_a_circle_ends_where_geometry_says_however_coarse_the_steps():
    # Radius 10 m, a quarter is 5 pi m; at 10 m/s and two steps of pi / 4 s.
    way = 5.0 * math.pi
    steps = 2
    speed = way / steps  # one step per second
    path = roll([[0.0, 0.1]] * steps, hz=1, start=CarState(0.0, 0.0, 0.0, speed))
    np.testing.assert_allclose(path[-1], [10.0, 10.0, math.pi / 2], atol=1e-12)


def test_an_arc_holds_while_the_speed_changes_along_it():
    path = roll([[1.0, 0.05]] * 40, hz=10)
    centre = np.array([0.0, 20.0])
    np.testing.assert_allclose(np.linalg.norm(path[:, :2] - centre, axis=1), 20.0, atol=1e-9)
    ways = 10.0 * 4.0 + 0.5 * 4.0**2
    assert path[-1, 2] == pytest.approx(0.05 * ways)


def test_fine_steps_and_coarse_steps_lead_to_one_place():
    coarse = roll([[-1.0, 0.03]] * 3, hz=1)
    fine = roll([[-1.0, 0.03]] * 300, hz=100)
    np.testing.assert_allclose(coarse[-1], fine[-1], atol=1e-9)


def test_a_car_that_brakes_stops_within_a_step_and_stands():
    # From 1 m/s at -4 m/s^2: 0.25 s and 0.125 m.
    path = roll([[-4.0, 0.0]] * 10, start=CarState(0.0, 0.0, 0.0, 1.0))
    assert path[-1, 0] == pytest.approx(0.125)
    np.testing.assert_allclose(path[2:, 0], 0.125, atol=1e-12)


def test_a_car_that_stopped_drives_on_from_rest():
    path = roll([[-10.0, 0.0]] * 5 + [[2.0, 0.0]] * 10, start=CarState(0.0, 0.0, 0.0, 1.0))
    assert path[-1, 0] == pytest.approx(0.05 + 1.0)


def test_steering_and_speed_turn_on_the_radius_of_the_bicycle():
    # tan(steering) = 1 with a wheelbase of 2 m: radius 2 m; half a circle.
    path = roll([[math.pi / 4, 2.0 * math.pi]], hz=1, kind="steering_speed")
    np.testing.assert_allclose(path[0], [0.0, 4.0, math.pi], atol=1e-12)


def test_a_negative_speed_goes_backwards():
    path = roll([[0.0, -1.0]] * 10, kind="steering_speed")
    assert path[-1, 0] == pytest.approx(-1.0)


def test_an_action_of_an_arm_has_no_path():
    with pytest.raises(ConfigError, match="no action of a car, got 'joint_delta'"):
        roll([[0.0, 0.0]], kind="joint_delta")


def test_steering_without_a_wheelbase_has_no_path():
    with pytest.raises(ConfigError, match="without a wheelbase"):
        roll([[0.0, 1.0]], kind="steering_speed", wheelbase_m=None)


def test_holding_repeats_the_last_action_and_cutting_drops_the_rest():
    actions = np.array([[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_array_equal(held(actions, 4), [[1, 2], [3, 4], [3, 4], [3, 4]])
    np.testing.assert_array_equal(held(actions, 1), [[1, 2]])


def test_the_first_car_is_found_with_its_columns_of_the_joint_action():
    robots = {
        "arm": {"wheelbase_m": None, "action_names": ["a", "b", "c"]},
        "ego": {
            "wheelbase_m": 2.7,
            "action_names": ["steering_rad", "speed_mps"],
            "action_kind": "steering_speed",
        },
    }
    car = first_car(facts_of(robots))
    assert (car.name, car.kind, car.columns) == ("ego", "steering_speed", slice(3, 5))
    assert first_car(facts_of({"arm": robots["arm"]})) is None


def test_the_names_of_an_action_say_what_it_means_where_nothing_else_does():
    robots = {"ego": {"wheelbase_m": 2.7, "action_names": ["steering_rad", "speed_mps"]}}
    assert first_car(facts_of(robots)).kind == "steering_speed"


def test_a_car_of_unknown_wheelbase_can_be_rolled_by_its_curvature_alone():
    names = {"curvature": ["acceleration_mps2", "curvature_per_m"], "steer": ["steering_rad", "v"]}
    robot = {"kind": "car", "wheelbase_m": None}
    cars = {
        k: first_car(facts_of({"ego": {**robot, "action_names": n}})) for k, n in names.items()
    }
    assert cars["curvature"].can_be_rolled
    assert not cars["steer"].can_be_rolled
