"""Even contrast: what is left of a picture in other light."""

import numpy as np
import pytest

from physai_sim.generation.physics.odometry.contrast import LEVELS, even_contrast, pyramid


@pytest.fixture
def frame():
    spots = np.random.default_rng(0).integers(60, 120, (16, 16, 1), dtype=np.uint8)
    return np.kron(spots, np.ones((4, 4, 3), dtype=np.uint8))


def test_a_brighter_picture_of_more_contrast_has_nearly_the_same_even_contrast(frame):
    dull, bright = even_contrast(frame), even_contrast(frame * 2)
    assert np.corrcoef(dull.ravel(), bright.ravel())[0, 1] > 0.999
    assert bright.std() == pytest.approx(dull.std(), rel=0.25)


def test_a_picture_of_one_colour_has_none():
    even = even_contrast(np.full((32, 32, 3), 90, dtype=np.uint8))
    assert even == pytest.approx(0.0, abs=0.01)


def test_each_level_is_half_as_large(frame):
    assert [level.shape for level in pyramid(even_contrast(frame))] == [
        (64 >> level, 64 >> level) for level in range(LEVELS)
    ]
