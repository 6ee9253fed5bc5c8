"""Which bodies are followed."""

from dataclasses import replace

import numpy as np

from physai_sim.generation.physics.tracking.bodies import followed


def test_what_can_move_and_is_seen_is_followed(pick_place_truth):
    found = followed(pick_place_truth)
    assert "cube" in found
    assert set(found) <= set(pick_place_truth.poses)
    assert np.array_equal(found["cube"], pick_place_truth.mask("cube")[0])


def test_who_carries_the_camera_is_not(lane_curve_truth):
    assert "ego" in lane_curve_truth.poses
    assert "ego" not in followed(lane_curve_truth)


def test_what_fills_the_picture_or_is_a_speck_is_not(pick_place_truth):
    number = 1 + pick_place_truth.names.index("cube")
    for shape in ((slice(None), slice(None)), (slice(0, 1), slice(0, 2))):
        labels = np.zeros_like(pick_place_truth.labels)
        labels[(slice(None), *shape)] = number
        assert not followed(replace(pick_place_truth, labels=labels))
