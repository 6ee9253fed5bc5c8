"""Features of motion: none where nothing moves, opposite ones for opposite motion, few numbers."""

import numpy as np
import pytest

from physai_sim.generation.physics.idm.flow_features import FEATURES, features, size_of


def sliding(pixels, count=4, size=64):
    """A picture of blots that slides to the right by so many pixels in each frame."""
    noise = np.random.default_rng(3).uniform(0, 255, (size // 4, size // 4))
    blots = np.kron(noise, np.ones((4, 4)))
    frames = [np.roll(blots, pixels * k, axis=1) for k in range(count)]
    return np.repeat(np.array(frames, dtype=np.uint8)[..., None], 3, axis=3)


def test_a_still_film_has_no_motion():
    found = features(sliding(0), 10, stands=False)
    assert found.shape == (3, FEATURES)
    assert np.abs(found[:, :-1]).max() < 1e-3


def test_motion_is_a_share_of_the_pictures_height_in_a_second():
    mean = features(sliding(2), 10, stands=False)[:, -9]
    assert mean == pytest.approx(2 * 10 / 64, rel=0.2)
    assert features(sliding(-2), 10, stands=False)[:, -9] == pytest.approx(-mean, rel=0.2)


def test_it_is_the_same_on_a_second_call_and_hardly_another_in_the_dark():
    film = sliding(2)
    assert np.array_equal(*(features(film, 10, stands=True) for _ in range(2)))
    dark = (film * 0.5).astype(np.uint8)
    assert features(dark, 10, stands=False)[:, -9] == pytest.approx(
        features(film, 10, stands=False)[:, -9], rel=0.1
    )


def test_a_single_frame_has_no_motion_at_all():
    assert features(sliding(0, count=1), 10, stands=True).shape == (0, FEATURES)


def test_large_pictures_are_looked_at_with_fewer_pixels():
    assert size_of(480, 640) == (128, 96)
    assert size_of(64, 64) == (64, 64)


def test_flakes_before_a_camera_that_stands_are_no_motion_and_a_large_body_is():
    random, count = np.random.default_rng(0), 24
    film = np.full((count, 96, 96, 3), 60, dtype=np.uint8)
    snow = film.copy()
    for k in range(count):
        for x in range(8, 90, 12):
            y = (4 * k + 7 * x) % 94
            snow[k, y : y + 2, x : x + 2] = 230
    assert np.abs(features(snow, 24, stands=True)).max() < 1e-3
    assert np.abs(features(snow, 24, stands=False)).max() > 1e-2
    for k in range(count):
        film[k, 40:60, 10 + 2 * k : 30 + 2 * k] = random.integers(100, 255, (1, 1, 3))
    assert features(film, 24, stands=True)[:, -9].max() > 0.1
