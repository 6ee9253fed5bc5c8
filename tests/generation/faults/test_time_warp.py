"""Time warp: frame k shows what was at 0.85 k."""

import numpy as np


def test_frames_whose_moment_is_a_true_frame_equal_it(plant, falling_ball_truth):
    clip, true = plant("time_warp", falling_ball_truth), falling_ball_truth.rgb
    assert np.array_equal(clip.frames[0], true[0])
    assert np.array_equal(clip.frames[20], true[17])


def test_frames_between_lie_between(plant, falling_ball_truth, middle_of):
    clip = plant("time_warp", falling_ball_truth)
    seen, true = (middle_of(f)[:9, 1] for f in (clip.frames, falling_ball_truth.rgb))
    moments = 0.85 * np.arange(9)
    assert np.abs(seen - np.interp(moments, np.arange(9), true)).max() < 0.7
