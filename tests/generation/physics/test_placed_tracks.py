"""Tracks are held against labels where the film really lies."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.placed_tracks import followed, placed_iou, placement_of
from physai_sim.generation.physics.tracking.look import look_at_truth


@pytest.fixture(scope="module")
def seen(push_truth):
    return look_at_truth(push_truth, how="masks")


def test_the_engines_own_masks_fit_wholly(seen, push_truth):
    found = placed_iou(seen, push_truth)
    assert found
    assert all(np.nanmin(one) == 1.0 for one in found.values())


def test_a_shifted_film_fits_badly_though_its_bodies_are_followed_from_true_places(
    seen, push_truth
):
    shifted = Clip("shifted", push_truth.hz, np.roll(push_truth.rgb, 12, axis=2))
    sight = replace(seen, clip=shifted, how="tracker")
    assert placement_of(sight, push_truth).columns == 12
    assert max(np.nanmean(one) for one in placed_iou(sight, push_truth).values()) < 0.5


def test_doubtful_tracks_are_not_compared(seen, push_truth):
    doubtful = {name: replace(one, doubt="too small") for name, one in seen.tracks.items()}
    assert followed(replace(seen, tracks=doubtful), push_truth) == {}
    assert placed_iou(replace(seen, tracks=doubtful), push_truth) == {}
