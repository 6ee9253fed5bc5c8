"""Several bodies followed at once."""

import numpy as np
import pytest

from physai_sim.generation.physics.tracking.tracker import tracked


@pytest.fixture
def film():
    """A red and a blue square on grey that pass by one another."""
    frames = np.full((12, 40, 64, 3), 128, dtype=np.uint8)
    masks = {name: np.zeros((12, 40, 64), dtype=bool) for name in ("red", "blue")}
    for k in range(12):
        frames[k, 8:16, 8 + k : 16 + k] = (210, 20, 20)
        frames[k, 22:30, 44 - k : 52 - k] = (20, 20, 210)
        masks["red"][k, 8:16, 8 + k : 16 + k] = True
        masks["blue"][k, 22:30, 44 - k : 52 - k] = True
    return frames, masks


def test_both_are_followed_to_a_pixel(film):
    frames, masks = film
    found = tracked(frames, {name: mask[0] for name, mask in masks.items()})
    for name, mask in masks.items():
        overlap = (found[name].masks & mask).sum() / (found[name].masks | mask).sum()
        assert overlap > 0.9
        assert found[name].doubt is None


def test_nothing_to_follow_is_nothing_found(film):
    assert tracked(film[0], {}) == {}


def test_a_copy_that_comes_in_is_counted_from_then_on(film):
    frames, masks = film
    frames[6:, 30:38, 2:10] = (210, 20, 20)
    copies = tracked(frames, {"red": masks["red"][0]})["red"].copies
    assert copies.tolist() == [0] * 6 + [1] * 6
