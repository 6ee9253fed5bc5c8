"""Flow carries masks along."""

import cv2
import numpy as np

from physai_sim.generation.physics.tracking.flow import Flow, carried, shifted


def textured(columns):
    spots = np.random.default_rng(3).integers(0, 255, (16, 16), dtype=np.uint8)
    grey = cv2.resize(spots, (64, 64), interpolation=cv2.INTER_CUBIC)
    return np.repeat(np.roll(grey, columns, axis=1)[..., None], 3, axis=2)


def square(left):
    mask = np.zeros((64, 64), dtype=bool)
    mask[24:40, left : left + 16] = True
    return mask


def test_the_first_frame_has_none_before_it():
    assert Flow().back(textured(0)) is None


def test_a_mask_goes_where_the_picture_goes():
    flow = Flow()
    flow.back(textured(0))
    moved = carried(square(20), flow.back(textured(3)))
    assert (moved & square(23)).sum() / (moved | square(23)).sum() > 0.85


def test_what_is_shifted_out_of_the_picture_is_gone():
    assert np.array_equal(shifted(square(20), (4.2, 0.0)), square(24))
    assert not shifted(square(20), (60.0, 0.0)).any()
