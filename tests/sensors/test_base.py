"""Sensors are read at their own rates, with exact stamps."""

import numpy as np
import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.sensors.base import body_of


def stamps(session, name):
    return [sample.stamp_ns for sample in session.samples if sample.sensor == name]


def test_a_20_hz_sensor_gives_two_samples_in_each_10_hz_step(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    assert stamps(session, "odometry") == [0]
    for step in range(1, 6):
        session.step([0.0, 0.0])
        end = step * 100_000_000
        assert stamps(session, "odometry") == [end - 50_000_000, end]
        assert stamps(session, "joint_state") == [end]


def test_a_slow_sensor_gives_its_last_reading_in_between(open_session):
    session = open_session("lane_curve", "sensors.odometry.rate_hz=5", cameras=False)
    readings = [session.reset(0).sensors["odometry"]]
    counts = []
    for _ in range(6):
        readings.append(session.step([1.0, 0.0]).observation.sensors["odometry"])
        counts.append(len(stamps(session, "odometry")))
    assert counts == [0, 1, 0, 1, 0, 1]
    assert np.array_equal(readings[0], readings[1])
    assert not np.array_equal(readings[1], readings[2])
    assert np.array_equal(readings[2], readings[3])


def test_rates_that_do_not_divide_each_other_keep_their_own_stamps(open_session):
    session = open_session("lane_curve", "sensors.odometry.rate_hz=16", cameras=False)
    session.reset(0)
    found = [0]
    for _ in range(10):
        session.step([0.0, 0.0])
        found += stamps(session, "odometry")
    assert found == [k * 1_000_000_000 // 16 for k in range(17)]


def test_a_faster_reading_does_not_disturb_physics(open_session):
    hashes = set()
    for rate_hz in (10, 240):
        session = open_session("lane_curve", f"sensors.odometry.rate_hz={rate_hz}", cameras=False)
        session.reset(0)
        for _ in range(15):
            session.step([1.0, 0.005])
        hashes.add(session.world.state_hash())
    assert len(hashes) == 1


def test_an_unknown_robot_is_named_with_the_sensor(build_world):
    with pytest.raises(UnknownNameError, match=r"sensors\.imu"):
        body_of(build_world(), "ghost", sensor="imu")
