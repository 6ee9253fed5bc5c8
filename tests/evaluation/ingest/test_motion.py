import math

import numpy as np

from physai_sim.core.geometry import from_rpy
from physai_sim.evaluation.ingest.motion import with_twist


def circle(count, *, radius=10.0, rate=0.5):
    """A car on a circle to the left, 0.1 s apart: speed 5 m/s, turn rate 0.5 rad/s."""
    stamps = np.arange(count) * 100_000_000 + 10**18
    yaw = rate * np.arange(count) * 0.1
    poses = np.zeros((count, 7))
    poses[:, 0], poses[:, 1] = radius * np.sin(yaw), radius * (1 - np.cos(yaw))
    poses[:, 3:] = [from_rpy(0.0, 0.0, float(angle)) for angle in yaw]
    return stamps, poses


def test_speed_and_turn_rate_come_out_of_poses_in_the_body_frame():
    rows = with_twist(*circle(100))
    assert rows.shape == (100, 13)
    np.testing.assert_allclose(rows[2:-2, 7], 5.0, rtol=1e-3)
    np.testing.assert_allclose(rows[2:-2, 8:10], 0.0, atol=1e-3)
    np.testing.assert_allclose(rows[2:-2, 12], 0.5, rtol=1e-3)


def test_a_quaternion_and_its_opposite_are_the_same_rotation():
    stamps, poses = circle(100)
    flipped = poses.copy()
    flipped[40:60, 3:] *= -1
    np.testing.assert_allclose(
        with_twist(stamps, flipped)[:, 7:], with_twist(stamps, poses)[:, 7:], atol=1e-9
    )


def test_what_has_one_row_or_none_does_not_move():
    stamps, poses = circle(1)
    assert not with_twist(stamps, poses)[0, 7:].any()
    assert with_twist(stamps[:0], poses[:0]).shape == (0, 13)
    assert math.isclose(with_twist(stamps, poses)[0, 6], 1.0)
