"""Steady looks: a shadow that comes along with the camera is no part of the scene."""

import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.core.types import CameraSpec
from physai_sim.generation.physics.odometry.steadiness import steady

SIZE = 32


@pytest.fixture
def camera():
    return CameraSpec(SIZE, SIZE, SIZE * 1.0, 0.1, 100.0, "arm", Pose())


def over_a_table(camera, frame, other, right_px):
    """At 1 m over a table, and then further to the right."""
    motion = np.eye(4)
    motion[0, 3] = -right_px / SIZE
    depth = np.ones((SIZE, SIZE), dtype=np.float32)
    return steady(frame, depth, other, motion=motion, camera=camera)


def test_what_lies_on_the_table_is_steady(camera):
    frame = np.full((SIZE, SIZE, 3), 180, dtype=np.uint8)
    frame[8:20, 14:26] = 40
    assert over_a_table(camera, frame, np.roll(frame, -6, axis=1), 6)[:, 6:].all()


def test_what_comes_along_is_not(camera):
    frame = np.full((SIZE, SIZE, 3), 180, dtype=np.uint8)
    frame[8:20, 14:26] = 40
    found = over_a_table(camera, frame, frame, 6)
    assert not found[10:18, 15:19].any()
    assert found[26:].all()
