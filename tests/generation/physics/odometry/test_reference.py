"""Known pictures: the points that are chosen, and how far they are."""

import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.core.types import CameraSpec
from physai_sim.generation.physics.odometry.reference import nearness, reference

SIZE, FOCAL = 48, 40.0


@pytest.fixture
def camera():
    return CameraSpec(SIZE, SIZE, FOCAL, 0.1, 100.0, "car", Pose())


@pytest.fixture
def picture():
    rows, columns = np.mgrid[:SIZE, :SIZE]
    return (30 * np.sin(columns / 3) * np.cos(rows / 4)).astype(np.float32)


def chosen(picture, depth, fixed, camera):
    return reference(picture, depth, fixed, camera=camera, matrix=np.eye(4)).levels[0]


def test_points_lie_at_their_depth_and_come_back_to_their_pixels(camera, picture):
    depth = np.full((SIZE, SIZE), 2.0, dtype=np.float32)
    level = chosen(picture, depth, np.ones((SIZE, SIZE), dtype=bool), camera)
    assert level.points[:, 2] == pytest.approx(2.0)
    at = level.points[:, :2] / 2.0 * FOCAL + np.asarray(camera.centre_px)
    columns, rows = np.rint(at).astype(int).T
    assert level.values == pytest.approx(picture[rows, columns])


def test_nothing_is_chosen_where_something_moves_or_nothing_is(camera, picture):
    depth = np.full((SIZE, SIZE), 2.0, dtype=np.float32)
    depth[:10] = np.inf
    fixed = np.ones((SIZE, SIZE), dtype=bool)
    fixed[:, :20] = False
    level = chosen(picture, depth, fixed, camera)
    at = level.points[:, :2] / level.points[:, 2:] * FOCAL + np.asarray(camera.centre_px)
    assert len(at)
    assert at[:, 0].min() > 19.5
    assert at[:, 1].min() > 8.5  # the outline belongs to what is in front


def test_a_slope_is_what_the_value_changes_by(camera, picture):
    depth = np.full((SIZE, SIZE), 2.0, dtype=np.float32)
    level = chosen(picture, depth, np.ones((SIZE, SIZE), dtype=bool), camera)
    x, y = level.points[:, 0] / 2.0 * FOCAL, level.points[:, 1] / 2.0 * FOCAL
    columns, rows = x + (SIZE - 1) / 2, y + (SIZE - 1) / 2
    right = 30 * np.cos(columns / 3) / 3 * np.cos(rows / 4)
    assert level.slopes[:, 0] == pytest.approx(right * FOCAL / 2.0, abs=15.0)


def test_an_outline_belongs_to_what_is_in_front_and_a_slanted_ground_is_left_alone():
    depth = np.full((9, 9), 10.0, dtype=np.float32)
    depth[:, 5:] = 2.0
    assert nearness(depth)[4, 4] == pytest.approx(0.5)
    rows = np.arange(1, 10, dtype=np.float32)
    ground = np.tile((20.0 / rows)[:, None], (1, 9)).astype(np.float32)
    assert nearness(ground)[1:-1] == pytest.approx(1.0 / ground[1:-1])
