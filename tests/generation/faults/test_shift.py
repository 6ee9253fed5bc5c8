"""Shift: every frame lies 10 pixels of 128 to the right."""

import numpy as np


def test_every_frame_is_shifted_by_the_share(plant, falling_ball_truth):
    clip, true = plant("shift", falling_ball_truth), falling_ball_truth.rgb
    by = round(10 / 128 * true.shape[2])
    assert np.array_equal(clip.frames[:, :, by:], true[:, :, :-by])
    assert (clip.frames[:, :, :by] == true[:, :, :1]).all()
