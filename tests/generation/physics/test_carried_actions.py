"""Actions from the motion of the camera: exact for tools and cars on known ways."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.generation.physics.carried_actions import carried_actions


def at_rate(truth, hz, control_hz):
    spec = replace(truth.spec, control_hz=control_hz)
    return replace(truth, view=replace(truth.view, hz=hz), spec=spec)


def circle(speed, radius, hz, count):
    """Poses of a car that turns to the left at a steady speed."""
    angles = speed / radius * np.arange(count) / hz
    return [
        Pose((radius * np.sin(a), radius * (1 - np.cos(a)), 0.0), from_rpy(0, 0, a))
        for a in angles
    ]


def test_a_car_on_a_circle_has_its_curvature_and_no_acceleration(lane_curve_truth):
    truth = at_rate(lane_curve_truth, 30, 10)
    poses = circle(5.0, 20.0, 30, 61)
    found = carried_actions(truth.spec.robots["ego"], poses, 15, truth)
    assert found[:, 0] == pytest.approx(0.0, abs=1e-6)
    assert found[:, 1] == pytest.approx(1 / 20.0, rel=1e-3)


def test_the_wheels_of_such_a_car_stand_as_its_wheelbase_tells(lane_curve_truth):
    truth = at_rate(lane_curve_truth, 30, 10)
    robot = replace(truth.spec.robots["ego"], action_kind="steering_speed")
    found = carried_actions(robot, circle(5.0, 20.0, 30, 61), 15, truth)
    assert found[:, 0] == pytest.approx(np.arctan(robot.wheelbase_m / 20.0), rel=1e-3)
    assert found[:, 1] == pytest.approx(5.0, rel=1e-2)


def test_a_car_that_stands_has_no_curvature(lane_curve_truth):
    robot = lane_curve_truth.spec.robots["ego"]
    found = carried_actions(robot, [Pose()] * 30, 10, lane_curve_truth)
    assert np.array_equal(found, np.zeros((10, 2)))


def test_a_tool_goes_by_the_difference_of_its_poses(push_truth):
    truth = at_rate(push_truth, 20, 10)
    poses = [Pose((0.01 * k, 0.0, 0.0), from_rpy(0, 0, 0.02 * k)) for k in range(40)]
    found = carried_actions(truth.spec.robots["arm"], poses, 15, truth)
    assert found[:, :3] == pytest.approx(np.tile([0.02, 0.0, 0.0], (15, 1)))
    assert found[:, 3:6] == pytest.approx(np.tile([0.0, 0.0, 0.04], (15, 1)), abs=1e-6)
    assert np.isnan(found[:, 6]).all()


def test_poses_with_gaps_and_actions_of_joints_tell_nothing(push_truth):
    robot = push_truth.spec.robots["arm"]
    lost = [Pose((np.nan, 0.0, 0.0))] * 20
    assert carried_actions(robot, lost, 10, push_truth) is None
    joints = replace(robot, action_kind="joint_delta")
    assert carried_actions(joints, [Pose()] * 20, 10, push_truth) is None
