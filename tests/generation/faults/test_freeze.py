"""Freeze: true until a frame, and that frame until the end."""

import numpy as np


def test_one_frame_is_shown_until_the_end(plant, falling_ball_truth, differing):
    clip = plant("freeze", falling_ball_truth, seed=1)
    first = min(differing(clip, falling_ball_truth)) - 1
    count = len(clip.frames)
    assert count // 4 <= first < count // 2
    assert (clip.frames[first:] == falling_ball_truth.rgb[first]).all()


def test_seeds_draw_the_frame(plant, falling_ball_truth, differing):
    clips = [plant("freeze", falling_ball_truth, seed) for seed in range(8)]
    assert len({min(differing(clip, falling_ball_truth)) for clip in clips}) > 1
    assert np.array_equal(plant("freeze", falling_ball_truth, 3).frames, clips[3].frames)
