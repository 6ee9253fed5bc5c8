"""Colours are told by surface."""

import numpy as np

from physai_sim.generation.physics.colouring import colouring, weights


def test_a_grey_film_has_no_chroma_and_all_its_lightness(push_truth):
    grey = np.full_like(push_truth.rgb, 119)
    found = colouring(grey, push_truth)
    assert np.nanmax(found["saturation"]) < 0.5
    assert np.nanmin(found["brightness"]) > 45.0


def test_each_surface_has_its_row_and_the_shares_are_of_the_whole_picture(push_truth):
    found = colouring(push_truth.rgb, push_truth)
    surfaces = len(push_truth.names) + 1
    assert found["saturation"].shape == (surfaces, len(push_truth.stamps_ns))
    assert weights(push_truth).shape == (surfaces,)
    assert weights(push_truth).sum() == 1.0
