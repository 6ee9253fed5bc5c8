"""Shuffled actions: the same commands in another order, by the seed."""

import numpy as np


def test_the_arm_moves_otherwise_and_seeds_differ(plant, pick_place_truth, differing):
    first, second = (plant("shuffled_actions", pick_place_truth, seed) for seed in (0, 1))
    assert 0 not in differing(first, pick_place_truth)
    assert len(differing(first, pick_place_truth)) > len(first.frames) / 2
    assert not np.array_equal(first.frames, second.frames)
