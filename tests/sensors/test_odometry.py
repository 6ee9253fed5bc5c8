"""Odometry: pose in odom, twist in the child frame, checked on a circle."""

import numpy as np
import pytest

from physai_sim.core.geometry import Pose, from_rpy, rotation_matrix
from physai_sim.sensors.odometry import odometry_vector

RADIUS_M = 15.0


@pytest.fixture
def circling(open_session):
    """A car that turns left at 6 m/s, on a plain without kerbs in its way."""
    overrides = ("sensors.odometry.rate_hz=240", "robots.ego.action=steering_speed")
    session = open_session("lane_curve", *overrides, cameras=False)
    session.reset(0)
    robot = session.stage.robots["ego"]
    robot.place(Pose((120.0, 120.0, 0.0), from_rpy(0.0, 0.0, 2.0)), speed_mps=6.0)
    return session, robot


def rows(session, robot, seconds):
    sensor = session._parts.sensors["odometry"]
    result = []
    for k in range(int(seconds * 240)):
        if k % 24 == 0:
            robot.apply_action([np.arctan(2.85 / RADIUS_M), 6.0])
        session.world.step()
        result.append(sensor.read(session.world))
    return np.array(result)


def test_twist_is_the_rate_of_the_pose_in_the_child_frame(circling):
    found = rows(*circling, 4.0)[480:]
    rate = (found[2:, :3] - found[:-2, :3]) * 120  # central difference
    for row, velocity in zip(found[1:-1], rate, strict=True):
        in_child = rotation_matrix(row[3:7]).T @ velocity
        assert row[7:10] == pytest.approx(in_child, abs=0.02)


def test_on_a_circle_it_goes_forward_and_turns_by_speed_over_radius(circling):
    found = rows(*circling, 5.0)[600:]
    forward, sideways, up = found[:, 7:10].mean(axis=0)
    assert forward == pytest.approx(6.0, rel=0.02)
    assert abs(sideways) < 0.05  # the rear axle does not slip: the world frame would swing
    assert abs(up) < 0.02
    assert found[:, 12].mean() == pytest.approx(forward / RADIUS_M, rel=0.01)


def test_a_turned_body_sees_its_twist_turned_back():
    pose = Pose((1.0, 2.0, 3.0), from_rpy(0.0, 0.0, np.pi / 2))
    vector = odometry_vector(pose, (0.0, 2.0, 0.5), (0.0, 1.0, 3.0))
    assert vector[:7].tolist() == list(pose.numbers)
    assert vector[7:] == pytest.approx([2.0, 0.0, 0.5, 1.0, 0.0, 3.0])
