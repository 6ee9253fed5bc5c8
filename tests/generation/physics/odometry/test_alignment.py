"""Alignment: a camera before a painted wall is found where it went."""

import cv2
import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.core.types import CameraSpec
from physai_sim.generation.physics.odometry.alignment import NONE, aligned
from physai_sim.generation.physics.odometry.contrast import even_contrast, pyramid
from physai_sim.generation.physics.odometry.reference import reference

SIZE, FOCAL, AWAY_M = 64, 60.0, 3.0


@pytest.fixture(scope="module")
def wall():
    spots = np.random.default_rng(1).integers(0, 255, (40, 40), dtype=np.uint8)
    return cv2.GaussianBlur(
        cv2.resize(spots, (400, 400), interpolation=cv2.INTER_CUBIC), (0, 0), 3
    )


def seen(wall, matrix):
    """The wall at z = 3 m, of 0.02 m a pixel, from a pose."""
    rows, columns = np.indices((SIZE, SIZE)).astype(np.float64)
    middle = (SIZE - 1) / 2
    rays = np.stack([columns - middle, rows - middle, np.full_like(rows, FOCAL)], axis=-1) / FOCAL
    rays = rays @ matrix[:3, :3].T
    points = matrix[:3, 3] + rays * ((AWAY_M - matrix[2, 3]) / rays[..., 2:])
    at = (points[..., :2] / 0.02 + 200).astype(np.float32)
    picture = cv2.remap(wall, at[..., 0], at[..., 1], cv2.INTER_LINEAR)
    return np.repeat(picture[..., None], 3, axis=2)


@pytest.fixture(scope="module")
def known(wall):
    camera = CameraSpec(SIZE, SIZE, FOCAL, 0.1, 100.0, "car", Pose())
    depth = np.full((SIZE, SIZE), AWAY_M, dtype=np.float32)
    picture = even_contrast(seen(wall, np.eye(4)))
    fixed = np.ones((SIZE, SIZE), dtype=bool)
    return reference(picture, depth, fixed, camera=camera, matrix=np.eye(4))


def pose(turn, shift):
    matrix = np.eye(4)
    matrix[:3, :3] = cv2.Rodrigues(np.array(turn))[0]
    matrix[:3, 3] = shift
    return matrix


def test_the_camera_is_found_where_it_went(wall, known):
    there = pose([0.01, -0.02, 0.03], [0.06, -0.04, 0.15])
    found, fit = aligned(known, pyramid(even_contrast(seen(wall, there))), np.eye(4))
    assert found == pytest.approx(there, abs=0.01)
    assert fit.correlation > 0.95


def test_a_blot_on_a_tenth_of_the_picture_does_not_move_it(wall, known):
    there = pose([0.0, 0.0, 0.0], [0.05, 0.0, 0.1])
    frame = seen(wall, there)
    frame[20:40, 20:40] = 255
    found, _ = aligned(known, pyramid(even_contrast(frame)), np.eye(4))
    assert found == pytest.approx(there, abs=0.02)


def test_noise_does_not_agree(known):
    frame = np.random.default_rng(2).integers(0, 255, (SIZE, SIZE, 3), dtype=np.uint8)
    _, fit = aligned(known, pyramid(even_contrast(frame)), np.eye(4))
    assert fit.correlation < 0.5


def test_a_camera_that_looks_away_stays_where_it_is_taken_to_be(wall, known):
    away = pose([0.0, np.pi, 0.0], [0.0, 0.0, 0.0])
    found, fit = aligned(known, pyramid(even_contrast(seen(wall, np.eye(4)))), away)
    assert fit is NONE
    assert found == pytest.approx(away)
