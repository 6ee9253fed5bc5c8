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
    found = features(sliding(0), 10)
    assert found.shape == (3, FEATURES)
    assert np.abs(found[:, :-1]).max() < 1e-3


def test_motion_is_a_share_of_the_pictures_height_in_a_second():
    mean = features(sliding(2), 10)[:, -9]
    assert mean == pytest.approx(2 * 10 / 64, rel=0.2)
    assert features(sliding(-2), 10)[:, -9] == pytest.approx(-mean, rel=0.2)


def test_it_is_the_same_on_a_second_call_and_hardly_another_in_the_dark():
    film = sliding(2)
    assert np.array_equal(features(film, 10), features(film, 10))
    dark = (film * 0.5).astype(np.uint8)
    assert features(dark, 10)[:, -9] == pytest.approx(features(film, 10)[:, -9], rel=0.1)


def test_a_single_frame_has_no_motion_at_all():
    assert features(sliding(0, count=1), 10).shape == (0, FEATURES)


def test_large_pictures_are_looked_at_with_fewer_pixels():
    assert size_of(480, 640) == (128, 96)
    assert size_of(64, 64) == (64, 64)
