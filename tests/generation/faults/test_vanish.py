"""Vanish: the ball is gone for eight frames, with its shadow, and nothing else is changed."""

import numpy as np


def test_the_ball_is_gone_for_eight_frames_in_a_row(
    plant, falling_ball_truth, differing, middle_of
):
    clip = plant("vanish", falling_ball_truth)
    gone = differing(clip, falling_ball_truth)
    assert gone == list(range(gone[0], gone[0] + 8))
    assert np.isnan(middle_of(clip.frames)[gone]).all()


def test_what_it_covered_is_seen(plant, falling_ball_truth, differing):
    clip = plant("vanish", falling_ball_truth)
    k = differing(clip, falling_ball_truth)[3]
    # The ball stands before the floor, which is there in other frames at the same pixels.
    covered = falling_ball_truth.mask("ball")[k] & ~falling_ball_truth.mask("ball")[0]
    gap = np.abs(clip.frames[k].astype(int) - falling_ball_truth.rgb[0])[covered]
    assert np.median(gap) < 3
