"""Colours: what is a body's, what is around it, and how much they differ."""

import numpy as np
import pytest

from physai_sim.generation.physics.tracking.colours import ColourModel, bins_of, contrast, lab_of


@pytest.fixture
def scene():
    """A red square on grey."""
    frame = np.full((24, 24, 3), 128, dtype=np.uint8)
    frame[8:16, 8:16] = (200, 20, 20)
    mask = np.zeros((24, 24), dtype=bool)
    mask[8:16, 8:16] = True
    return frame, mask


def test_white_and_black_have_the_lightness_of_the_standard():
    both = np.array([[[255, 255, 255], [0, 0, 0]]], dtype=np.uint8)
    assert lab_of(both)[0, :, 0] == pytest.approx([100.0, 0.0], abs=0.01)


def test_pixels_of_the_body_look_like_it_and_others_do_not(scene):
    frame, mask = scene
    bins = bins_of(lab_of(frame))
    odds = ColourModel.of(bins, mask, ~mask).odds(bins)
    assert (odds[mask] > 2.0).all()
    assert (odds[~mask] < 0.0).all()


def test_red_on_grey_is_all_contrast_and_grey_on_grey_none(scene):
    frame, mask = scene
    bins = bins_of(lab_of(frame))
    assert contrast(bins, mask, ~mask) > 0.95
    even = bins_of(lab_of(np.full_like(frame, 128)))
    assert contrast(even, mask, ~mask) < 0.01


def test_a_model_takes_on_a_newer_one_by_its_share(scene):
    frame, mask = scene
    bins = bins_of(lab_of(frame))
    old, new = ColourModel.of(bins, mask, ~mask), ColourModel.of(bins, ~mask, mask)
    assert old.mixed(new, 0.25).inside == pytest.approx(0.75 * old.inside + 0.25 * new.inside)
